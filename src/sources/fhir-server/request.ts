import { AppError, type ErrorCode } from '../../core/errors.ts'

/** A FHIR server, and what it takes to ask it something. `fetch` comes in so that tests may stand between. */
export type FhirServer = {
  baseUrl: string
  accessCode: string
  fetch: typeof fetch
  /** Called with what the server's own clock says, whenever it says so. */
  onDate?: (serverMs: number) => void
}

const TIMEOUT_MS = 10_000
const MAX_BYTES = 5 * 1024 * 1024

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

/** Where a person's typed address may lead: https, or this very computer. A trailing slash is dropped. */
export function parseBaseUrl(typed: string): string {
  const url = URL.parse(typed.trim())
  const isLoopback = url?.hostname === '127.0.0.1' || url?.hostname === 'localhost'
  if (!url || !(url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback))) {
    throw new AppError('source/bad-address', 'not an https address')
  }
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '')
}

/**
 * Asks for one resource, search or document below the base address. References to the same server come back relative.
 *
 * @param path below the base, `Patient/1`, or the rest of the base itself, `?page=2`
 *
 * @throws AppError source/unreachable (no answer within ten seconds), and whatever `readAnswer` throws
 */
export async function get(server: FhirServer, path: string): Promise<unknown> {
  return readAnswer(await send(server, path, { method: 'GET' }), server.baseUrl)
}

/** Posts a batch Bundle to the base address. Throws as `get` does. */
export async function post(server: FhirServer, body: object): Promise<unknown> {
  return readAnswer(
    await send(server, '', {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { 'content-type': 'application/fhir+json' },
    }),
    server.baseUrl,
  )
}

/**
 * Reads what a FHIR server sent.
 *
 * @throws AppError source/refused, source/forbidden, source/gone, source/removed, source/busy by status; source/too-large past 5 MiB;
 *   source/unreachable when it breaks off; source/not-fhir for anything that is not JSON, a captive portal's page above all
 */
export async function readAnswer(response: Response, baseUrl: string): Promise<unknown> {
  if (!response.ok) {
    // A captive portal refuses with a page of its own: that says nothing of the record.
    const isPage = /\bhtml\b/.test(response.headers.get('content-type') ?? '')
    throw new AppError(isPage ? 'source/not-fhir' : codeForStatus(response.status), `status ${response.status}`)
  }
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    throw new AppError('source/not-fhir', 'the answer is not JSON')
  }
  const text = await readText(response)
  try {
    return JSON.parse(text, (name, value) => (name === 'reference' ? relativeTo(baseUrl, value) : value))
  } catch {
    // What JSON.parse says of a broken text quotes it: it is not passed on.
    throw new AppError('source/not-fhir', 'the answer is broken JSON')
  }
}

function relativeTo(baseUrl: string, reference: unknown): unknown {
  const isHere = typeof reference === 'string' && reference.startsWith(`${baseUrl}/`)
  return isHere ? reference.slice(baseUrl.length + 1) : reference
}

/** Sends one request, with the code that says who is asking. @throws AppError source/unreachable */
export async function send(server: FhirServer, path: string, init: RequestInit): Promise<Response> {
  const headers = { accept: 'application/fhir+json', authorization: `Bearer ${server.accessCode}`, ...init.headers }
  const url = path === '' || path.startsWith('?') ? `${server.baseUrl}${path}` : `${server.baseUrl}/${path}`
  const signal = AbortSignal.timeout(TIMEOUT_MS)
  try {
    const response = await server.fetch(url, {
      ...init,
      headers,
      signal,
      redirect: 'error',
      credentials: 'omit',
      cache: 'no-store',
    })
    const serverMs = Date.parse(response.headers.get('date') ?? '')
    if (response.ok && !Number.isNaN(serverMs)) server.onDate?.(serverMs)
    return response
  } catch (cause) {
    throw new AppError('source/unreachable', 'no answer', { cause })
  }
}

async function readText(response: Response): Promise<string> {
  const decoder = new TextDecoder()
  let text = ''
  let sizeBytes = 0
  try {
    for await (const chunk of response.body ?? []) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > MAX_BYTES) throw new AppError('source/too-large', 'the answer is over 5 MiB')
      text += decoder.decode(chunk, { stream: true })
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    throw new AppError('source/unreachable', 'the answer broke off', { cause })
  }
  return text + decoder.decode()
}
