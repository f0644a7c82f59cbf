import { AppError } from '../../core/errors.ts'
import { DEEPEST_TEXT, isTooMuch } from '../../core/json.ts'
import { type Asking, ask, codeForStatus, isPage, readText } from '../ask.ts'

/** A FHIR server, and what it takes to ask it something. */
export type FhirServer = Asking & {
  /** Without a slash at its end. */
  baseUrl: string
  /** What says who is asking: an access code, or a token that a sign-in gave. */
  token(): Promise<string>
  /** Another token, for when this one is not accepted any more; left out where there is no other. */
  renew?(refused: string): Promise<string>
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
 * @throws AppError source/unreachable (no answer within ten seconds), and whatever `readAnswer` throws
 */
export async function get(server: FhirServer, path: string): Promise<unknown> {
  return readAnswer(await send(server, path, { method: 'GET' }), server.baseUrl)
}

/** The same, letter for letter: what is signed must not be changed before it has been checked. */
export async function getAsWritten(server: FhirServer, path: string): Promise<unknown> {
  return readAnswer(await send(server, path, { method: 'GET' }), undefined)
}

/** Posts a batch Bundle to the base address. Throws as `get` does. */
export async function post(server: FhirServer, body: object): Promise<unknown> {
  const headers = { 'content-type': 'application/fhir+json' }
  return readAnswer(await send(server, '', { method: 'POST', body: JSON.stringify(body), headers }), server.baseUrl)
}

/**
 * Sends one request, with what says who is asking: once more with another token, where the first has run out meanwhile.
 *
 * @throws AppError source/unreachable, source/signed-out when that is not accepted either, and what `token` and `renew` throw
 */
export async function send(server: FhirServer, path: string, init: RequestInit): Promise<Response> {
  const url = path === '' || path.startsWith('?') ? `${server.baseUrl}${path}` : `${server.baseUrl}/${path}`
  const sendWith = (token: string) => {
    const headers = { accept: 'application/fhir+json', authorization: `Bearer ${token}`, ...init.headers }
    return ask(server, url, { ...init, headers })
  }
  const token = await server.token()
  const response = await sendWith(token)
  if (response.status !== 401 || !server.renew || isPage(response)) return response
  const again = await sendWith(await server.renew(token))
  if (again.status === 401) throw new AppError('source/signed-out', 'a new token is not accepted either')
  return again
}

/**
 * Reads what a FHIR server sent.
 *
 * @param baseUrl whose references become relative; undefined: none
 * @throws AppError source/refused, source/forbidden, source/gone, source/removed, source/busy by status; source/too-large past 5 MiB,
 *   or for more or deeper than can be held; source/unreachable when it breaks off; source/not-fhir for anything that is not JSON, a captive portal's page above all
 */
export async function readAnswer(response: Response, baseUrl: string | undefined): Promise<unknown> {
  if (!response.ok) {
    throw new AppError(
      isPage(response) ? 'source/not-fhir' : codeForStatus(response.status),
      `status ${response.status}`,
    )
  }
  if (!/\bjson\b/.test(response.headers.get('content-type') ?? '')) {
    throw new AppError('source/not-fhir', 'the answer is not JSON')
  }
  const text = await readText(response)
  if (isTooMuch(text, DEEPEST_TEXT)) throw new AppError('source/too-large', 'more, or deeper, than can be held')
  const json = parse(text)
  if (baseUrl !== undefined) makeRelative(json, baseUrl)
  return json
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // What JSON.parse says of a broken text quotes it: it is not passed on.
    throw new AppError('source/not-fhir', 'the answer is broken JSON')
  }
}

/** In place, and not by a reviver of JSON.parse: on 5 MiB that keeps a page from answering for a quarter of a second. */
function makeRelative(json: unknown, baseUrl: string): void {
  const left = [json]
  for (let value = left.pop(); value !== undefined; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue
    const { reference } = value as { reference?: unknown }
    if (typeof reference === 'string' && reference.startsWith(`${baseUrl}/`) && Object.hasOwn(value, 'reference')) {
      Object.assign(value, { reference: reference.slice(baseUrl.length + 1) })
    }
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) left.push(inner)
  }
}
