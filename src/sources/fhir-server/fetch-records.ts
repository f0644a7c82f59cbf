import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { Viewer } from '../../record/viewer.ts'
import { readBatch, readSearch } from './bundle.ts'
import { batchOf } from './fetch-viewer.ts'
import { type FhirServer, get, post } from './request.ts'

const MAX_PAGES = 100

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
    agreed.push(...(await search(server, `Consent?status=active&actor=${some}&_count=200`)))
  }
  const disclosed = await search(server, `Provenance?agent=${encodeURIComponent(own.join(','))}&_count=200`)
  return [...new Set([...agreed.flatMap(childOf), ...disclosed.flatMap(disclosedChild)])]
}

/** The teams and groups that list the viewer. Whether they do so still is decided where the agreement is evaluated. */
async function fetchTeams(server: FhirServer, own: string[]): Promise<string[]> {
  const members = encodeURIComponent(own.join(','))
  const teams = await search(server, `CareTeam?participant=${members}&_count=200`)
  const groups = await search(server, `Group?member=${members}&_count=200`)
  return [...teams, ...groups].map(referenceTo)
}

/**
 * Everything about one child in one fixed batch, then the practitioners and organisations it names, in two more: roles,
 * and those the roles belong to.
 *
 * @param patient `Patient/…`
 * @returns raw resources, Consents among them, for `consent/` and `fhir/` to check
 * @throws AppError as `post` does, or the code of the first part that failed; the caller keeps its last good copy
 */
export async function fetchRecord(server: FhirServer, patient: string): Promise<unknown[]> {
  const about = encodeURIComponent(patient)
  const asked = [
    patient,
    `Consent?patient=${about}&_count=1000`,
    `Composition?subject=${about}&_count=1000`,
    `CarePlan?subject=${about}&_count=1000`,
    `Goal?subject=${about}&_count=1000`,
    `Task?patient=${about}&_count=1000`,
    `CareTeam?subject=${about}&_count=1000`,
    `RelatedPerson?patient=${about}&_count=1000`,
    `Condition?subject=${about}&_count=1000`,
    `Observation?subject=${about}&_count=1000`,
    `Provenance?patient=${about}&_count=1000`,
  ]
  const record = readBatch(await post(server, batchOf(asked)), asked)
  const roles = await fetchPeople(server, record, [])
  return [...record, ...roles, ...(await fetchPeople(server, roles, [...record, ...roles]))]
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

/** A whole search, page after page. The access code never follows a page to another place than the base address. */
async function search(server: FhirServer, query: string): Promise<unknown[]> {
  const resources: unknown[] = []
  for (let path: string | undefined = query, pages = 0; path !== undefined; pages++) {
    if (pages >= MAX_PAGES) throw new AppError('source/too-large', 'there is no end of pages')
    const answer = readSearch(await get(server, path))
    resources.push(...answer.resources)
    path = answer.next && pathBelow(server.baseUrl, answer.next)
  }
  return resources
}

function pathBelow(baseUrl: string, next: string): string {
  const { href = '' } = URL.parse(next) ?? {}
  if (href.startsWith(`${baseUrl}/`)) return href.slice(baseUrl.length + 1)
  if (href.startsWith(`${baseUrl}?`)) return href.slice(baseUrl.length)
  throw new AppError('source/not-fhir', 'the next page is elsewhere')
}

/** The people, organisations and groups that resources name and that are not in hand, in one batch. */
async function fetchPeople(server: FhirServer, naming: unknown[], inHand: unknown[]): Promise<unknown[]> {
  const have = new Set(inHand.map((resource) => referenceTo(resource)))
  const named = JSON.stringify(naming).matchAll(
    /"reference":"((?:PractitionerRole|Practitioner|Organization|Group)\/[A-Za-z0-9\-.]{1,64})"/g,
  )
  const wanted = [...new Set(Array.from(named, ([, reference]) => reference as string))].filter((one) => !have.has(one))
  if (wanted.length === 0) return []
  return readBatch(await post(server, batchOf(wanted)), wanted, 'left-out')
}

function referenceTo(resource: unknown): string {
  const { resourceType, id } = resource as { resourceType?: string; id?: string }
  return `${resourceType}/${id}`
}
