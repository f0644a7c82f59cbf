import { afterAll, beforeAll, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { type SignedIn, signIn } from '../../../../src/sources/sign-in/sign-in.ts'
import { refreshTokens } from '../../../../src/sources/sign-in/tokens.ts'
import { browserOf } from './person.ts'
import { arriveAt, KHAN, openPlace, type Place } from './place.ts'
import { expectRefusal } from './refused.ts'
import { json, STEPS, withMembers } from './wire.ts'

let place: Place
let before: SignedIn
beforeAll(async () => {
  place = await openPlace()
  before = await signIn(arriveAt(place).signIn, browserOf(KHAN))
})
afterAll(() => place.stop())

type Answer = (ask: (url?: string) => Promise<Response>) => Promise<Response>

const html = { 'content-type': 'text/html; charset=utf-8' }
const page =
  (status: number): Answer =>
  async () =>
    new Response('<!doctype html><p>Wi-Fi', { status, headers: html })
const timeOut: Answer = () => fetch(place.baseUrl, { signal: AbortSignal.abort(new DOMException('', 'TimeoutError')) })
const breaksOff: Answer = async () => {
  const body = new ReadableStream({ start: (stream) => stream.error(new TypeError('terminated')) })
  return new Response(body, { headers: { 'content-type': 'application/json' } })
}
const endless: Answer = async () => {
  const chunk = new Uint8Array(1024 * 1024)
  return new Response(new ReadableStream({ pull: (stream) => stream.enqueue(chunk) }), json({}))
}
const moved: Answer = (ask) => ask(new URL('/moved', place.baseUrl).href)

const ANSWERS: [string, Answer, ErrorCode][] = [
  ['a captive portal’s page', page(200), 'source/not-fhir'],
  ['a page that refuses', page(403), 'source/not-fhir'],
  ['a page that says the server is down', page(502), 'source/not-fhir'],
  ['a failure', async () => json({}, 500), 'source/busy'],
  ['too many requests', async () => json({ error: 'slow_down' }, 429), 'source/busy'],
  ['ten seconds of nothing', timeOut, 'source/unreachable'],
  ['no server', () => fetch('http://127.0.0.1:1/'), 'source/unreachable'],
  ['a redirect', moved, 'source/unreachable'],
  ['half an answer', breaksOff, 'source/unreachable'],
  ['an answer without end', endless, 'source/too-large'],
]

test.each(STEPS.flatMap((step) => ANSWERS.map((row) => [step, ...row] as const)))(
  'at %s, %s: once, and no further',
  async (step, _, answer, code) => {
    const { signIn: asked, wire } = arriveAt(place)
    wire.changes[step] = answer
    await expectRefusal(signIn(asked, browserOf(KHAN)), code)
    expect(wire.sent).toEqual({
      discovery: 1,
      token: step === 'discovery' ? 0 : 1,
      keys: step === 'keys' ? 1 : 0,
    })
  },
)

test.each(ANSWERS)('at a refresh, %s: once', async (_, answer, code) => {
  const { signIn: asked, wire } = arriveAt(place)
  wire.changes.token = answer
  await expectRefusal(refreshTokens(asked, before.endpoints, before.tokens), code, () => [
    before.tokens.refreshToken ?? '.',
  ])
  expect(wire.sent).toEqual({ discovery: 0, token: 1, keys: 0 })
})

test('a server that is busy says for how long', async () => {
  const { signIn: asked, wire } = arriveAt(place)
  wire.changes.token = async () => json({}, 503, { 'retry-after': '120' })
  await expectRefusal(refreshTokens(asked, before.endpoints, before.tokens), 'source/busy')
  expect(asked.asking.heard.waitMs).toBe(120_000)
})

test.each<[string, Answer, first: ErrorCode, later: ErrorCode]>([
  ['invalid_grant', async () => json({ error: 'invalid_grant' }, 400), 'source/sign-in-refused', 'source/signed-out'],
  [
    'invalid_grant, with a challenge',
    async () => json({ error: 'invalid_grant' }, 401, { 'www-authenticate': 'Bearer realm="khan"' }),
    'source/sign-in-refused',
    'source/signed-out',
  ],
  [
    'invalid_client',
    async () => json({ error: 'invalid_client', error_description: 'khan' }, 401),
    'source/sign-in-refused',
    'source/sign-in-refused',
  ],
  ['no reason', async () => json({}, 400), 'source/sign-in-refused', 'source/sign-in-refused'],
  ['text', async () => new Response('no', { status: 400 }), 'source/sign-in-refused', 'source/sign-in-refused'],
  ['an empty answer', async () => new Response(null, { status: 204 }), 'source/not-fhir', 'source/not-fhir'],
  ['a list', async () => json([]), 'source/sign-in-refused', 'source/sign-in-refused'],
])('a token endpoint that answers %s', async (_, answer, first, later) => {
  const { signIn: asked, wire } = arriveAt(place)
  wire.changes.token = answer
  await expectRefusal(signIn(asked, browserOf(KHAN)), first)
  await expectRefusal(refreshTokens(asked, before.endpoints, before.tokens), later)
})

test('a refresh token is never sent in the clear, whatever was kept', async () => {
  const { signIn: asked, wire } = arriveAt(place, { baseUrl: 'https://fhir.example/r4' })
  for (const tokenEndpoint of ['http://sign-in.example/token', before.endpoints.tokenEndpoint, 'nowhere']) {
    const endpoints = { ...before.endpoints, tokenEndpoint }
    await expectRefusal(refreshTokens(asked, endpoints, before.tokens), 'source/sign-in-refused')
  }
  const { signIn: here, wire: wireHere } = arriveAt(place)
  const endpoints = { ...before.endpoints, tokenEndpoint: 'http://sign-in.example/token' }
  await expectRefusal(refreshTokens(here, endpoints, before.tokens), 'source/sign-in-refused')
  expect([wire.sent.token, wireHere.sent.token]).toEqual([0, 0])
})

test('a server that gives codes for other clients alone refuses ours', async () => {
  const { signIn: asked, wire } = arriveAt(place, { clientId: 'another' })
  await expectRefusal(
    signIn(asked, async (url) => {
      const response = await fetch(url, { redirect: 'manual' })
      expect(response.status).toBe(400)
      return undefined
    }),
    'source/sign-in-cancelled',
  )
  expect(wire.sent.token).toBe(0)
})

test('a token endpoint on plain http is refused before anybody is asked to sign in', async () => {
  const { signIn: asked, wire } = arriveAt(place)
  wire.changes.discovery = withMembers({ token_endpoint: 'http://sign-in.example/token' })
  let isAsked = false
  const authorize = async () => {
    isAsked = true
    return ''
  }
  await expectRefusal(signIn(asked, authorize), 'source/sign-in-refused')
  expect({ isAsked, ...wire.sent }).toEqual({ isAsked: false, discovery: 1, token: 0, keys: 0 })
})
