import type { SectionCode } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Actor, Consent, Rule } from './consent.ts'

/** What the agreements say about one section for one viewer at one instant. */
export type Outcome = 'allow' | 'withheld' | 'withdrawn' | 'not-covered'

type Match = 'yes' | 'no' | 'unclear'
type Request = { viewer: Viewer; section: SectionCode; atMs: number }

/**
 * Decides over every Consent about a child. A refusal in any of them overrides (standards.md §2.1), one that cannot be
 * read counts as a refusal, and where nothing allows, nothing is shown.
 */
export function evaluate(consents: Consent[], request: Request): Outcome {
  const says = consents.map((consent) => evaluateOne(consent, request))
  if (says.includes('deny')) return 'withheld'
  if (says.includes('permit')) return 'allow'
  return consents.some(({ kind }) => kind === 'stopped') ? 'withdrawn' : 'not-covered'
}

function evaluateOne(consent: Consent, request: Request): 'permit' | 'deny' | 'silent' {
  if (consent.kind === 'unreadable') return 'deny'
  if (consent.kind !== 'active') return 'silent'
  const { base, root } = consent
  if (!root) return base === 'deny' ? 'deny' : 'silent'
  // A refusal with exceptions ("nothing, but for …") says nothing about the rest: another agreement may.
  const excepts = base === 'deny' && root.rules.some(({ type }) => type === 'permit')
  return applyRule({ ...root, type: excepts ? undefined : base }, request, false) ?? 'silent'
}

/**
 * What a rule says, undefined where it is not about this request. The deepest rule that is about it decides. A rule that
 * only may be about it can refuse, it and all beneath it, and cannot permit; nor can one that names nobody, as no family
 * shares with just anybody.
 *
 * @param named whether a rule above names somebody
 */
function applyRule(rule: Rule, request: Request, named: boolean): 'permit' | 'deny' | undefined {
  const match = matchRule(rule, request)
  if (match === 'no') return undefined
  const namesSomebody = named || rule.actors.length > 0
  const own = rule.type === 'permit' && !namesSomebody ? undefined : rule.type
  const says = strictest(rule.rules.map((nested) => applyRule(nested, request, namesSomebody))) ?? own
  return match === 'unclear' && says === 'permit' ? undefined : says
}

function strictest(outcomes: ('permit' | 'deny' | undefined)[]): 'permit' | 'deny' | undefined {
  if (outcomes.includes('deny')) return 'deny'
  return outcomes.includes('permit') ? 'permit' : undefined
}

function matchRule(rule: Rule, { viewer, section, atMs }: Request): Match {
  if (atMs < rule.period.fromMs || atMs > rule.period.untilMs) return 'no'
  if (rule.sections.length > 0 && !rule.sections.includes(section)) return rule.unclear ? 'unclear' : 'no'
  const actors = rule.actors.map((actor) => matchActor(actor, viewer))
  if (actors.length > 0 && !actors.includes('yes')) return actors.includes('unclear') ? 'unclear' : 'no'
  return rule.unclear ? 'unclear' : 'yes'
}

/** A team or a group may hold the viewer: until it is resolved, a refusal of it applies and a permission does not. */
function matchActor({ reference, audience }: Actor, viewer: Viewer): Match {
  if (audience !== undefined && audience !== 'unknown' && audience !== viewer.audience) return 'no'
  if ([viewer.role, viewer.person, viewer.organisation].includes(reference)) {
    return audience === 'unknown' ? 'unclear' : 'yes'
  }
  return /^(PractitionerRole|Practitioner|Organization)\/[^/]+$/.test(reference) ? 'no' : 'unclear'
}
