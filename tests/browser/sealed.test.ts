import { expect } from 'chai'
import { randomId } from '../../src/vault/bytes.ts'
import { boxBinding, changeCover, openCover, openCovers, readEntries } from '../../src/vault/children.ts'
import { raiseHighWater, tick } from '../../src/vault/clock.ts'
import type { Cover } from '../../src/vault/cover.ts'
import { writeDirectory } from '../../src/vault/directories.ts'
import { changeMarks } from '../../src/vault/marks.ts'
import { stepToKeep } from '../../src/vault/ratchets.ts'
import { changeSchoolRow } from '../../src/vault/school.ts'
import { seal } from '../../src/vault/seal.ts'
import { writeSettings } from '../../src/vault/settings.ts'
import { readSources, writeSource } from '../../src/vault/sources.ts'
import { STORE_NAMES } from '../../src/vault/stores.ts'
import { countTry } from '../../src/vault/tries.ts'
import { dataKey, eraseVault, isUnlocked, setUpVault, type Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import {
  everything,
  flip,
  lockedSession,
  PLACES,
  type Place,
  put,
  rowOf,
  unlockAnew,
  unlockedSession,
} from './places.ts'
import {
  boxOf,
  grant,
  LEASE_ENDS,
  NEEDS,
  ONE,
  openBox,
  SECRETS,
  STRENGTHS,
  sourceOf,
  TWO,
  write,
} from './wilhelmina.ts'

for (const [where, createPlace] of Object.entries(PLACES)) {
  describe(`what is sealed ${where}`, () => {
    let place: Place
    let vault: Vault

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(await unlockedSession())
    })
    afterEach(() => place.remove())

    describe('is bound to its place', () => {
      it('a box moved to another child, another section or another id does not open', async () => {
        const [one, two] = [await write(vault, ONE), await write(vault, TWO)]
        const [mine, theirs] = [await boxOf(vault, one, 'needs'), await boxOf(vault, two, 'needs')]
        await put(vault, 'boxes', { ...mine, iv: theirs.iv, bytes: theirs.bytes })
        await fails('vault/cannot-open', openBox(vault, one, grant(one, 'needs')))

        const strengths = await boxOf(vault, two, 'strengths')
        await put(vault, 'boxes', { ...theirs, iv: strengths.iv, bytes: strengths.bytes })
        await fails('vault/cannot-open', openBox(vault, two, grant(two, 'needs')))

        await changeCover(vault, TWO, (cover) => ({ ...cover, boxes: { ...cover.boxes, needs: [strengths.id] } }))
        await fails('vault/cannot-open', openBox(vault, two, grant(two, 'needs')))
        expect(await openBox(vault, two, grant(two, 'strengths'))).to.deep.equal(STRENGTHS)
      })

      it('a cover does not open as another child’s, or under a longer lease', async () => {
        await write(vault, ONE)
        const cover = await rowOf(vault, 'covers', ONE)
        await put(vault, 'covers', { ...cover, child: TWO })
        await fails('vault/cannot-open', openCover(vault, TWO))
        await put(vault, 'covers', { ...cover, leaseEndsAtMs: cover.leaseEndsAtMs + 1 })
        await fails('vault/cannot-open', openCover(vault, ONE))
      })

      it('a box does not open under a cover of another child, lease, source or version', async () => {
        const cover = await write(vault, ONE)
        const { id } = await boxOf(vault, cover, 'needs')
        const key = await dataKey(vault)
        const putSealedFor = async (changes: Partial<Cover>) => {
          const sealed = await seal(key, boxBinding({ ...cover, ...changes }, 'needs', id), NEEDS)
          await put(vault, 'boxes', { id, child: ONE, ...sealed })
        }
        const others: Partial<Cover>[] = [
          { child: TWO },
          { leaseEndsAtMs: LEASE_ENDS + 1 },
          { sourceId: 's2' },
          { asAtMs: 1 },
        ]
        for (const changes of others) {
          await putSealedFor(changes)
          await fails('vault/cannot-open', openBox(vault, cover, grant(cover, 'needs')))
        }
        await putSealedFor({})
        expect(await openBox(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      })

      it('an old box put back beside a new cover does not open', async () => {
        const before = await write(vault, ONE)
        const old = await boxOf(vault, before, 'needs')
        const after = await write(vault, ONE, { leaseEndsAtMs: LEASE_ENDS + 1 })
        await put(vault, 'boxes', { ...old, id: after.boxes.needs?.[0] ?? '' })
        await fails('vault/cannot-open', openBox(vault, after, grant(after, 'needs')))
      })

      it('a block of the list in another’s place is not believed: the list is taken from the covers', async () => {
        await write(vault, ONE)
        const [block] = await vault.database.getAll('index')
        if (!block) throw new Error('no block')
        await put(vault, 'index', { ...block, block: block.block + 1 })
        expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal([ONE])
      })

      it('a source does not open in another’s place', async () => {
        await writeSource(vault, sourceOf('s1'))
        await put(vault, 'sources', { ...(await rowOf(vault, 'sources', 's1')), id: 's2' })
        await fails('vault/cannot-open', readSources(vault))
      })

      it('another vault’s key opens none of it', async () => {
        const cover = await write(vault, ONE)
        await unlockAnew(vault.session)
        await fails('vault/cannot-open', openCover(vault, ONE))
        await fails('vault/cannot-open', openBox(vault, cover, grant(cover, 'needs')))
        expect(await openCovers(vault)).to.deep.equal({ covers: [], damaged: [ONE] })
        expect(await readEntries(vault)).to.deep.equal([])
      })
    })

    describe('and has one bit flipped', () => {
      it('in a box closes that box, and leaves the others open', async () => {
        const [one, two] = [await write(vault, ONE), await write(vault, TWO)]
        const needs = await boxOf(vault, one, 'needs')
        for (const damaged of [
          { ...needs, bytes: flip(needs.bytes) },
          { ...needs, iv: flip(needs.iv) },
          { ...needs, bytes: needs.bytes.slice(0, -1) },
          { ...needs, bytes: new Uint8Array(0) },
        ]) {
          await put(vault, 'boxes', damaged)
          await fails('vault/cannot-open', openBox(vault, one, grant(one, 'needs')))
        }
        expect(await openBox(vault, one, grant(one, 'strengths'))).to.deep.equal(STRENGTHS)
        expect(await openBox(vault, two, grant(two, 'needs'))).to.deep.equal(NEEDS)
      })

      it('in a cover closes that child, and leaves the others open', async () => {
        await write(vault, ONE)
        const two = await write(vault, TWO)
        const cover = await rowOf(vault, 'covers', ONE)
        await put(vault, 'covers', { ...cover, bytes: flip(cover.bytes) })
        await fails('vault/cannot-open', openCover(vault, ONE))
        expect((await openCover(vault, TWO)).child).to.equal(TWO)
        expect(await openBox(vault, two, grant(two, 'needs'))).to.deep.equal(NEEDS)
      })

      it('says nothing of why', async () => {
        const one = await write(vault, ONE)
        const needs = await boxOf(vault, one, 'needs')
        await put(vault, 'boxes', { ...needs, bytes: flip(needs.bytes) })
        const damaged = await fails('vault/cannot-open', openBox(vault, one, grant(one, 'needs')))
        await put(vault, 'boxes', needs)
        await unlockAnew(vault.session)
        const wrongKey = await fails('vault/cannot-open', openBox(vault, one, grant(one, 'needs')))
        expect(damaged.message).to.equal(wrongKey.message)
      })
    })
  })

  describe(`a vault ${where}`, () => {
    let place: Place
    let vault: Vault

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(lockedSession())
      await setUpVault(vault, { method: 'passphrase', words: 'acorn banjo cobalt dune' }, { idleMs: 1e9 })
      const { child } = await write(vault, randomId())
      await write(vault, randomId())
      await changeMarks(vault, child, () => ({ ticks: { 'year-6-to-7/x': { since: '2026-11-21' } }, yearsApart: 0 }))
      await changeSchoolRow(vault, () => ({ phases: 'primary-secondary' }))
      const trying = { triedAtMs: 1, trouble: '', readAtMs: 1, version: '1.0.0' }
      await put(vault, 'packs', { id: 'key', url: 'https://agency.example/pack.jws', jws: 'a.b.c', ...trying })
      await writeSource(vault, sourceOf(randomId()))
      await writeSettings(vault, { idleLockMinutes: 3 })
      const seen = { [randomId()]: { updatedMs: LEASE_ENDS, version: 3, digest: randomId() } }
      await vault.database.write([await stepToKeep(vault, { id: randomId(), seen })])
      const list = { services: [], isCut: false, readAtMs: 1, triedAtMs: 1, failed: undefined, waitUntilMs: undefined }
      await writeDirectory(vault, 'https://practice.example', list, [])
      await put(vault, 'lapses', { child: randomId(), sinceRunMs: 60_000 })
      await countTry(vault, LEASE_ENDS)
      await raiseHighWater(vault, LEASE_ENDS)
      await tick(vault, LEASE_ENDS)
    })
    afterEach(() => place.remove())

    it('has nothing in the clear but random ids, instants, counts and what is public', async () => {
      const { school, packs, ...found } = await everything(vault)
      const { clear, decoded } = leaves(found)
      expect(school).to.deep.equal([{ id: 'own', json: '{"phases":"primary-secondary"}' }])
      expect(packs.map(({ jws }) => jws)).to.deep.equal(['a.b.c'])
      expect(Object.keys(found)).to.have.length(STORE_NAMES.length - 2)
      for (const text of clear) expect(text).to.match(/^([0-9a-f]{32}|\d{1,13}|PBKDF2-SHA-256|passphrase)$/)
      const { key = '' } = (await vault.session.read()) ?? {}
      for (const secret of [...SECRETS, key]) {
        expect(decoded.filter((text) => text.includes(secret))).to.deep.equal([])
      }
    })

    it('has every store emptied at once', async () => {
      await put(vault, 'log', { seq: 0, iv: new Uint8Array(12), bytes: new Uint8Array(16) })
      for (const name of STORE_NAMES) expect(await vault.database.count(name), name).to.be.above(0)
      await eraseVault(vault)
      for (const name of STORE_NAMES) expect(await vault.database.count(name), name).to.equal(0)
      expect(await isUnlocked(vault)).to.equal(false)
    })
  })
}

it('the search for what is in the clear finds it all in what is not sealed', () => {
  const utf16 = (text: string) => new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer)
  const odd = new Uint8Array([0, ...utf16('Zebedee')])
  const plain = leaves({ a: ['Wilhelmina'], b: new TextEncoder().encode('9990000018'), c: utf16('7K-204'), odd })
  expect(plain.clear).to.deep.equal(['Wilhelmina'])
  for (const secret of ['9990000018', '7K-204', 'Zebedee']) {
    expect(plain.decoded.filter((text) => text.includes(secret))).not.to.deep.equal([])
  }
})

/** What a row is found by where there is one alone. */
const FIXED: unknown[] = ['wrap', 'own', 'passphrase', 'high-water', 'run']

/** The texts and numbers that lie in the clear, and every buffer read as each kind of text it might be. */
function leaves(value: unknown): { clear: string[]; decoded: string[] } {
  if (value instanceof Uint8Array) {
    const decoded = ['utf-8', 'utf-16le', 'utf-16be'].flatMap((kind) =>
      [value, value.slice(1)].map((bytes) => new TextDecoder(kind).decode(bytes)),
    )
    return { clear: [], decoded }
  }
  if (typeof value !== 'object' || value === null) {
    return { clear: value === undefined || FIXED.includes(value) ? [] : [String(value)], decoded: [] }
  }
  const inner = Object.values(value).map(leaves)
  return { clear: inner.flatMap(({ clear }) => clear), decoded: inner.flatMap(({ decoded }) => decoded) }
}
