import { expect } from 'chai'
import type { Timeline } from '../../src/consent/compile.ts'
import type { Grant } from '../../src/consent/decide.ts'
import { FIRST_MS, LAST_MS } from '../../src/core/time.ts'
import type { SectionContent } from '../../src/record/section-content.ts'
import { randomBytes } from '../../src/vault/bytes.ts'
import {
  changeCover,
  eraseChild,
  hasAllBoxes,
  mendList,
  openCover,
  openCovers,
  quarantineBox,
  readEntries,
} from '../../src/vault/children.ts'
import type { Entry } from '../../src/vault/cover.ts'
import { entryOf, openBlock, stepsToCut } from '../../src/vault/index-blocks.ts'
import { readSources } from '../../src/vault/sources.ts'
import { dataKey, lockVault, type Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { counts, everything, flip, PLACES, type Place, put, unlockedSession } from './places.ts'
import { ALWAYS, coverOf, grant, LEASE_ENDS, NEEDS, ONE, openBox, STRENGTHS, TWO, write } from './wilhelmina.ts'

for (const [where, createPlace] of Object.entries(PLACES)) {
  describe(`the vault ${where}`, () => {
    let place: Place
    let vault: Vault

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(await unlockedSession())
    })
    afterEach(() => place.remove())

    describe('a child', () => {
      it('is there for another page, and after the vault is closed and opened again', async () => {
        await write(vault, ONE)
        const another = await place.open(vault.session)
        expect((await openCover(another, ONE)).name).to.equal('Wilhelmina Quartermaine')
        vault.database.close()
        another.database.close()
        const later = await place.open(vault.session)
        const cover = await openCover(later, ONE)
        expect(cover.name).to.equal('Wilhelmina Quartermaine')
        expect(await openBox(later, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
        expect(await openBox(later, cover, grant(cover, 'strengths'))).to.deep.equal(STRENGTHS)
        expect((await readEntries(later)).map(({ name }) => name)).to.deep.equal(['Wilhelmina Quartermaine'])
      })

      it('has no box for a section that was never kept', async () => {
        const cover = await write(vault, ONE)
        expect(await openBox(vault, cover, grant(cover, 'arrangement'))).to.equal(undefined)
      })

      it('opens no section without a grant, or with another child’s', async () => {
        const cover = await write(vault, ONE)
        const other = await write(vault, TWO)
        const real = grant(cover, 'needs')
        const posing = { child: ONE, section: 'needs', box: 0, untilMs: LAST_MS } as Grant
        const beyond = Object.create(real, { section: { value: 'strengths' } })
        for (const one of [posing, { ...real } as Grant, structuredClone(real), beyond, grant(other, 'needs')]) {
          await fails('vault/cannot-open', openBox(vault, cover, one))
        }
        expect(await openBox(vault, cover, real)).to.deep.equal(NEEDS)
      })

      it('opens nothing once locked', async () => {
        const cover = await write(vault, ONE)
        await lockVault(vault)
        for (const attempt of [
          openCover(vault, ONE),
          openCovers(vault),
          readEntries(vault),
          readSources(vault),
          openBox(vault, cover, grant(cover, 'needs')),
          eraseChild(vault, ONE),
          changeCover(vault, ONE, (one) => one),
          write(vault, TWO),
        ]) {
          await fails('vault/locked', attempt)
        }
        expect(await vault.database.count('covers')).to.equal(1)
      })

      it('whose section is in two boxes opens each with its own grant alone', async () => {
        const second: SectionContent['needs'] = { needs: [{ code: 'trust', text: 'Heights', knowledge: 'possible' }] }
        const later: Timeline = [
          { fromMs: FIRST_MS, untilMs: LEASE_ENDS, kind: 'not-covered', reason: 'no-agreement' },
          { fromMs: LEASE_ENDS + 1, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' },
        ]
        const kept = { contents: { needs: [NEEDS, second] } }
        const cover = await write(vault, ONE, { ...kept, timelines: { needs: [ALWAYS, later] } })
        expect(new Set(cover.boxes.needs).size).to.equal(2)
        expect(await openBox(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
        expect(() => grant(cover, 'needs', 1)).to.throw('not granted')
        const inTime = { ...cover, timelines: { needs: [ALWAYS, ALWAYS] } }
        expect(await openBox(vault, cover, grant(inTime, 'needs', 1))).to.deep.equal(second)
        expect(await vault.database.getKeys('boxes', ONE)).to.have.length(2)
        await eraseChild(vault, ONE)
        expect(await counts(vault)).to.deep.equal({ covers: 0, boxes: 0, index: 0 })
      })

      it('written again leaves nothing of the copy before', async () => {
        const before = await write(vault, ONE)
        const after = await write(vault, ONE, { contents: { strengths: [{ strengths: ['Sings'] }] } })
        expect(await counts(vault)).to.deep.equal({ covers: 1, boxes: 1, index: 1 })
        expect(Object.values(after.boxes).flat()).not.to.include(before.boxes.strengths?.[0])
        expect(await openBox(vault, after, grant(before, 'needs'))).to.equal(undefined)
        expect(await readEntries(vault)).to.have.length(1)
      })

      it('that is erased takes its cover, boxes, line and lapse along, and nobody else’s', async () => {
        const [neighbour, stranger] = [ONE.replace(/a$/, '0'), `f${'e'.repeat(31)}`]
        await write(vault, ONE)
        await put(vault, 'lapses', { child: ONE, sinceRunMs: 5 })
        const other = await write(vault, TWO)
        await write(vault, neighbour)
        await eraseChild(vault, ONE)
        await eraseChild(vault, stranger) // never was here
        expect(await counts(vault)).to.deep.equal({ covers: 2, boxes: 4, index: 2 })
        expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal([neighbour, TWO])
        expect(await vault.database.count('lapses')).to.equal(0)
        await fails('child/not-here', openCover(vault, ONE))
        expect(await openBox(vault, other, grant(other, 'needs'))).to.deep.equal(NEEDS)
      })

      it('by two pages at once has one of the two copies, whole', async () => {
        const names = ['First', 'Second', 'Third', 'Fourth']
        await Promise.all(
          names.map((name) => write(vault, ONE, { name, contents: { strengths: [{ strengths: [name] }] } })),
        )
        const cover = await openCover(vault, ONE)
        expect(await openBox(vault, cover, grant(cover, 'strengths'))).to.deep.equal({ strengths: [cover.name] })
        expect((await readEntries(vault)).map(({ name }) => name)).to.deep.equal([cover.name])
        expect(await counts(vault)).to.deep.equal({ covers: 1, boxes: 1, index: 1 })
      })

      it('has all its boxes until one is put aside', async () => {
        const cover = await write(vault, ONE)
        const other = await write(vault, TWO)
        expect(await hasAllBoxes(vault, cover)).to.equal(true)
        await quarantineBox(vault, cover.boxes.needs?.[0] ?? '')
        expect(await hasAllBoxes(vault, cover)).to.equal(false)
        expect(await hasAllBoxes(vault, other)).to.equal(true)
        await fails('vault/cannot-open', openBox(vault, cover, grant(cover, 'needs')))
        expect(await openBox(vault, cover, grant(cover, 'strengths'))).to.deep.equal(STRENGTHS)
      })
    })

    describe('a cover that is changed', () => {
      it('keeps its boxes and everything else', async () => {
        const before = await write(vault, ONE)
        await changeCover(vault, ONE, (cover) => ({ ...cover, confirmedAtMs: 5 }))
        const cover = await openCover(vault, ONE)
        expect(cover).to.deep.equal({ ...before, confirmedAtMs: 5 })
        expect(await openBox(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      })

      it('takes its line in the list along', async () => {
        await write(vault, ONE)
        await changeCover(vault, ONE, (cover) => ({ ...cover, hiddenSinceMs: 7 }))
        expect((await readEntries(vault))[0]).to.deep.include({ child: ONE, hiddenSinceMs: 7 })
      })

      it('never brings back an older one that was replaced meanwhile: the change is made to the new one', async () => {
        await write(vault, ONE)
        const seen: string[] = []
        const slow = meanwhile(vault, () => write(vault, ONE, { name: 'Wilhelmina Newer', asAtMs: LEASE_ENDS }))
        await changeCover(slow, ONE, (cover) => {
          seen.push(cover.name)
          return { ...cover, confirmedAtMs: 5 }
        })
        expect(seen).to.deep.equal(['Wilhelmina Quartermaine', 'Wilhelmina Newer'])
        const cover = await openCover(vault, ONE)
        expect(cover).to.deep.include({ name: 'Wilhelmina Newer', asAtMs: LEASE_ENDS, confirmedAtMs: 5 })
        expect(await openBox(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
      })

      it('never brings back a child that was erased meanwhile', async () => {
        await write(vault, ONE)
        const slow = meanwhile(vault, () => eraseChild(vault, ONE))
        await fails(
          'child/not-here',
          changeCover(slow, ONE, (cover) => cover),
        )
        expect(await counts(vault)).to.deep.equal({ covers: 0, boxes: 0, index: 0 })
      })

      it('by two pages at once has both changes', async () => {
        await write(vault, ONE)
        await Promise.all([
          changeCover(vault, ONE, (cover) => ({ ...cover, confirmedAtMs: 5 })),
          changeCover(vault, ONE, (cover) => ({ ...cover, hiddenSinceMs: 7 })),
        ])
        expect(await openCover(vault, ONE)).to.deep.include({ confirmedAtMs: 5, hiddenSinceMs: 7 })
        expect((await readEntries(vault))[0]).to.deep.include({ hiddenSinceMs: 7 })
      })

      it('while it is written again, however the two fall, is the one that was written', async () => {
        await write(vault, ONE)
        for (let asAtMs = 1; asAtMs <= 30; asAtMs++) {
          const change = () => changeCover(vault, ONE, (cover) => ({ ...cover, confirmedAtMs: asAtMs }))
          await Promise.all(
            asAtMs % 2 ? [change(), write(vault, ONE, { asAtMs })] : [write(vault, ONE, { asAtMs }), change()],
          )
          const cover = await openCover(vault, ONE)
          expect(cover.asAtMs).to.equal(asAtMs)
          expect(await openBox(vault, cover, grant(cover, 'needs'))).to.deep.equal(NEEDS)
        }
      })
    })

    describe('the list', () => {
      const neighbour = ONE.replace(/a$/, '0')
      const children = async () => (await readEntries(vault)).map(({ child }) => child)
      const names = async () => (await readEntries(vault)).map(({ name }) => name)

      it('of 300 children is by name, and one more or fewer changes one block alone', async () => {
        const lines = Array.from({ length: 300 }, (_, at) => lineOf(at))
        await fill(vault, lines)
        expect(await names()).to.deep.equal(lines.map(({ name }) => name).sort())
        expect(await vault.database.count('index')).to.be.above(100)

        expect(await blocksChangedBy(() => write(vault, ONE))).to.have.length(1)
        expect(await names()).to.have.length(301)
        expect(await blocksChangedBy(() => write(vault, ONE, { second: 'Year 7' }))).to.have.length(1)
        expect(await names()).to.have.length(301)
        expect(await blocksChangedBy(() => eraseChild(vault, ONE))).to.have.length(1)
        expect(await names()).to.deep.equal(lines.map(({ name }) => name).sort())
      })

      it('that grows is cut finer, and nobody is lost or there twice', async () => {
        const some = Array.from({ length: 30 }, (_, at) => `1${at.toString(16).padStart(2, '0')}${'0'.repeat(29)}`)
        for (const child of [TWO, ...some]) await write(vault, child)
        expect(await children()).to.deep.equal([...some, TWO])
        expect(await vault.database.count('index')).to.be.above(2)
        expect(await blocksChangedBy(() => write(vault, TWO, { second: 'Year 7' }))).to.have.length(1)
        await eraseChild(vault, some[3] ?? '')
        expect(await children()).to.deep.equal([...some.filter((child) => child !== some[3]), TWO])
      })

      it('that shrinks leaves no block behind', async () => {
        for (const child of [ONE, TWO, neighbour]) await write(vault, child)
        expect(await vault.database.count('index')).to.equal(2)
        await eraseChild(vault, TWO)
        expect(await vault.database.count('index')).to.equal(1)
        await eraseChild(vault, ONE)
        expect(await vault.database.count('index')).to.equal(1)
        await eraseChild(vault, neighbour)
        expect(await vault.database.count('index')).to.equal(0)
      })

      it('is by name, whatever the accents and capitals', async () => {
        const given = ['Zara', 'élodie', 'Eva', 'Émile', 'ada', 'Ngô', 'Nell']
        for (const [at, name] of given.entries()) await write(vault, `${at}${'0'.repeat(31)}`, { name })
        expect(await names()).to.deep.equal(['ada', 'élodie', 'Émile', 'Eva', 'Nell', 'Ngô', 'Zara'])
      })

      it('that is damaged is taken from the covers, and made again before a line of it is changed', async () => {
        await write(vault, ONE)
        await write(vault, TWO)
        await damageList()
        expect(await children()).to.deep.equal([ONE, TWO])
        await write(vault, neighbour)
        expect(await isListWhole()).to.equal(true)
        expect(await children()).to.deep.equal([neighbour, ONE, TWO])
      })

      it('that is damaged, or has lost a block, is mended in time', async () => {
        for (const harm of [damageList, loseBlock]) {
          for (const child of [ONE, TWO]) await write(vault, child)
          await harm()
          await mendList(vault)
          expect(await isListWhole()).to.equal(true)
          expect(await children()).to.deep.equal([ONE, TWO])
        }
      })

      it('that is whole is not written again', async () => {
        await write(vault, ONE)
        expect(await blocksChangedBy(() => mendList(vault))).to.deep.equal([])
      })

      const damageList = async () => {
        const [block] = await vault.database.getAll('index')
        if (block) await put(vault, 'index', { ...block, bytes: flip(block.bytes) })
      }

      const loseBlock = async () => {
        const [block = 0] = await vault.database.getKeys('index')
        await vault.database.write([{ store: 'index', delete: block }])
      }

      /** Read by itself, without the covers to ask. */
      const isListWhole = async () => {
        const key = await dataKey(vault)
        const lines = await Promise.all((await vault.database.getAll('index')).map((block) => openBlock(key, block)))
        return lines.flat().length === (await vault.database.count('covers'))
      }

      const blocksChangedBy = async (change: () => Promise<unknown>) => {
        const before = new Map((await everything(vault)).index.map((row) => [row.block, row.iv.join()]))
        await change()
        const after = new Map((await everything(vault)).index.map((row) => [row.block, row.iv.join()]))
        return [...new Set([...before.keys(), ...after.keys()])].filter((key) => before.get(key) !== after.get(key))
      }
    })
  })
}

/** The same vault on a slow disk: when a row has been read, something else happens before the reader goes on. */
function meanwhile(vault: Vault, happens: () => Promise<unknown>): Vault {
  let waiting: (() => Promise<unknown>) | undefined = happens
  const get = (async (...args: Parameters<Vault['database']['get']>) => {
    const row = await vault.database.get(...args)
    const next = waiting
    waiting = undefined
    await next?.()
    return row
  }) as Vault['database']['get']
  return { ...vault, database: { ...vault.database, get } }
}

function lineOf(at: number): Entry {
  const child = (at % 256).toString(16).padStart(2, '0') + String(at).padStart(30, '0')
  return entryOf({ ...coverOf(child), boxes: {}, name: `Child ${String(299 - at).padStart(3, '0')}` })
}

/** A list of children whose covers are there too, though they do not open: writing all of them would take long. */
async function fill(vault: Vault, lines: Entry[]): Promise<void> {
  await vault.database.write([
    ...(await stepsToCut(vault, lines)),
    ...lines.map(({ child }) => {
      const put = { child, leaseEndsAtMs: LEASE_ENDS, iv: randomBytes(12), bytes: randomBytes(16) }
      return { store: 'covers', put } as const
    }),
  ])
}
