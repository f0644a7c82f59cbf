import * as z from 'zod/mini'
import { AppError, type ErrorCode } from '../../core/errors.ts'
import { codeForStatus } from './request.ts'

const bundle = z.object({
  resourceType: z.literal('Bundle'),
  link: z.optional(z.array(z.object({ relation: z.string(), url: z.string() }))),
  entry: z.optional(
    z.array(z.object({ resource: z.optional(z.unknown()), response: z.optional(z.object({ status: z.string() })) })),
  ),
})

/**
 * The resources in a Bundle, in order.
 *
 * @throws AppError source/not-fhir when it is no Bundle
 */
export function resourcesIn(answer: unknown): unknown[] {
  return (parseBundle(answer).entry ?? []).flatMap(({ resource }) => resource ?? [])
}

/** The address of the next page of a search, undefined on the last. Throws as `resourcesIn` does. */
export function nextPage(answer: unknown): string | undefined {
  return parseBundle(answer).link?.find(({ relation }) => relation === 'next')?.url
}

/**
 * The resources in the answer to a batch, searches unpacked. One refused part fails the whole, and so does one left out:
 * half a record is worse than yesterday's.
 *
 * @param asked how many parts the batch had
 * @param missing whether a part that is not there (404, 410) may be left out: a practitioner who has been removed
 * @throws AppError source/not-fhir, or the code of the first part that failed
 */
export function resourcesInBatch(answer: unknown, asked: number, missing: 'fails' | 'left-out' = 'fails'): unknown[] {
  const parts = parseBundle(answer).entry ?? []
  if (parts.length < asked) throw new AppError('source/not-fhir', 'the answer to a batch leaves parts out')
  return parts.flatMap(({ resource, response }) => {
    const code = codeFor(response?.status)
    if (code === 'source/gone' && missing === 'left-out') return []
    if (code) throw new AppError(code, 'part of a batch failed')
    const isSearch = (resource as { resourceType?: unknown } | undefined)?.resourceType === 'Bundle'
    if (isSearch && nextPage(resource)) throw new AppError('source/too-large', 'one record does not fit in one answer')
    return isSearch ? resourcesIn(resource) : (resource ?? [])
  })
}

function parseBundle(answer: unknown): z.infer<typeof bundle> {
  const parsed = bundle.safeParse(answer)
  if (!parsed.success) throw new AppError('source/not-fhir', 'the answer is not a Bundle')
  return parsed.data
}

/** `200 OK`, or the number alone. */
function codeFor(status = ''): ErrorCode | undefined {
  return status.startsWith('2') ? undefined : codeForStatus(Number.parseInt(status, 10))
}
