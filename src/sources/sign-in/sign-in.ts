import * as oauth from 'oauth4webapi'
import { AppError } from '../../core/errors.ts'
import { type Authority, discover } from './discover.ts'
import { readFhirUser } from './fhir-user.ts'
import { askingOf, clientOf, refusalOf, type SignIn, serverOf } from './oauth.ts'
import { missingScopes, SCOPES } from './scopes.ts'
import { type Endpoints, type Tokens, tokensOf } from './tokens.ts'

/**
 * Shows the person a page to sign in on: `launchWebAuthFlow`.
 *
 * @returns the whole address that the browser came back to
 * @throws AppError as it is to be told; anything else reads as the person closing the page
 */
export type Authorize = (url: string) => Promise<string | undefined>

/** Somebody signed in. */
export type SignedIn = {
  tokens: Tokens
  /** `PractitionerRole/…`, or `Practitioner/…` of whom the server has to be asked which role they have. */
  fhirUser: string
  /** For `refreshTokens`, to be kept with the tokens. */
  endpoints: Endpoints
}

/** What is made for one sign-in, and for no other: 256 bits each. */
type Secrets = { state: string; nonce: string; verifier: string }

/**
 * Signs somebody in to a FHIR server as a public client: SMART App Launch, standalone, with PKCE. What comes back is
 * believed only when it is the answer to this very question, by the issuer that was asked, at the place it was sent to.
 *
 * @throws AppError source/sign-in-cancelled when the person did not sign in; source/sign-in-refused when anything on the way
 *   cannot be trusted; source/no-role when it names no practitioner of this server; source/unreachable, source/busy,
 *   source/not-fhir. No message and no cause holds a code, a token or a name
 * @source SMART App Launch 2.2; OpenID Connect Core 3.1.3.7; RFC 9207; RFC 9700; security.md T23
 */
export async function signIn(asked: SignIn, authorize: Authorize): Promise<SignedIn> {
  const authority = await discover(asked)
  const secrets: Secrets = {
    state: oauth.generateRandomState(),
    nonce: oauth.generateRandomNonce(),
    verifier: oauth.generateRandomCodeVerifier(),
  }
  const cameBackTo = await send(authorize, await addressToSignIn(asked, authority, secrets))
  try {
    return await redeem(asked, authority, secrets, paramsIn(cameBackTo, asked.redirectUri))
  } catch (error) {
    throw refusalOf(error, 'source/sign-in-refused')
  }
}

async function addressToSignIn(
  { baseUrl, clientId, redirectUri, mustAsk = false }: SignIn,
  { authorizationEndpoint }: Authority,
  { state, nonce, verifier }: Secrets,
): Promise<string> {
  const url = new URL(authorizationEndpoint)
  const asked = {
    response_type: 'code',
    client_id: clientId,
    redirect_uri: redirectUri,
    scope: SCOPES,
    state,
    nonce,
    aud: baseUrl,
    code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    ...(mustAsk && { prompt: 'login' }),
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return url.href
}

async function send(authorize: Authorize, url: string): Promise<string> {
  const cameBackTo = await authorize(url).catch((error) => {
    // Browsers say in words alone that a window was closed, and the words may hold the address.
    throw error instanceof AppError ? error : new AppError('source/sign-in-cancelled', 'the window was closed')
  })
  if (!cameBackTo) throw new AppError('source/sign-in-cancelled', 'the browser came back with nothing')
  return cameBackTo
}

/** Compared as text, before it is taken apart: an address has many spellings, and one of them is ours. */
function paramsIn(cameBackTo: string, redirectUri: string): URLSearchParams {
  const [place] = cameBackTo.split(/[?#]/, 1)
  if (place !== redirectUri) throw new AppError('source/sign-in-refused', 'the browser came back somewhere else')
  return new URL(cameBackTo).searchParams
}

/** Checks the response, then takes its code to the token endpoint: in this order, so that nobody else's code gets there. */
async function redeem(
  asked: SignIn,
  authority: Authority,
  { state, nonce, verifier }: Secrets,
  params: URLSearchParams,
): Promise<SignedIn> {
  const server = serverOf(authority)
  const client = clientOf(asked)
  const how = askingOf(asked)
  const checked = oauth.validateAuthResponse(server, client, params, state)
  const askedAtMs = asked.asking.now()
  const response = await oauth.authorizationCodeGrantRequest(
    server,
    client,
    oauth.None(),
    checked,
    asked.redirectUri,
    verifier,
    how,
  )
  const answer = await oauth.processAuthorizationCodeResponse(server, client, response, { expectedNonce: nonce })
  await oauth.validateApplicationLevelSignature(server, response, how)
  const claims = oauth.getValidatedIdTokenClaims(answer)
  if (!claims) throw new AppError('source/sign-in-refused', 'nobody is named')
  const tokens = tokensOf(answer, askedAtMs, { scope: SCOPES, refreshToken: undefined })
  if (missingScopes(tokens.scope).length > 0) throw new AppError('source/sign-in-refused', 'less than a record takes')
  return {
    tokens,
    fhirUser: readFhirUser(claims.fhirUser, asked.baseUrl),
    endpoints: { issuer: authority.issuer, tokenEndpoint: authority.tokenEndpoint, subject: claims.sub },
  }
}
