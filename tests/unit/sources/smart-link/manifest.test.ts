import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { readManifest } from '../../../../src/sources/smart-link/manifest.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { LINK, MANIFEST_URL, manifest, page, pretendServer, VISITOR } from './pretend-server.ts'

const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })
const read = (body: unknown, status = 200, needsPasscode = false) =>
  readManifest(typeof body === 'string' ? new Response(body, { status }) : Response.json(body, { status }), {
    needsPasscode,
  })

describe('asking for a manifest', () => {
  test('says who is looking, and how much may be embedded', async () => {
    const { asking, asked } = pretendServer(() => manifest())
    await receive(asking, LINK, { ...VISITOR, passcode: 'not asked for' })
    expect(asked).toHaveLength(1)
    expect(asked[0]).toMatchObject({ method: 'POST', url: MANIFEST_URL })
    expect(asked[0]?.init.headers).toMatchObject({ 'content-type': 'application/json' })
    expect(asked[0]?.init).toMatchObject({ credentials: 'omit', redirect: 'error', referrerPolicy: 'no-referrer' })
    expect(JSON.parse(String(asked[0]?.init.body))).toEqual({
      recipient: VISITOR.recipient,
      embeddedLengthMax: 100_000,
    })
  })

  test('sends the passcode where the link takes one', async () => {
    const { asking, asked } = pretendServer(() => manifest())
    await receive(asking, { ...LINK, needsPasscode: true }, { ...VISITOR, passcode: 'blåbær 7' })
    expect(JSON.parse(String(asked[0]?.init.body))).toMatchObject({ passcode: 'blåbær 7' })
  })

  test.each([undefined, ''])('sends nothing when it has no passcode: %j', async (passcode) => {
    const { asking, asked } = pretendServer(() => manifest())
    const visitor = passcode === undefined ? VISITOR : { ...VISITOR, passcode }
    expect(await receive(asking, { ...LINK, needsPasscode: true }, visitor)).toEqual({ kind: 'needs-passcode' })
    expect(asked).toEqual([])
  })

  test('a wrong passcode is never tried again by itself', async () => {
    const { asking, asked } = pretendServer(() => Response.json({ remainingAttempts: 3 }, { status: 401 }))
    const link = { ...LINK, needsPasscode: true }
    expect(await receive(asking, link, { ...VISITOR, passcode: 'x' })).toEqual({
      kind: 'wrong-passcode',
      attemptsLeft: 3,
    })
    expect(asked).toHaveLength(1)
  })
})

describe('a wrong passcode', () => {
  test.each<[body: unknown, attemptsLeft: number | undefined]>([
    [{ remainingAttempts: 4 }, 4],
    [{ remainingAttempts: 0 }, 0],
    [{ remainingAttempts: -1 }, 0],
    [{ remainingAttempts: '4' }, undefined],
    [{ error: 'bad passcode' }, undefined],
    ['', undefined],
    ['Unauthorized', undefined],
    ['null', undefined],
  ])('%j leaves %s attempts', async (body, attemptsLeft) => {
    expect(await read(body, 401, true)).toEqual({ kind: 'wrong-passcode', attemptsLeft })
  })

  test('is no answer of a link that takes none', async () => {
    await expect(read({ remainingAttempts: 4 }, 401, false)).rejects.toThrow(code('source/refused'))
  })
})

describe('what a server answers', () => {
  test.each<[status: number, expected: ErrorCode]>([
    [400, 'source/not-fhir'],
    [403, 'source/forbidden'],
    [404, 'source/gone'],
    [410, 'source/removed'],
    [429, 'source/busy'],
    [500, 'source/busy'],
    [503, 'source/busy'],
  ])('%i is %s, whatever it says', async (status, expected) => {
    await expect(read('', status)).rejects.toThrow(code(expected))
    await expect(read({ files: [] }, status, true)).rejects.toThrow(code(expected))
  })

  test.each([200, 401, 403, 404, 410, 429, 503])('a page with %i is no word about the link', async (status) => {
    await expect(readManifest(page(status), { needsPasscode: true })).rejects.toThrow(code('source/not-fhir'))
  })

  test.each([
    ['nothing', ''],
    ['a text', 'ok'],
    ['null', null],
    ['a list', []],
    ['no files', {}],
    ['files that are no list', { files: {} }],
    ['a resource', { resourceType: 'OperationOutcome' }],
    ['lists 10,000 deep', `{"files":${'['.repeat(10_000)}${']'.repeat(10_000)}}`],
  ])('%s is no manifest', async (_, body) => {
    await expect(read(body)).rejects.toThrow(code('source/not-fhir'))
  })

  test('how long it asks to be left alone is heard, with a manifest and with a refusal', async () => {
    for (const status of [200, 429]) {
      const headers = { 'retry-after': '90' }
      const { asking } = pretendServer(() => Response.json({ files: [] }, { status, headers }))
      await receive(asking, LINK, VISITOR).catch(() => undefined)
      expect(asking.heard.waitMs).toBe(90_000)
    }
  })
})

describe('the files of a manifest', () => {
  const embedded = 'a..b.c.d'
  const file = { contentType: 'application/fhir+json', embedded, location: undefined, status: 'can-change' }

  test.each<[name: string, given: unknown, expected: unknown]>([
    ['in it', { contentType: file.contentType, embedded }, file],
    ['elsewhere', { location: 'x' }, { ...file, contentType: undefined, embedded: undefined, location: 'x' }],
    ['final', { ...file, status: 'finalized' }, { ...file, status: 'finalized' }],
    ['withdrawn', { ...file, status: 'no-longer-valid' }, { ...file, status: 'withdrawn' }],
    ['in a state nobody knows', { ...file, status: 'paused' }, file],
    ['with null for nothing', { ...file, location: null, status: null }, file],
    ['with what nobody knows', { ...file, lastUpdated: 'x', extension: [] }, file],
    ['no file', 'x', undefined],
    ['a number for an address', { ...file, location: 1 }, undefined],
  ])('%s', async (_, given, expected) => {
    expect(await read({ files: [given] })).toEqual({ kind: 'manifest', files: [expected] })
  })

  test('the status of the whole holds where a file has none, and a withdrawal holds for all', async () => {
    const files = [{ embedded }, { embedded, status: 'can-change' }, { embedded, status: 'finalized' }]
    const statuses = async (status: string) => {
      const manifest = await read({ status, files })
      return manifest.kind === 'manifest' ? manifest.files.map((file) => file?.status) : []
    }
    expect(await statuses('finalized')).toEqual(['finalized', 'can-change', 'finalized'])
    expect(await statuses('can-change')).toEqual(['can-change', 'can-change', 'finalized'])
    expect(await statuses('no-longer-valid')).toEqual(['withdrawn', 'withdrawn', 'withdrawn'])
  })
})
