import { exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { signIn } from '../../../../src/sources/sign-in/sign-in.ts'
import { refreshTokens } from '../../../../src/sources/sign-in/tokens.ts'
import { browserOf } from './person.ts'
import { arriveAt, KHAN, openPlace, type Place } from './place.ts'
import { expectRefusal } from './refused.ts'
import { json, withMembers } from './wire.ts'

let place: Place
let keys: Awaited<ReturnType<typeof generateKeyPair>>
let foreign: typeof keys
beforeAll(async () => {
  place = await openPlace()
  keys = await generateKeyPair('ES256')
  foreign = await generateKeyPair('ES256')
})
afterAll(() => place.stop())

/** `undefined` leaves a claim out. */
type Claims = { [claim: string]: unknown }

type Sign = (claims: JWTPayload) => Promise<string>

const MINUTE = 60
const seconds = () => Math.floor(Date.now() / 1000)
const signed: Sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(keys.privateKey)

/** Signs in at a place whose ID token is forged: its keys are ours, and all else is right but what is changed. */
async function signInWith(changed: Claims, sign: Sign = signed) {
  const { signIn: asked, wire } = arriveAt(place)
  let nonce = ''
  let idToken = ''
  wire.changes.keys = async () => json({ keys: [await exportJWK(keys.publicKey)] })
  wire.changes.token = async (ask, form) => {
    const claims = { iss: place.signIn.url, sub: KHAN, aud: 'handrail', nonce, fhirUser: KHAN, iat: seconds() }
    idToken = await sign({ ...claims, exp: seconds() + 5 * MINUTE, ...changed })
    return withMembers({ id_token: idToken })(ask, form)
  }
  const signedIn = signIn(asked, (url) => {
    nonce = new URL(url).searchParams.get('nonce') ?? ''
    return browserOf(KHAN)(url)
  })
  return { signedIn, wire, secrets: () => idToken.split('.').filter((part) => part.length > 12) }
}

describe('who the ID token says it is', () => {
  test.each<[claim: string, fhirUser: string]>([
    ['PractitionerRole/khan', 'PractitionerRole/khan'],
    ['Practitioner/khan', 'Practitioner/khan'],
    ['<base>/PractitionerRole/khan', 'PractitionerRole/khan'],
    ['<base>/Practitioner/a.b-1', 'Practitioner/a.b-1'],
  ])('%s is %s', async (claim, fhirUser) => {
    const { signedIn } = await signInWith({ fhirUser: claim.replace('<base>', place.baseUrl) })
    expect((await signedIn).fhirUser).toBe(fhirUser)
  })

  test.each<[unknown]>([
    ['Patient/khan'],
    ['RelatedPerson/khan'],
    ['Person/khan'],
    ['Device/khan'],
    ['https://other.example/fhir/PractitionerRole/khan'],
    ['<base>x/PractitionerRole/khan'],
    ['<base>xPractitionerRole/khan'],
    ['<base>//PractitionerRole/khan'],
    ['<base>/PractitionerRole/khan/_history/1'],
    ['/PractitionerRole/khan'],
    ['PractitionerRole/../Patient/khan'],
    ['PractitionerRole/khan?_elements=id'],
    ['PractitionerRole/khan\n'],
    [`PractitionerRole/${'k'.repeat(65)}`],
    ['PractitionerRole/'],
    [''],
    [undefined],
    [null],
    [7],
    [['PractitionerRole/khan']],
    [{ reference: 'PractitionerRole/khan' }],
  ])('%j is nobody with a role', async (claim) => {
    const fhirUser = typeof claim === 'string' ? claim.replace('<base>', place.baseUrl) : claim
    const { signedIn } = await signInWith({ fhirUser })
    await expectRefusal(signedIn, 'source/no-role')
  })
})

describe('an ID token that is not for this sign-in', () => {
  const bare: Sign = async (claims) => new UnsecuredJWT(claims).encode()
  const bySecret: Sign = async (claims) => {
    const secret = new TextEncoder().encode(JSON.stringify(await exportJWK(keys.publicKey)))
    return new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret)
  }
  const byAnother: Sign = (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'ES256' }).sign(foreign.privateKey)
  const byNoKeyOfTheirs: Sign = (claims) =>
    new SignJWT(claims).setProtectedHeader({ alg: 'ES256', kid: 'unknown' }).sign(keys.privateKey)
  const altered: Sign = async (claims) => {
    const [header, , signature] = (await signed(claims)).split('.')
    const payload = Buffer.from(JSON.stringify({ ...claims, fhirUser: 'Practitioner/other' })).toString('base64url')
    return `${header}.${payload}.${signature}`
  }
  const unsigned: Sign = async (claims) => (await signed(claims)).replace(/[^.]*$/, '')

  test.each<[string, Claims, Sign?]>([
    ['another nonce', { nonce: 'x'.repeat(43) }],
    ['no nonce', { nonce: undefined }],
    ['another client', { aud: 'another' }],
    ['this client and another, for the other', { aud: ['handrail', 'another'], azp: 'another' }],
    ['this client and another, for who knows whom', { aud: ['handrail', 'another'] }],
    ['no client', { aud: undefined }],
    ['another issuer', { iss: 'https://sign-in.example' }],
    ['nearly the issuer', { iss: 'http://127.0.0.1' }],
    ['no issuer', { iss: undefined }],
    ['nobody', { sub: undefined }],
    ['run out', { exp: seconds() - 10 * MINUTE }],
    ['without an end', { exp: undefined }],
    ['not good yet', { nbf: seconds() + 10 * MINUTE }],
    ['alg none', {}, bare],
    ['signed with what everybody can read', {}, bySecret],
    ['signed by somebody else', {}, byAnother],
    ['signed with a key they do not name', {}, byNoKeyOfTheirs],
    ['altered', {}, altered],
    ['its signature cut off', {}, unsigned],
    ['no token at all', {}, async () => 'hello'],
    ['three words', {}, async () => 'not.a.token'],
    ['nothing', {}, async () => ''],
  ])('%s: refused', async (_, changed, sign) => {
    const { signedIn, secrets } = await signInWith(changed, sign)
    await expectRefusal(signedIn, 'source/sign-in-refused', secrets)
  })

  test('none at all: refused', async () => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.token = withMembers({ id_token: undefined })
    await expectRefusal(signIn(asked, browserOf(KHAN)), 'source/sign-in-refused')
  })

  test.each<[string, unknown, ErrorCode]>([
    ['no keys', { keys: [] }, 'source/sign-in-refused'],
    ['keys that are none', { keys: [{ kty: 'EC', crv: 'P-256', kid: 'practice' }] }, 'source/sign-in-refused'],
    ['something else', { hello: 'there' }, 'source/sign-in-refused'],
    ['a list', [], 'source/sign-in-refused'],
  ])('and keys that are %s', async (_, body, code) => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes.keys = async () => json(body)
    await expectRefusal(signIn(asked, browserOf(KHAN)), code)
  })
})

test.each<[string, Sign]>([
  ['alg none', async (claims) => new UnsecuredJWT(claims).encode()],
  ['HS256', (claims) => new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(new Uint8Array(32))],
])('an ID token that comes with a refresh is not taken with %s either', async (_, sign) => {
  const { signIn: asked, wire } = arriveAt(place)
  const { tokens, endpoints } = await signIn(asked, browserOf(KHAN))
  const claims = { iss: endpoints.issuer, sub: KHAN, aud: 'handrail', iat: seconds(), exp: seconds() + MINUTE }
  wire.changes.token = withMembers({ id_token: await sign(claims) })
  await expectRefusal(refreshTokens(asked, endpoints, tokens), 'source/sign-in-refused')
})

describe('by which clock', () => {
  test.each<[minutes: number, isGood: boolean]>([
    [0, true],
    [9, true], // the practice sign-in's are good for five minutes, and clocks may be five apart
    [11, false],
    [-11, true],
  ])('%i minutes from now, by the clock that came in, the token is good: %s', async (minutes, isGood) => {
    const { signIn: asked } = arriveAt(place, {}, () => Date.now() + minutes * MINUTE * 1000)
    const signedIn = signIn(asked, browserOf(KHAN))
    if (isGood) expect((await signedIn).fhirUser).toBe(KHAN)
    else await expectRefusal(signedIn, 'source/sign-in-refused')
  })
})

test.each<[string, object]>([
  ['bound to a key', { token_type: 'DPoP' }],
  ['of another kind', { token_type: 'mac' }],
  ['of no kind', { token_type: undefined }],
  ['that is none', { access_token: undefined }],
  ['that is a number', { access_token: 7 }],
  ['that ended before it began', { expires_in: -1 }],
  ['of no length that we know', { expires_in: 'soon' }],
  ['with a refresh token that is none', { refresh_token: 7 }],
  ['with a scope that is none', { scope: ['openid'] }],
])('an access token %s is refused, at first and later', async (_, members) => {
  const { signIn: asked, wire } = arriveAt(place)
  const { tokens, endpoints } = await signIn(asked, browserOf(KHAN))
  wire.changes.token = withMembers(members)
  await expectRefusal(signIn(asked, browserOf(KHAN)), 'source/sign-in-refused')
  await expectRefusal(refreshTokens(asked, endpoints, tokens), 'source/sign-in-refused')
})
