import * as z from 'zod/mini'
import { MINUTE_MS } from '../../core/time.ts'
import { type Asked, type Part, postBatch } from './batch.ts'
import { SEARCHES } from './fetch-records.ts'
import type { FhirServer } from './request.ts'

/** What was found of one child the last time, as far as it takes to ask whether any of it has changed. */
export type Known = {
  /** No later than when it was read, by the server's clock. */
  readAtMs: number
  /** By kind of resource, how many a search for this child found. */
  totals: Record<string, number>
  /** Of the Patient, people and organisations, `meta.versionId` by reference; null where nothing was under a name. */
  versions: Record<string, string | null>
}

const stated = z.object({
  resourceType: z.string(),
  id: z.string(),
  meta: z.object({ versionId: z.string(), lastUpdated: z.string() }),
})

const counted = z.object({ resourceType: z.literal('Bundle'), total: z.number() })

/** Who says the time of an answer may be another than who notes the time of a change. */
const CLOCKS_APART_MS = MINUTE_MS

/**
 * @param missing references that nothing was found under
 * @param askedAtMs what the server's clock said before any of it was asked for; undefined where it does not say
 * @returns undefined where something does not say its version: then nothing less than all of it tells
 */
export function knownOf(
  resources: readonly unknown[],
  missing: readonly string[],
  askedAtMs: number | undefined,
): Known | undefined {
  const read = resources.map((one) => stated.safeParse(one).data)
  const whole = read.filter((one) => one !== undefined)
  if (whole.length < read.length || askedAtMs === undefined) return undefined
  const named = whole.filter(({ resourceType }) => !Object.hasOwn(SEARCHES, resourceType))
  return {
    readAtMs: askedAtMs - CLOCKS_APART_MS,
    totals: Object.fromEntries(
      Object.keys(SEARCHES).map((type) => [type, whole.filter((one) => one.resourceType === type).length]),
    ),
    versions: {
      ...Object.fromEntries(missing.map((reference) => [reference, null])),
      ...Object.fromEntries(named.map(({ resourceType, id, meta }) => [`${resourceType}/${id}`, meta.versionId])),
    },
  }
}

/** So many children are asked about together, and those of a group this small are fetched without more questions. */
const GROUP = 32
const SMALL = 4

/**
 * Of many children, those of whom anything is other than it was. Asked in groups, in answers of a few words: as many as
 * before, and none changed since; of whatever is read by its name, that it is not modified. One child by itself costs a server as much
 * to count as to give (measured on HAPI FHIR 8.8), thirty together hardly more than one.
 *
 * @param known by `Patient/…`
 * @throws AppError as `fetchRecord` does; source/not-fhir where the server does not understand the question
 */
export async function findChanged(server: FhirServer, known: ReadonlyMap<string, Known>): Promise<Set<string>> {
  const asRead = await readAgain(server, [...known.values()])
  const names = ({ versions }: Known) =>
    Object.entries(versions).some(([name, version]) => asRead.get(name) !== version)
  const changed = new Set([...known].filter(([, one]) => names(one)).map(([patient]) => patient))
  const others = [...known].filter(([patient]) => !changed.has(patient))
  for (let first = 0; first < others.length; first += GROUP) {
    for (const patient of await changedIn(server, others.slice(first, first + GROUP))) changed.add(patient)
  }
  return changed
}

type Group = (readonly [patient: string, known: Known])[]

/** @returns by reference, the version that was known everywhere and still is; others are missing or are another's */
async function readAgain(server: FhirServer, known: readonly Known[]): Promise<Map<string, string | null>> {
  const versions = new Map(known.flatMap((one) => Object.entries(one.versions)))
  const reads = [...versions].map(([url, version]): Asked => ({ url, version: version ?? undefined }))
  const parts = await postBatch(server, reads)
  return new Map([...versions].filter(([, version], index) => isAsRead(parts[index], version)))
}

async function changedIn(server: FhirServer, group: Group): Promise<string[]> {
  if (!(await hasChanged(server, group))) return []
  if (group.length <= SMALL) return group.map(([patient]) => patient)
  const middle = Math.ceil(group.length / 2)
  return [...(await changedIn(server, group.slice(0, middle))), ...(await changedIn(server, group.slice(middle)))]
}

async function hasChanged(server: FhirServer, group: Group): Promise<boolean> {
  const since = new Date(Math.min(...group.map(([, { readAtMs }]) => readAtMs))).toISOString()
  const counts = Object.entries(SEARCHES).flatMap(([type, by]) => {
    const search = `${type}?${by}=${encodeURIComponent(group.map(([patient]) => patient).join(','))}`
    return [
      { url: `${search}&_summary=count`, is: group.reduce((sum, [, { totals }]) => sum + (totals[type] ?? 0), 0) },
      { url: `${search}&_lastUpdated=gt${encodeURIComponent(since)}&_summary=count`, is: 0 },
    ]
  })
  const parts = await postBatch(server, counts)
  return counts.some(({ is }, index) => !isCount(parts[index], is))
}

/** A refusal of a part is told in full by what asks for all of it. */
function isAsRead(part: Part | undefined, version: string | null): boolean {
  return version === null ? part?.status === 404 || part?.status === 410 : part?.status === 304
}

function isCount(part: Part | undefined, is: number): boolean {
  const { data } = counted.safeParse(part?.resource)
  return part?.status === 200 && data?.total === is
}
