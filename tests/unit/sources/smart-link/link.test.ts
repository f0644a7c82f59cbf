import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { findLink } from '../../../../src/sources/smart-link/carrier.ts'
import { type LinkRemark, parseLink } from '../../../../src/sources/smart-link/link.ts'
import { KEY, writeLink } from './sealing.ts'

const RULES = { nowMs: Date.parse('2026-11-22T09:00:00Z'), allowsLoopback: false }
const URL_GIVEN = 'https://links.example.org/m/1'
const PAYLOAD = { url: URL_GIVEN, key: KEY }
const LINK = writeLink({ ...PAYLOAD, label: 'Für Zoë 🎒' })
const parse = (payload: object) => parseLink(writeLink(payload), RULES)
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

describe('where a link stands', () => {
  test.each<[name: string, given: string, remarks: LinkRemark[]]>([
    ['bare', LINK, []],
    ['in white space', `\n\t  ${LINK} \r\n`, []],
    ['behind a viewer', `https://viewer.example#${LINK}`, []],
    ['behind a viewer with a query', `https://viewer.example/?lang=en#${LINK}`, []],
    ['in the fragment’s own query', `https://viewer.example/#/open?shlink=${LINK}`, []],
    ['in a sentence', `Here is the link: ${LINK}. See https://elm.example for more`, []],
    ['in angle brackets', `<${LINK}>`, []],
    ['after a web address in the same letter', `From https://elm.example\n${LINK}`, []],
    ['the last of two', `${writeLink({ ...PAYLOAD, url: 'https://other.example/' })} ${LINK}`, []],
    ['in capitals as far as those mean nothing', LINK.replace('shlink', 'SHLink'), []],
    ['with two slashes', LINK.replace(':/', '://'), []],
    ['padded', `${LINK}==`, []],
    ['encoded', LINK.replace(':/', '%3A%2F'), []],
    ['encoded and padded', `${LINK.replace(':/', '%3a%2f')}%3D`, []],
    ['in a query', `https://viewer.example/?shlink=${LINK}`, ['in-query']],
    ['in a query, encoded', `https://viewer.example/v?a=b&shlink=${LINK.replace(':/', '%3A%2F')}&c=d`, ['in-query']],
    ['in a query, by its payload alone', `https://viewer.example/?shlink=${LINK.slice(8)}`, ['in-query']],
    ['in a fragment, by its payload alone', `https://viewer.example/#shlink=${LINK.slice(8)}`, []],
    ['in the path', `https://viewer.example/${LINK}`, ['in-query']],
  ])('%s', (_, given, remarks) => {
    expect(parseLink(given, RULES)).toMatchObject({ url: URL_GIVEN, key: KEY, label: 'Für Zoë 🎒', remarks })
  })

  test.each([
    ['nothing', ''],
    ['a web address', 'https://links.example.org/m/1'],
    ['the scheme alone', 'shlink:/'],
    ['a link cut short', LINK.slice(0, 60)],
    ['a number', 'shlink:/MQ'],
    ['null', 'shlink:/bnVsbA'],
    ['a list', writeLink([PAYLOAD])],
    ['letters of ordinary base64', LINK.replace('J1', '+/')],
    [
      'bytes that are no text',
      `shlink:/${Buffer.from(JSON.stringify({ ...PAYLOAD, label: '\xe9' }), 'latin1').toString('base64url')}`,
    ],
    ['a health card', 'shc:/567629095243206034602924374044603122295953265460346029254077280433602870286471674522'],
    ['a book', `${'a'.repeat(100_000)} ${LINK}`],
  ])('%s is no link', (_, given) => {
    expect(() => parseLink(given, RULES)).toThrow(code('link/unreadable'))
  })

  test('a text of the longest kind is looked through at once', () => {
    const startedAtMs = performance.now()
    for (const piece of ['a', ' ', 'https://', 'shlink:/', 'shlink:/a ', '%3a'])
      findLink(piece.repeat(100_000 / piece.length))
    expect(performance.now() - startedAtMs).toBeLessThan(2000)
  })
})

describe('what a link says', () => {
  test.each<[flag: string | undefined, means: [needsPasscode: boolean, isLongTerm: boolean, isDirect: boolean]]>([
    [undefined, [false, false, false]],
    ['', [false, false, false]],
    ['L', [false, true, false]],
    ['P', [true, false, false]],
    ['LP', [true, true, false]],
    ['PL', [true, true, false]],
    ['U', [false, false, true]],
    ['LU', [false, true, true]],
    ['LXZ', [false, true, false]],
    ['xlpu', [false, false, false]],
  ])('flags %j: passcode, long-term, direct: %j', (flag, [needsPasscode, isLongTerm, isDirect]) => {
    expect(parse({ ...PAYLOAD, flag })).toMatchObject({ needsPasscode, isLongTerm, isDirect })
  })

  test('what it does not know is let be', () => {
    const extra = { extension: { 'https://x.example': 1 }, _note: [], labelzzz: 'x', v: 1 }
    expect(parse({ ...PAYLOAD, ...extra })).toEqual(parse(PAYLOAD))
  })

  test('its date is in seconds', () => {
    expect(parse({ ...PAYLOAD, exp: RULES.nowMs / 1000 + 60 })).toMatchObject({
      expiresAtMs: RULES.nowMs + 60_000,
      remarks: [],
    })
    expect(parse(PAYLOAD).expiresAtMs).toBeUndefined()
    expect(parse({ ...PAYLOAD, exp: 2 ** 32 + 1 }).expiresAtMs).toBe((2 ** 32 + 1) * 1000)
  })

  test('a date in milliseconds is read as such, and remarked on', () => {
    expect(parse({ ...PAYLOAD, exp: RULES.nowMs + 60_000 })).toMatchObject({
      expiresAtMs: RULES.nowMs + 60_000,
      remarks: ['expiry-in-milliseconds'],
    })
  })

  test('an address over 128 characters is remarked on, and followed', () => {
    const url = (length: number) => URL_GIVEN.padEnd(length, 'x')
    expect(parse({ ...PAYLOAD, url: url(128) }).remarks).toEqual([])
    expect(parse({ ...PAYLOAD, url: url(129) })).toMatchObject({ url: url(129), remarks: ['long-url'] })
  })

  test('a label over 80 characters is remarked on', () => {
    expect(parse({ ...PAYLOAD, label: 'x'.repeat(80) }).remarks).toEqual([])
    expect(parse({ ...PAYLOAD, label: 'x'.repeat(81) }).remarks).toEqual(['long-label'])
  })

  test('a key with a sloppy last letter is the same key, written properly', () => {
    const sloppy = `${KEY.slice(0, -1)}${String.fromCharCode(KEY.charCodeAt(42) + 1)}`
    expect(Buffer.from(sloppy, 'base64url')).toEqual(Buffer.from(KEY, 'base64url'))
    expect(parse({ ...PAYLOAD, key: sloppy }).key).toBe(KEY)
  })

  test('a fragment of its address stays here', () => {
    expect(parse({ ...PAYLOAD, url: `${URL_GIVEN}?a=b#secret` }).url).toBe(`${URL_GIVEN}?a=b`)
  })
})

describe('a link that is not followed', () => {
  test.each<[name: string, payload: object, expected: ErrorCode]>([
    ['no address', { key: KEY }, 'link/unreadable'],
    ['a number for an address', { url: 1, key: KEY }, 'link/unreadable'],
    ['plain http', { ...PAYLOAD, url: 'http://links.example.org/m' }, 'link/unreadable'],
    ['another scheme', { ...PAYLOAD, url: 'file:///etc/passwd' }, 'link/unreadable'],
    ['a user name', { ...PAYLOAD, url: 'https://a:b@links.example.org/m' }, 'link/unreadable'],
    ['this computer', { ...PAYLOAD, url: 'https://localhost/m' }, 'link/unreadable'],
    ['the office network', { ...PAYLOAD, url: 'https://192.168.0.10/m' }, 'link/unreadable'],
    ['no key', { url: URL_GIVEN }, 'link/unreadable'],
    ['a key of 42 letters', { ...PAYLOAD, key: KEY.slice(1) }, 'link/unreadable'],
    ['a key of 44 letters', { ...PAYLOAD, key: `${KEY}A` }, 'link/unreadable'],
    ['a padded key', { ...PAYLOAD, key: `${KEY}=` }, 'link/unreadable'],
    ['a key of other letters', { ...PAYLOAD, key: `${KEY.slice(1)}+` }, 'link/unreadable'],
    ['a date as text', { ...PAYLOAD, exp: '1799999999' }, 'link/unreadable'],
    ['a list of flags', { ...PAYLOAD, flag: ['L'] }, 'link/unreadable'],
    ['a label that is no text', { ...PAYLOAD, label: {} }, 'link/unreadable'],
    ['a version that is no number', { ...PAYLOAD, v: '1' }, 'link/unreadable'],
    ['version 0', { ...PAYLOAD, v: 0 }, 'link/unreadable'],
    ['version 1.5', { ...PAYLOAD, v: 1.5 }, 'link/unreadable'],
    ['P with U', { ...PAYLOAD, flag: 'PU' }, 'link/unreadable'],
    ['L, P and U', { ...PAYLOAD, flag: 'LPU' }, 'link/unreadable'],
    ['a date that is past', { ...PAYLOAD, exp: RULES.nowMs / 1000 - 1 }, 'link/expired'],
    ['a date that is now', { ...PAYLOAD, exp: RULES.nowMs / 1000 }, 'link/expired'],
    ['the year 1970', { ...PAYLOAD, exp: 0 }, 'link/expired'],
    ['a date that is past, in milliseconds', { ...PAYLOAD, exp: RULES.nowMs - 1 }, 'link/expired'],
    ['version 2', { ...PAYLOAD, v: 2 }, 'link/newer'],
    ['version 3, whatever else it says', { v: 3, where: 'elsewhere' }, 'link/newer'],
  ])('%s: %s', (_, payload, expected) => {
    expect(() => parse(payload)).toThrow(code(expected))
  })

  test('this computer may be asked where development says so', () => {
    const link = writeLink({ ...PAYLOAD, url: 'http://127.0.0.1:8787/shl/x' })
    expect(() => parseLink(link, RULES)).toThrow(code('link/unreadable'))
    expect(parseLink(link, { ...RULES, allowsLoopback: true }).url).toBe('http://127.0.0.1:8787/shl/x')
  })
})
