import type { Bundle } from '@medplum/fhirtypes'
import canonicalize from 'canonicalize'
import { FlattenedSign, generateKeyPair } from 'jose'
import { describe, expect, test } from 'vitest'
import { codeOf } from '../../../src/core/errors.ts'
import { fetchKeys } from '../../../src/sources/signature/fetch-keys.ts'
import { signerOf, type Trust } from '../../../src/sources/signature/signer-of.ts'
import { createSigner, jwsOf, type Signer, withJws } from '../../fixtures/sign-bundle.ts'
import { MIA, SAM } from '../../fixtures/small-family.ts'

const ORIGIN = 'https://links.example'
const council = await createSigner()
const agency = await createSigner('Ed25519')
const stranger = await createSigner()
const PINS = new Map([
  [council.thumbprint, 'council.example'],
  [agency.thumbprint, 'agency.example'],
])
const PINNED: Trust = { pins: PINS }
const NO_SIGNATURE = 'record/bad-signature'

/** Where keys are published, and what it answers when it is asked for them. */
function publishing(answer: () => Response | Error, pins: Trust['pins'] = new Map()): Trust & { asked: string[] } {
  const asked: string[] = []
  const fetch = async (input: unknown) => {
    asked.push(String(input))
    const answered = answer()
    if (answered instanceof Error) throw answered
    return answered
  }
  const asking = { fetch: fetch as typeof globalThis.fetch, now: Date.now, heard: {} }
  return { pins, asked, fetchKeys: async () => ({ name: 'links.example', keys: await fetchKeys(asking, ORIGIN) }) }
}

const keys = (...published: unknown[]) => publishing(() => Response.json({ keys: published }))

/** Whose it is, 'unsigned', or the code with which it is refused. */
async function read(bundle: object, trust: Trust = PINNED): Promise<string> {
  return signerOf(bundle as Record<string, unknown>, trust).then((name) => name ?? 'unsigned', codeOf)
}

const copy = (bundle: object) => structuredClone(bundle) as Bundle & Record<string, unknown>
const backwards = (value: unknown): unknown => {
  if (Array.isArray(value)) return value.map(backwards)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .map(([name, one]) => [name, backwards(one)])
      .reverse(),
  )
}

describe.each<[Signer['alg'], Signer, string]>([
  ['ES256', council, 'council.example'],
  ['Ed25519', agency, 'agency.example'],
])('%s', (_, signer, name) => {
  test('a Bundle that nobody has changed is by the pinned key', async () => {
    expect(await read(await signer.sign(SAM))).toBe(name)
  })

  test('it may be written in another order, with other spaces, by another program', async () => {
    const signed = await signer.sign(SAM)
    expect(await read(JSON.parse(JSON.stringify(backwards(signed), null, 3)))).toBe(name)
  })

  const CHANGES: [what: string, change: (bundle: Bundle & Record<string, unknown>) => unknown][] = [
    ['a letter', (bundle) => JSON.parse(JSON.stringify(bundle).replace('Kind to', 'Kinf to'))],
    ['the case of one', (bundle) => JSON.parse(JSON.stringify(bundle).replace('Kind to', 'kind to'))],
    ['a space', (bundle) => JSON.parse(JSON.stringify(bundle).replace('Kind to', 'Kind  to'))],
    ['an accent, written in two', (bundle) => ({ ...bundle, note: 'cafe\u0301' })],
    ['a number', (bundle) => ({ ...bundle, total: 2 })],
    ['a number, by the least there is', (bundle) => ({ ...bundle, total: 1 + Number.EPSILON })],
    ['a number, to its text', (bundle) => ({ ...bundle, total: '1' })],
    ['when it was written', (bundle) => ({ ...bundle, timestamp: '2026-11-14T15:20:01Z' })],
    ['an entry more', (bundle) => ({ ...bundle, entry: [...(bundle.entry ?? []), ...(MIA.entry ?? []).slice(0, 1)] })],
    ['an entry twice', (bundle) => ({ ...bundle, entry: [...(bundle.entry ?? []), bundle.entry?.[0]] })],
    ['an entry less', (bundle) => ({ ...bundle, entry: (bundle.entry ?? []).slice(1) })],
    ['no entry', (bundle) => ({ ...bundle, entry: [] })],
    ['entries in another order', (bundle) => ({ ...bundle, entry: (bundle.entry ?? []).toReversed() })],
    ['a member more', (bundle) => ({ ...bundle, language: 'en' })],
    ['a member named as what all objects have', (bundle) => JSON.parse(`{"__proto__":{},${text(bundle).slice(1)}`)],
    ['a member less', ({ id: _, ...bundle }) => bundle],
    ['another child', (bundle) => ({ ...MIA, signature: bundle.signature })],
  ]
  test.each(CHANGES)('changed since: %s', async (_, change) => {
    const signed = await signer.sign({ ...SAM, total: 1, note: 'caf\u00e9' })
    expect(await read(change(copy(signed)) as object)).toBe('record/bad-signature')
  })

  test('what stands about the signature itself says nothing, and may change', async () => {
    const signed = copy(await signer.sign(SAM))
    const other = { ...signed.signature, when: '2020-01-01T00:00:00Z', who: { display: 'Somebody else' } }
    expect(await read({ ...signed, signature: other })).toBe(name)
  })
})

const text = (bundle: object) => JSON.stringify(bundle)

describe('a key that is not pinned', () => {
  test.each<[what: string, sign: () => Promise<object>, expected: string]>([
    ['brought along', () => stranger.sign(SAM), 'unsigned'],
    ['under the name of one that is', () => stranger.sign(SAM, { kid: council.thumbprint }), 'unsigned'],
    ['with one that is brought along', () => stranger.sign(SAM, { jwk: council.publicKey }), 'record/bad-signature'],
    ['named, and nothing brought along', () => council.sign(SAM, { jwk: undefined }), 'unsigned'],
    ['not named at all', () => stranger.sign(SAM, { kid: undefined, jwk: undefined }), 'unsigned'],
    ['of another curve', () => council.sign(SAM, { jwk: { ...council.publicKey, crv: 'P-384' } }), NO_SIGNATURE],
    ['without a part of it', () => council.sign(SAM, { jwk: { ...council.publicKey, y: undefined } }), NO_SIGNATURE],
    ['with its private part', () => council.sign(SAM, { jwk: council.privateKey }), NO_SIGNATURE],
    ['of another kind than its algorithm', () => council.sign(SAM, { jwk: agency.publicKey }), NO_SIGNATURE],
  ])('%s', async (_, sign, expected) => {
    expect(await read(await sign())).toBe(expected)
  })
})

describe('what is no signature that may be believed', () => {
  const head = (header: object) => Buffer.from(JSON.stringify(header)).toString('base64url')
  const usual = { alg: 'ES256', kid: council.thumbprint, jwk: council.publicKey }
  const withHead = async (header: object) => {
    const [, , signature] = jwsOf(await council.sign(SAM)).split('.')
    return withJws(SAM, `${head(header)}..${signature}`)
  }
  const bySecret = async (secret: string) => {
    const payload = new TextEncoder().encode(canonicalize(SAM))
    const jws = await new FlattenedSign(payload)
      .setProtectedHeader({ ...usual, alg: 'HS256' })
      .sign(new TextEncoder().encode(secret))
    return withJws(SAM, `${jws.protected}..${jws.signature}`)
  }
  const byRsa = async () => {
    const { privateKey } = await generateKeyPair('RS256')
    const payload = new TextEncoder().encode(canonicalize(SAM))
    const jws = await new FlattenedSign(payload).setProtectedHeader({ ...usual, alg: 'RS256' }).sign(privateKey)
    return withJws(SAM, `${jws.protected}..${jws.signature}`)
  }
  const rewritten = async (rewrite: (jws: string) => string) => {
    const signed = await council.sign(SAM)
    return withJws(signed, rewrite(jwsOf(signed)))
  }

  test.each<[what: string, bundle: () => Promise<object>]>([
    ['algorithm none', () => withHead({ ...usual, alg: 'none' })],
    ['algorithm none, and nothing signed', async () => withJws(SAM, `${head({ ...usual, alg: 'none' })}..`)],
    ['HS256 with the public key for a secret', () => bySecret(JSON.stringify(council.publicKey))],
    ['RS256', byRsa],
    ['ES384', () => withHead({ ...usual, alg: 'ES384' })],
    ['no algorithm', () => withHead({ ...usual, alg: undefined })],
    ['the header exchanged', () => withHead({ ...usual, typ: 'JOSE' })],
    ['an extension that must be understood', () => council.sign(SAM, { crit: ['made-up'], 'made-up': 1 })],
    ['a payload that is not encoded', () => council.sign(SAM, { crit: ['b64'], b64: false })],
    ['a payload that says it is not encoded', () => council.sign(SAM, { b64: false })],
    ['one dot', () => rewritten((jws) => jws.replace('..', '.'))],
    ['no dots', () => rewritten((jws) => jws.replace('..', ''))],
    ['three dots', () => rewritten((jws) => jws.replace('..', '...'))],
    ['something after it', () => rewritten((jws) => `${jws}.x`)],
    ['its payload with it', () => rewritten((jws) => jws.replace('..', `.${btoa(text(SAM)).replace(/=+$/, '')}.`))],
    ['no header', () => rewritten((jws) => jws.replace(/^[^.]*/, ''))],
    ['a header that is no JSON', () => rewritten((jws) => jws.replace(/^[^.]*/, 'AAAA'))],
    ['no signature', () => rewritten((jws) => jws.replace(/[^.]*$/, ''))],
    ['half a signature', () => rewritten((jws) => jws.slice(0, -43))],
    ['nothing', () => rewritten(() => '')],
    ['no base64', async () => ({ ...SAM, signature: { data: '~' } })],
  ])('%s', async (_, bundle) => {
    expect(await read(await bundle())).toBe('record/bad-signature')
    expect(await read(await bundle(), keys(council.publicKey))).toBe('record/bad-signature')
  })

  test.each<[what: string, bundle: object]>([
    ['no signature', SAM],
    ['a name in its place', { ...SAM, signature: 'Jo Carter' }],
    ['one that signs nothing', { ...SAM, signature: { who: { display: 'Jo Carter' } } }],
    ['none of anybody', { ...SAM, signature: null }],
  ])('%s at all: nobody is asked for keys', async (_, bundle) => {
    const trust = keys(council.publicKey)
    expect(await read(bundle, trust)).toBe('unsigned')
    expect(trust.asked).toEqual([])
  })

  test.each([
    ['a number that is none', '1e999'],
    ['half a character', '"\\ud800"'],
  ])('over %s, which has no form in RFC 8785', async (_, value) => {
    const signed = await council.sign({ ...SAM, odd: 1 })
    const odd = JSON.parse(JSON.stringify(signed).replace('"odd":1', `"odd":${value}`))
    expect(odd.odd).not.toBe(1)
    expect(await read(odd)).toBe('record/bad-signature')
  })
})

describe('keys that a place publishes', () => {
  const byName = (name: string) => council.sign(SAM, { kid: name, jwk: undefined })

  test('are asked for at one address, and found by thumbprint', async () => {
    const trust = keys(stranger.publicKey, council.publicKey)
    expect(await read(await council.sign(SAM), trust)).toBe('links.example')
    expect(trust.asked).toEqual([`${ORIGIN}/.well-known/jwks.json`])
  })

  test('are found by their name', async () => {
    expect(await read(await byName('2026'), keys({ ...council.publicKey, kid: '2026' }))).toBe('links.example')
    expect(await read(await byName('2026'), keys({ ...council.publicKey, kid: '2025' }))).toBe('unsigned')
    expect(await read(await byName('2026'), keys(council.publicKey))).toBe('unsigned')
  })

  test('are taken off the list, and sign nothing from then on', async () => {
    let published: unknown[] = [council.publicKey]
    const trust = publishing(() => Response.json({ keys: published }, { headers: { 'cache-control': 'max-age=9999' } }))
    const signed = await council.sign(SAM)
    expect(await read(signed, trust)).toBe('links.example')
    published = [stranger.publicKey]
    expect(await read(signed, trust)).toBe('unsigned')
    expect(trust.asked).toHaveLength(2)
  })

  test('are not needed where the key is pinned', async () => {
    const trust = { ...publishing(() => new TypeError('no network')), pins: PINS }
    expect(await read(await council.sign(SAM), trust)).toBe('council.example')
    expect(trust.asked).toEqual([])
  })

  test('go by the name they are pinned under', async () => {
    const trust = { ...keys(council.publicKey), pins: PINS }
    expect(await read(await council.sign(SAM, { jwk: undefined }), trust)).toBe('council.example')
  })

  test('do not help one that is brought along and is not among them', async () => {
    expect(await read(await stranger.sign(SAM), keys(council.publicKey))).toBe('unsigned')
    const named = { kid: council.thumbprint }
    expect(await read(await stranger.sign(SAM, named), keys(council.publicKey))).toBe('record/bad-signature')
  })

  const named = (key: object) => ({ ...key, kid: '2026' })
  test.each<[what: string, published: unknown[], expected: string]>([
    ['another one is of RSA', [{ kty: 'RSA', n: 'AQ', e: 'AQAB' }, named(council.publicKey)], 'links.example'],
    ['another one is broken', [null, 'x', { kty: 'EC' }, named(council.publicKey)], 'links.example'],
    ['another kind has its name', [named(agency.publicKey), named(council.publicKey)], 'links.example'],
    ['it says much of itself', [{ ...named(council.publicKey), alg: 'ES256', use: 'sig', x5c: [] }], 'links.example'],
    ['it is for sealing', [{ ...named(council.publicKey), use: 'enc' }], 'unsigned'],
    ['its private part is with it', [named(council.privateKey)], 'unsigned'],
    ['it is another one', [named(stranger.publicKey)], 'record/bad-signature'],
  ])('%s', async (_, published, expected) => {
    expect(await read(await byName('2026'), keys(...published))).toBe(expected)
  })

  const PAGE = { headers: { 'content-type': 'text/html' } }
  test.each<[what: string, answer: () => Response | Error, expected: string]>([
    ['404', () => new Response(null, { status: 404 }), 'unsigned'],
    ['410', () => new Response(null, { status: 410 }), 'unsigned'],
    ['404 with keys', () => Response.json({ keys: [council.publicKey] }, { status: 404 }), 'unsigned'],
    ['500', () => new Response(null, { status: 500 }), 'unsigned'],
    ['a page', () => new Response('<!doctype html><p>Sign in to the wifi', PAGE), 'unsigned'],
    ['nothing', () => new Response(), 'unsigned'],
    ['null', () => Response.json(null), 'unsigned'],
    ['no list', () => Response.json({ keys: council.publicKey }), 'unsigned'],
    ['a bare list', () => Response.json([council.publicKey]), 'unsigned'],
    ['an empty list', () => Response.json({ keys: [] }), 'unsigned'],
    ['half a list', () => new Response(JSON.stringify({ keys: [council.publicKey] }).slice(0, -1)), 'unsigned'],
    ['no answer', () => new TypeError('no network'), 'source/unreachable'],
    ['more than anybody publishes', () => new Response('x'.repeat(5 * 1024 * 1024 + 1)), 'source/too-large'],
  ])('%s is no list, and nobody has signed', async (_, answer, expected) => {
    expect(await read(await council.sign(SAM), publishing(answer))).toBe(expected)
  })
})
