import { describe, expect, test } from 'vitest'
import { isSealed, openSealed, type Unsealed } from '../../../../src/sources/smart-link/sealed-file.ts'
import { KEY, seal, thumbprint } from './sealing.ts'

const MIB = 1024 * 1024
const OTHER_KEY = Buffer.from('another key, for somebody else..').toString('base64url')
const open = (jwe: string) => openSealed(jwe, KEY)
const opened = (text: string, contentType?: string): Unsealed => ({ kind: 'opened', text, contentType })
const skipped = (reason: string) => ({ kind: 'skipped', reason })

describe('a sealed file', () => {
  test.each<[name: string, header: object]>([
    ['by the least header', {}],
    ['with its type', { cty: 'application/fhir+json' }],
    ['packed', { zip: 'DEF' }],
    ['with the thumbprint of its key', { kid: thumbprint(KEY) }],
    ['with a name for its key that is no thumbprint', { kid: 'key-1' }],
    ['with what nobody knows', { iat: 1, 'x-made-by': 'somebody' }],
  ])('opens %s', async (_, header) => {
    const cty = 'cty' in header ? String(header.cty) : undefined
    expect(await open(seal('{"a":"Zoë 🎒"}', { header }))).toEqual(opened('{"a":"Zoë 🎒"}', cty))
  })

  test('opens with white space around it', async () => {
    expect(await open(`\n ${seal('{}')}\r\n`)).toEqual(opened('{}'))
  })

  test.each<[name: string, header: object]>([
    ['another alg', { alg: 'A256KW' }],
    ['no alg', { alg: undefined }],
    ['a list of algs', { alg: ['dir'] }],
    ['another enc', { enc: 'A128GCM' }],
    ['an enc of the same size', { enc: 'A128CBC-HS256' }],
    ['no enc', { enc: undefined }],
    ['another way of packing', { zip: 'GZ' }],
    ['something critical', { crit: ['exp'], exp: 1 }],
    ['something critical that jose would know', { crit: ['b64'], b64: true }],
    ['an empty list of what is critical', { crit: [] }],
    ['a type that is no text', { cty: 1 }],
    ['a key name that is no text', { kid: {} }],
  ])('is refused by its header: %s', async (_, header) => {
    expect(await open(seal('{}', { header }))).toEqual(skipped('cannot-open'))
    // Before anything else is done with it: not even its key is compared.
    const named = { kid: thumbprint(OTHER_KEY), ...header }
    expect(await open(seal('{}', { header: named }))).toEqual(skipped('cannot-open'))
  })

  test('says itself that it was sealed with another key', async () => {
    const header = { kid: thumbprint(OTHER_KEY) }
    expect(await open(seal('{}', { key: OTHER_KEY, header }))).toEqual(skipped('wrong-key'))
    expect(await open(seal('{}', { key: OTHER_KEY }))).toEqual(skipped('cannot-open'))
    expect(await open(seal('{}', { header }))).toEqual(skipped('wrong-key'))
  })

  const sealed = seal('{"resourceType":"Patient"}')
  const with_ = (index: number, part: string) => sealed.split('.').with(index, part).join('.')
  test.each([
    ['four parts', sealed.split('.').slice(0, 4).join('.')],
    ['six parts', `${sealed}.`],
    ['a wrapped key', with_(1, 'AAAA')],
    ['an IV of 16 bytes', seal('{}', { ivBytes: 16 })],
    ['an IV of 8 bytes', seal('{}', { ivBytes: 8 })],
    ['a tag of 12 bytes', seal('{}', { tagBytes: 12 })],
    ['no tag', with_(4, '')],
    ['another tag', with_(4, 'A'.repeat(22))],
    ['another IV', with_(2, 'A'.repeat(16))],
    ['a header that is no JSON', with_(0, 'AAAA')],
    ['a header that is a list', with_(0, Buffer.from('[]').toString('base64url'))],
    ['the header of another', with_(0, Buffer.from('{"enc":"A256GCM","alg":"dir"}').toString('base64url'))],
    ['letters that are no base64url', with_(3, 'a+b/')],
    ['a signed thing', 'eyJhbGciOiJFUzI1NiJ9.e30.AAAA'],
    ['JSON', '{"resourceType":"Patient"}'],
    ['nothing', ''],
  ])('is refused: %s', async (_, jwe) => {
    expect(await open(jwe)).toEqual(skipped('cannot-open'))
  })

  test('is told from anything else by its form', () => {
    const [iv, tag] = ['A'.repeat(16), 'A'.repeat(22)]
    const forms: [text: string, expected: boolean][] = [
      [sealed, true],
      [` ${sealed}\n`, true],
      [`A..${iv}..${tag}`, true],
      [`A.AA.${iv}.AA.${tag}`, false],
      [`A..${iv}A.AA.${tag}`, false],
      [`A..${iv.slice(1)}.AA.${tag}`, false],
      [`A..${iv}.AA.${tag}A`, false],
      [`A..${iv}.AA.${tag.slice(1)}`, false],
      [`A..${iv}.A=.${tag}`, true], // has the form, and does not open
      [`A..${iv}.AA.${tag}.`, false],
      [`..${iv}.AA.${tag}`, false],
    ]
    expect(forms.map(([text]) => isSealed(text))).toEqual(forms.map(([, expected]) => expected))
  })

  test('does not open when it was cut, wherever it was', async () => {
    const long = seal('{"a":"'.padEnd(2000, 'x'), { header: { zip: 'DEF' } })
    const cuts = Array.from({ length: 100 }, (_, index) => Math.floor((long.length * index) / 100))
    const outcomes = await Promise.all(cuts.map((at) => open(long.slice(0, at))))
    expect(outcomes).toEqual(cuts.map(() => skipped('cannot-open')))
  })

  test('holds text, or nothing that can be read', async () => {
    expect(await open(seal(Uint8Array.of(0x7b, 0xff, 0x7d)))).toEqual(skipped('not-json'))
  })

  test('packed wrongly does not open', async () => {
    const [head = '', ...rest] = seal('{}', { header: { zip: 'DEF' } }).split('.')
    const unpacked = seal('{}', { header: {} })
    expect(await open([head, ...rest].join('.'))).toEqual(opened('{}'))
    expect(await open([head, ...unpacked.split('.').slice(1)].join('.'))).toEqual(skipped('cannot-open'))
  })
})

describe('a bomb', () => {
  const packed = (sizeBytes: number) => seal(Buffer.alloc(sizeBytes, 'x'), { header: { zip: 'DEF' } })

  test('of 20 MiB in 27 kB is not unpacked', async () => {
    const bomb = packed(20 * MIB)
    expect(bomb.length).toBeLessThan(30_000)
    expect(await open(bomb)).toEqual(skipped('too-large'))
  })

  test('5 MiB are unpacked, and not a byte more', async () => {
    const most = await open(packed(5 * MIB))
    expect(most.kind === 'opened' && most.text.length).toBe(5 * MIB)
    expect(await open(packed(5 * MIB + 1))).toEqual(skipped('too-large'))
  })
})
