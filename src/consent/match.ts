import { CODE_SYSTEM } from '../record/code-systems.ts'
import { isSectionCode } from '../record/sections.ts'
import { isHere } from './actors.ts'
import {
  type Code,
  confidentialityOf,
  isKnownLabel,
  isKnownPurpose,
  isLabelWithin,
  isNearCode,
  isPurposeWithin,
  isSameCode,
  SYSTEM,
} from './concepts.ts'
import { all, any, type Match } from './fits.ts'
import type { Item } from './item.ts'
import { matchActor } from './match-actor.ts'
import type { Known, Request } from './request.ts'
import type { Period, Rule } from './rule.ts'

/** Whether a rule is about who is asking, and for what kind of act. */
export function matchWho({ actors, actions }: Rule, request: Request): Match {
  return all(
    actors ? any(actors.map((actor) => matchActor(actor, request))) : 'yes',
    actions ? any(actions.map(matchAction)) : 'yes',
  )
}

/** Whether a rule is about what it is wanted for, and about this piece of data. */
export function matchWhat(rule: Rule, { requester, item, known }: Request): Match {
  const { purposes, labels, classes, codes, dataPeriod, data } = rule
  return all(
    purposes ? any(purposes.map((purpose) => matchPurpose(purpose, requester.purposes))) : 'yes',
    labels ? any(labels.map((label) => matchLabel(label, item, rule.type))) : 'yes',
    classes ? any(classes.map((one) => matchClass(one, item))) : 'yes',
    codes ? any(codes.map((concept) => matchCode(concept, item))) : 'yes',
    dataPeriod ? matchPeriod(dataPeriod, item, rule.type) : 'yes',
    data ? any(data.map((one) => matchData(one, item, known))) : 'yes',
  )
}

/** Whether a rule has anything to say of what data it is about, or what for. */
export function isAboutEverything({ purposes, labels, classes, codes, dataPeriod, data }: Rule): boolean {
  return [purposes, labels, classes, codes, dataPeriod, data].every((criterion) => criterion === undefined)
}

/**
 * Handrail looks. It also keeps and uses what it looks at, and to look is to have been told, so a rule about any of that
 * may refuse. To change something is not it.
 */
function matchAction(action: string | undefined): Match {
  if (action === 'access') return 'yes'
  if (action === 'collect' || action === 'use' || action === 'disclose') return 'another-action'
  return action === 'correct' ? 'no' : 'unreadable-code'
}

function matchPurpose(purpose: Code | undefined, requested: Code[]): Match {
  if (!purpose) return 'unknown-purpose'
  if (requested.some((one) => isPurposeWithin(one, purpose))) return 'yes'
  return isKnownPurpose(purpose) && requested.length > 0 ? 'no' : 'unknown-purpose'
}

/**
 * Confidentiality is a high-water mark: a permission for R covers R and what is less confidential, a refusal of R covers R
 * and what is more so. Other labels cover themselves and what is a kind of them. What is not labelled is not covered.
 *
 * @source R4 Consent.provision.securityLabel, comments
 */
function matchLabel(label: Code | undefined, { labels }: Item, type: Rule['type']): Match {
  const level = label && confidentialityOf(label)
  if (!label || (level === undefined && label.system === SYSTEM.confidentiality)) return 'unreadable-code'
  const known = labels.filter((one) => one !== undefined)
  const isWhole = labels.length > 0 && labels.length === known.length
  if (level !== undefined) {
    const levels = known.flatMap((one) => confidentialityOf(one) ?? [])
    if (levels.length === 0 || !isWhole) return 'unlabelled'
    const highest = Math.max(...levels)
    return (type === 'permit' ? highest <= level : highest >= level) ? 'yes' : 'no'
  }
  if (known.some((one) => isLabelWithin(one, label))) return 'yes'
  if (!isKnownLabel(label)) return 'unreadable-code'
  // A wider label may stand for just this kind.
  return !isWhole || known.some((one) => isLabelWithin(label, one)) ? 'unlabelled' : 'no'
}

function matchClass(wanted: Code | undefined, { type, profiles, documentTypes }: Item): Match {
  if (!wanted) return 'unreadable-code'
  if (type === undefined) return 'unknown-data'
  if (wanted.system === SYSTEM.resourceType || wanted.system === SYSTEM.fhirType) {
    if (wanted.code === type || isAbstract(wanted.code, type)) return 'yes'
    return wanted.code.trim().toLowerCase() === type.toLowerCase() ? 'unreadable-code' : 'no'
  }
  if (wanted.system === SYSTEM.uri) return matchProfile(wanted.code, profiles)
  if (documentTypes.some((one) => isSameCode(one, wanted))) return 'yes'
  return documentTypes.some(({ system }) => system === wanted.system) ? 'no' : 'unknown-data'
}

/** Every resource is a Resource, and all but three a DomainResource. */
function isAbstract(wanted: string, type: string): boolean {
  return wanted === 'Resource' || (wanted === 'DomainResource' && !['Bundle', 'Binary', 'Parameters'].includes(type))
}

/** A profile without a version is any version of it. What declares none may follow it all the same. */
function matchProfile(wanted: string, profiles: string[]): Match {
  const [canonical, version] = wanted.split('|')
  const declared = profiles.map((one) => one.split('|')).filter(([one]) => one === canonical)
  if (declared.some(([, one]) => version === undefined || one === version)) return 'yes'
  return profiles.length === 0 || declared.some(([, one]) => one === undefined) ? 'unknown-data' : 'no'
}

/** Exact codes: what a code of another system means for this data is not known. */
function matchCode(concept: Code[] | undefined, { codes }: Item): Match {
  if (!concept) return 'unreadable-code'
  if (concept.some(({ system, code }) => system === CODE_SYSTEM.section && !isSectionCode(code)))
    return 'unreadable-code'
  if (concept.some((one) => codes.some((code) => isSameCode(code, one)))) return 'yes'
  if (concept.some((one) => codes.some((code) => isNearCode(code, one)))) return 'unreadable-code'
  const isSection = concept.every(({ system }) => system === CODE_SYSTEM.section)
  // A code without a system may be any, but for a section: the list alone says that.
  if (!isSection && codes.some(({ system }) => system === '')) return 'unknown-data'
  return concept.some((one) => codes.some(({ system }) => system === one.system)) ? 'no' : 'unknown-data'
}

/** A permission is for data that lies wholly in its time; a refusal is for whatever touches it. */
function matchPeriod(wanted: Period, { period }: Item, type: Rule['type']): Match {
  if (!period) return 'unknown-data'
  const lies = wanted.fromMs <= period.fromMs && period.untilMs <= wanted.untilMs
  const touches = wanted.fromMs <= period.untilMs && period.fromMs <= wanted.untilMs
  return (type === 'permit' ? lies : touches) ? 'yes' : 'no'
}

/** `related` goes both ways, as IHE's examples have it: what the resource refers to, and what refers to the resource. */
function matchData({ meaning, reference }: NonNullable<Rule['data']>[number], item: Item, known: Known): Match {
  if (item.reference === undefined || reference === undefined || !isHere(reference)) return 'unknown-data'
  const wanted = reference
  if (meaning === 'authoredby') return matchAuthor(wanted, item, known)
  if (item.reference === wanted) return 'yes'
  // The record itself: whether all that it lists is meant is not said.
  if (wanted.startsWith('Composition/')) return 'unknown-data'
  if (meaning === 'instance') return 'no'
  if (item.refersTo.includes(wanted)) return 'yes'
  if (!item.refersTo.every(isHere)) return 'unknown-data'
  if (meaning === 'dependents') return 'no'
  const refersTo = known.refersTo(wanted)
  if (refersTo?.includes(item.reference)) return 'yes'
  return refersTo?.every(isHere) ? 'no' : 'unknown-data'
}

/** A role's author is the person and the organisation too. A person's author may have been the one in this role. */
function matchAuthor(wanted: string, item: Item, { actors }: Known): Match {
  const authors = [...item.authors, ...actors.authorsOf(item.reference ?? '')]
  if (authors.length === 0) return 'unknown-data'
  const roles = authors.flatMap((author) => actors.roleOf(author) ?? [])
  if ([...authors, ...roles.flatMap(({ person, organisation }) => [person, organisation])].includes(wanted))
    return 'yes'
  const { person } = actors.roleOf(wanted) ?? {}
  const isUnresolved = authors.some(
    (author) => !isHere(author) || (author.startsWith('PractitionerRole/') && !actors.roleOf(author)),
  )
  return isUnresolved || (person !== undefined && authors.includes(person)) ? 'unknown-data' : 'no'
}
