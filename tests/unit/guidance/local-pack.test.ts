import { base64url } from 'jose'
import { describe, expect, it, test } from 'vitest'
import { joinPacks } from '../../../src/guidance/local/join-packs.ts'
import { openPack } from '../../../src/guidance/local/open-pack.ts'
import { parsePackAddress, showPackAddress } from '../../../src/guidance/local/pack-address.ts'
import { parsePack } from '../../../src/guidance/local/parse-pack.ts'
import { compareVersions, takesPlace } from '../../../src/guidance/local/versions.ts'
import { createAgency, writtenCard, writtenPack } from '../../fixtures/sign-pack.ts'
import { exampleCard } from './example-card.ts'

const agency = await createAgency()
const PIN = agency.thumbprint

const good = await agency.sign(writtenPack())
const [head = '', payload = '', signature = ''] = good.split('.')
const other = await (await createAgency()).sign(writtenPack())
const UNSIGNED: [string, string][] = [
  ['by another key', other],
  ['by another key that says it is the pinned one', await (await createAgency()).sign(writtenPack(), { kid: PIN })],
  ['of another type', await agency.sign(writtenPack(), { typ: 'JWT' })],
  ['without a type', await agency.sign(writtenPack(), { typ: undefined })],
  ['without its key', await agency.sign(writtenPack(), { jwk: undefined })],
  [
    'with another payload',
    `${head}.${base64url.encode(JSON.stringify(writtenPack({ version: '9.0.0' })))}.${signature}`,
  ],
  ['with a signature cut short', good.slice(0, -2)],
  ['with no signature', `${head}.${payload}.`],
  ['with alg none', `${btoa('{"alg":"none","typ":"handrail-pack+jws"}').replaceAll('=', '')}.${payload}.`],
  ['as a web page', '<!doctype html><title>Sign in</title>'],
  ['as nothing', ''],
  ['as more than two megabytes', `${good}${' '.repeat(10)}${'A'.repeat(2_000_000)}`],
]

describe('a signed pack', () => {
  test.each(['ES256', 'Ed25519'] as const)('opens when it is signed with %s by the key that is pinned', async (alg) => {
    const signer = await createAgency(alg)
    const opened = await openPack(await signer.sign(writtenPack()), signer.thumbprint)
    expect(opened).toMatchObject({
      kind: 'pack',
      pack: {
        id: 'north-raa',
        version: '1.0.0',
        reviewBy: '2027-09-01',
        cards: [{ id: 'year-6-to-7/open-evening', local: { owner: 'North RAA', version: '1.0.0' } }],
      },
    })
  })

  test.each(UNSIGNED)('is not read %s', async (_, jws) => {
    expect(await openPack(jws, PIN)).toEqual({ kind: 'unsigned' })
  })

  test.each<[string, unknown, RegExp]>([
    ['what is not JSON', 'not JSON', /not JSON/],
    ['no pack', [], /pack/],
    ['no cards', writtenPack({ cards: [] }), /at least one card/],
    ['a version that is no version', writtenPack({ version: '2' }), /three numbers/],
    ['a part we do not know', writtenPack({ script: 'x' }), /must not have "script"/],
    ['a card without sources', writtenPack({ cards: [writtenCard({ sources: [] })] }), /cite at least one source/],
    ['a card twice', writtenPack({ cards: [writtenCard(), writtenCard()] }), /here twice/],
    [
      'a rating without a scheme',
      writtenPack({ cards: [writtenCard({ evidence: { rating: '3+' } })] }),
      /practice-consensus/,
    ],
    [
      'a source that is a script',
      writtenPack({
        cards: [writtenCard({ sources: [{ title: 'x', link: 'javascript:alert(1)', read: '2026-11-21' }] })],
      }),
      /https web address/,
    ],
    [
      'HTML in a part',
      writtenPack({ cards: [writtenCard({ parts: { ...exampleCard.parts, why: '<img src=x onerror=alert(1)>' } })] }),
      /HTML is not allowed/,
    ],
    [
      'a web address in a part',
      writtenPack({ cards: [writtenCard({ parts: { ...exampleCard.parts, say: 'see https://x.example' } })] }),
      /web address/,
    ],
    ['a line that runs backwards', writtenPack({ cards: [writtenCard({ title: 'Sam\u202ekoob' })] }), /nobody can see/],
    [
      'a word that names status, for a school',
      writtenPack({ cards: [writtenCard({ title: 'Adopted pupils' })] }),
      /must not say/,
    ],
    [
      'a day that its move does not have',
      writtenPack({ cards: [writtenCard({ when: { from: 'school-leaving-date', until: 'last-day' } })] }),
      /is not a day/,
    ],
    [
      'days in the wrong order',
      writtenPack({ cards: [writtenCard({ when: { from: 'last-day', until: 'offer-day' } })] }),
      /must not be before/,
    ],
    ['a need that is named twice', writtenPack({ cards: [writtenCard({ needs: ['trust', 'trust'] })] }), /twice/],
    [
      'half a character',
      writtenPack({ cards: [writtenCard({ title: 'Visits \ud800' })] }),
      /nobody can see|not JSON|must/,
    ],
    ['a card in another folder', writtenPack({ cards: [writtenCard({ id: 'school-year/open-evening' })] }), /folder/],
  ])('is broken, and none of it is used, with %s', async (_, pack, why) => {
    const opened = await openPack(await agency.sign(pack), PIN)
    expect(opened).toEqual({ kind: 'broken', why: expect.stringMatching(why) })
  })

  test.each(['Ado\u00adpted pupils', 'Ado\u2060pted pupils', '\uff41dopted pupils', 'Looked\u200cafter pupils'])(
    'is broken with a title for schools that hides what it says: %j',
    (title) => {
      expect(parsePack(writtenPack({ cards: [writtenCard({ title })] }))).toMatchObject({ kind: 'broken' })
    },
  )

  test.each([
    [{ owner: '<b>North</b>' }, /plain words/],
    [{ owner: 'The Handrail project' }, /does not go by the name/],
    [{ title: 'half a character \ud800' }, /nobody can see/],
    [{ title: '\u3164' }, /must not|must say/],
    [{ title: '…' }, /must say something/],
    [{ title: 'See https://north.example' }, /plain words/],
  ])('is broken with a face that schools should not read: %j', (face, why) => {
    expect(parsePack(writtenPack(face))).toEqual({ kind: 'broken', why: expect.stringMatching(why) })
  })

  it('may go by its agency’s own name, and lead to its own address', () => {
    const sources = [{ title: 'Our guide', link: 'https://oneadoption.example/guide', read: '2026-11-21' }]
    const pack = writtenPack({ owner: 'One Adoption North', cards: [writtenCard({ sources })] })
    expect(parsePack(pack).kind).toBe('pack')
  })

  test.each<[string, object]>([
    ['a source', { sources: [{ title: '<svg onload=x>', link: 'https://council.example', read: '2026-11-21' }] }],
    ['a reviewer', { review: { role: '<b>SENCo</b>', organisation: 'North', on: '2026-11-01' } }],
    [
      'a rating',
      { evidence: { scheme: 'nice', rating: '<i>offer</i>', on: '2026-01-10', link: 'https://nice.example' } },
    ],
  ])('is broken with markup in the name of %s', (_, more) => {
    expect(parsePack(writtenPack({ cards: [writtenCard(more)] }))).toEqual({
      kind: 'broken',
      why: expect.stringMatching(/HTML/),
    })
  })

  it('may say for families what a family is', () => {
    const card = writtenCard({ for: 'family', title: 'When your adopted child moves school' })
    expect(parsePack(writtenPack({ cards: [card] })).kind).toBe('pack')
  })
})

describe('cards that ship and cards that are local', () => {
  const shipped = [exampleCard, { ...exampleCard, id: 'year-6-to-7/other', title: 'Another' }]
  const pack = (...cards: object[]) => {
    const parsed = parsePack(writtenPack({ cards }))
    if (parsed.kind === 'broken') throw new Error(parsed.why)
    return parsed.pack
  }

  it('are put together: a local one takes the place of the one with its id, the rest are added', () => {
    const local = pack(writtenCard({ id: exampleCard.id, title: 'Ours' }), writtenCard())
    expect(joinPacks(shipped, [local], 'year-6-to-7').map(({ title }) => title)).toEqual([
      'Ours',
      'Another',
      'Our open evening',
    ])
  })

  it('are kept apart by what they are about', () => {
    const junior = writtenCard({ id: 'infant-to-junior/x', transition: 'infant-to-junior' })
    expect(joinPacks([], [pack(junior, writtenCard())], 'infant-to-junior').map(({ id }) => id)).toEqual([
      'infant-to-junior/x',
    ])
  })

  it('say whose a local one is', () => {
    const [, , card] = joinPacks(shipped, [pack(writtenCard())], 'year-6-to-7')
    expect(card?.local).toEqual({ owner: 'North RAA', version: '1.0.0' })
    expect(shipped[0]?.local).toBeUndefined()
  })
})

describe('versions', () => {
  test.each([
    ['1.10.0', '1.9.2', 1],
    ['1.0.0', '1.0.0', 0],
    ['0.9.9', '1.0.0', -1],
    ['2.0.0', '10.0.0', -1],
  ])('%s beside %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign)
  })

  const issue = (version: string, payload: string) => ({ version, jws: `head.${payload}.signature` })
  test.each([
    ['the first', issue('1.0.0', 'a'), undefined, true, true],
    ['a newer one', issue('1.1.0', 'b'), issue('1.0.0', 'a'), true, true],
    ['an older one', issue('0.9.0', 'b'), issue('1.0.0', 'a'), true, false],
    ['an older one, when what is kept is damaged', issue('0.9.0', 'b'), issue('1.0.0', 'a'), false, false],
    ['the same again', issue('1.0.0', 'a'), issue('1.0.0', 'a'), true, true],
    ['other cards under the same number', issue('1.0.0', 'b'), issue('1.0.0', 'a'), true, false],
    ['the same number, when what is kept is damaged', issue('1.0.0', 'b'), issue('1.0.0', 'a'), false, true],
  ])('%s takes the place of what is kept, or not', (_, coming, kept, isKeptGood, expected) => {
    expect(takesPlace(coming, kept, isKeptGood)).toBe(expected)
  })
})

describe('the address of a pack', () => {
  const line = `https://agency.example/guidance/pack.jws#${PIN}`

  it('is where it is and the key that signs it, in one line', () => {
    const address = parsePackAddress(` ${line}\n`)
    expect(address).toEqual({ url: 'https://agency.example/guidance/pack.jws', thumbprint: PIN })
    expect(address && showPackAddress(address)).toBe(line)
  })

  it('may be relative to a page', () => {
    expect(parsePackAddress(`packs/north.jws#${PIN}`, 'https://school.example/staff/')?.url).toBe(
      'https://school.example/staff/packs/north.jws',
    )
  })

  test.each([
    ['no key', 'https://agency.example/pack.jws'],
    ['a key that is too short', 'https://agency.example/pack.jws#abc'],
    ['plain http', `http://agency.example/pack.jws#${PIN}`],
    ['this computer, outside practice', `http://127.0.0.1:8787/pack.jws#${PIN}`],
    ['a script', `javascript:alert(1)#${PIN}`],
    ['a data address', `data:text/plain,x#${PIN}`],
    ['a password in it', `https://me:secret@agency.example/pack.jws#${PIN}`],
    ['nothing', ''],
  ])('is none with %s', (_, written) => {
    expect(parsePackAddress(written)).toBeUndefined()
  })

  it('may be this computer, for practice', () => {
    expect(parsePackAddress(`http://127.0.0.1:8787/pack.jws#${PIN}`, undefined, true)?.thumbprint).toBe(PIN)
    expect(parsePackAddress(`http://agency.example/pack.jws#${PIN}`, undefined, true)).toBeUndefined()
  })
})
