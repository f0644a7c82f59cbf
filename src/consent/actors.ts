import { isTooDeep } from '../core/json.ts'
import type { Code } from './concepts.ts'
import { isAuthorCode } from './item.ts'
import { type Period, readPeriod } from './rule.ts'

/** A member of a team or a group, for as long as it says; undefined when that cannot be read. */
export type Member = { reference: string | undefined; period: Period | undefined }

/** What the resources at hand say about who belongs to whom. Anything it does not know is `undefined`, never "nobody". */
export type Actors = {
  /** The members of a Group or a CareTeam. */
  membersOf(reference: string): Member[] | undefined
  identifiersOf(reference: string): Code[] | undefined
  /** The person and the organisation of a PractitionerRole. */
  roleOf(reference: string): { person: string | undefined; organisation: string | undefined } | undefined
  /** Who wrote a resource, as Provenance says. */
  authorsOf(reference: string): string[]
  /** Whenever a membership begins or ends. */
  changesMs: number[]
}

type Json = Record<string, unknown>

/** Whether a reference is to a resource of this source, by its id: what is contained, or elsewhere, may be anything. */
export function isHere(reference: string): boolean {
  return /^[A-Za-z]+\/[A-Za-z0-9\-.]{1,64}$/.test(reference)
}

/** Reads who belongs to whom out of raw resources. Never throws: what cannot be read is not known. */
export function readActors(raw: unknown[]): Actors {
  const resources = raw.filter((one) => !isTooDeep(one))
  const members = new Map<string, Member[]>()
  const identifiers = new Map<string, Code[]>()
  const roles = new Map<string, { person: string | undefined; organisation: string | undefined }>()
  const authors = new Map<string, string[]>()
  for (const resource of resources.filter(isObject)) {
    const { resourceType: type, id } = resource
    if (typeof type !== 'string' || typeof id !== 'string') continue
    const reference = `${type}/${id}`
    identifiers.set(reference, list(resource.identifier).flatMap(identifierOf))
    if (type === 'PractitionerRole') {
      roles.set(reference, { person: target(resource.practitioner), organisation: target(resource.organization) })
    }
    if (type === 'Group' || type === 'CareTeam') {
      const found = readMembers(resource)
      if (found) members.set(reference, found)
    }
    if (type === 'Provenance') {
      const by = list(resource.agent).flatMap((agent) => (isAuthor(agent) ? (target((agent as Json).who) ?? []) : []))
      for (const about of list(resource.target).flatMap((one) => target(one) ?? [])) {
        const known = authors.get(about)
        if (known) known.push(...by)
        else authors.set(about, [...by])
      }
    }
  }
  return {
    membersOf: (reference) => members.get(reference),
    identifiersOf: (reference) => identifiers.get(reference),
    roleOf: (reference) => roles.get(reference),
    authorsOf: (reference) => authors.get(reference) ?? [],
    changesMs: [...members.values()]
      .flat()
      .flatMap(({ period }) => (period ? [period.fromMs, period.untilMs + 1] : [])),
  }
}

/**
 * Undefined for one that is described rather than listed, that is not in use, or that has a modifier: whoever is in it is
 * not known.
 */
function readMembers(resource: Json): Member[] | undefined {
  const isGroup = resource.resourceType === 'Group'
  const members = isGroup ? resource.member : resource.participant
  const isListed = Array.isArray(members) && members.every((one) => isObject(one) && !('modifierExtension' in one))
  if (!isListed || 'modifierExtension' in resource || !isInUse(resource)) return undefined
  return members.flatMap(({ entity, member, period, inactive }: Json) => {
    if (inactive === true) return []
    const isClear = inactive === undefined || inactive === false
    return { reference: target(isGroup ? entity : member), period: isClear ? readPeriod(period) : undefined }
  })
}

function isInUse({ resourceType, actual, active, status }: Json): boolean {
  return resourceType === 'Group' ? actual !== false && active !== false : status === undefined || status === 'active'
}

function isAuthor(agent: unknown): boolean {
  if (!isObject(agent) || !isObject(agent.type)) return false
  return list(agent.type.coding).some((one) => {
    if (!isObject(one) || typeof one.system !== 'string' || typeof one.code !== 'string') return false
    return isAuthorCode({ system: one.system, code: one.code })
  })
}

function identifierOf(raw: unknown): Code[] {
  const { system, value, use, period } = isObject(raw) ? raw : {}
  // One that is marked as former, or has an end, may be somebody else's by now.
  if (use === 'old' || (isObject(period) && 'end' in period)) return []
  return typeof system === 'string' && typeof value === 'string' ? [{ system, code: value }] : []
}

function target(reference: unknown): string | undefined {
  return isObject(reference) && typeof reference.reference === 'string' ? reference.reference : undefined
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
