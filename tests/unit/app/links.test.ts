import { afterEach, describe, expect, test } from 'vitest'
import { forgetSource } from '../../../src/app/add-source.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { openFiles } from '../../../src/app/open-files.ts'
import { isDue } from '../../../src/app/when-due.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { DAY_MS, HOUR_MS } from '../../../src/core/time.ts'
import { readSources } from '../../../src/vault/sources.ts'
import { MIA, SAM } from '../../fixtures/small-family.ts'
import { again, FOR_SHAH, fhir, giveLink, type KeptLink, split } from './kept-link.ts'
import { SAID, START, seen } from './signed-laptop.ts'

const code = (expected: ErrorCode) => expect.objectContaining({ name: 'AppError', code: expected })

let kept: KeptLink | undefined
afterEach(() => kept?.laptop.close())

async function given(...asked: Parameters<typeof giveLink>): Promise<KeptLink> {
  kept = await giveLink(...asked)
  return kept
}

const SEEN = 'Kind to younger children'

describe('a link in two files', () => {
  const [words, rest] = split(FOR_SHAH, ({ id }) => id === 'sam-strengths-1')

  test.each([
    ['earlier', '2026-11-14T15:19:00Z'],
    ['later', '2026-11-14T15:21:00Z'],
  ])('loses at once what whoever shared it takes back, written %s than the rest', async (_, timestamp) => {
    const first = { ...words, id: 'words', timestamp }
    const link = await given([fhir(first), fhir({ ...rest, id: 'rest' })])
    await link.open()
    expect(await seen(link.laptop)).toBe(SEEN)
    await link.share.change([fhir(first, { status: 'no-longer-valid' }), fhir({ ...rest, id: 'rest' })])
    expect(await again(link)).toBe('well')
    expect(await seen(link.laptop)).not.toContain(SEEN)
  })

  test('may be listed in another order', async () => {
    const files = [fhir({ ...words, id: 'words' }), fhir({ ...rest, id: 'rest', timestamp: '2026-11-14T15:30:00Z' })]
    const link = await given(files)
    await link.open()
    await link.share.change(files.toReversed())
    expect(await again(link)).toBe('well')
    expect(await seen(link.laptop)).toBe(SEEN)
  })

  test.each<[what: string, () => Response, ErrorCode]>([
    ['is busy', () => new Response(null, { status: 503 }), 'source/busy'],
    [
      'is cut short',
      () => new Response('a..b.c', { headers: { 'content-type': 'application/jose' } }),
      'record/unreadable',
    ],
  ])('keeps all that is here when the place of one of them %s', async (_, instead, expected) => {
    const [agreements, others] = split(FOR_SHAH, ({ resourceType }) => resourceType === 'Consent')
    const files = [fhir({ ...agreements, id: 'a' }, { carrier: 'location' }), fhir({ ...others, id: 'b' })]
    const link = await given(files)
    await link.open()
    link.instead = (method) => (method === 'GET' ? instead() : undefined)
    expect(await again(link)).toBe(expected)
    expect(await again(link)).toBe(expected)
    link.instead = undefined
    expect(await seen(link.laptop)).toBe(SEEN)
  })
})

describe('a link that is kept', () => {
  test('is not shown to whom it is no longer made for, and nobody becomes somebody else', async () => {
    const link = await given([fhir(FOR_SHAH)])
    await link.open()
    const other = JSON.stringify({ ...FOR_SHAH, timestamp: '2026-11-15T15:20:00Z' }).replaceAll('/shah"', '/other"')
    await link.share.change([fhir(JSON.parse(other.replace('"id":"shah"', '"id":"other"')))])
    expect(await again(link)).toBe('record/for-nobody')
    expect((await link.source()).viewer.role).toBe('PractitionerRole/shah')
    expect(await listChildren(link.laptop.app)).toEqual([])
  })

  test('is not erased by a clock that is ahead of its end, and is asked again when that is right', async () => {
    const link = await given([fhir(FOR_SHAH)], { expiresAtMs: START + 40 * DAY_MS })
    await link.open()
    link.laptop.aheadMs = 41 * DAY_MS
    expect(await again(link)).toBe('link/expired')
    expect(await again(link)).toBe('link/expired')
    expect(await link.laptop.app.vault.database.count('covers')).toBe(1)
    link.laptop.aheadMs = 0
    await link.laptop.minute()
    expect(isDue(await link.source(), link.laptop.trueMs + HOUR_MS)).toBe(true)
  })

  test('is not read after its own end, whoever is offline', async () => {
    const link = await given([fhir(FOR_SHAH)], { expiresAtMs: START + HOUR_MS })
    await link.open()
    expect(await seen(link.laptop)).toBe(SEEN)
    link.laptop.isOnline = false
    link.laptop.trueMs = START + HOUR_MS
    await link.laptop.minute()
    expect(await seen(link.laptop)).toBe('not-checked')
  })

  test('is not asked before its host has said', async () => {
    const link = await given([fhir(FOR_SHAH)])
    await link.open()
    link.instead = () => new Response(null, { status: 429, headers: { 'retry-after': '1200' } })
    expect(await again(link)).toBe('source/busy')
    link.instead = undefined
    link.asked.length = 0
    expect(await again(link)).toBe('source/busy')
    expect(link.asked).toEqual([])
    link.laptop.trueMs += 1200_000
    expect(await again(link)).toBe('well')
  })

  test('does not send again a passcode that was not accepted', async () => {
    const link = await given([fhir(FOR_SHAH)], { flags: 'LP', passcode: 'birthday' })
    await link.open()
    link.instead = () => Response.json({ remainingAttempts: 4 }, { status: 401 })
    expect(await again(link)).toBe('link/passcode')
    link.asked.length = 0
    expect(await again(link)).toBe('link/passcode')
    expect(link.asked).toEqual([])
    expect(isDue(await link.source(), link.laptop.trueMs + DAY_MS)).toBe(false)
  })

  test('opened twice is there once, and remembers what it brought when it was removed between', async () => {
    const link = await given([fhir(FOR_SHAH)])
    await link.open()
    await link.open()
    expect(await listChildren(link.laptop.app)).toHaveLength(1)
    expect(await readSources(link.laptop.app.vault)).toHaveLength(1)
    await forgetSource(link.laptop.app, (await link.source()).id)
    await link.share.change([fhir({ ...FOR_SHAH, timestamp: '2026-11-13T15:20:00Z' })])
    await expect(link.open()).rejects.toThrow(code('record/older'))
  })

  test('opened again with what is older costs nobody the good copy', async () => {
    const link = await given([fhir(FOR_SHAH)])
    await link.open()
    const before = await link.source()
    await link.share.change([fhir({ ...FOR_SHAH, timestamp: '2026-11-13T15:20:00Z' })])
    await expect(link.open()).rejects.toThrow(code('record/older'))
    expect(await seen(link.laptop)).toBe(SEEN)
    expect(await link.source()).toEqual(before)
  })

  test('is gone for good with 410, and its host hears of nobody any more', async () => {
    const link = await given([fhir(FOR_SHAH)])
    await link.open()
    link.instead = () => new Response(null, { status: 410 })
    expect(await again(link)).toBe('source/removed')
    expect(await listChildren(link.laptop.app)).toEqual([])
    expect(isDue(await link.source(), link.laptop.trueMs + DAY_MS)).toBe(false)
  })
})

describe('what shares nothing with whoever opens it', () => {
  const [, unagreed] = split(FOR_SHAH, ({ resourceType }) => resourceType === 'Consent')

  test('is said to be that, and not kept', async () => {
    const link = await given([fhir(unagreed)])
    await expect(link.open()).rejects.toThrow(code('record/not-shared'))
    expect(await readSources(link.laptop.app.vault)).toEqual([])
  })

  test('is not opened at all where it says nobody it was made for, or two', async () => {
    const link = await given([fhir(SAM)])
    await expect(link.open()).rejects.toThrow(code('record/for-nobody'))
    await link.share.change([fhir({ ...FOR_SHAH, entry: [...(FOR_SHAH.entry ?? []), ...(MIA.entry ?? [])] })])
    await expect(link.open()).rejects.toThrow(code('record/two-children'))
  })
})

describe('files', () => {
  const file = (content: unknown) => new Blob([typeof content === 'string' ? content : JSON.stringify(content)])
  const open = async (...contents: unknown[]) => {
    const link = await given([fhir(FOR_SHAH)])
    return openFiles(link.laptop.app, contents.map(file), { said: SAID, link: undefined })
  }

  test('that are good are opened, and those that are not are left out', async () => {
    const offer = await open(FOR_SHAH, 'not a record', { resourceType: 'Bundle' })
    expect(offer).toMatchObject({ count: 1, madeForName: 'Dr Shah', leftOut: ['file/unreadable', 'record/unreadable'] })
    expect(await offer.keep(() => {})).toMatchObject({ updated: 1, failed: undefined })
  })

  test.each<[what: string, contents: unknown[], ErrorCode]>([
    ['none that is good', ['x'], 'file/unreadable'],
    ['two about one child', [FOR_SHAH, { ...FOR_SHAH, timestamp: '2026-11-15T15:20:00Z' }], 'record/twice'],
    [
      'a sealed one, and no link',
      [`${'e'.repeat(20)}..${'A'.repeat(16)}.${'A'.repeat(40)}.${'A'.repeat(22)}`],
      'link/needed',
    ],
  ])('%s: it is said why', async (_, contents, expected) => {
    await expect(open(...contents)).rejects.toThrow(code(expected))
  })
})
