import { describe, expect, test } from 'vitest'
import { readContents } from '../../../../src/sources/smart-link/contents.ts'
import { essenceOf } from '../../../../src/sources/smart-link/media-type.ts'
import type { SkipReason } from '../../../../src/sources/smart-link/opened.ts'
import { BUNDLE, card, healthCards } from './sealing.ts'

const MIB = 1024 * 1024
const DEEP = '['.repeat(10_000) + ']'.repeat(10_000)
const FHIR = 'application/fhir+json'
const CARD = 'application/smart-health-card'
const read = (content: unknown, ...stated: (string | undefined)[]) =>
  readContents(typeof content === 'string' ? content : JSON.stringify(content), stated, 5 * MIB)
const cards = (...verifiableCredential: unknown[]) => ({ verifiableCredential })

test.each([
  ['application/fhir+json', FHIR],
  ['Application/FHIR+JSON ; fhirVersion=4.0.1', FHIR],
  ['fhir+json', FHIR],
  ['smart-health-card', CARD],
  ['text/plain;charset=utf-8', 'text/plain'],
  ['', 'application/'],
])('the essence of %j is %s', (type, essence) => {
  expect(essenceOf(type)).toBe(essence)
})

describe('what was behind a link', () => {
  test('is kept letter for letter', async () => {
    const text = '{ "resourceType" : "Bundle",\n "x": 1.10, "y": "\\u00e9é" }'
    expect(await read(text)).toMatchObject({ files: [{ text, origin: 'file', resource: { x: 1.1 } }], skipped: [] })
  })

  test.each<[name: string, stated: (string | undefined)[], isMislabelled: boolean]>([
    ['nothing said', [], false],
    ['its type', [FHIR, FHIR], false],
    ['its type, with more', [undefined, `${FHIR};fhirVersion=4.0.1`], false],
    ['another type in the manifest', [FHIR, CARD], true],
    ['another type in its header', [CARD, FHIR], true],
    ['a type that nobody knows', ['text/plain'], true],
  ])('a resource is read by what it is: %s', async (_, stated, isMislabelled) => {
    expect(await read({ resourceType: 'Patient' }, ...stated)).toMatchObject({
      files: [{ isMislabelled }],
      skipped: [],
    })
  })

  test('a health card is read by what it is', async () => {
    const [right, wrong] = [await read(healthCards(BUNDLE), CARD), await read(healthCards(BUNDLE), FHIR)]
    expect(right.files).toEqual([
      { kind: 'fhir', text: JSON.stringify(BUNDLE), resource: BUNDLE, origin: 'health-card', isMislabelled: false },
    ])
    expect(wrong.files).toMatchObject([{ isMislabelled: true }])
  })

  test.each<[name: string, content: unknown, reason: SkipReason]>([
    ['a token for a server', { access_token: 'x', aud: 'https://x.example' }, 'api-access'],
    ['a page', '<html>', 'not-json'],
    ['nothing', '', 'not-json'],
    ['JSON cut short', '{"resourceType":"Pat', 'not-json'],
    ['a list', [BUNDLE], 'not-fhir'],
    ['null', null, 'not-fhir'],
    ['a text', '"Patient"', 'not-fhir'],
    ['an object of no kind', { a: 1 }, 'not-fhir'],
    ['a resourceType that is no text', { resourceType: 1 }, 'not-fhir'],
    ['an empty resourceType', { resourceType: '' }, 'not-fhir'],
    ['lists 10,000 deep', `{"resourceType":"Bundle","x":${DEEP}}`, 'not-fhir'],
    ['objects 10,000 deep', `{"resourceType":"Bundle","x":${'{"a":'.repeat(10_000)}1${'}'.repeat(10_001)}`, 'not-fhir'],
  ])('%s is left out: %s', async (_, content, reason) => {
    expect(await read(content, FHIR)).toEqual({ files: [], skipped: [{ reason }] })
  })
})

describe('health cards', () => {
  const vc = (fhirBundle: unknown) => ({ vc: { credentialSubject: { fhirBundle } } })

  test('every Bundle in them, in order, packed or not', async () => {
    const [first, second] = [BUNDLE, { ...BUNDLE, id: 'second' }]
    const { files, skipped } = await read(cards(card(vc(first)), card(vc(second), {})))
    expect(files.map(({ resource }) => resource)).toEqual([first, second])
    expect(skipped).toEqual([])
  })

  test('none at all', async () => {
    expect(await read(cards())).toEqual({ files: [], skipped: [] })
  })

  test.each<[name: string, bad: unknown, reason: SkipReason]>([
    ['no text', 1, 'cannot-open'],
    ['two parts', 'e30.e30', 'cannot-open'],
    ['other letters', 'e30.e+0.e30', 'cannot-open'],
    ['a header that is no JSON', 'AAAA.e30.e30', 'cannot-open'],
    ['another way of packing', card(vc(BUNDLE), { zip: 'GZ' }), 'cannot-open'],
    [
      'said to be packed, and not',
      `${card('').split('.')[0]}.${Buffer.from('{}').toString('base64url')}.AA`,
      'cannot-open',
    ],
    ['no JSON', card('<html>'), 'not-json'],
    ['no Bundle', card(vc({ resourceType: 'Patient' })), 'not-fhir'],
    ['no credential', card({}), 'not-fhir'],
    ['10,000 deep', card(JSON.stringify(vc({ ...BUNDLE, x: 0 })).replace('"x":0', `"x":${DEEP}`)), 'not-fhir'],
    ['a bomb', card(Buffer.alloc(20 * MIB, ' ')), 'too-large'],
  ])('a bad one loses no good one: %s', async (_, bad, reason) => {
    const { files, skipped } = await read(cards(card(vc(BUNDLE)), bad, card(vc({ ...BUNDLE, id: 'last' }))))
    expect(files.map(({ resource }) => resource.id)).toEqual([undefined, 'last'])
    expect(skipped).toEqual([{ reason }])
  })

  test('together they hold no more than one file may', async () => {
    const large = card(vc({ ...BUNDLE, x: 'x'.repeat(2 * MIB) }))
    const { files, skipped } = await read(cards(large, large, large))
    expect(files).toHaveLength(2)
    expect(skipped).toEqual([{ reason: 'too-large' }])
  })

  test('of more than fifty the rest is left out', async () => {
    const { files, skipped } = await read(cards(...Array.from({ length: 52 }, () => card(vc(BUNDLE)))))
    expect(files).toHaveLength(50)
    expect(skipped).toEqual([{ reason: 'too-many' }, { reason: 'too-many' }])
  })
})
