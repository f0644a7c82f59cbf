import * as z from 'zod/mini'
import { AppError, type ErrorCode } from '../../core/errors.ts'
import { codeForStatus } from './request.ts'

const resource = z.looseObject({ resourceType: z.string() })
type Resource = z.infer<typeof resource>

const searchset = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  link: z.optional(z.array(z.object({ relation: z.string(), url: z.string() }))),
  entry: z.optional(z.array(z.object({ resource }))),
})

const batchResponse = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('batch-response'),
  entry: z.array(z.object({ resource: z.optional(resource), response: z.object({ status: z.string() }) })),
})

const outcome = z.object({ issue: z.array(z.object({ severity: z.string() })) })

/**
 * One page of a search. Anything that is not plainly an answer is refused: "nothing found" takes records away, so it must
 * not be what a broken answer happens to look like.
 *
 * @returns what was found, in order, and the address of the next page, undefined on the last
 * @throws AppError source/not-fhir
 */
export function readSearch(answer: unknown): { resources: Resource[]; next: string | undefined } {
  const parsed = searchset.safeParse(answer)
  if (!parsed.success) throw new AppError('source/not-fhir', 'the answer to a search is not a searchset')
  const found = (parsed.data.entry ?? []).map((entry) => entry.resource)
  return {
    resources: found.filter((one) => !isRemark(one)),
    next: parsed.data.link?.find(({ relation }) => relation === 'next')?.url,
  }
}

/**
 * The resources in the answer to a batch of reads and searches, searches unpacked. One refused part fails the whole, and
 * so does one left out: half a record is worse than yesterday's.
 *
 * @param asked the addresses that were asked for, in order
 * @param missing whether a part that is not there (404, 410) may be left out: a practitioner who has been removed
 * @throws AppError source/not-fhir, source/too-large, or the code of the first part that failed
 */
export function readBatch(answer: unknown, asked: string[], missing: 'fails' | 'left-out' = 'fails'): Resource[] {
  const parsed = batchResponse.safeParse(answer)
  if (!parsed.success || parsed.data.entry.length !== asked.length) {
    throw new AppError('source/not-fhir', 'the answer to a batch is not one part for each that was asked')
  }
  return parsed.data.entry.flatMap(({ resource, response }, index) => {
    const code = codeFor(response.status)
    if ((code === 'source/gone' || code === 'source/removed') && missing === 'left-out') return []
    if (code) throw new AppError(code, 'part of a batch failed')
    return readPart(resource, asked[index] ?? '')
  })
}

function readPart(resource: Resource | undefined, asked: string): Resource[] {
  if (asked.includes('?')) {
    const { resources, next } = readSearch(resource)
    if (next) throw new AppError('source/too-large', 'one record does not fit in one answer')
    return resources
  }
  if (resource?.resourceType !== asked.split('/')[0]) {
    throw new AppError('source/not-fhir', 'a read gave something else')
  }
  return resource ? [resource] : []
}

/** A server may remark on a search in the results. A remark that the search failed is no result. */
function isRemark(one: Resource): boolean {
  if (one.resourceType !== 'OperationOutcome') return false
  const remarks = outcome.safeParse(one).data?.issue
  if (!remarks || remarks.some(({ severity }) => severity !== 'information' && severity !== 'warning')) {
    throw new AppError('source/not-fhir', 'the search says that it failed')
  }
  return true
}

/** `200 OK`, or the number alone. */
function codeFor(status: string): ErrorCode | undefined {
  return status.startsWith('2') ? undefined : codeForStatus(Number.parseInt(status, 10))
}
