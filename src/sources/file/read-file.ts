import { AppError } from '../../core/errors.ts'
import { isTooDeep, isTooMuch } from '../../core/json.ts'
import type { RawResource } from '../read-bundle.ts'
import { isSealed } from '../smart-link/sealed-file.ts'

/** What a file is that somebody was given: FHIR as it stands, or sealed with the key of a link. */
export type FileContent = { kind: 'fhir'; resource: RawResource } | { kind: 'sealed'; jwe: string }

const MOST_BYTES = 5 * 1024 * 1024

/**
 * Reads a file. Its name and type say nothing that its content does not say better.
 *
 * @throws AppError file/unreadable, source/too-large past 5 MiB
 */
export async function readFile(file: Pick<Blob, 'size' | 'text'>): Promise<FileContent> {
  if (file.size > MOST_BYTES) throw new AppError('source/too-large', 'over 5 MiB')
  return readContent(await file.text())
}

/** The same for its text alone. @throws AppError file/unreadable */
export function readContent(text: string): FileContent {
  if (isSealed(text)) return { kind: 'sealed', jwe: text.trim() }
  const resource = parse(text)
  if (typeof (resource as { resourceType?: unknown } | null)?.resourceType !== 'string' || isTooDeep(resource)) {
    throw new AppError('file/unreadable', 'no FHIR')
  }
  return { kind: 'fhir', resource: resource as RawResource }
}

/** Without a cause: the message of a JSON error quotes what it could not read. */
function parse(text: string): unknown {
  if (isTooMuch(text)) return undefined
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
