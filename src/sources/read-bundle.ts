import * as z from 'zod/mini'
import { AppError } from '../core/errors.ts'
import { isTooDeep } from '../core/json.ts'

const bundle = z.object({
  resourceType: z.literal('Bundle'),
  type: z.enum(['collection', 'document']),
  entry: z.array(z.object({ fullUrl: z.optional(z.string()), resource: z.looseObject({ resourceType: z.string() }) })),
})

export type RawResource = { resourceType: string } & Record<string, unknown>

/**
 * The resources of a Bundle that holds one child's whole record. Inside a Bundle resources may name each other by their
 * `fullUrl`, such as `urn:uuid:…`: that becomes `Patient/…`, as everywhere else.
 *
 * @throws AppError record/unreadable when it is no such Bundle
 * @source FHIR R4, "Resolving references in Bundles"
 */
export function readBundle(raw: unknown): RawResource[] {
  if (isTooDeep(raw)) throw new AppError('record/unreadable', 'nested too deep')
  const parsed = bundle.safeParse(raw)
  if (!parsed.success) throw new AppError('record/unreadable', 'not a collection or document Bundle')
  const entries = parsed.data.entry.map(({ fullUrl, resource }) => ({ fullUrl, resource: named(resource, fullUrl) }))
  const relative = new Map(
    entries.flatMap(({ fullUrl, resource }) => {
      return fullUrl === undefined ? [] : [[fullUrl, `${resource.resourceType}/${resource.id}`] as const]
    }),
  )
  const resolve = (name: string, value: unknown) =>
    name === 'reference' ? (relative.get(value as string) ?? value) : value
  const resources = entries.map(({ resource }) => resource)
  return relative.size === 0 ? resources : JSON.parse(JSON.stringify(resources), resolve)
}

/** A resource that has its name from its address alone: the last part of it, where that can be an id. */
function named(resource: RawResource, fullUrl: string | undefined): RawResource {
  const id = resource.id ?? fullUrl?.split(/[/:]/).at(-1)
  return id === undefined ? resource : { ...resource, id }
}

/** Everything in several lists, each thing once: the people around a child may be in all of them. */
export function joinResources(lists: readonly RawResource[][]): RawResource[] {
  const byText = new Map(lists.flat().map((resource) => [JSON.stringify(resource), resource]))
  return [...byText.values()]
}
