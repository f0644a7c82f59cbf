import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import type { SkipReason } from '../../../../src/sources/smart-link/opened.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import {
  BOTH,
  bundle,
  contentType,
  embedded,
  FILES,
  HOST,
  inShort,
  jose,
  LINK,
  location,
  MANIFEST_URL,
  manifest,
  page,
  pretendServer,
  VISITOR,
} from './pretend-server.ts'
import { BUNDLE, KEY, seal, thumbprint } from './sealing.ts'

const MIB = 1024 * 1024
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

describe('before anything is sent', () => {
  test.each<[name: string, link: object, expected: ErrorCode]>([
    ['its date is past', { expiresAtMs: Date.parse('2026-11-22T09:00:00Z') }, 'link/expired'],
    ['it leads to this computer', { url: 'https://127.0.0.1/m' }, 'link/unreadable'],
  ])('a link that was kept is looked at again: %s', async (_, changed, expected) => {
    const { asking, asked } = pretendServer(() => manifest())
    await expect(receive(asking, { ...LINK, ...changed }, VISITOR)).rejects.toThrow(code(expected))
    expect(asked).toEqual([])
  })

  test('its own origin has to be allowed', async () => {
    const { asking, asked } = pretendServer(() => manifest())
    expect(await receive(asking, LINK, { ...VISITOR, origins: [FILES] })).toEqual({
      kind: 'needs-origin',
      origin: HOST,
    })
    expect(asked).toEqual([])
  })
})

describe('a manifest', () => {
  test('without files is an answer: nothing is shared', async () => {
    const { asking, lines } = pretendServer(() => manifest())
    const nothing = { kind: 'received', files: [], skipped: [], withdrawn: 0, isFinal: false }
    expect(await receive(asking, LINK, VISITOR)).toEqual(nothing)
    expect(lines()).toEqual([`POST ${MANIFEST_URL}`])
  })

  test.each<[statuses: (string | undefined)[], isFinal: boolean, withdrawn: number]>([
    [['finalized', 'finalized'], true, 0],
    [['finalized', 'can-change'], false, 0],
    [['finalized', undefined], false, 0],
    [['finalized', 'no-longer-valid'], false, 1],
    [['no-longer-valid', 'no-longer-valid'], false, 2],
  ])('with files that are %j: final %s, withdrawn %i', async (statuses, isFinal, withdrawn) => {
    const files = statuses.map((status, index) => ({ ...embedded(`${index}`), status }))
    const { asking } = pretendServer(() => manifest(...files))
    const received = await receive(asking, LINK, VISITOR)
    expect(received).toMatchObject({ isFinal, withdrawn, skipped: [] })
    expect(received.kind === 'received' && received.files).toHaveLength(statuses.length - withdrawn)
  })

  test('a withdrawn file is neither opened nor asked for', async () => {
    const status = 'no-longer-valid'
    const { asking, lines } = pretendServer(() => manifest({ ...embedded('a'), status }, { ...location('b'), status }))
    expect(await receive(asking, LINK, VISITOR)).toMatchObject({ files: [], skipped: [], withdrawn: 2 })
    expect(lines()).toHaveLength(1)
  })

  test.each<[type: string, reason: SkipReason]>([
    ['application/smart-api-access', 'api-access'],
    ['Application/SMART-API-Access; x=y', 'api-access'],
    ['application/pdf', 'unknown-type'],
    ['application/json', 'unknown-type'],
    ['', 'unknown-type'],
  ])('a file of type %j is not even asked for, and the rest is kept', async (type, reason) => {
    const { asking, lines } = pretendServer(() =>
      manifest({ ...location('a'), contentType: type }, { ...embedded('b'), contentType: type }, embedded('c')),
    )
    expect(inShort(await receive(asking, LINK, BOTH))).toBe(`c -${reason} -${reason}`)
    expect(lines()).toHaveLength(1)
  })

  test('a token for a server is not kept, whatever it is called', async () => {
    const token = { contentType, embedded: seal({ access_token: 'secret', aud: 'https://ehr.example' }) }
    const { asking } = pretendServer(() => manifest(token, embedded('a')))
    const received = await receive(asking, LINK, VISITOR)
    expect(inShort(received)).toBe('a -api-access')
    expect(JSON.stringify(received)).not.toContain('secret')
  })

  test.each<[name: string, bad: unknown, reason: SkipReason]>([
    ['no file', null, 'nowhere'],
    ['neither in it nor elsewhere', { contentType }, 'nowhere'],
    ['cut short', { contentType, embedded: seal(BUNDLE).slice(0, 100) }, 'cannot-open'],
    ['empty', { contentType, embedded: '' }, 'cannot-open'],
    ['another key', { contentType, embedded: seal(BUNDLE, { header: { kid: 'B'.repeat(43) } }) }, 'wrong-key'],
    ['no JSON', { contentType, embedded: seal('<html>') }, 'not-json'],
    ['no FHIR', { contentType, embedded: seal({ a: 1 }) }, 'not-fhir'],
    ['a bomb', { contentType, embedded: seal('x'.repeat(20 * MIB), { header: { zip: 'DEF' } }) }, 'too-large'],
    ['plain http', { contentType, location: 'http://files.example.org/a' }, 'nowhere'],
    ['this computer', { contentType, location: 'https://127.0.0.1/a' }, 'nowhere'],
    ['the office network', { contentType, location: 'https://[fd00::1]/a' }, 'nowhere'],
    ['a user name', { contentType, location: 'https://a:b@files.example.org/a' }, 'nowhere'],
    ['no whole address', { contentType, location: '/a' }, 'nowhere'],
    ['a script', { contentType, location: 'javascript:alert(1)' }, 'nowhere'],
  ])('one bad file loses no good one, and is not asked for: %s', async (_, bad, reason) => {
    const { asking, lines } = pretendServer(() => manifest(embedded('a'), bad, embedded('c')))
    expect(inShort(await receive(asking, LINK, BOTH))).toBe(`a c -${reason}`)
    expect(lines()).toHaveLength(1)
  })

  test('a file without a type is read by what it is', async () => {
    const { asking } = pretendServer(() => manifest({ embedded: seal(bundle('a')) }))
    expect(inShort(await receive(asking, LINK, VISITOR))).toBe('a')
  })

  test('of more than fifty files the rest is left out', async () => {
    const files = Array.from({ length: 52 }, (_, index) => location(`${index}`))
    const { asking, asked } = pretendServer(({ method }) =>
      method === 'POST' ? manifest(...files) : jose(seal(BUNDLE)),
    )
    const received = await receive(asking, LINK, BOTH)
    expect(received.kind === 'received' && received.files).toHaveLength(50)
    expect(received).toMatchObject({ skipped: [{ reason: 'too-many' }, { reason: 'too-many' }] })
    expect(asked).toHaveLength(51)
  })

  test('of a file beyond the fiftieth not even the origin is asked about', async () => {
    const files = Array.from({ length: 50 }, () => embedded('a'))
    const { asking } = pretendServer(() => manifest(...files, location('b')))
    expect(await receive(asking, LINK, VISITOR)).toMatchObject({ kind: 'received', skipped: [{ reason: 'too-many' }] })
  })

  test('all files together are no more than 10 MiB', async () => {
    const large = seal({ ...BUNDLE, x: 'x'.repeat(4 * MIB) }, { header: { zip: 'DEF' } })
    const files = [large, large, large].map((embedded) => ({ contentType, embedded }))
    const { asking } = pretendServer(() => manifest(...files, embedded('small')))
    const received = await receive(asking, LINK, VISITOR)
    expect(received.kind === 'received' && received.files).toHaveLength(3)
    expect(received).toMatchObject({ skipped: [{ reason: 'too-large' }] })
  })
})

describe('when nothing could be had', () => {
  const wrong = () => jose(seal(BUNDLE, { header: { kid: thumbprint(KEY).replace(/^./, '_') } }))
  test.each<[name: string, answer: () => Response | Error, expected: ErrorCode]>([
    ['busy', () => new Response('', { status: 503 }), 'source/busy'],
    ['nobody there', () => new TypeError('fetch failed'), 'source/unreachable'],
    ['pages', () => page(200), 'source/not-fhir'],
    ['pages that refuse', () => page(403), 'source/not-fhir'],
    ['over 5 MiB', () => new Response('x'.repeat(5 * MIB + 1)), 'source/too-large'],
    ['another key', wrong, 'link/wrong-key'],
  ])('for one cause, that is what is thrown: %s', async (_, answer, expected) => {
    const { asking } = pretendServer(({ method }) =>
      method === 'POST' ? manifest(location('a'), location('b')) : answer(),
    )
    await expect(receive(asking, LINK, BOTH)).rejects.toThrow(code(expected))
  })

  test('a withdrawal is still told, so that it can be followed', async () => {
    const withdrawn = { ...location('a'), status: 'no-longer-valid' }
    const { asking } = pretendServer(({ method }) =>
      method === 'POST' ? manifest(withdrawn, location('b')) : new Response('', { status: 503 }),
    )
    expect(await receive(asking, LINK, BOTH)).toMatchObject({ withdrawn: 1, skipped: [{ reason: 'busy' }] })
  })

  test('for causes of their own, each is told', async () => {
    const { asking } = pretendServer(({ method }) =>
      method === 'POST' ? manifest(location('a'), { contentType, embedded: 'x' }) : new Response('', { status: 503 }),
    )
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('-busy -cannot-open')
  })
})
