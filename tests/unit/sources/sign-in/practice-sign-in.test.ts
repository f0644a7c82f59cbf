import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { smartConfiguration } from '../../../../src/practice/server/discovery.ts'
import { startSignIn } from '../../../../src/practice/server/sign-in.ts'
import { signIn } from '../../../../src/sources/sign-in/sign-in.ts'
import { browserOf, REDIRECT_URI } from './person.ts'
import { arriveAt, KHAN, openPlace, type Place } from './place.ts'

const CHALLENGE = 'E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM' // RFC 7636, appendix B

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(() => place.stop())

function address(changed: Record<string, string | undefined> = {}): string {
  const params = {
    response_type: 'code',
    client_id: 'handrail',
    redirect_uri: REDIRECT_URI,
    scope: 'openid fhirUser offline_access',
    state: 'x'.repeat(43),
    aud: place.baseUrl,
    code_challenge: CHALLENGE,
    code_challenge_method: 'S256',
    ...changed,
  }
  const stated = Object.entries(params).filter((one): one is [string, string] => one[1] !== undefined)
  return `${place.signIn.url}/auth?${new URLSearchParams(stated)}`
}

const open = (url: string) => fetch(url, { redirect: 'manual' })

async function choicePage(): Promise<Response> {
  const begun = await open(address())
  const cookie = begun.headers.getSetCookie().map((one) => one.replace(/;.*/, ''))
  return fetch(new URL(begun.headers.get('location') ?? '', begun.url), { headers: { cookie: cookie.join('; ') } })
}

describe('the page that asks who is there', () => {
  test('has a button for each person and one for nobody, a heading, a language, and no script', async () => {
    const response = await choicePage()
    const text = await response.text()
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect(text).toContain('<html lang="en-GB">')
    expect(text).toContain('<h1>Practice sign-in</h1>')
    expect(Array.from(text.matchAll(/<button[^>]*>([^<]*)</g), ([, words]) => words)).toEqual([
      'Sign in as Mr Khan, class teacher',
      'Sign in as Dr Shah &lt;GP&gt;',
      'Do not sign in',
    ])
    expect(text).not.toMatch(/<script|<img|\son\w+=/)
  })

  test('is for the browser that began: without its cookie there is no page', async () => {
    const begun = await open(address())
    const response = await fetch(new URL(begun.headers.get('location') ?? '', begun.url))
    expect(response.status).toBe(400)
    expect(await response.text()).not.toContain('<button')
  })
})

describe('what it does not do', () => {
  test.each<[string, Record<string, string | undefined>, error: string]>([
    ['without PKCE', { code_challenge: undefined, code_challenge_method: undefined }, 'invalid_request'],
    ['with a plain challenge', { code_challenge_method: 'plain' }, 'invalid_request'],
    ['for another server', { aud: 'https://fhir.example/r4' }, 'invalid_request'],
    ['for no server', { aud: undefined }, 'invalid_request'],
    ['without a code', { response_type: 'id_token' }, 'unsupported_response_type'],
  ])('sign anybody in %s', async (_, changed, error) => {
    const location = new URL((await open(address(changed))).headers.get('location') ?? '')
    const said = new URLSearchParams(location.search || location.hash.slice(1))
    expect([location.origin + location.pathname, said.get('error')]).toEqual([REDIRECT_URI, error])
  })

  test.each<[string, Record<string, string>]>([
    ['another address', { redirect_uri: 'https://evil.example/cb' }],
    ['an address that goes on', { redirect_uri: `${REDIRECT_URI}/x` }],
    ['another client', { client_id: 'another' }],
  ])('send the browser back for %s', async (_, changed) => {
    const response = await open(address(changed))
    expect([response.status, response.headers.get('location')]).toEqual([400, null])
    expect(response.headers.get('content-type')).toContain('text/html')
  })
})

describe('what it says and to whom', () => {
  test.each(['/jwks', '/.well-known/openid-configuration'])('any page may read %s', async (path) => {
    const response = await fetch(place.signIn.url + path, { headers: { origin: 'https://any.example' } })
    expect(response.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/any\.example)$/)
  })

  test('and ask for tokens', async () => {
    const form = new URLSearchParams({ grant_type: 'refresh_token', client_id: 'handrail', refresh_token: 'x' })
    const headers = { origin: 'https://any.example' }
    const response = await fetch(`${place.signIn.url}/token`, { method: 'POST', body: form, headers })
    expect(response.headers.get('access-control-allow-origin')).toMatch(/^(\*|https:\/\/any\.example)$/)
  })

  test('its SMART configuration is what its own OpenID configuration says', async () => {
    const smart = smartConfiguration('http://127.0.0.1:1', place.signIn.url)
    const own = await (await fetch(`${place.signIn.url}/.well-known/openid-configuration`)).json()
    expect(own).toMatchObject({
      issuer: place.signIn.url,
      code_challenge_methods_supported: ['S256'],
      token_endpoint_auth_methods_supported: ['none'],
    })
    for (const name of ['issuer', 'jwks_uri', 'authorization_endpoint', 'token_endpoint'] as const) {
      expect((smart as Record<string, unknown>)[name]).toBe(own[name])
    }
  })

  test('without a sign-in there is nowhere to send anybody', () => {
    const smart = smartConfiguration('http://127.0.0.1:1')
    expect(smart).toMatchObject({ issuer: 'http://127.0.0.1:1', grant_types_supported: [] })
    expect(smart).not.toHaveProperty('authorization_endpoint')
  })
})

test('an access token is good for as long as it was given for, by its own clock', async () => {
  const own = { nowMs: Date.now() }
  const short = await startSignIn({
    port: 0,
    people: [{ name: 'Mr Khan', practitionerRole: KHAN }],
    fhirBase: () => place.baseUrl,
    redirectUris: [REDIRECT_URI],
    accessTokenSeconds: 90,
    clock: () => own.nowMs,
  })
  const { signIn: asked, wire } = arriveAt(place)
  wire.changes.discovery = async () => Response.json(smartConfiguration('http://127.0.0.1:1', short.url))
  const { tokens } = await signIn(asked, browserOf(KHAN))
  expect(tokens.expiresAtMs).toBeLessThanOrEqual(Date.now() + 90_000)
  expect(short.personOf(tokens.accessToken)).toEqual({ practitionerRole: KHAN })
  expect(place.signIn.personOf(tokens.accessToken)).toBeUndefined()
  own.nowMs += 100_000
  expect(short.personOf(tokens.accessToken)).toBeUndefined()
  await short.stop()
})
