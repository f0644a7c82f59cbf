import * as z from 'zod/mini'
import { type Part, postBatch } from './batch.ts'
import { SEARCHES } from './fetch-records.ts'
import type { FhirServer } from './request.ts'

/**
 * What was found the last time, as far as it takes to ask whether any of it has changed: how many of each kind, the
 * latest change among them, and the version of everything that is read by its name.
 */
export type Known = {
  /** `meta.lastUpdated` of the latest, as the server wrote it. */
  changedAt: string
  /** By kind of resource, how many a search for this child found. */
  totals: Record<string, number>
  /** `meta.versionId` by reference; null where there was nothing under a name that something refers to. */
  versions: Record<string, string | null>
}

const stated = z.object({
  resourceType: z.string(),
  id: z.string(),
  meta: z.object({ versionId: z.string(), lastUpdated: z.string() }),
})

const counted = z.object({ resourceType: z.literal('Bundle'), total: z.number() })

/**
 * @param missing references that nothing was found under
 * @returns undefined where something does not say its version: then nothing less than all of it tells
 */
export function knownOf(resources: readonly unknown[], missing: readonly string[]): Known | undefined {
  const read = resources.map((one) => stated.safeParse(one).data)
  const whole = read.filter((one) => one !== undefined)
  if (whole.length < read.length) return undefined
  const searched = whole.filter(({ resourceType }) => Object.hasOwn(SEARCHES, resourceType))
  const named = whole.filter(({ resourceType }) => !Object.hasOwn(SEARCHES, resourceType))
  const changes = searched.map(({ meta }) => meta.lastUpdated).sort((a, b) => Date.parse(a) - Date.parse(b))
  return {
    changedAt: changes.at(-1) ?? '',
    totals: Object.fromEntries(
      Object.keys(SEARCHES).map((type) => [type, searched.filter((one) => one.resourceType === type).length]),
    ),
    versions: {
      ...Object.fromEntries(missing.map((reference) => [reference, null])),
      ...Object.fromEntries(named.map(({ resourceType, id, meta }) => [`${resourceType}/${id}`, meta.versionId])),
    },
  }
}

/**
 * Asks whether anything about a child is other than it was, in answers of a few words each: none changed since, as many
 * as before, and 304 for what is read by its name. A server that does not understand the question has changed.
 *
 * @throws AppError as `fetchRecord` does
 */
export async function hasChanged(server: FhirServer, patient: string, known: Known): Promise<boolean> {
  if (known.changedAt === '') return true
  const about = encodeURIComponent(patient)
  const since = encodeURIComponent(known.changedAt)
  const kinds = Object.entries(SEARCHES)
  const counts = kinds.flatMap(([type, by]) => [
    { url: `${type}?${by}=${about}&_summary=count`, is: known.totals[type] },
    { url: `${type}?${by}=${about}&_lastUpdated=gt${since}&_summary=count`, is: 0 },
  ])
  const reads = Object.entries(known.versions)
  const parts = await postBatch(server, [
    ...reads.map(([url, version]) => ({ url, version: version ?? undefined })),
    ...counts.map(({ url }) => ({ url })),
  ])
  return (
    reads.some(([, version], index) => !isAsRead(parts[index], version)) ||
    counts.some(({ is }, index) => !isCount(parts[reads.length + index], is))
  )
}

/** A refusal of a part is told in full by what asks for all of it. */
function isAsRead(part: Part | undefined, version: string | null): boolean {
  return version === null ? part?.status === 404 || part?.status === 410 : part?.status === 304
}

function isCount(part: Part | undefined, is: number | undefined): boolean {
  const { data } = counted.safeParse(part?.resource)
  return part?.status === 200 && data?.total === is
}
