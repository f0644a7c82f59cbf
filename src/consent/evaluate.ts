import { CODE_SYSTEM } from '../record/code-systems.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import { isSectionCode } from '../record/sections.ts'
import type { Consent } from './consent.ts'
import { all, type Match } from './fits.ts'
import { isAboutEverything, matchWhat, matchWho } from './match.ts'
import type { Request } from './request.ts'
import type { Rule } from './rule.ts'

/** What the agreements say about one piece of data for one requester at one instant, and why. */
export type Outcome = { kind: 'allow' | 'withheld' | 'needs-check' | 'withdrawn' | 'not-covered'; reason: Reason }

/** What one rule, or one Consent, says: nothing when it is not about the request. A doubt permits nothing, and says why. */
type Says = { says: 'deny' | 'permit' | 'doubt'; why: Reason } | undefined

/**
 * Decides over every Consent about a child. A refusal in any of them overrides (standards.md §2.1), one that cannot be
 * read counts as a refusal, and where nothing allows, nothing is shown. The order of anything changes nothing.
 */
export function evaluate(consents: Consent[], request: Request): Outcome {
  const said = consents.map((consent) => evaluateOne(consent, request)).filter((one) => one !== undefined)
  const why = (says: 'deny' | 'doubt') => weightiest(said.filter((one) => one.says === says).map((one) => one.why))
  const refusal = why('deny')
  if (refusal) return { kind: refusal === 'refused' ? 'withheld' : 'needs-check', reason: refusal }
  if (said.some(({ says }) => says === 'permit')) return { kind: 'allow', reason: 'agreed' }
  const doubt = why('doubt')
  return doubt ? { kind: 'needs-check', reason: doubt } : withoutPermission(consents, request)
}

/** Nothing permits it. It was withdrawn when an agreement that is no longer active would have. */
function withoutPermission(consents: Consent[], request: Request): Outcome {
  const stopped = consents.filter((one) => one.kind === 'stopped')
  const would = stopped.filter(({ root }) => root && applyRule(root, request, isDefault(root))?.says === 'permit')
  const reason = weightiest(would.map((one) => one.reason))
  if (reason) return { kind: 'withdrawn', reason }
  const has = (wanted: Consent['kind']) => consents.some(({ kind }) => kind === wanted)
  return {
    kind: 'not-covered',
    reason: has('active') ? 'not-agreed' : has('proposed') ? 'only-proposed' : 'no-agreement',
  }
}

function evaluateOne(consent: Consent, request: Request): Says {
  if (consent.kind === 'unreadable') return { says: 'deny', why: consent.reason }
  if (consent.kind !== 'active') return undefined
  const said = applyRule(consent.root, request, isDefault(consent.root))
  if (said?.says !== 'permit') return said
  const lapses = consent.lapses.filter((lapse) => isAt(lapse, request.atMs) && isAbout(lapse.sections, request))
  const why = weightiest(lapses.map(({ reason }) => reason))
  return why ? { says: 'doubt', why } : said
}

/** "Nothing, but for …" is how an agreement begins: it says nothing about the rest, and another agreement may. */
function isDefault(root: Rule): boolean {
  return root.type === 'deny' && isAboutEverything(root) && root.rules.some(({ type }) => type === 'permit')
}

function isAbout(sections: string[], { item }: Request): boolean {
  const listed = item.codes.filter(({ system, code }) => system === CODE_SYSTEM.section && isSectionCode(code))
  return sections.length === 0 || listed.length === 0 || listed.some(({ code }) => sections.includes(code))
}

/**
 * What a rule says. A rule within a rule of the other type is an exception to it: both must fit, and the exception
 * decides. A rule within a rule of its own type adds to it: it stands beside it, for the same people and time, and never
 * turns it round.
 *
 * @param isSilent the rule itself refuses nothing: only what is beneath it speaks
 * @source R4 Consent.provision.provision; IHE PCF, whose permissions within permissions are not narrowed by purpose or label
 */
function applyRule(rule: Rule, request: Request, isSilent = false): Says {
  const who = isAt(rule.period, request.atMs) ? all(matchWho(rule, request), ...rule.doubts) : 'no'
  if (who === 'no') return undefined
  const beneath = (isSameType: boolean) =>
    rule.rules.filter(({ type }) => (type === rule.type) === isSameType).map((one) => applyRule(one, request))
  const additions = beneath(true).map((said) => (who === 'yes' ? said : inDoubt(said, who)))
  const fits = all(who, matchWhat(rule, request))
  return strictest([fits === 'no' ? undefined : ownWord(rule, fits, strictest(beneath(false)), isSilent), ...additions])
}

/** What the rule itself says where it fits or may fit, its exceptions considered. */
function ownWord(rule: Rule, fits: Exclude<Match, 'no'>, exception: Says, isSilent: boolean): Says {
  const own = rule.type === 'permit' ? permission(rule) : isSilent ? undefined : REFUSAL
  // An exception in doubt excuses from nothing: the rule stands, and the doubt is the reason.
  const said: Says =
    exception?.says === 'doubt' && own?.says === 'deny' ? { says: 'deny', why: exception.why } : (exception ?? own)
  return fits === 'yes' ? said : inDoubt(said, fits)
}

const REFUSAL = { says: 'deny', why: 'refused' } as const

function permission({ namesNobody }: Rule): Says {
  return namesNobody ? { says: 'doubt', why: 'names-nobody' } : { says: 'permit', why: 'agreed' }
}

/** A rule that only may be about the request: what it refuses is refused, what it permits is not permitted. */
function inDoubt(said: Says, why: Reason): Says {
  if (!said) return undefined
  const isPlain = said.why === 'refused' || said.why === 'agreed'
  const weightier = isPlain ? why : (weightiest([said.why, why]) ?? why)
  return { says: said.says === 'deny' ? 'deny' : 'doubt', why: weightier }
}

const STRICTEST = ['deny', 'permit', 'doubt'] as const

function strictest(said: Says[]): Says {
  for (const says of STRICTEST) {
    const why = weightiest(said.flatMap((one) => (one?.says === says ? one.why : [])))
    if (why) return { says, why }
  }
  return undefined
}

function isAt({ fromMs, untilMs }: { fromMs: number; untilMs: number }, atMs: number): boolean {
  return fromMs <= atMs && atMs <= untilMs
}
