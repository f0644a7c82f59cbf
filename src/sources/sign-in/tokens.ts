import * as oauth from 'oauth4webapi'
import { AppError } from '../../core/errors.ts'
import { LAST_MS } from '../../core/time.ts'
import type { Authority } from './discover.ts'
import { askingOf, clientOf, refusalOf, type SignIn, serverOf } from './oauth.ts'

/** What a sign-in gave. Secrets: in memory, or sealed. */
export type Tokens = {
  accessToken: string
  /** When the access token stops being good, by this computer's clock; undefined when the server does not say. */
  expiresAtMs: number | undefined
  /** Undefined when there is nothing to stay signed in with. */
  refreshToken: string | undefined
  /** What was granted, which may be less than was asked for. */
  scope: string
}

/** What a later refresh needs to know of the sign-in: a refresh token never goes anywhere but where it came from. */
export type Endpoints = Pick<Authority, 'issuer' | 'tokenEndpoint'> & {
  /** Who signed in, as the issuer calls them. */
  subject: string
}

/**
 * Gets a new access token, with no person involved. Where the server gives a new refresh token with it, the old one is
 * spent: keep what is returned before anything else is done with it.
 *
 * @param held the tokens as they were given last
 * @returns the new tokens; the old refresh token when no new one was given, the old scope when none is named
 * @throws AppError source/signed-out when somebody has to sign in again (ended, revoked, or the refresh token was used
 *   before); source/unreachable, source/busy, source/not-fhir: try again with the old ones, unless the answer was what got lost;
 *   source/sign-in-refused for an answer that cannot be trusted, or is about somebody else
 * @source RFC 6749, 6; OpenID Connect Core, 12.2; security.md F21
 */
export async function refreshTokens(signIn: SignIn, endpoints: Endpoints, held: Tokens): Promise<Tokens> {
  if (held.refreshToken === undefined)
    throw new AppError('source/signed-out', 'there is nothing to stay signed in with')
  const server = serverOf(endpoints)
  const client = clientOf(signIn)
  const askedAtMs = signIn.asking.now()
  try {
    const how = askingOf(signIn)
    const response = await oauth.refreshTokenGrantRequest(server, client, oauth.None(), held.refreshToken, how)
    const answer = await oauth.processRefreshTokenResponse(server, client, response)
    const subject = oauth.getValidatedIdTokenClaims(answer)?.sub
    if (subject !== undefined && subject !== endpoints.subject) {
      throw new AppError('source/sign-in-refused', 'the answer is about somebody else')
    }
    return tokensOf(answer, askedAtMs, held)
  } catch (error) {
    throw refusalOf(error, 'source/signed-out')
  }
}

/**
 * @param askedAtMs when it was asked for: a lifetime counts from then at the latest
 * @param before what holds where the answer says nothing: the scope asked for, the refresh token in hand
 * @throws AppError source/sign-in-refused for a token that is not enough by itself (DPoP): Handrail would send it as if it were
 */
export function tokensOf(
  answer: oauth.TokenEndpointResponse,
  askedAtMs: number,
  before: Pick<Tokens, 'scope' | 'refreshToken'>,
): Tokens {
  if (answer.token_type !== 'bearer') throw new AppError('source/sign-in-refused', 'not a bearer token')
  const { access_token, expires_in, refresh_token = before.refreshToken, scope = before.scope } = answer
  const expiresAtMs = expires_in === undefined ? undefined : Math.min(askedAtMs + expires_in * 1000, LAST_MS)
  return { accessToken: access_token, expiresAtMs, refreshToken: refresh_token, scope }
}
