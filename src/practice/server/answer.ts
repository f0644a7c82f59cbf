import type { IncomingMessage, ServerResponse } from 'node:http'
import type { OperationOutcome } from '@medplum/fhirtypes'

/** What goes back over the wire. An object body is sent as JSON; text is sent as it is. */
export type Answer = {
  status: number
  body?: object | string
  contentType?: string
  headers?: Record<string, string>
}

/** Loopback and made-up families: any page may ask, as any page may on a public demonstration. */
const CORS = {
  'access-control-allow-headers': 'authorization, content-type, if-match, if-none-exist, if-none-match, prefer',
  'access-control-allow-methods': 'GET, POST, PUT, PATCH, DELETE, OPTIONS',
  'access-control-expose-headers': 'date, etag, last-modified, location, retry-after, www-authenticate',
  'access-control-max-age': '600',
}

/** @param origin the one origin that may read the answer, or `*` */
export function send(request: IncomingMessage, response: ServerResponse, answer: Answer, origin: string): void {
  const text = typeof answer.body === 'object' ? JSON.stringify(answer.body) : answer.body
  response.writeHead(answer.status, {
    'cache-control': 'no-store',
    'access-control-allow-origin': origin,
    vary: 'origin',
    ...CORS,
    ...(text === undefined ? {} : { 'content-type': answer.contentType ?? 'application/fhir+json; charset=utf-8' }),
    ...answer.headers,
  })
  response.end(request.method === 'HEAD' ? undefined : text)
}

/** An error in the one form FHIR clients read. */
export function refusal(
  status: number,
  code: OperationOutcome['issue'][number]['code'],
  text: string,
  headers: Record<string, string> = {},
): Answer {
  const body: OperationOutcome = {
    resourceType: 'OperationOutcome',
    issue: [{ severity: 'error', code, details: { text } }],
  }
  return { status, body, headers }
}
