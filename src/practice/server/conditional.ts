import type { IncomingHttpHeaders } from 'node:http'
import type { Bundle, BundleEntry, Resource } from '@medplum/fhirtypes'
import type { Answer } from './answer.ts'

/** A batch with more than this in it is refused, as servers do, each at a number of its own. */
export const MOST_ENTRIES = 100

/** "Not modified" for a read of a version that the asker has, alone or as one part of a batch. */
export function ifChanged(
  method: string | undefined,
  headers: IncomingHttpHeaders,
  asked: unknown,
  answer: Answer,
): Answer {
  const { body } = answer
  if (isBatch(asked) && typeof body === 'object') return { ...answer, body: partsIfChanged(asked, body as Bundle) }
  const isHere = method === 'GET' && answer.status === 200
  const { etag } = answer.headers ?? {}
  if (!isHere || etag === undefined || headers['if-none-match'] !== etag) return answer
  return { status: 304, headers: { etag } }
}

export function isBatch(body: unknown): body is Bundle {
  return (body as Bundle | undefined)?.resourceType === 'Bundle' && (body as Bundle).type === 'batch'
}

function partsIfChanged({ entry: asked = [] }: Bundle, answer: Bundle): Bundle {
  const parts = answer.entry?.map((part, index) => partIfChanged(asked[index], part))
  return { ...answer, ...(parts && { entry: parts }) }
}

function partIfChanged(asked: BundleEntry | undefined, part: BundleEntry): BundleEntry {
  const { ifNoneMatch } = asked?.request ?? {}
  const etag = etagOf(part.resource)
  return etag !== undefined && ifNoneMatch === etag ? { response: { status: '304', etag } } : part
}

export function etagOf(resource: Resource | undefined): string | undefined {
  return resource?.meta?.versionId && `W/"${resource.meta.versionId}"`
}
