import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import type { Viewer } from '../../record/viewer.ts'
import { readBatch, readSearch } from './bundle.ts'
import { batchOf } from './fetch-viewer.ts'
import { type FhirServer, get, post } from './request.ts'

const MAX_PAGES = 100

const agreement = z.object({
  resourceType: z.literal('Consent'),
  status: z.string(),
  patient: z.object({ reference: z.string().check(z.regex(/^Patient\/[A-Za-z0-9\-.]{1,64}$/)) }),
})

/**
 * Consent first: the children whose active agreement names the viewer, and nobody else. R4 indexes the actors of the
 * root provision alone, so our profile has the root name everybody named beneath it (design.md §4).
 *
 * @returns `Patient/…` references, each once
 * @throws AppError as `get` does; source/not-fhir when any agreement does not say whom it is about
 */
export async function fetchAgreedChildren(server: FhirServer, viewer: Viewer): Promise<string[]> {
  const actors = [viewer.role, viewer.person, viewer.organisation].join(',')
  const found = await search(server, `Consent?status=active&actor=${encodeURIComponent(actors)}&_count=200`)
  return [...new Set(found.flatMap(childOf))]
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
  ]
  const record = readBatch(await post(server, batchOf(asked)), asked)
  const roles = await fetchPeople(server, record, [])
  return [...record, ...roles, ...(await fetchPeople(server, roles, [...record, ...roles]))]
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

/** The practitioners, roles and organisations that resources name and that are not in hand, in one batch. */
async function fetchPeople(server: FhirServer, naming: unknown[], inHand: unknown[]): Promise<unknown[]> {
  const have = new Set(inHand.map((resource) => referenceTo(resource)))
  const named = JSON.stringify(naming).matchAll(
    /"reference":"((?:PractitionerRole|Practitioner|Organization)\/[A-Za-z0-9\-.]{1,64})"/g,
  )
  const wanted = [...new Set(Array.from(named, ([, reference]) => reference as string))].filter((one) => !have.has(one))
  if (wanted.length === 0) return []
  return readBatch(await post(server, batchOf(wanted)), wanted, 'left-out')
}

function referenceTo(resource: unknown): string {
  const { resourceType, id } = resource as { resourceType?: string; id?: string }
  return `${resourceType}/${id}`
}
