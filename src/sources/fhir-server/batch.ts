import * as z from 'zod/mini'
import { AppError, codeOf } from '../../core/errors.ts'
import { codeForStatus } from '../ask.ts'
import { type FhirServer, post } from './request.ts'
import { type Resource, readSearch, resource } from './searchset.ts'

/** One thing to read or to search for, below the base address; with a version, only if it is another one by now. */
export type Asked = { url: string; version?: string | undefined }

/** The answer to one of them. `resource` is missing where there is nothing, and where it is as it was (304). */
export type Part = { status: number; resource: Resource | undefined }

/** Servers refuse a batch that is too long, and each has its own idea of how long that is. */
const MOST_AT_ONCE = 50

const batchResponse = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('batch-response'),
  entry: z.array(z.object({ resource: z.optional(resource), response: z.object({ status: z.string() }) })),
})

/**
 * Asks for many things at once.
 *
 * @returns one part for each, in order
 * @throws AppError as `post` does, but for source/gone and source/removed; source/not-fhir when nothing is there, or the answer
 *   is not one part for each
 */
export async function postBatch(server: FhirServer, asked: readonly Asked[]): Promise<Part[]> {
  const parts: Part[] = []
  for (let first = 0; first < asked.length; first += MOST_AT_ONCE) {
    const some = asked.slice(first, first + MOST_AT_ONCE)
    parts.push(...readParts(await postOne(server, batchOf(some)), some.length))
  }
  return parts
}

/** That nothing is at the base address says that it is wrong, and nothing of what was asked for there. */
async function postOne(server: FhirServer, batch: object): Promise<unknown> {
  try {
    return await post(server, batch)
  } catch (error) {
    const isNowhere = codeOf(error) === 'source/gone' || codeOf(error) === 'source/removed'
    throw isNowhere ? new AppError('source/not-fhir', 'no batches are taken there') : error
  }
}

function batchOf(asked: readonly Asked[]): object {
  return {
    resourceType: 'Bundle',
    type: 'batch',
    entry: asked.map(({ url, version }) => ({
      request: { method: 'GET', url, ...(version !== undefined && { ifNoneMatch: `W/"${version}"` }) },
    })),
  }
}

/** @throws AppError source/not-fhir */
export function readParts(answer: unknown, expected: number): Part[] {
  // Counted first: a schema that finds fault with a hundred thousand entries runs out of room.
  const parsed = entriesIn(answer) === expected ? batchResponse.safeParse(answer) : undefined
  if (!parsed?.success) {
    throw new AppError('source/not-fhir', 'the answer to a batch is not one part for each that was asked')
  }
  // `200 OK`, or the number alone.
  return parsed.data.entry.map(({ resource, response }) => ({ status: Number.parseInt(response.status, 10), resource }))
}

/**
 * The resources in the parts of a batch, searches unpacked. One refused part fails the whole, and so does one left out:
 * half a record is worse than yesterday's.
 *
 * @param asked the addresses that were asked for, in order
 * @param missing whether a part that is not there (404, 410) may be left out: a practitioner who has been removed
 * @throws AppError source/not-fhir, source/too-large, or the code of the first part that failed
 */
export function resourcesIn(
  parts: readonly Part[],
  asked: readonly string[],
  missing: 'fails' | 'left-out' = 'fails',
): Resource[] {
  return parts.flatMap(({ status, resource }, index) => {
    if (missing === 'left-out' && isNotThere(status)) return []
    const url = asked[index] ?? ''
    // A search that is not there is one that the server does not know: not a word about whom it is for.
    if (isSearch(url) && isNotThere(status)) throw new AppError('source/not-fhir', 'a search is not known there')
    if (!(status >= 200 && status <= 299)) throw new AppError(codeForStatus(status), 'part of a batch failed')
    return readPart(resource, url)
  })
}

export function isNotThere(status: number): boolean {
  return status === 404 || status === 410
}

function readPart(resource: Resource | undefined, asked: string): Resource[] {
  if (isSearch(asked)) {
    const { resources, next } = readSearch(resource)
    if (next) throw new AppError('source/too-large', 'one record does not fit in one answer')
    return resources
  }
  if (resource?.resourceType !== asked.split('/')[0]) {
    throw new AppError('source/not-fhir', 'a read gave something else')
  }
  return resource ? [resource] : []
}

function entriesIn(answer: unknown): number | undefined {
  const { entry } = (answer ?? {}) as { entry?: unknown }
  return Array.isArray(entry) ? entry.length : undefined
}

function isSearch(asked: string): boolean {
  return asked.includes('?')
}
