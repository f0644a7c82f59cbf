import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AppError } from '../../../../src/core/errors.ts'
import { SCOPES } from '../../../../src/sources/sign-in/scopes.ts'
import { type SignedIn, signIn } from '../../../../src/sources/sign-in/sign-in.ts'
import { refreshTokens } from '../../../../src/sources/sign-in/tokens.ts'
import { browserOf, REDIRECT_URI } from './person.ts'
import { arriveAt, KHAN, openPlace, type Place, SHAH } from './place.ts'
import { expectRefusal } from './refused.ts'
import { withMembers } from './wire.ts'

let place: Place
beforeAll(async () => {
  place = await openPlace()
})
afterAll(() => place.stop())

describe('signing in', () => {
  test('says who it is, and gives tokens that the server knows them by', async () => {
    const nowMs = Date.now()
    const { signIn: asked } = arriveAt(place, {}, () => nowMs)
    const { tokens, fhirUser, endpoints } = await signIn(asked, browserOf(KHAN))
    expect(fhirUser).toBe(KHAN)
    expect(place.signIn.personOf(tokens.accessToken)).toEqual({ practitionerRole: KHAN })
    expect(tokens.expiresAtMs).toBe(nowMs + 3600_000)
    expect(tokens.refreshToken).toMatch(/^[\w-]{40,}$/)
    expect(endpoints).toEqual({ issuer: place.signIn.url, tokenEndpoint: `${place.signIn.url}/token`, subject: KHAN })
  })

  test('is granted what it asked for, in whatever order', async () => {
    const { tokens } = await signIn(arriveAt(place).signIn, browserOf(KHAN))
    expect(tokens.scope.split(' ').sort()).toEqual(SCOPES.split(' ').sort())
  })

  test('refuses less than a record takes: without a part of it half would look like all', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    for (const scope of ['openid fhirUser user/Patient.rs', SCOPES.replace('user/Consent.rs', 'user/Consent.s'), '']) {
      wire.changes.token = withMembers({ scope })
      await expect(signIn(asked, browserOf(KHAN))).rejects.toMatchObject({ code: 'source/sign-in-refused' })
    }
  })

  test.each([
    ['named none, as it was asked', undefined, SCOPES],
    ['in one for every type', 'openid user/*.rs', 'openid user/*.rs'],
    ['in more than was asked', 'user/*.cruds', 'user/*.cruds'],
    ['as version 1 writes it', 'openid user/*.read', 'openid user/*.read'],
  ])('keeps the scope that was granted: %s', async (_, scope, kept) => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.token = withMembers({ scope })
    expect((await signIn(asked, browserOf(KHAN))).tokens.scope).toBe(kept)
  })

  test('asks whoever sits there to show who they are, where others use the computer too', async () => {
    const prompts: (string | null)[] = []
    for (const mustAsk of [true, false]) {
      const { signIn: asked } = arriveAt(place)
      await signIn({ ...asked, mustAsk }, (url) => {
        prompts.push(new URL(url).searchParams.get('prompt'))
        return browserOf(KHAN)(url)
      })
    }
    expect(prompts).toEqual(['login', null])
  })

  test('takes an access token that does not say when it ends, and none to stay signed in with', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.token = withMembers({ expires_in: undefined, refresh_token: undefined })
    const { tokens } = await signIn(asked, browserOf(KHAN))
    expect(tokens).toMatchObject({ expiresAtMs: undefined, refreshToken: undefined })
  })

  test('asks for a code, for this server, with all that is new each time', async () => {
    const urls: URL[] = []
    const { signIn: asked, wire } = arriveAt(place)
    for (let times = 0; times < 2; times += 1) {
      await signIn(asked, (url) => {
        urls.push(new URL(url))
        return browserOf(KHAN)(url)
      })
    }
    for (const [index, { searchParams, origin, pathname }] of urls.entries()) {
      expect(origin + pathname).toBe(`${place.signIn.url}/auth`)
      expect(Object.fromEntries(searchParams)).toMatchObject({
        response_type: 'code',
        client_id: 'handrail',
        redirect_uri: REDIRECT_URI,
        aud: place.baseUrl,
        code_challenge_method: 'S256',
      })
      const verifier = new TextEncoder().encode(wire.forms[index]?.get('code_verifier') ?? '')
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', verifier))
      expect(searchParams.get('code_challenge')).toBe(Buffer.from(digest).toString('base64url'))
    }
    for (const name of ['state', 'nonce', 'code_challenge']) {
      const [one = '', other = ''] = urls.map(({ searchParams }) => searchParams.get(name) ?? '')
      expect(one).toMatch(/^[\w-]{43}$/) // 256 bits
      expect(one).not.toBe(other)
    }
  })

  test('sends nothing of the browser’s own, follows no redirect and has no secret', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    await signIn(asked, browserOf(KHAN))
    expect(wire.sent).toEqual({ discovery: 1, token: 1, keys: 1 })
    for (const init of wire.inits) {
      expect(init).toMatchObject({ credentials: 'omit', redirect: 'error', cache: 'no-store' })
      expect(init.signal).toBeInstanceOf(AbortSignal)
      expect(new Headers(init.headers).has('authorization')).toBe(false)
    }
    expect(wire.forms[0]?.get('client_id')).toBe('handrail')
    expect(wire.forms[0]?.has('client_secret')).toBe(false)
  })

  test('with the issuer that the organisation trusts', async () => {
    const { signIn: asked } = arriveAt(place, { issuer: place.signIn.url })
    expect((await signIn(asked, browserOf(SHAH))).fhirUser).toBe(SHAH)
  })
})

describe('somebody who does not sign in', () => {
  let here = ''
  test.each<[string, () => Promise<string | undefined>]>([
    ['presses "Do not sign in"', () => browserOf('')(here)],
    ['closes the window', () => Promise.reject(new Error(`closed: ${here}`))],
    ['comes back with nothing', async () => undefined],
    ['comes back with less', async () => ''],
  ])('%s: cancelled, and nothing is asked for', async (_, comeBack) => {
    const { signIn: asked, wire } = arriveAt(place)
    const authorize = (url: string) => {
      here = url
      return comeBack()
    }
    await expectRefusal(signIn(asked, authorize), 'source/sign-in-cancelled', () => ['code_challenge'])
    expect(wire.sent.token).toBe(0)
  })
})

test('what the browser says in our own words is passed on', async () => {
  const authorize = () => Promise.reject(new AppError('source/unreachable', 'the page did not load'))
  await expectRefusal(signIn(arriveAt(place).signIn, authorize), 'source/unreachable')
})

describe('staying signed in', () => {
  let signedIn: SignedIn
  const refresh = (held = signedIn.tokens) => refreshTokens(arriveAt(place).signIn, signedIn.endpoints, held)

  test('gives another access token, and a refresh token in place of the old one', async () => {
    signedIn = await signIn(arriveAt(place).signIn, browserOf(KHAN))
    const next = await refresh()
    expect(place.signIn.personOf(next.accessToken)).toEqual({ practitionerRole: KHAN })
    expect(next.accessToken).not.toBe(signedIn.tokens.accessToken)
    expect(next.refreshToken).toMatch(/^[\w-]{40,}$/)
    expect(next.refreshToken).not.toBe(signedIn.tokens.refreshToken)
    expect(next.scope).toBe(signedIn.tokens.scope)
    expect((await refresh(next)).refreshToken).not.toBe(next.refreshToken)
  })

  test('a refresh token used before: signed out, with one request and no more, and what it had given is taken back', async () => {
    signedIn = await signIn(arriveAt(place).signIn, browserOf(KHAN))
    const next = await refresh()
    const { signIn: asked, wire } = arriveAt(place)
    const secrets = [signedIn.tokens.refreshToken ?? '', next.refreshToken ?? '']
    await expectRefusal(refreshTokens(asked, signedIn.endpoints, signedIn.tokens), 'source/signed-out', () => secrets)
    expect(wire.sent).toEqual({ discovery: 0, token: 1, keys: 0 })
    await expectRefusal(refresh(next), 'source/signed-out')
    expect(place.signIn.personOf(next.accessToken)).toBeUndefined()
  })

  test('a person whose sign-in was ended elsewhere is signed out', async () => {
    signedIn = await signIn(arriveAt(place).signIn, browserOf(SHAH))
    place.signIn.revoke(SHAH)
    expect(place.signIn.personOf(signedIn.tokens.accessToken)).toBeUndefined()
    await expectRefusal(refresh(), 'source/signed-out')
  })

  test('with nothing to stay signed in with, nothing is sent', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    const held = { ...signedIn.tokens, refreshToken: undefined }
    await expectRefusal(refreshTokens(asked, signedIn.endpoints, held), 'source/signed-out')
    expect(wire.sent.token).toBe(0)
  })

  test('the old refresh token and scope hold when no others are given', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    const { tokens, endpoints } = await signIn(asked, browserOf(KHAN))
    wire.changes.token = withMembers({ refresh_token: undefined, scope: undefined, id_token: undefined })
    const next = await refreshTokens(asked, endpoints, tokens)
    expect(next).toMatchObject({ refreshToken: tokens.refreshToken, scope: tokens.scope })
  })

  test('an answer about somebody else is refused', async () => {
    const { tokens, endpoints } = await signIn(arriveAt(place).signIn, browserOf(KHAN))
    const asked = refreshTokens(arriveAt(place).signIn, { ...endpoints, subject: SHAH }, tokens)
    await expectRefusal(asked, 'source/sign-in-refused')
  })
})
