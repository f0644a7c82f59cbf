import { CODE_SYSTEM } from '../record/code-systems.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import { isSectionCode } from '../record/sections.ts'
import { isAudience } from '../record/viewer.ts'
import type { Actors } from './actors.ts'
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
import type { Item } from './item.ts'
import type { Actor, Period, Rule } from './rule.ts'

/** Who asks, and what for. */
export type Requester = {
  /** Themself, their role, where they work: relative references. */
  references: string[]
  identifiers: Code[]
  audience: string | undefined
  purposes: Code[]
}

/** What else is known of the record: who belongs to whom, and what a resource refers to (undefined: not at hand). */
export type Known = { actors: Actors; refersTo(reference: string): string[] | undefined }

export type Request = { requester: Requester; item: Item; atMs: number; known: Known }

/** Whether a rule is about a request. A reason means that it may be: it can refuse, and it cannot permit. */
export type Match = 'yes' | 'no' | Reason

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

/** The criteria of one rule: every one of them must fit. */
export function all(...matches: Match[]): Match {
  return matches.includes('no') ? 'no' : (reasonIn(matches) ?? 'yes')
}

/** The values of one criterion: one that fits is enough. */
function any(matches: Match[]): Match {
  return matches.includes('yes') ? 'yes' : (reasonIn(matches) ?? 'no')
}

function reasonIn(matches: Match[]): Reason | undefined {
  return weightiest(matches.filter((match) => match !== 'yes' && match !== 'no'))
}

/** Whether an actor of a rule is the one asking. Also for whom a disclosure under duty is. */
export function matchActor(actor: Actor, request: Request): Match {
  return all(actor.unclear ? 'unknown-role' : matchRoles(actor.roles, request.requester), matchNamed(actor, request))
}

/** By reference, or by number where there is none. Two that do not agree name nobody for certain. */
function matchNamed({ reference, identifier }: Actor, request: Request): Match {
  if (reference === undefined) return matchIdentifier(identifier, request)
  const named = matchReference(reference, request)
  const isOwnNumber = identifier !== undefined && matchIdentifier(identifier, request) === 'yes'
  return named === 'no' && isOwnNumber ? 'unresolvable-actor' : named
}

/** Our audiences limit a rule to them; HL7's recipients are anybody who receives; any other part in it we do not know. */
function matchRoles(roles: Code[], { audience }: Requester): Match {
  const audiences = roles.filter(({ system }) => system === CODE_SYSTEM.audience).map(({ code }) => code)
  const [first] = audiences
  if (first !== undefined) {
    if (audiences.length > 1 || !isAudience(first) || audience === undefined) return 'unknown-role'
    return first === audience ? 'yes' : 'no'
  }
  const isRecipient = ({ system, code }: Code) =>
    system === SYSTEM.participation && (code === 'IRCP' || code === 'PRCP')
  return roles.length === 0 || roles.some(isRecipient) ? 'yes' : 'unknown-role'
}

function matchIdentifier(identifier: Code | undefined, { requester }: Request): Match {
  if (!identifier || requester.identifiers.some((own) => isNearCode(own, identifier))) return 'unresolvable-actor'
  if (requester.identifiers.some((own) => isSameCode(own, identifier))) return 'yes'
  // Somebody with another number of the same kind is somebody else.
  return requester.identifiers.some(({ system }) => system === identifier.system) ? 'no' : 'unresolvable-actor'
}

function matchReference(reference: string, request: Request): Match {
  const { requester, known } = request
  if (requester.references.includes(reference)) return 'yes'
  const type = /^([A-Za-z]+)\/[A-Za-z0-9\-.]{1,64}$/.exec(reference)?.[1]
  switch (type) {
    case 'Practitioner':
    case 'Organization': {
      const identifiers = known.actors.identifiersOf(reference) ?? []
      return identifiers.some((one) => requester.identifiers.some((own) => isSameCode(own, one))) ? 'yes' : 'no'
    }
    case 'PractitionerRole': {
      const role = known.actors.roleOf(reference)
      if (!role?.person) return 'unresolvable-actor'
      // The same person, at another place or in another part: not whom this lets in, perhaps whom it keeps out.
      return requester.references.includes(role.person) ? 'unknown-role' : 'no'
    }
    case 'RelatedPerson':
    case 'Patient':
      return 'no'
    case 'Group':
    case 'CareTeam':
      return matchMembers(reference, request)
    default:
      return 'unresolvable-actor'
  }
}

/** Whether somebody belongs to a team or a group at the time, through others in it too. Each is looked into once. */
function matchMembers(whole: string, request: Request): Match {
  const { known, atMs } = request
  const matches: Match[] = []
  const seen = new Set([whole])
  for (const reference of seen) {
    const members = known.actors.membersOf(reference)
    if (!members) matches.push('unresolvable-actor')
    for (const { reference: member, period } of members ?? []) {
      if (period && (atMs < period.fromMs || atMs > period.untilMs)) continue
      if (member === undefined) matches.push('unresolvable-actor')
      else if (isTeam(member) && isHere(member) && period) seen.add(member)
      else
        matches.push(
          all(
            period ? 'yes' : 'unreadable-date',
            isTeam(member) ? 'unresolvable-actor' : matchReference(member, request),
          ),
        )
    }
  }
  return any(matches)
}

function isTeam(reference: string): boolean {
  return /^(Group|CareTeam)\//.test(reference)
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

/** Whether a reference is to a resource of this source, by its id: what is contained, or elsewhere, may be anything. */
function isHere(reference: string): boolean {
  return /^[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference)
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
