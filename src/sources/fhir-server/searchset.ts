import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'

export const resource = z.looseObject({ resourceType: z.string() })
export type Resource = z.infer<typeof resource>

const searchset = z.object({
  resourceType: z.literal('Bundle'),
  type: z.literal('searchset'),
  link: z.optional(z.array(z.object({ relation: z.string(), url: z.string() }))),
  entry: z.optional(z.array(z.unknown())),
})

const entry = z.object({ resource })

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
  const found = (parsed.data.entry ?? []).map(readEntry)
  return {
    resources: found.filter((one) => !isRemark(one)),
    next: parsed.data.link?.find(({ relation }) => relation === 'next')?.url,
  }
}

/** One by one, so that the first that is none ends it: to list them all takes more room than there is. */
function readEntry(raw: unknown): Resource {
  const { data } = entry.safeParse(raw)
  if (!data) throw new AppError('source/not-fhir', 'an entry of a search is not a resource')
  return data.resource
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
