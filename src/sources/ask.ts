import { AppError, type ErrorCode } from '../core/errors.ts'
import { parseRetryAfter } from './retry-after.ts'

/** A way to ask something of somebody else's server, and what its answers have said about time. */
export type Asking = {
  fetch: typeof fetch
  now: () => number
  heard: Heard
}

/** What the headers of answers said: filled in by `ask`. */
export type Heard = {
  /** The server's own clock, as it said last; undefined when it has not said. */
  clockMs?: number
  /** It is not to be asked again for so long. */
  waitMs?: number
}

/** From sending to the last byte: a server that drips is as good as none. */
const TIMEOUT_MS = 10_000

const MOST_BYTES = 5 * 1024 * 1024

const BY_STATUS: Record<number, ErrorCode> = {
  401: 'source/refused',
  403: 'source/forbidden',
  404: 'source/gone',
  410: 'source/removed',
  429: 'source/busy',
}

/** What an HTTP status that is no success means here, in a whole answer or in one part of a batch. */
export function codeForStatus(status: number): ErrorCode {
  return BY_STATUS[status] ?? (status >= 500 ? 'source/busy' : 'source/not-fhir')
}

/**
 * Sends one request. Redirects are not followed, and nothing of the browser's own goes with it: no cookie, no referrer,
 * no copy in its cache.
 *
 * @throws AppError source/unreachable: refused, no such host, a wrong certificate or ten seconds, which browsers do not tell apart
 */
export async function ask({ fetch, now, heard }: Asking, url: string, init: RequestInit): Promise<Response> {
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await fetch(url, {
      ...init,
      signal,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
      referrerPolicy: 'no-referrer',
    })
    const clockMs = Date.parse(response.headers.get('date') ?? '')
    if (response.ok && !Number.isNaN(clockMs)) heard.clockMs = clockMs
    const waitMs = parseRetryAfter(response.headers.get('retry-after'), Number.isNaN(clockMs) ? now() : clockMs)
    if (waitMs !== undefined) heard.waitMs = Math.max(waitMs, heard.waitMs ?? 0)
    return response
  } catch (cause) {
    throw new AppError('source/unreachable', 'no answer', { cause })
  }
}

/**
 * The text of an answer, read no further than anybody writes on purpose.
 *
 * @throws AppError source/too-large past 5 MiB, source/unreachable when it breaks off
 */
export async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let sizeBytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > MOST_BYTES) throw new AppError('source/too-large', 'the answer is over 5 MiB')
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('source/unreachable', 'the answer broke off', { cause })
  }
  return text + decoder.decode()
}

/** A captive portal answers, and refuses, with a page of its own: that says nothing of the record. */
export function isPage(response: Pick<Response, 'headers'>): boolean {
  return /\bhtml\b/.test(response.headers.get('content-type') ?? '')
}
