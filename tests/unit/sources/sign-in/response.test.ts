import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { type Authorize, signIn } from '../../../../src/sources/sign-in/sign-in.ts'
import { browserOf, REDIRECT_URI, tamper } from './person.ts'
import { arriveAt, KHAN, openPlace, type Place, SHAH } from './place.ts'
import { expectRefusal } from './refused.ts'
import { withMembers } from './wire.ts'

let place: Place
/** Another server, with a sign-in of its own, which gives codes to whoever asks for the first one's. */
let other: Place
beforeAll(async () => {
  place = await openPlace()
  other = await openPlace(() => place.baseUrl)
})
afterAll(() => Promise.all([place.stop(), other.stop()]))

/** A response that came with the right state and issuer, and with something else changed. */
const change = (changed: (params: URLSearchParams) => void) => tamper(browserOf(KHAN), changed)

/** The right parameters, brought to another address. */
const bring =
  (to: string): Authorize =>
  async (url) =>
    to + new URL((await browserOf(KHAN)(url)) ?? '').search

/** The first sign-in sends the browser on to the second, which asks the person, and answers to Handrail. */
const sentOn: Authorize = (url) => {
  const at = new URL(url)
  return browserOf(KHAN)(`${other.signIn.url}/auth${at.search}`)
}

/** What somebody else's sign-in came back with: their code, in this one's response. */
const codeOf =
  (person: string): Authorize =>
  async (url) => {
    let code = ''
    const stolen = tamper(browserOf(person), (params) => {
      code = params.get('code') ?? ''
      params.set('state', 'kept back')
    })
    await signIn(arriveAt(place).signIn, stolen).catch(() => {})
    return tamper(browserOf(KHAN), (params) => params.set('code', code))(url)
  }

// security.md T23. Where the fault is in the response, its code goes nowhere: not even to the server that gave it.
describe('what is not the answer to this sign-in is refused', () => {
  test.each<[what: string, Authorize, tokenRequests: number]>([
    ['state: another', change((params) => params.set('state', 'x'.repeat(43))), 0],
    ['state: none', change((params) => params.delete('state')), 0],
    ['state: empty', change((params) => params.set('state', '')), 0],
    ['state: twice', change((params) => params.append('state', params.get('state') ?? '')), 0],
    ['mix-up: the other sign-in answers', sentOn, 0],
    ['mix-up: another issuer', change((params) => params.set('iss', 'https://sign-in.example')), 0],
    ['mix-up: nearly the issuer', change((params) => params.set('iss', `${params.get('iss')}/`)), 0],
    ['mix-up: the issuer twice', change((params) => params.append('iss', 'https://sign-in.example')), 0],
    ['mix-up: no issuer, where one was promised', change((params) => params.delete('iss')), 0],
    ['replay: a code that somebody else was given', codeOf(SHAH), 1],
    ['replay: a code of another sign-in of one’s own', codeOf(KHAN), 1],
    ['a code that nobody gave', change((params) => params.set('code', 'guessed')), 1],
    ['no code', change((params) => params.delete('code')), 0],
    ['two codes', change((params) => params.append('code', 'guessed')), 0],
    ['tokens in the address', change((params) => params.set('id_token', 'x.y.z')), 0],
    ['a response in a response', change((params) => params.set('response', 'x.y.z')), 0],
    ['redirect: another path', bring(`${REDIRECT_URI}/other`), 0],
    ['redirect: a path that goes on', bring(`${REDIRECT_URI}x`), 0],
    ['redirect: a slash more', bring(`${REDIRECT_URI}/`), 0],
    ['redirect: the same path, spelt otherwise', bring(REDIRECT_URI.replace('/cb', '/%63b')), 0],
    ['redirect: by way of another path', bring(REDIRECT_URI.replace('/cb', '/x/../cb')), 0],
    ['redirect: another origin', bring('https://evil.example/cb'), 0],
    ['redirect: an origin below', bring(REDIRECT_URI.replace('https://', 'https://x.')), 0],
    ['redirect: an origin that begins alike', bring(REDIRECT_URI.replace('/cb', '.evil.example/cb')), 0],
    ['redirect: another port', bring(REDIRECT_URI.replace('/cb', ':8443/cb')), 0],
    ['redirect: not https', bring(REDIRECT_URI.replace('https:', 'http:')), 0],
    ['redirect: with a user name', bring(REDIRECT_URI.replace('https://', 'https://somebody@')), 0],
    ['redirect: with our address as the user name', bring(`${REDIRECT_URI}@evil.example/cb`), 0],
    ['redirect: somewhere by way of us', bring(`https://evil.example/${REDIRECT_URI}`), 0],
    ['redirect: no address', async () => 'nowhere?code=x', 0],
    ['the response in the fragment', async (url) => (await browserOf(KHAN)(url))?.replace('?', '#'), 0],
  ])('%s', async (_, authorize, tokenRequests) => {
    const { signIn: asked, wire } = arriveAt(place)
    let cameBackTo = ''
    const remembered: Authorize = async (url) => {
      cameBackTo = (await authorize(url)) ?? ''
      return cameBackTo
    }
    await expectRefusal(signIn(asked, remembered), 'source/sign-in-refused', () => [
      cameBackTo,
      ...valuesIn(cameBackTo),
    ])
    expect(wire.sent.token).toBe(tokenRequests)
    expect(wire.sent.keys).toBe(0)
  })

  test('the same two sign-ins are told apart by the token endpoint too, when the first lies about where to sign in', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    const lies = { issuer: other.signIn.url, authorization_endpoint: `${other.signIn.url}/auth` }
    wire.changes.discovery = withMembers(lies)
    let isSent = false
    const authorize: Authorize = async (url) => {
      isSent = true
      return browserOf(KHAN)(url)
    }
    await expectRefusal(signIn(asked, authorize), 'source/sign-in-refused')
    expect({ isSent, token: wire.sent.token }).toEqual({ isSent: false, token: 0 })
  })

  test('replay: the very same request for tokens again, by whoever saw it, is refused and ends what it had given', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    const { tokens, endpoints } = await signIn(asked, browserOf(KHAN))
    const again = await fetch(endpoints.tokenEndpoint, { method: 'POST', body: wire.forms[0] ?? null })
    expect(again.status).toBe(400)
    expect(await again.json()).toMatchObject({ error: 'invalid_grant' })
    expect(place.signIn.personOf(tokens.accessToken)).toBeUndefined()
  })

  test('a code without its verifier, or with another, is worth nothing', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.token = async (_, form) => {
      form.set('code_verifier', 'x'.repeat(43))
      return fetch(`${place.signIn.url}/token`, { method: 'POST', body: form })
    }
    await expectRefusal(signIn(asked, browserOf(KHAN)), 'source/sign-in-refused')
    expect(wire.sent).toEqual({ discovery: 1, token: 1, keys: 0 })
  })

  test('an issuer is believed where none was promised, and must still be the right one', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.discovery = withMembers({ authorization_response_iss_parameter_supported: false })
    expect(
      (
        await signIn(
          asked,
          change((params) => params.delete('iss')),
        )
      ).fhirUser,
    ).toBe(KHAN)
    await expectRefusal(signIn(asked, sentOn), 'source/sign-in-refused')
    expect(wire.sent.token).toBe(1)
  })
})

describe('a response that says no', () => {
  test.each<[error: string, ErrorCode]>([
    ['access_denied', 'source/sign-in-cancelled'],
    ['invalid_scope', 'source/sign-in-refused'],
    ['unauthorized_client', 'source/sign-in-refused'],
    ['login_required', 'source/sign-in-refused'],
    ['server_error', 'source/sign-in-refused'],
    ['Mr Khan', 'source/sign-in-refused'],
  ])('%s: %s, whatever comes with it', async (error, code) => {
    const { signIn: asked, wire } = arriveAt(place)
    const said = change((params) => {
      params.set('error', error)
      params.set('error_description', 'Mr Khan khan')
    })
    await expectRefusal(signIn(asked, said), code, () => ['error_description'])
    expect(wire.sent.token).toBe(0)
  })

  test('is not believed without the right state', async () => {
    const said = change((params) => {
      params.set('error', 'access_denied')
      params.set('state', 'x')
    })
    await expectRefusal(signIn(arriveAt(place).signIn, said), 'source/sign-in-refused')
  })
})

function valuesIn(address: string): string[] {
  const { searchParams } = URL.parse(address.replace('#', '?')) ?? { searchParams: new URLSearchParams() }
  return [...searchParams].map(([, value]) => value).filter((value) => value.length > 12)
}
