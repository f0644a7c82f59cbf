import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import Provider from 'oidc-provider'
import { listenOnLoopback, stopListening } from './listen.ts'
import type { SignedIn } from './practice-server.ts'
import { readBody } from './request-body.ts'
import { configure } from './sign-in-configuration.ts'
import { forget, type SignInMemory } from './sign-in-memory.ts'
import { choicePage, PAGE_HEADERS, type Person, problemPage } from './sign-in-page.ts'

/** A sign-in for made-up people, on an origin of its own. */
export type PracticeSignIn = {
  /** Its origin and issuer, such as `http://127.0.0.1:8789`. */
  url: string
  /** Who an access token belongs to; undefined for one that it did not give, has taken back, or that has run out. */
  personOf(accessToken: string): SignedIn | undefined
  /** Ends every sign-in of one person: neither an access token nor a refresh token of theirs works from then on. */
  revoke(practitionerRole: string): void
  stop(): Promise<void>
}

/**
 * OpenID Connect on this computer, for first steps and for tests: one public client, `handrail`, PKCE with S256, refresh
 * tokens that are good once, and a page with one button for each person. There is no password: nobody here is real.
 *
 * @param options.port 0 for any; the next free one when it is taken
 * @param options.fhirBase asked at each sign-in: the one base address that tokens are for (`aud`), without a slash at its end
 * @param options.redirectUris where it may send the browser back to, letter for letter
 * @param options.accessTokenSeconds how long an access token is good; an hour, unless given
 * @param options.clock what time it is where access tokens are checked; left out, what it is
 * @throws the listening error when no port is free
 */
export async function startSignIn(options: {
  port: number
  people: readonly Person[]
  fhirBase: () => string
  redirectUris: readonly string[]
  accessTokenSeconds?: number
  clock?: () => number
}): Promise<PracticeSignIn> {
  const { people, clock = Date.now } = options
  const memory: SignInMemory = new Map()
  let provider: Provider | undefined
  const server = createServer(async (request, response) => {
    if (!provider) return
    if (!request.url?.startsWith('/interaction/')) return provider.callback()(request, response)
    await answerChoice(provider, people, request, response).catch(() => {
      response.writeHead(400, PAGE_HEADERS).end(problemPage('It was begun in another browser, or too long ago.'))
    })
  })
  const url = await listenOnLoopback(server, options.port)
  provider = new Provider(url, configure({ ...options, memory }))
  provider.use(askEveryTime)
  return {
    url,
    personOf(accessToken) {
      const { accountId, exp = 0 } = memory.get(`AccessToken:${accessToken}`) ?? {}
      return accountId !== undefined && exp * 1000 > clock() ? { practitionerRole: accountId } : undefined
    },
    revoke: (practitionerRole) => forget(memory, ({ accountId }) => accountId === practitionerRole),
    stop: () => stopListening(server),
  }
}

/** Shows who there is, or takes the choice: nobody is `access_denied`. Throws for a browser that began no sign-in. */
async function answerChoice(
  provider: Provider,
  people: readonly Person[],
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  await provider.interactionDetails(request, response)
  if (request.method !== 'POST') return void response.writeHead(200, PAGE_HEADERS).end(choicePage(people))
  const body = await readBody(request)
  const { person } = (body.kind === 'read' ? body.value : {}) as { person?: string }
  const chosen = people.find(({ practitionerRole }) => practitionerRole === person)
  const result = chosen
    ? { login: { accountId: chosen.practitionerRole }, consent: {} }
    : { error: 'access_denied', error_description: 'Nobody signed in' }
  await provider.interactionFinished(request, response, result, { mergeWithLastSubmission: false })
}

/** OpenID Connect gives no `offline_access` unless the client asks for consent by name, which SMART clients do not. */
async function askEveryTime(ctx: { path: string; query: object }, next: () => Promise<void>): Promise<void> {
  if (ctx.path === '/auth') ctx.query = { ...ctx.query, prompt: 'login consent' }
  await next()
}
