import { AppError } from '../core/errors.ts'
import { parseBaseUrl } from '../sources/fhir-server/request.ts'
import { discover } from '../sources/sign-in/discover.ts'
import type { SignIn } from '../sources/sign-in/oauth.ts'
import { type Authorize, type SignedIn, signIn } from '../sources/sign-in/sign-in.ts'
import { announceChange } from '../vault/changes.ts'
import { changeSource, type KeptSignIn, type Source } from '../vault/sources.ts'
import { addAsked } from './add-source.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readPolicy } from './policy.ts'
import { startAnew } from './refresh-child.ts'

/** How a browser shows a page to sign in on, and where it comes back to. */
export type SignInWindow = { authorize: Authorize; redirectUri: string }

/** What Handrail is called where the organisation has not said otherwise. */
const CLIENT_ID = 'handrail'

/**
 * Where the browser must be let ask for somebody to sign in to a server: the server's own place is to be allowed before.
 *
 * @throws AppError source/bad-address, source/not-allowed, and as `discover` does
 */
export async function originsToSignIn(app: App, address: string): Promise<string[]> {
  const baseUrl = parseBaseUrl(address)
  const { tokenEndpoint, jwksUri } = await discover(await askedOf(app, baseUrl, ''))
  return [...new Set([tokenEndpoint, jwksUri].map((place) => new URL(place).origin))]
}

/**
 * Takes records from a FHIR server on which somebody signs in. Who they are comes from the sign-in alone.
 *
 * @throws AppError as `signIn` does, and as `addFhirServer`; nothing is kept then
 */
export async function addSignedIn(
  app: App,
  address: string,
  { authorize, redirectUri }: SignInWindow,
): Promise<Source> {
  const baseUrl = parseBaseUrl(address)
  const asked = await askedOf(app, baseUrl, redirectUri)
  const kept = keptOf(asked, await signIn(asked, authorize))
  return addAsked(app, new URL(baseUrl).host, { kind: 'fhir-server', baseUrl, signIn: kept })
}

/**
 * Signs in again where a sign-in has ended. Somebody else who signs in starts from nothing.
 *
 * @throws AppError as `signIn` does; what is kept stays then as it is
 */
export async function signInAgain(app: App, { id, from }: Source, window: SignInWindow): Promise<void> {
  if (from.kind !== 'fhir-server') throw new AppError('source/sign-in-refused', 'nobody signs in there')
  const asked = await askedOf(app, from.baseUrl, window.redirectUri)
  const kept = keptOf(asked, await signIn(asked, window.authorize))
  await oneAtATime(async () => {
    if (kept.subject !== from.signIn?.subject) await startAnew(app, id)
    await changeSource(app.vault, id, (one) => ({
      ...one,
      from: { kind: 'fhir-server', baseUrl: from.baseUrl, signIn: kept },
    }))
  })
  announceChange()
}

/** Where nothing is kept others use the computer too: whoever comes next must not be signed in as whoever went. */
async function askedOf(app: App, baseUrl: string, redirectUri: string): Promise<SignIn> {
  const mustAsk = (await app.vault.session.read())?.keeps === 'memory'
  const { fetch, now } = app
  const { value: sources } = (await readPolicy(app)).settings.sources
  const managed = sources === 'any' ? undefined : sources.find((one) => one.baseUrl === baseUrl)
  if (sources !== 'any' && !managed) throw new AppError('source/not-allowed', 'not one that the organisation names')
  const { clientId = CLIENT_ID, issuer } = managed ?? {}
  return { asking: { fetch, now, heard: {} }, baseUrl, clientId, issuer, redirectUri, mustAsk }
}

function keptOf({ clientId }: SignIn, { tokens, fhirUser, endpoints }: SignedIn): KeptSignIn {
  return { clientId, fhirUser, ...endpoints, ...tokens }
}
