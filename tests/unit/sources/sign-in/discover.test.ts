import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { discover } from '../../../../src/sources/sign-in/discover.ts'
import { expectRefusal } from './refused.ts'
import { json } from './wire.ts'

const FAR = 'https://fhir.example/tenants/7/r4'
const HERE = 'http://127.0.0.1:8787/fhir'

const GOOD = {
  issuer: 'https://sign-in.example/oidc',
  jwks_uri: 'https://keys.example/jwks',
  authorization_endpoint: 'https://sign-in.example/auth?tenant=7',
  token_endpoint: 'https://sign-in.example/token',
  capabilities: ['launch-standalone', 'client-public', 'sso-openid-connect', 'permission-v2'],
  grant_types_supported: ['authorization_code'],
  code_challenge_methods_supported: ['S256'],
}

function find(document: unknown, { baseUrl = FAR, issuer }: { baseUrl?: string; issuer?: string } = {}) {
  return answer(json(document), { baseUrl, issuer })
}

function answer(response: Response, { baseUrl = FAR, issuer }: { baseUrl?: string; issuer?: string | undefined } = {}) {
  const asked: string[] = []
  const fetch = async (url: unknown) => {
    asked.push(String(url))
    return response
  }
  const asking = { fetch: fetch as typeof globalThis.fetch, now: Date.now, heard: {} }
  return { asked, found: discover({ asking, baseUrl, issuer }) }
}

describe('where to sign in', () => {
  test('is asked below the base address, even when that has a path, and nowhere else', async () => {
    const { asked, found } = find(GOOD)
    await found
    expect(asked).toEqual([`${FAR}/.well-known/smart-configuration`])
  })

  test('is read from what a server must say', async () => {
    expect(await find(GOOD).found).toEqual({
      issuer: GOOD.issuer,
      jwksUri: GOOD.jwks_uri,
      authorizationEndpoint: GOOD.authorization_endpoint,
      tokenEndpoint: GOOD.token_endpoint,
      namesItself: false,
    })
  })

  test.each<[string, object]>([
    ['more ways of PKCE than ours', { code_challenge_methods_supported: ['plain', 'S256'] }],
    ['more grants than ours', { grant_types_supported: ['client_credentials', 'authorization_code'] }],
    ['a promise to name itself', { authorization_response_iss_parameter_supported: true }],
  ])('with %s', async (_, members) => {
    const found = await find({ ...GOOD, ...members }).found
    expect(found.namesItself).toBe('authorization_response_iss_parameter_supported' in members)
  })

  test.each(Object.keys(GOOD))('without %s it is refused', async (member) => {
    await expectRefusal(find({ ...GOOD, [member]: undefined }).found, 'source/sign-in-refused')
    await expectRefusal(find({ ...GOOD, [member]: 7 }).found, 'source/sign-in-refused')
  })

  test.each<[string, object]>([
    ['PKCE in plain only', { code_challenge_methods_supported: ['plain'] }],
    ['no PKCE', { code_challenge_methods_supported: [] }],
    ['PKCE by another spelling', { code_challenge_methods_supported: ['s256'] }],
    ['no code grant', { grant_types_supported: ['client_credentials', 'implicit'] }],
    ['no grant at all', { grant_types_supported: [] }],
    ['the token endpoint elsewhere', { token_endpoint: 'https://other.example/token' }],
    ['the authorisation endpoint elsewhere', { authorization_endpoint: 'https://other.example/auth' }],
  ])('with %s it is refused', async (_, members) => {
    await expectRefusal(find({ ...GOOD, ...members }).found, 'source/sign-in-refused')
  })

  test('two origins are one sign-in where the organisation says whose it is', async () => {
    const document = { ...GOOD, token_endpoint: 'https://tokens.example/token' }
    expect((await find(document, { issuer: GOOD.issuer }).found).tokenEndpoint).toBe('https://tokens.example/token')
  })
})

describe('the issuer that the organisation trusts', () => {
  test.each<[string, ErrorCode | undefined]>([
    ['https://sign-in.example/oidc', undefined],
    ['https://sign-in.example/oidc/', 'source/sign-in-refused'],
    ['https://SIGN-IN.example/oidc', 'source/sign-in-refused'],
    ['https://sign-in.example:443/oidc', 'source/sign-in-refused'],
    ['https://sign-in.example', 'source/sign-in-refused'],
    ['', 'source/sign-in-refused'],
  ])('is compared letter for letter: %s', async (issuer, refused) => {
    const { found } = find(GOOD, { issuer })
    if (refused) await expectRefusal(found, refused)
    else expect((await found).issuer).toBe(issuer)
  })
})

describe('a place to send people or codes to', () => {
  const places = ['issuer', 'jwks_uri', 'authorization_endpoint', 'token_endpoint'] as const

  test.each(
    places.flatMap((member) =>
      [
        'http://sign-in.example/x',
        'http://127.0.0.1:8789/x',
        'https://somebody@sign-in.example/x',
        'https://somebody:secret@sign-in.example/x',
        'https://sign-in.example/x#y',
        'https://sign-in.example/x#',
        'https:sign-in.example/x',
        'https:\\\\sign-in.example/x',
        'https://sign-in.example/\nx',
        ' https://sign-in.example/x',
        '/x',
        '',
        'javascript:alert(1)',
        'data:text/html,x',
        'ftp://sign-in.example/x',
        'chrome-extension://handrail/x',
      ].map((address) => [member, address] as const),
    ),
  )('%s: %j is refused', async (member, address) => {
    await expectRefusal(find({ ...GOOD, [member]: address }, {}).found, 'source/sign-in-refused', () => ['secret@'])
  })

  test('may be plain http on this computer, where the base address is too', async () => {
    const here = Object.fromEntries(places.map((member) => [member, `http://127.0.0.1:8789/${member}`]))
    const named = Object.fromEntries(places.map((member) => [member, `http://localhost:8789/${member}`]))
    for (const document of [here, named]) {
      const { issuer } = await find({ ...GOOD, ...document }, { baseUrl: HERE }).found
      expect(issuer).toBe(document.issuer)
      await expectRefusal(find({ ...GOOD, ...document }).found, 'source/sign-in-refused')
    }
  })

  test.each(['http://127.0.0.1.evil.example/x', 'http://localhost.evil.example/x', 'http://192.168.0.2/x'])(
    'another computer is not this one: %s',
    async (address) => {
      const document = { ...GOOD, token_endpoint: address, authorization_endpoint: address }
      await expectRefusal(find(document, { baseUrl: HERE }).found, 'source/sign-in-refused')
    },
  )
})

describe('an answer that is no configuration', () => {
  const page = () => new Response('<!doctype html>', { headers: { 'content-type': 'text/html' } })

  test.each<[string, Response, ErrorCode]>([
    ['a captive portal’s page', page(), 'source/not-fhir'],
    ['a page that refuses', new Response('<html>', { status: 503, headers: page().headers }), 'source/not-fhir'],
    ['JSON that says it is text', new Response(JSON.stringify(GOOD)), 'source/not-fhir'],
    ['text', new Response('hello', { headers: { 'content-type': 'text/plain' } }), 'source/not-fhir'],
    ['half of one', new Response('{"issuer":', { headers: { 'content-type': 'application/json' } }), 'source/not-fhir'],
    ['none', json({}, 404), 'source/not-fhir'],
    ['one for others', json({}, 401), 'source/not-fhir'],
    ['a server that is down', json({}, 503), 'source/busy'],
    ['a server that is asked too often', json({}, 429), 'source/busy'],
    ['a list', json([GOOD]), 'source/sign-in-refused'],
  ])('%s', async (_, response, code) => {
    await expectRefusal(answer(response).found, code)
  })
})
