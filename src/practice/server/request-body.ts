import type { IncomingMessage } from 'node:http'
import { type Answer, refusal } from './answer.ts'

const MAX_BODY_BYTES = 1024 * 1024

export type RequestBody = { kind: 'read'; value: unknown } | { kind: 'too-large' } | { kind: 'not-json' }

/** Reads a JSON body, or a form (for `_search`) as an object. No body at all is `undefined`. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of request as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    if (sizeBytes > MAX_BODY_BYTES) return { kind: 'too-large' }
    chunks.push(chunk)
  }
  const text = Buffer.concat(chunks).toString('utf8')
  if (text === '') return { kind: 'read', value: undefined }
  if (request.headers['content-type']?.startsWith('application/x-www-form-urlencoded')) {
    return { kind: 'read', value: Object.fromEntries(new URLSearchParams(text)) }
  }
  try {
    return { kind: 'read', value: JSON.parse(text) }
  } catch {
    return { kind: 'not-json' }
  }
}

/** What to say to a body that could not be read. */
export function refuseBody(kind: Exclude<RequestBody['kind'], 'read'>): Answer {
  if (kind === 'not-json') return refusal(400, 'structure', 'Not JSON')
  return refusal(413, 'too-long', 'Too large', { connection: 'close' })
}
