import { expect } from 'chai'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { upkeep } from '../../src/app/upkeep.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { raiseHighWater, readHighWater, resetHighWater, tick } from '../../src/vault/clock.ts'
import type { Vault } from '../../src/vault/vault.ts'
import { confirmSam, type Laptop, openLaptop } from '../faults/laptop.ts'
import { lockedSession, PLACES, type Place, put } from './places.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const YEAR_MS = 365 * DAY_MS

for (const [where, createPlace] of Object.entries(PLACES)) {
  describe(`the clock ${where}`, () => {
    let place: Place
    let vault: Vault

    beforeEach(async () => {
      place = createPlace()
      vault = await place.open(lockedSession())
    })
    afterEach(() => place.remove())

    it('has seen nothing at first', async () => {
      expect(await readHighWater(vault)).to.equal(0)
    })

    it('never lets the latest instant seen fall, whatever it shows', async () => {
      let latestMs = 0
      for (const seenMs of [1000, 500, 1000, 0, START, 1001, START - YEAR_MS, START + 1, -5]) {
        await raiseHighWater(vault, seenMs)
        latestMs = Math.max(latestMs, seenMs)
        expect(await readHighWater(vault)).to.equal(latestMs)
        await tick(vault, seenMs)
        expect(await readHighWater(vault)).to.be.at.least(latestMs)
        latestMs = await readHighWater(vault)
      }
    })

    it('is raised by many pages at once to the latest of all', async () => {
      await Promise.all([3, 9, 1, 7, 5].map((seenMs) => raiseHighWater(vault, seenMs)))
      expect(await readHighWater(vault)).to.equal(9)
    })

    it('lets it fall when it is reset', async () => {
      await raiseHighWater(vault, START + YEAR_MS)
      await resetHighWater(vault, START)
      expect(await readHighWater(vault)).to.equal(START)
    })

    it('set back while Handrail runs never catches up with it', async () => {
      await tick(vault, START)
      const backMs = START - HOUR_MS
      for (let minute = 0; minute <= 90; minute++) await tick(vault, backMs + minute * MINUTE_MS)
      expect(await readHighWater(vault)).to.equal(START + 90 * MINUTE_MS)
    })

    it('counts the time it runs, two minutes at the most from one tick to the next', async () => {
      let nowMs = START
      const counted: number[] = []
      for (const passed of [0, MINUTE_MS, 30_000, 2 * MINUTE_MS, HOUR_MS, YEAR_MS, -YEAR_MS, MINUTE_MS, 0]) {
        nowMs += passed
        counted.push(await tick(vault, nowMs))
      }
      expect(counted.map((ms) => ms / MINUTE_MS)).to.deep.equal([0, 1, 1.5, 3.5, 5.5, 7.5, 7.5, 8.5, 8.5])
      expect(await tick(await place.open(vault.session), nowMs + MINUTE_MS)).to.equal(9.5 * MINUTE_MS)
    })

    it('counts a minute once, however many pages tick', async () => {
      await tick(vault, START)
      await raiseHighWater(vault, START + HOUR_MS)
      await Promise.all(Array.from({ length: 5 }, () => tick(vault, START + MINUTE_MS)))
      expect(await tick(vault, START + MINUTE_MS)).to.equal(MINUTE_MS)
      expect(await readHighWater(vault)).to.equal(START + HOUR_MS + MINUTE_MS)
    })
  })
}

describe('a record whose time is over', () => {
  let laptop: Laptop

  beforeEach(async () => {
    laptop = await openLaptop(START)
    await refresh(laptop.app)
    await confirmSam(laptop)
    await laptop.minute()
  })
  afterEach(() => laptop.close())

  const shown = async () => (await laptop.look()).kind

  /** Handrail runs, minute by minute, for as long; nobody waits for it here. */
  const run = async (ms: number) => {
    const { database } = laptop.app.vault
    const before = await database.get('clock', 'run')
    laptop.trueMs += ms
    await put(laptop.app.vault, 'clock', {
      id: 'run',
      ms: (before?.ms ?? 0) + ms - MINUTE_MS,
      tickedAtMs: laptop.app.now() - MINUTE_MS,
    })
    await laptop.minute()
  }

  it('is hidden at once, and gone after a day of run time, not before', async () => {
    laptop.isOnline = false
    laptop.trueMs = START + LEASE_MS
    await laptop.minute()
    expect(await shown()).to.equal('not-checked')
    await run(DAY_MS - MINUTE_MS)
    expect(await laptop.holdsSam()).to.equal(true)
    await run(MINUTE_MS)
    expect(await laptop.holdsSam()).to.equal(false)
    expect(await laptop.app.vault.database.count('boxes')).to.equal(0)
    expect(await laptop.app.vault.database.count('lapses')).to.equal(0)
  })

  it('stays for weeks on a computer that is not used', async () => {
    laptop.isOnline = false
    for (let day = 1; day <= 40; day++) {
      laptop.trueMs += DAY_MS
      await laptop.minute()
    }
    expect(await shown()).to.equal('not-checked')
    expect(await laptop.holdsSam()).to.equal(true)
  })

  it('is erased by no clock that leaps a year ahead, and is back at contact once that is right', async () => {
    laptop.aheadMs = YEAR_MS
    await laptop.minute()
    expect(await shown()).to.equal('not-checked')
    await refresh(laptop.app) // its clock and the source's differ: nothing is decided
    for (let minute = 0; minute < 30; minute++) await run(MINUTE_MS)
    await run(20 * HOUR_MS)
    expect(await laptop.holdsSam()).to.equal(true)
    laptop.aheadMs = 0
    await laptop.minute()
    expect(await shown()).to.equal('clock-wrong')
    await run(3 * HOUR_MS) // it is a day of run time that would count
    expect(await laptop.holdsSam()).to.equal(true)
    await refresh(laptop.app)
    expect(await shown()).to.equal('open')
  })

  it('is shown no longer by a clock that is set back while it runs', async () => {
    laptop.isOnline = false
    laptop.trueMs = START + LEASE_MS - HOUR_MS
    await laptop.minute()
    expect(await shown()).to.equal('open')
    laptop.aheadMs = -30 * MINUTE_MS
    for (let minute = 0; minute < 75; minute++) {
      laptop.trueMs += MINUTE_MS
      await laptop.minute()
    }
    expect(laptop.app.now()).to.be.below(START + LEASE_MS) // by the clock alone it would be
    expect(await shown()).to.equal('clock-wrong')
    laptop.aheadMs = 0
    await laptop.minute()
    expect(await shown()).to.equal('not-checked')
  })

  it('that is checked again in time begins its day anew', async () => {
    laptop.isOnline = false
    laptop.trueMs = START + LEASE_MS
    await laptop.minute()
    await run(20 * HOUR_MS)
    laptop.isOnline = true
    await refresh(laptop.app)
    await laptop.minute()
    expect(await shown()).to.equal('open')
    expect(await laptop.app.vault.database.count('lapses')).to.equal(0)
    laptop.isOnline = false
    laptop.trueMs += LEASE_MS
    await laptop.minute()
    await run(20 * HOUR_MS)
    expect(await laptop.holdsSam()).to.equal(true)
    await run(4 * HOUR_MS)
    expect(await laptop.holdsSam()).to.equal(false)
  })

  it('that a source has begun to refuse is gone after a day of run time, if the source says nothing more', async () => {
    laptop.server.refuse.set('Patient/sam', 403)
    await refresh(laptop.app)
    expect(await shown()).to.equal('hidden')
    laptop.isOnline = false
    await laptop.minute()
    await run(DAY_MS - MINUTE_MS)
    expect(await laptop.holdsSam()).to.equal(true)
    await run(MINUTE_MS)
    expect(await laptop.holdsSam()).to.equal(false)
  })

  it('and a child whose time is not over are two: nobody else goes', async () => {
    const { app, server } = laptop
    server.resources.set('Goal/stray', { resourceType: 'Goal', id: 'stray', subject: { reference: 'Patient/mia' } })
    laptop.trueMs = START + LEASE_MS - MINUTE_MS
    await laptop.minute()
    await refresh(app) // Sam is as before; Mia's record cannot be read
    laptop.isOnline = false
    await run(2 * MINUTE_MS)
    await run(DAY_MS)
    expect(await laptop.holdsSam()).to.equal(true)
    expect(await shown()).to.equal('open')
    expect(await app.vault.database.count('covers')).to.equal(1)
  })
})

describe('the upkeep of every minute', () => {
  let laptop: Laptop

  beforeEach(async () => {
    laptop = await openLaptop(START)
  })
  afterEach(() => laptop.close())

  it('finds nothing to do and says that it is open', async () => {
    expect(await upkeep(laptop.app)).to.equal(true)
    await refresh(laptop.app)
    expect(await upkeep(laptop.app)).to.equal(true)
  })

  it('locks what has not been used, though no page asks', async () => {
    laptop.trueMs += 10 * MINUTE_MS - 1
    expect(await upkeep(laptop.app)).to.equal(true)
    laptop.trueMs += 1
    expect(await upkeep(laptop.app)).to.equal(false)
    expect(await laptop.app.vault.session.read()).to.equal(undefined)
  })

  it('locks by a shorter time that the organisation has set since', async () => {
    laptop.trueMs += 5 * MINUTE_MS
    laptop.managed = { idleLockMinutes: 4 }
    expect(await upkeep(laptop.app)).to.equal(false)
    expect(await laptop.app.vault.session.read()).to.equal(undefined)
  })

  it('counts the run time, and sees what the time is, while it is locked', async () => {
    const { app } = laptop
    await upkeep(app)
    await app.vault.session.lock()
    for (let minute = 1; minute <= 5; minute++) {
      laptop.trueMs += MINUTE_MS
      expect(await upkeep(app)).to.equal(false)
    }
    expect((await app.vault.database.get('clock', 'run'))?.ms).to.equal(5 * MINUTE_MS)
    expect(await readHighWater(app.vault)).to.equal(START + 5 * MINUTE_MS)
  })

  it('opens nothing of a record', async () => {
    const { app } = laptop
    await refresh(app)
    await confirmSam(laptop)
    const { database } = app.vault
    const asked: string[] = []
    const watched = {
      ...database,
      get: (...args: Parameters<typeof database.get>) => {
        asked.push(args[0])
        return database.get(...args)
      },
      getAll: (...args: Parameters<typeof database.getAll>) => {
        asked.push(args[0])
        return database.getAll(...args)
      },
    } as typeof database
    await upkeep({ ...app, vault: { ...app.vault, database: watched } })
    expect(asked).not.to.include('boxes')
    expect(asked).not.to.include('covers')
    expect((await openChild(app, laptop.sam)).kind).to.equal('open')
  })
})
