import { createServer, type IncomingMessage } from 'node:http'
import { getStatus } from '@medplum/core'
import { type FhirRequest, FhirRouter, type HttpMethod } from '@medplum/fhir-router'
import type { Bundle, Resource } from '@medplum/fhirtypes'
import { answerAccess, isAboutAccesses } from './accesses.ts'
import { type Answer, refusal, send } from './answer.ts'
import { etagOf, ifChanged, isBatch, MOST_ENTRIES } from './conditional.ts'
import { capabilityStatement, smartConfiguration } from './discovery.ts'
import { answerWith, createFaults, type Faults } from './faults.ts'
import { createLinkHost, type LinkHost } from './link-host.ts'
import { listenOnLoopback, stopListening } from './listen.ts'
import { PracticeRepository } from './repository.ts'
import { readBody, refuseBody } from './request-body.ts'
import { answerServices } from './service-feed.ts'
import type { PracticeSignIn } from './sign-in.ts'

const FHIR = '/fhir'
const SMART_CONFIGURATION = `${FHIR}/.well-known/smart-configuration`

/** Who an access code signs in. */
export type SignedIn = { practitionerRole: string }

export type PracticeServer = {
  /** The FHIR base, such as `http://127.0.0.1:8787/fhir`. */
  url: string
  /** Where the records are: change one here and the next request sees it. */
  repository: PracticeRepository
  /** Who looked, as they were told it: apart from the records, so that no search, batch or history leads from one to the other. */
  accesses: PracticeRepository
  faults: Faults
  /** Links to what somebody shares, at `/shl/` on the same origin. */
  links: LinkHost
  /** How far its clock is from this computer's, in milliseconds: what it says the time is, it says by that. */
  clock: { aheadMs: number }
  stop(): Promise<void>
}

/**
 * A FHIR R4 server on this computer, for first steps and for tests. It checks who is asking, but not what they may see:
 * deciding that from the agreements is the client's work, and what is being practised.
 *
 * @param options.port 0 for any; the next free one when it is taken
 * @param options.tokens access code to role; looked up at every request, so removing one signs that person out
 * @param options.signIn where people sign in who have no access code, once it runs; asked at every request
 * @param options.services what an Open Referral UK feed on the same origin lists; nothing, unless given
 * @param options.origin the one origin whose pages may read answers; any, unless given
 * @throws the listening error when no port is free
 */
export async function startPracticeServer(options: {
  port: number
  bundles: readonly Bundle[]
  tokens: ReadonlyMap<string, SignedIn>
  origin?: string
  signIn?: () => PracticeSignIn | undefined
  services?: readonly object[]
}): Promise<PracticeServer> {
  let origin = ''
  const repository = new PracticeRepository(() => origin + FHIR)
  for (const bundle of options.bundles) await repository.load(bundle)
  const accesses = new PracticeRepository(() => origin + FHIR)
  const router = new FhirRouter()
  const faults = createFaults()
  const clock = { aheadMs: 0 }
  const links = createLinkHost(
    () => origin,
    () => Date.now() + clock.aheadMs,
  )

  async function answer(request: IncomingMessage, path: string): Promise<Answer> {
    if (request.method === 'OPTIONS') return { status: 204 }
    if (path.startsWith('/shl/')) return answerLink(request, path, links)
    const listed = answerServices(
      path,
      new URLSearchParams((request.url ?? '').split('?')[1] ?? ''),
      options.services ?? [],
    )
    if (listed) return listed
    if (path === SMART_CONFIGURATION) return json(smartConfiguration(origin, options.signIn?.()?.url))
    if (path === `${FHIR}/metadata`) return { status: 200, body: capabilityStatement(origin + FHIR) }
    if (path !== '/userinfo' && path !== FHIR && !path.startsWith(`${FHIR}/`)) {
      return refusal(404, 'not-found', 'Not found')
    }
    const token = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '')?.[1]
    const person = options.tokens.get(token ?? '') ?? options.signIn?.()?.personOf(token ?? '')
    if (!person) return refusal(401, 'login', 'Sign in', { 'www-authenticate': 'Bearer' })
    if (path === '/userinfo') return json({ sub: person.practitionerRole, fhirUser: person.practitionerRole })
    if (isAboutAccesses(path.slice(FHIR.length))) {
      const answered = await answerAccess(request, path.slice(FHIR.length), { person, repository, accesses })
      return answered ?? askRouter(request, router, accesses, origin + FHIR)
    }
    return askRouter(request, router, repository, origin + FHIR)
  }

  const server = createServer(async (request, response) => {
    const path = (request.url ?? '/').replace(/\?.*$/, '')
    const fault = request.method === 'OPTIONS' ? undefined : faults.take(request.method ?? '', path)
    const ask = () => answer(request, path).catch(() => refusal(500, 'exception', 'The server failed'))
    const sent = await answerWith(fault, ask)
    const date = new Date(Date.now() + clock.aheadMs).toUTCString()
    if (sent) send(request, response, { ...sent, headers: { date, ...sent.headers } }, options.origin ?? '*')
    else request.socket.destroy()
  })
  origin = await listenOnLoopback(server, options.port)
  return { url: origin + FHIR, repository, accesses, faults, links, clock, stop: () => stopListening(server) }
}

async function answerLink(request: IncomingMessage, path: string, links: LinkHost): Promise<Answer> {
  const body = await readBody(request)
  if (body.kind !== 'read') return refuseBody(body.kind)
  const query = new URLSearchParams((request.url ?? '').split('?')[1] ?? '')
  const answer = links.answer(request.method ?? '', path, query, body.value, request.headers)
  return answer ?? refusal(404, 'not-found', 'Not found')
}

/** Medplum's answer, with what HTTP says about a resource in its headers. */
async function askRouter(
  request: IncomingMessage,
  router: FhirRouter,
  repository: PracticeRepository,
  baseUrl: string,
): Promise<Answer> {
  const body = await readBody(request)
  if (body.kind !== 'read') return refuseBody(body.kind)
  if (asksForAccesses(body.value)) return refusal(400, 'not-supported', 'AuditEvents one by one')
  if (isBatch(body.value) && (body.value.entry?.length ?? 0) > MOST_ENTRIES) {
    return refusal(413, 'too-long', `A batch holds ${MOST_ENTRIES} at most`)
  }
  if (isTransaction(body.value)) return refusal(400, 'not-supported', 'Batches only: memory has no transactions')
  const fhirRequest: FhirRequest = {
    method: (request.method ?? 'GET') as HttpMethod,
    url: (request.url ?? '').slice(FHIR.length).replace(/^\//, ''),
    pathname: '',
    body: body.value,
    params: {},
    query: {},
    headers: request.headers,
  }
  const [outcome, resource] = await router.handleRequest(fhirRequest, repository)
  const status = getStatus(outcome)
  const location = status === 201 && resource ? { location: `${baseUrl}/${resource.resourceType}/${resource.id}` } : {}
  const headers = { ...location, ...(resource ? versionHeaders(resource) : {}) }
  return ifChanged(request.method, request.headers, body.value, { status, body: resource ?? outcome, headers })
}

/** Medplum's memory would run a transaction as a batch, and keep half of one that failed. */
function isTransaction(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'type' in body && body.type === 'transaction'
}

/** In a batch it would be asked of the records, where there is none: "no matches" would read as "nobody looked". */
function asksForAccesses(body: unknown): boolean {
  const { entry = [] } = (body ?? {}) as { entry?: { request?: { url?: unknown } }[] }
  return Array.isArray(entry) && entry.some((one) => /^\/?AuditEvent\b/.test(String(one?.request?.url)))
}

function versionHeaders(resource: Resource): Record<string, string> {
  const { meta } = resource
  const etag = etagOf(resource)
  return {
    ...(etag ? { etag } : {}),
    ...(meta?.lastUpdated ? { 'last-modified': new Date(meta.lastUpdated).toUTCString() } : {}),
  }
}

function json(body: object): Answer {
  return { status: 200, body, contentType: 'application/json' }
}
