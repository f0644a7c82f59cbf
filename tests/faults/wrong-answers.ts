/** What a server, or whatever stands in its way, may answer in place of the right thing. */
type Wrong = { status: number; kind?: 'page' | 'page as JSON' | 'other JSON' | 'other resource' }

const WRONG = {
  '200 page': { status: 200, kind: 'page' },
  '200 page as JSON': { status: 200, kind: 'page as JSON' },
  '200 other JSON': { status: 200, kind: 'other JSON' },
  '200 other resource': { status: 200, kind: 'other resource' },
  '204': { status: 204 },
  '301 to a page': { status: 301 },
  '302 to a page': { status: 302 },
  '304': { status: 304 },
  '400': { status: 400 },
  '401': { status: 401 },
  '401 page': { status: 401, kind: 'page' },
  '403': { status: 403 },
  '403 page': { status: 403, kind: 'page' },
  '404': { status: 404 },
  '404 page': { status: 404, kind: 'page' },
  '409': { status: 409 },
  '410': { status: 410 },
  '410 page': { status: 410, kind: 'page' },
  '412': { status: 412 },
  '422': { status: 422 },
  '429': { status: 429 },
  '500': { status: 500 },
  '502': { status: 502 },
  '503': { status: 503 },
  '511 page': { status: 511, kind: 'page' },
} as const satisfies Record<string, Wrong>

export type AnswerName = keyof typeof WRONG | '200 right'

export const ANSWERS: readonly AnswerName[] = ['200 right', ...(Object.keys(WRONG) as (keyof typeof WRONG)[])]

/** A captive portal answers anything with a page, or sends the browser to one. */
export function isByPortal(name: AnswerName): boolean {
  return name.includes('page')
}

/** One part of a batch has a status and a resource, and nothing that could be a page. */
export function canBePart(name: AnswerName): boolean {
  return !isByPortal(name) && name !== '200 other JSON'
}

export const LOGIN_PAGE = '<!doctype html><title>Welcome</title><form>Sign in to use this network</form>'

const OUTCOME = { resourceType: 'OperationOutcome', issue: [{ severity: 'error', code: 'exception' }] }
const JSON_TYPE = { 'content-type': 'application/fhir+json' }

/**
 * The answer as `fetch` gives it: what would be followed to a login page is that page, unless redirects are errors.
 *
 * @throws TypeError for a redirect where those are errors, as browsers do
 */
export function wrongResponse(name: Exclude<AnswerName, '200 right'>, init: RequestInit | undefined): Response {
  const { status, kind }: Wrong = WRONG[name]
  if (status === 301 || status === 302) {
    if (init?.redirect === 'error') throw new TypeError('redirected')
    return page(200)
  }
  if (kind === 'page') return page(status)
  if (kind === 'page as JSON') return new Response(LOGIN_PAGE, { headers: JSON_TYPE })
  if (kind === 'other JSON') return Response.json({ message: 'Hello' })
  if (kind === 'other resource') return new Response(JSON.stringify(OUTCOME), { headers: JSON_TYPE })
  const body = status === 204 || status === 304 ? null : JSON.stringify(OUTCOME)
  return new Response(body, { status, headers: JSON_TYPE })
}

/** The same as one part of the answer to a batch. */
export function wrongPart(name: Exclude<AnswerName, '200 right'>): object {
  const { status, kind }: Wrong = WRONG[name]
  return { response: { status: `${status}` }, ...(kind === 'other resource' && { resource: OUTCOME }) }
}

function page(status: number): Response {
  return new Response(LOGIN_PAGE, { status, headers: { 'content-type': 'text/html; charset=utf-8' } })
}
