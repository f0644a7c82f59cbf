import { expect, test } from 'vitest'
import { parseLink } from '../../../../src/sources/smart-link/link.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { FILES, jose, LINK, manifest, page, pretendServer, VISITOR } from './pretend-server.ts'
import { BUNDLE, KEY, seal, writeLink } from './sealing.ts'

const RULES = { nowMs: Date.parse('2026-11-22T09:00:00Z'), allowsLoopback: false }
const SECRET_URL = 'https://canary-host.example/canary-path'
const PAYLOAD = { url: SECRET_URL, key: KEY, label: 'canary-label' }
const VISIT = {
  ...VISITOR,
  recipient: 'canary-recipient',
  passcode: 'canary-passcode',
  origins: [new URL(SECRET_URL).origin, FILES],
}

/** All that an error tells whoever logs it: its words, its stack, and those of its causes. */
function told(error: unknown): string {
  if (!(error instanceof Error)) return String(error)
  return `${error.message} ${error.stack} ${JSON.stringify(error)} ${error.cause ? told(error.cause) : ''}`
}

const LINKS: [name: string, link: string][] = [
  ['cut short', writeLink(PAYLOAD).slice(0, 100)],
  ['with junk in it', `shlink:/${Buffer.from(`{"key":"${KEY}","url":canary-path}`).toString('base64url')}`],
  ['without a key', writeLink({ ...PAYLOAD, key: `${KEY}x` })],
  ['to a private place', writeLink({ ...PAYLOAD, url: 'https://canary-host.local/canary-path' })],
  ['no address', writeLink({ ...PAYLOAD, url: 'canary-path' })],
  ['past', writeLink({ ...PAYLOAD, exp: 1 })],
  ['newer', writeLink({ ...PAYLOAD, v: 2 })],
  ['with P and U', writeLink({ ...PAYLOAD, flag: 'PU' })],
]

test.each(LINKS)('an error about a link says nothing of it: %s', (_, link) => {
  let error: unknown
  try {
    parseLink(link, RULES)
  } catch (caught) {
    error = caught
  }
  expect(error).toBeInstanceOf(Error)
  expectNoSecret(told(error), link)
})

const ANSWERS: [name: string, answer: (method: string) => Response | Error][] = [
  ...[400, 401, 403, 404, 410, 429, 500].map((status): [string, () => Response] => [
    `${status}`,
    () => new Response(`canary-passcode ${SECRET_URL}`, { status }),
  ]),
  ['a page', () => page(200)],
  ['no manifest', () => new Response(`{"files": canary-path`)],
  ['nobody there', () => new TypeError('fetch failed')],
  ['no file', (method) => (method === 'POST' ? manifest({ location: `${FILES}/canary-path` }) : page(404))],
  ['files that do not open', () => manifest({ embedded: seal(`canary ${KEY}`) }, { embedded: 'canary-path' })],
  ['another key', () => manifest({ embedded: seal(BUNDLE, { header: { kid: 'canary'.padEnd(43, 'x') } }) })],
  ['one file that does not open', () => jose(seal('canary-path'))],
]

test.each(ANSWERS)('what receiving throws or leaves out says nothing of the link: %s', async (_, answer) => {
  for (const flags of [{}, { needsPasscode: true }, { isDirect: true }]) {
    const { asking } = pretendServer(({ method }) => answer(method))
    const link = { ...LINK, ...PAYLOAD, ...flags }
    const outcome = await receive(asking, link, VISIT).then((received) => JSON.stringify(received), told)
    expectNoSecret(outcome, writeLink(PAYLOAD))
  }
})

function expectNoSecret(text: string, link: string) {
  expect(text).not.toContain('canary')
  expect(text).not.toContain(KEY.slice(0, 12))
  expect(text).not.toContain(link.slice(8, 30))
  expect(text).not.toContain('shlink:')
}
