import * as oauth from 'oauth4webapi'
import { AppError, type ErrorCode } from '../../core/errors.ts'
import { ask, codeForStatus, isPage, readText } from '../ask.ts'
import { type Authority, type Discovering, isSafePlace } from './discover.ts'

/** What a client and a server have to agree on before either sends the other anything. */
export type SignIn = Discovering & {
  /** What Handrail is called there. It has no secret: what an extension holds, anybody can read. */
  clientId: string
  /** Where the browser comes back to, as it was registered, without query or fragment. */
  redirectUri: string
  /** Whether the person has to show who they are though the browser remembers somebody; left out, as the server likes. */
  mustAsk?: boolean
}

/** Signed with a key that only the issuer has. `none` and HS256, where the key is one we know, are forgeries. */
const SIGNATURES = ['RS256', 'ES256', 'PS256', 'RS384', 'ES384', 'PS384', 'RS512', 'ES512', 'PS512', 'EdDSA', 'Ed25519']

/** As far apart as clocks may be everywhere in Handrail; past that, records are not opened either. */
const CLOCK_TOLERANCE_SECONDS = 300

/** How oauth4webapi is to see the server. */
export function serverOf(authority: Pick<Authority, 'issuer' | 'tokenEndpoint'> & Partial<Authority>) {
  return {
    issuer: authority.issuer,
    token_endpoint: authority.tokenEndpoint,
    ...(authority.jwksUri === undefined ? {} : { jwks_uri: authority.jwksUri }),
    id_token_signing_alg_values_supported: SIGNATURES,
    authorization_response_iss_parameter_supported: authority.namesItself ?? false,
  } satisfies oauth.AuthorizationServer
}

/** How oauth4webapi is to see Handrail, by the clock that came in and not the computer's. */
export function clientOf({ clientId, asking }: SignIn): oauth.Client {
  return {
    client_id: clientId,
    [oauth.clockSkew]: Math.round((asking.now() - Date.now()) / 1000),
    [oauth.clockTolerance]: CLOCK_TOLERANCE_SECONDS,
  }
}

/** How it is to ask: like every source, within the bounds of `ask`, and over plain http on this computer alone. */
export function askingOf({ asking, baseUrl }: SignIn) {
  return {
    [oauth.customFetch]: async (
      url: string,
      init: { method: string; headers: Record<string, string>; body?: unknown },
    ) => {
      if (!isSafePlace(url, baseUrl)) throw new AppError('source/sign-in-refused', 'that is no place to send a code to')
      const { method, headers, body } = init
      const isForm = body instanceof URLSearchParams
      return readWhole(await ask(asking, url, { method, headers, ...(isForm ? { body } : {}) }))
    },
    [oauth.allowInsecureRequests]: baseUrl.startsWith('http:'),
  }
}

/**
 * What an error of oauth4webapi means here. None of it goes along as a cause: it holds codes, tokens and claims.
 *
 * @param onBadGrant what `invalid_grant` means: a code, or a refresh token, that is not or no longer good
 */
export function refusalOf(error: unknown, onBadGrant: ErrorCode): AppError {
  if (error instanceof AppError) return error
  if (error instanceof oauth.AuthorizationResponseError && error.error === 'access_denied') {
    return new AppError('source/sign-in-cancelled', 'nobody signed in')
  }
  if (error instanceof oauth.ResponseBodyError && error.error === 'invalid_grant') {
    return new AppError(onBadGrant, 'the grant is not, or no longer, good')
  }
  const reason = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = reason.startsWith('OAUTH_') ? reason : 'no reason known'
  return new AppError('source/sign-in-refused', `the sign-in does not hold: ${known}`)
}

/** An answer to its last byte, and of its headers the kind alone: a challenge beside `invalid_grant` would hide it. */
async function readWhole(response: Response): Promise<Response> {
  if (isPage(response)) throw new AppError('source/not-fhir', 'a page, and not an answer')
  const { status } = response
  if (codeForStatus(status) === 'source/busy') throw new AppError('source/busy', `status ${status}`)
  const text = await readText(response)
  const type = response.headers.get('content-type') ?? ''
  if (!/\bjson\b/.test(type)) throw new AppError(response.ok ? 'source/not-fhir' : 'source/sign-in-refused', 'not JSON')
  return new Response(text, { status, headers: { 'content-type': type } })
}
