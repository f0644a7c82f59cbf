import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { Viewer } from '../../record/viewer.ts'
import { isNotThere, postBatch, resourcesIn } from './batch.ts'
import { type FhirServer, get } from './request.ts'
import { readSearch } from './searchset.ts'

const MAX_PAGES = 100

/** Children, or teams, that one search may come to: several times what a large council has. */
const MOST_FOUND = 20_000

/** Teams that one person may be on, a Virtual School Head on every child's: each forty are a search of their own. */
const MOST_TEAMS = 20_000

/** People and organisations that one child's record may name: each fifty are a batch of their own. */
const MOST_PEOPLE = 500

/** Somebody may be on hundreds of teams, and servers refuse an address of more than some thousand characters. */
const MOST_ACTORS = 40

const disclosure = z.object({
  resourceType: z.literal('Provenance'),
  target: z.array(z.object({ reference: z.optional(z.string()) })),
  activity: z.object({ coding: z.array(z.object({ system: z.optional(z.string()), code: z.optional(z.string()) })) }),
})

const agreement = z.object({
  resourceType: z.literal('Consent'),
  status: z.string(),
  patient: z.object({ reference: z.string().check(z.regex(/^Patient\/[A-Za-z0-9\-.]{1,64}$/)) }),
})

/**
 * Consent first: the children whose active agreement names the viewer, those whose record is disclosed to the viewer
 * under duty, and nobody else. R4 indexes the actors of the root provision alone, so our profile has the root name
 * everybody named beneath it (design.md §4). Teams and groups the viewer may be in are asked for too.
 *
 * @returns `Patient/…` references, each once
 * @throws AppError as `get` does; source/not-fhir when any agreement does not say whom it is about
 */
export async function fetchAgreedChildren(server: FhirServer, viewer: Viewer): Promise<string[]> {
  const own = [viewer.role, viewer.person, viewer.organisation]
  const actors = [...own, ...(await fetchTeams(server, own))]
  const agreed = []
  for (let first = 0; first < actors.length; first += MOST_ACTORS) {
    const some = encodeURIComponent(actors.slice(first, first + MOST_ACTORS).join(','))
    agreed.push(...(await search(server, `Consent?status=active&actor=${some}&_count=200`, childOf)))
  }
  const by = encodeURIComponent(own.join(','))
  const disclosed = await search(server, `Provenance?agent=${by}&_count=200`, disclosedChild)
  return [...new Set([...agreed, ...disclosed])]
}

/** The teams and groups that list the viewer. Whether they do so still is decided where the agreement is evaluated. */
async function fetchTeams(server: FhirServer, own: string[]): Promise<string[]> {
  const members = encodeURIComponent(own.join(','))
  const teams = await search(server, `CareTeam?participant=${members}&_count=200`, referenceTo)
  const groups = await search(server, `Group?member=${members}&_count=200`, referenceTo)
  if (teams.length + groups.length > MOST_TEAMS) throw new AppError('source/too-large', 'too many teams')
  return [...teams, ...groups]
}

/** By kind of resource, the search parameter that says which child it is about. Together with the Patient, one record. */
export const SEARCHES = {
  Consent: 'patient',
  Composition: 'subject',
  CarePlan: 'subject',
  Goal: 'subject',
  Task: 'patient',
  CareTeam: 'subject',
  RelatedPerson: 'patient',
  Condition: 'subject',
  Observation: 'subject',
  Provenance: 'patient',
} as const

/** One child's record as it came. */
export type Fetched = {
  /** Raw, Consents among them, for `consent/` and `fhir/` to check. */
  resources: unknown[]
  /** References to people and organisations that nothing was found under. */
  missing: string[]
}

/**
 * Everything about one child in one fixed batch, then the practitioners and organisations it names, in two more: roles,
 * and those the roles belong to.
 *
 * @param patient `Patient/…`
 * @throws AppError as `post` does, or the code of the first part that failed; the caller keeps its last good copy
 */
export async function fetchRecord(server: FhirServer, patient: string): Promise<Fetched> {
  const about = encodeURIComponent(patient)
  const asked = [patient, ...Object.entries(SEARCHES).map(([type, by]) => `${type}?${by}=${about}&_count=1000`)]
  const record = resourcesIn(
    await postBatch(
      server,
      asked.map((url) => ({ url })),
    ),
    asked,
  )
  const roles = await fetchPeople(server, record, [])
  const others = await fetchPeople(server, roles.resources, [...record, ...roles.resources])
  return {
    resources: [...record, ...roles.resources, ...others.resources],
    missing: [...new Set([...roles.missing, ...others.missing])],
  }
}

/** A Provenance is written for much else. Nothing is asked about a child because somebody once wrote in their record. */
function disclosedChild(resource: unknown): string[] {
  const { data } = disclosure.safeParse(resource)
  const isUnderDuty = data?.activity.coding.some(
    ({ system, code }) => system === CODE_SYSTEM.basis && code === 'disclosure-under-duty',
  )
  const targets = isUnderDuty ? data?.target : undefined
  return (targets ?? []).flatMap(({ reference }) =>
    /^Patient\/[A-Za-z0-9\-.]{1,64}$/.test(reference ?? '') ? (reference ?? '') : [],
  )
}

/** An agreement that is not understood is no sign that its child may go. */
function childOf(resource: unknown): string[] {
  const parsed = agreement.safeParse(resource)
  if (!parsed.success) throw new AppError('source/not-fhir', 'an agreement names no Patient here')
  return parsed.data.status === 'active' ? [parsed.data.patient.reference] : []
}

/**
 * A whole search, page after page. The access code never follows a page to another place than the base address.
 *
 * @param read what is wanted of each resource: nothing else of a page outlives it
 */
async function search(
  server: FhirServer,
  query: string,
  read: (resource: unknown) => string | string[],
): Promise<string[]> {
  const found: string[] = []
  for (let path: string | undefined = query, pages = 0; path !== undefined; pages++) {
    if (pages >= MAX_PAGES) throw new AppError('source/too-large', 'there is no end of pages')
    const answer = readSearch(await get(server, path))
    if (found.length + answer.resources.length > MOST_FOUND) {
      throw new AppError('source/too-large', 'more than anybody has')
    }
    for (const resource of answer.resources) found.push(...[read(resource)].flat())
    path = answer.next && pathBelow(server.baseUrl, answer.next)
  }
  return found
}

function pathBelow(baseUrl: string, next: string): string {
  const { href = '' } = URL.parse(next) ?? {}
  if (href.startsWith(`${baseUrl}/`)) return href.slice(baseUrl.length + 1)
  if (href.startsWith(`${baseUrl}?`)) return href.slice(baseUrl.length)
  throw new AppError('source/not-fhir', 'the next page is elsewhere')
}

/** The people, organisations and groups that resources name and that are not in hand, in one batch. */
async function fetchPeople(server: FhirServer, naming: unknown[], inHand: unknown[]): Promise<Fetched> {
  const have = new Set(inHand.map((resource) => referenceTo(resource)))
  const named = JSON.stringify(naming).matchAll(
    /"reference":"((?:PractitionerRole|Practitioner|Organization|Group)\/[A-Za-z0-9\-.]{1,64})"/g,
  )
  const wanted = [...new Set(Array.from(named, ([, reference]) => reference as string))].filter((one) => !have.has(one))
  if (wanted.length > MOST_PEOPLE) throw new AppError('source/too-large', 'one record names too many people')
  const parts = await postBatch(
    server,
    wanted.map((url) => ({ url })),
  )
  return {
    resources: resourcesIn(parts, wanted, 'left-out'),
    missing: wanted.filter((_, index) => isNotThere(parts[index]?.status ?? 0)),
  }
}

function referenceTo(resource: unknown): string {
  const { resourceType, id } = resource as { resourceType?: string; id?: string }
  return `${resourceType}/${id}`
}
