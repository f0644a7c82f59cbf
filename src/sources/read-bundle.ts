import * as z from 'zod/mini'
import { AppError } from '../core/errors.ts'

const bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['collection', 'document']),
  entry: z.array(z.object({ resource: z.looseObject({ resourceType: z.string() }) })),
})

/**
 * The resources of a Bundle that holds one child's whole record.
 *
 * @throws AppError record/unreadable when it is no such Bundle
 */
export function readBundle(raw: unknown): ({ resourceType: string } & Record<string, unknown>)[] {
  const parsed = bundle.safeParse(raw)
  if (!parsed.success) throw new AppError('record/unreadable', 'not a collection or document Bundle')
  return parsed.data.entry.map(({ resource }) => resource)
}
