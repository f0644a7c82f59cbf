import { FIRST_MS } from '../core/time.ts'
import type { Agreeing, WhoDecides } from '../record/arrangement.ts'
import { doubtsAbout } from '../record/who-may-agree.ts'
import type { Consent } from './consent.ts'
import type { Rule } from './rule.ts'

/**
 * A Consent as the law and practice of England take it, which is never more than FHIR does. No family shares with just
 * anybody: a permission counts only where it, or a rule above it, names somebody. It counts from when it was given, and
 * only as long as somebody agreed who could.
 *
 * @param capacityOf in what capacity a performer agreed, undefined when that is not known
 */
export function asAgreement(
  consent: Consent,
  decides: WhoDecides,
  capacityOf: (performer: string) => string | undefined,
): Consent {
  if (consent.kind !== 'active') return consent
  const by = consent.performers.map((reference) => ({ reference, capacity: capacityOf(reference) }))
  const agreeing: Agreeing = { by, on: consent.agreedOn }
  const root = onlyToTheNamed(consent.root, false)
  const fromMs = Math.max(root.period.fromMs, consent.statedAtMs ?? FIRST_MS)
  return { ...consent, root: { ...root, period: { ...root.period, fromMs } }, lapses: doubtsAbout(agreeing, decides) }
}

function onlyToTheNamed(rule: Rule, isNamed: boolean): Rule {
  const named = isNamed || rule.actors !== undefined
  return {
    ...rule,
    namesNobody: !named,
    rules: rule.rules.map((one) => onlyToTheNamed(one, named)),
  }
}
