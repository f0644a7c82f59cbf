import { expect } from 'chai'
import { changeSettings } from '../../src/app/change-settings.ts'
import { bringBack, eraseOne } from '../../src/app/erase.ts'
import { listChildren } from '../../src/app/list-children.ts'
import { listKept } from '../../src/app/list-kept.ts'
import { refresh } from '../../src/app/refresh.ts'
import { refreshIfDue } from '../../src/app/upkeep.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { readHighWater } from '../../src/vault/clock.ts'
import { confirmSam, type Laptop, openLaptop } from '../faults/laptop.ts'
import { fails } from './fails.ts'
import { everything } from './places.ts'

/*
 * What a source's answers mean for what is kept (security.md C3), where they are about the time, or about versions.
 */

const START = Date.parse('2026-11-21T10:00:00Z')
const AGREEMENT = 'Consent/sam-agreement-1'
const STRENGTH = 'Observation/sam-strengths-1'

describe('a source', () => {
  let laptop: Laptop

  beforeEach(async () => {
    laptop = await openLaptop(START)
    await refresh(laptop.app)
    await confirmSam(laptop)
    await pass(HOUR_MS)
  })
  afterEach(() => laptop.close())

  const shown = async () => (await laptop.look()).kind
  const refreshed = async () => (await refresh(laptop.app))[0]
  const kept = async () => {
    const { covers, boxes, index } = await everything(laptop.app.vault)
    return { covers, boxes, index }
  }
  const change = (reference: string, to: object) => {
    const { resources } = laptop.server
    resources.set(reference, { ...(resources.get(reference) ?? { resourceType: '', id: '' }), ...to })
  }
  const strengths = async () => {
    const opened = await laptop.look()
    return opened.kind === 'open' ? opened.contents.strengths?.strengths : opened.kind
  }
  async function pass(ms: number): Promise<void> {
    laptop.trueMs += ms
    await laptop.minute()
  }

  describe('that says', () => {
    it('that a record has been removed has it erased at once, and nobody else’s', async () => {
      laptop.server.refuse.set('Patient/sam', 410)
      expect(await refreshed()).to.deep.include({ stopped: 1, refused: [], failed: undefined })
      expect(await laptop.holdsSam()).to.equal(false)
      expect((await listChildren(laptop.app)).map(({ name }) => name)).to.deep.equal(['Mia Doyle'])
    })

    for (const status of ['inactive', 'rejected']) {
      it(`that the agreement is ${status} has the record erased at once`, async () => {
        change(AGREEMENT, { status })
        expect(await refreshed()).to.deep.include({ stopped: 1 })
        expect(await laptop.holdsSam()).to.equal(false)
      })
    }
  })

  describe('whose clock', () => {
    const differences: [what: string, ms: number, expected: 'source/clock-differs' | undefined][] = [
      ['is five minutes behind ours is believed', -5 * MINUTE_MS, undefined],
      ['is five minutes ahead of ours is believed', 5 * MINUTE_MS, undefined],
      ['is more than five minutes behind ours decides nothing', -5 * MINUTE_MS - 1000, 'source/clock-differs'],
      ['is more than five minutes ahead of ours decides nothing', 5 * MINUTE_MS + 1000, 'source/clock-differs'],
      ['is ten years ahead of ours decides nothing', 3650 * DAY_MS, 'source/clock-differs'],
    ]
    for (const [what, ms, expected] of differences) {
      it(what, async () => {
        const before = await kept()
        laptop.server.clock = () => laptop.trueMs + ms
        change(AGREEMENT, { status: 'inactive' })
        expect((await refreshed())?.failed).to.equal(expected)
        if (expected) expect(await kept()).to.deep.equal(before)
        else expect(await laptop.holdsSam()).to.equal(false)
      })
    }

    it('differs at the last moment stops it there', async () => {
      let asked = 0
      laptop.server.clock = () => laptop.trueMs + (asked++ > 10 ? HOUR_MS : 0)
      expect((await refreshed())?.failed).to.equal('source/clock-differs')
      expect(asked).to.be.above(10)
    })

    it('is ahead is held against ours: what is over by it is not shown, until they agree', async () => {
      laptop.aheadMs = -LEASE_MS // as the computer was started
      await laptop.app.vault.database.write([{ store: 'clock', clear: true }])
      laptop.trueMs = START + LEASE_MS + HOUR_MS
      expect(await shown()).to.equal('open') // nothing here knows better
      await refresh(laptop.app)
      expect(await readHighWater(laptop.app.vault)).to.equal(laptop.trueMs)
      expect(await shown()).to.equal('clock-wrong')
      laptop.aheadMs = 0
      await laptop.minute()
      expect(await shown()).to.equal('not-checked')
      await refresh(laptop.app)
      expect(await shown()).to.equal('open')
    })
  })

  describe('without a clock', () => {
    beforeEach(() => {
      laptop.server.clock = undefined
    })

    it('does not lengthen the lease of a record that was fetched while ours was ahead', async () => {
      laptop.aheadMs = 30 * DAY_MS
      change(STRENGTH, { valueString: 'Patient with everybody' })
      await laptop.minute()
      await refresh(laptop.app)
      expect(await strengths()).to.deep.equal(['Patient with everybody'])
      laptop.aheadMs = 0
      await laptop.minute()
      await refresh(laptop.app)
      expect(await shown()).to.equal('open')
      laptop.isOnline = false
      await pass(LEASE_MS)
      expect(await shown()).to.equal('not-checked')
    })

    it('that cannot be asked about one child does not bring back what ours has seen the end of', async () => {
      laptop.isOnline = false
      await pass(LEASE_MS)
      expect(await shown()).to.equal('not-checked')
      laptop.isOnline = true
      laptop.aheadMs = -DAY_MS
      await laptop.minute()
      laptop.server.resources.set('Goal/stray', {
        resourceType: 'Goal',
        id: 'stray',
        subject: { reference: 'Patient/sam' },
      })
      expect(await refreshed()).to.deep.include({ failed: undefined, updated: 1 })
      expect(await shown()).to.equal('clock-wrong')
      laptop.server.resources.delete('Goal/stray')
      await refresh(laptop.app)
      expect(await shown()).to.equal('open')
    })
  })

  describe('that counts its versions', () => {
    const publish = (version: number, text: string) => {
      const meta = { versionId: `${version}`, lastUpdated: new Date(START + version * 1000).toISOString() }
      change(STRENGTH, { meta, valueString: text })
    }

    beforeEach(async () => {
      publish(3, 'third')
      await refresh(laptop.app)
      expect(await strengths()).to.deep.equal(['third'])
    })

    it('and sends an older one is not believed, and the newer stays', async () => {
      publish(2, 'second')
      expect((await refreshed())?.refused).to.deep.equal([{ child: laptop.sam, code: 'record/older' }])
      expect(await strengths()).to.deep.equal(['third'])
      publish(4, 'fourth')
      expect((await refreshed())?.refused).to.deep.equal([])
      expect(await strengths()).to.deep.equal(['fourth'])
    })

    it('and sends another text under the same one is not believed', async () => {
      publish(3, 'other')
      expect((await refreshed())?.refused).to.deep.equal([{ child: laptop.sam, code: 'record/forked' }])
      expect(await strengths()).to.deep.equal(['third'])
    })

    it('and sends an older one is given no longer lease', async () => {
      publish(2, 'second')
      await refresh(laptop.app)
      laptop.isOnline = false
      await pass(LEASE_MS - 1)
      expect(await shown()).to.equal('open')
      await pass(1)
      expect(await shown()).to.equal('not-checked')
    })

    it('and sends an older one of a child who has been removed is not believed either', async () => {
      laptop.server.refuse.set('Patient/sam', 410)
      await refresh(laptop.app)
      laptop.server.refuse.clear()
      publish(2, 'second')
      expect((await refreshed())?.refused).to.deep.equal([{ child: undefined, code: 'record/older' }])
      expect(await laptop.holdsSam()).to.equal(false)
      publish(3, 'third')
      expect(await refreshed()).to.deep.include({ refused: [], updated: 2 })
    })

    it('and has no longer what it had is believed', async () => {
      const { section } = laptop.server.resources.get('Composition/sam-record') as { section?: { title: string }[] }
      laptop.server.resources.delete(STRENGTH)
      change('Composition/sam-record', { section: section?.filter(({ title }) => title !== 'Strengths') })
      expect(await refreshed()).to.deep.include({ updated: 2, refused: [] })
      expect(await strengths()).to.deep.equal([])
    })
  })

  describe('and somebody here who', () => {
    it('removes one record has it fetched no more, until they ask for it', async () => {
      await eraseOne(laptop.app, laptop.sam)
      expect(await laptop.holdsSam()).to.equal(false)
      const asked: string[] = []
      const { fetch } = laptop.server
      laptop.server.fetch = (input, init) => {
        asked.push(String(init?.body))
        return fetch(input, init)
      }
      expect(await refreshed()).to.deep.include({ updated: 1, refused: [], failed: undefined })
      expect(asked.join()).not.to.include('"url":"Patient/sam"')
      expect((await listKept(laptop.app)).removedHere).to.equal(1)
      expect((await listChildren(laptop.app)).map(({ name }) => name)).to.deep.equal(['Mia Doyle'])
      await bringBack(laptop.app)
      await refresh(laptop.app)
      expect((await listChildren(laptop.app)).map(({ name }) => name)).to.deep.equal(['Mia Doyle', 'Sam Carter'])
      await fails('child/not-here', laptop.look())
    })

    it('allows a shorter time without a check has it hold at once', async () => {
      laptop.isOnline = false
      await changeSettings(laptop.app, { offlineHours: 2 })
      await pass(HOUR_MS - 1)
      expect(await shown()).to.equal('open')
      await pass(1)
      expect(await shown()).to.equal('not-checked')
      const { children } = await listKept(laptop.app)
      expect(children.map(({ leaseEndsAtMs }) => leaseEndsAtMs)).to.deep.equal([
        START + 2 * HOUR_MS,
        START + 2 * HOUR_MS,
      ])
    })

    it('looks at what is kept is told of it, and until when', async () => {
      await refresh(laptop.app)
      const { children, boxes, removedHere } = await listKept(laptop.app)
      expect(children.map(({ name, leaseEndsAtMs }) => [name, leaseEndsAtMs])).to.deep.equal([
        ['Mia Doyle', START + HOUR_MS + LEASE_MS],
        ['Sam Carter', START + HOUR_MS + LEASE_MS],
      ])
      expect([boxes, removedHere]).to.deep.equal([2, 0])
    })
  })

  describe('is asked by itself', () => {
    const asks = async () => {
      let asked = 0
      const { fetch } = laptop.server
      laptop.server.fetch = (input, init) => {
        asked += 1
        return fetch(input, init)
      }
      await refreshIfDue(laptop.app)
      laptop.server.fetch = fetch
      return asked > 0
    }

    it('some hours after it has answered, and not before', async () => {
      await pass(3 * HOUR_MS - 1)
      expect(await asks()).to.equal(false)
      await pass(1)
      expect(await asks()).to.equal(true)
      expect(await asks()).to.equal(false)
    })

    it('soon after it has not answered, six times at the most, and then when it would have been anyway', async () => {
      await pass(3 * HOUR_MS)
      laptop.server.instead = () => new Response(null, { status: 503 })
      const tries: number[] = []
      for (let minute = 0; minute < 60; minute++) {
        if (await asks()) tries.push(minute)
        await pass(MINUTE_MS)
      }
      expect(tries).to.have.lengthOf(6)
      laptop.server.instead = undefined
      await pass(2 * HOUR_MS)
      expect(await asks()).to.equal(false)
      await pass(2 * HOUR_MS)
      expect(await asks()).to.equal(true)
    })

    it('not before it has asked to be, by hand neither', async () => {
      await pass(3 * HOUR_MS)
      laptop.server.instead = () => new Response(null, { status: 503, headers: { 'retry-after': '600' } })
      expect(await asks()).to.equal(true)
      laptop.server.instead = undefined
      await pass(10 * MINUTE_MS - 1)
      expect(await asks()).to.equal(false)
      const [summary] = await refresh(laptop.app)
      expect(summary?.failed).to.equal('source/busy')
      await pass(10 * MINUTE_MS)
      expect(await asks()).to.equal(true)
    })

    it('a quarter of an hour after it has answered what is no answer, and not every minute', async () => {
      await pass(3 * HOUR_MS)
      laptop.server.instead = () => new Response('<p>Sign in', { headers: { 'content-type': 'text/html' } })
      await refreshIfDue(laptop.app)
      laptop.server.instead = undefined
      await pass(15 * MINUTE_MS - 1)
      expect(await asks()).to.equal(false)
      await pass(1)
      expect(await asks()).to.equal(true)
    })

    it('once in a quarter of an hour while its clock and ours differ', async () => {
      laptop.aheadMs = -DAY_MS
      await laptop.minute()
      expect(await asks()).to.equal(true)
      await pass(MINUTE_MS)
      expect(await asks()).to.equal(false)
      await pass(14 * MINUTE_MS)
      expect(await asks()).to.equal(true)
      laptop.aheadMs = 0
      await laptop.minute()
      expect(await asks()).to.equal(true)
      expect(await shown()).to.equal('open')
    })

    it('when a refresh has not come to its end', async () => {
      const { fetch } = laptop.server
      const { app } = laptop
      laptop.server.fetch = async (input, init) => {
        if (init?.method === 'POST') await app.vault.session.lock() // as good as closed
        return fetch(input, init)
      }
      await refresh(app).catch(() => {})
      laptop.server.fetch = fetch
      await laptop.minute()
      expect(await asks()).to.equal(true)
    })

    it('at once when the clock has been ahead', async () => {
      laptop.server.clock = undefined
      laptop.aheadMs = 365 * DAY_MS
      await laptop.minute()
      await refresh(laptop.app)
      laptop.aheadMs = 0
      await laptop.minute()
      expect(await asks()).to.equal(true)
      expect(await shown()).to.equal('open')
    })

    it('never while it is locked', async () => {
      await pass(DAY_MS)
      await laptop.app.vault.session.lock()
      expect(await asks()).to.equal(false)
    })
  })
})
