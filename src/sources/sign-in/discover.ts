import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { type Asking, ask, codeForStatus, isPage, readText } from '../ask.ts'

/** Where and by whom somebody is signed in to a FHIR server, checked. */
export type Authority = {
  /** Letter for letter, as it names itself in ID tokens and responses. */
  issuer: string
  authorizationEndpoint: string
  tokenEndpoint: string
  /** Where the keys are that its ID tokens are signed with. */
  jwksUri: string
  /** It promises to name itself in every response (RFC 9207). */
  namesItself: boolean
}

/** What discovery needs to know of a sign-in. */
export type Discovering = {
  asking: Asking
  /** The FHIR base, without a slash at its end. */
  baseUrl: string
  /** Whose sign-in the organisation trusts, letter for letter; undefined where it says nothing. */
  issuer: string | undefined
}

const configuration = z.object({
  issuer: z.string(),
  jwks_uri: z.string(),
  authorization_endpoint: z.string(),
  token_endpoint: z.string(),
  capabilities: z.array(z.string()),
  grant_types_supported: z.array(z.string()),
  code_challenge_methods_supported: z.array(z.string()),
  authorization_response_iss_parameter_supported: z.optional(z.boolean()),
})

/**
 * Asks a FHIR server where its people sign in, and refuses what is not safe to follow.
 *
 * @throws AppError source/unreachable, source/busy, source/not-fhir when there is no such document, or a page in its place, source/sign-in-refused
 *   when it lacks a member, S256 or the code grant, names a place that is not https, or another issuer than is trusted
 * @source SMART App Launch 2.2, "Conformance": appended to the base, even when that has a path
 */
export async function discover({ asking, baseUrl, issuer }: Discovering): Promise<Authority> {
  const headers = { accept: 'application/json' }
  const response = await ask(asking, `${baseUrl}/.well-known/smart-configuration`, { method: 'GET', headers })
  const found = configuration.safeParse(await readDocument(response)).data
  if (!found) throw refusal('a required member is missing')
  if (!found.code_challenge_methods_supported.includes('S256')) throw refusal('it does not do PKCE with S256')
  if (!found.grant_types_supported.includes('authorization_code')) throw refusal('it gives no authorization codes')
  if (issuer !== undefined && found.issuer !== issuer) throw refusal('the issuer is not the one that is trusted')
  const places = [found.issuer, found.authorization_endpoint, found.token_endpoint, found.jwks_uri]
  if (!places.every((place) => isSafePlace(place, baseUrl))) throw refusal('it names a place that is not safe')
  // Who says another's address is where to sign in, and their own where to bring the code, is after the code. RFC 9700, 4.4
  const isOneOrigin = new URL(found.authorization_endpoint).origin === new URL(found.token_endpoint).origin
  if (!isOneOrigin && issuer === undefined) throw refusal('codes are given in one place and taken in another')
  return {
    issuer: found.issuer,
    authorizationEndpoint: found.authorization_endpoint,
    tokenEndpoint: found.token_endpoint,
    jwksUri: found.jwks_uri,
    namesItself: found.authorization_response_iss_parameter_supported === true,
  }
}

/**
 * https, or plain http on this computer when the base address is that too; no user name, password or fragment.
 *
 * @param baseUrl the FHIR base
 */
export function isSafePlace(place: string, baseUrl: string): boolean {
  // In full: a browser forgives backslashes, missing slashes and line breaks, and then goes somewhere else.
  const url = /^https?:\/\/[^\s\\#]+$/i.test(place) ? URL.parse(place) : null
  if (!url || url.username || url.password) return false
  return url.protocol === 'https:' || (isLoopback(url) && isLoopback(new URL(baseUrl)))
}

function isLoopback({ protocol, hostname }: URL): boolean {
  return protocol === 'http:' && (hostname === '127.0.0.1' || hostname === 'localhost')
}

async function readDocument(response: Response): Promise<unknown> {
  const code = codeForStatus(response.status)
  if (!response.ok && code === 'source/busy' && !isPage(response)) throw new AppError(code, `status ${response.status}`)
  const isJson = /\bjson\b/.test(response.headers.get('content-type') ?? '')
  if (!response.ok || !isJson) throw new AppError('source/not-fhir', 'no SMART configuration')
  try {
    return JSON.parse(await readText(response))
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('source/not-fhir', 'the SMART configuration is not JSON')
  }
}

function refusal(message: string): AppError {
  return new AppError('source/sign-in-refused', message)
}
