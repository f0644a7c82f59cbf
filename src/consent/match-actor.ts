import { CODE_SYSTEM } from '../record/code-systems.ts'
import { isAudience } from '../record/viewer.ts'
import { isHere } from './actors.ts'
import { type Code, isNearCode, isSameCode, SYSTEM } from './concepts.ts'
import { all, any, type Match } from './fits.ts'
import type { Request, Requester } from './request.ts'
import type { Actor } from './rule.ts'

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
