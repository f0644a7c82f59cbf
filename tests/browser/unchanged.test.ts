import { expect } from 'chai'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { HOUR_MS } from '../../src/core/time.ts'
import { readEntries } from '../../src/vault/children.ts'
import { type Laptop, openLaptop } from '../faults/laptop.ts'
import { smallFamily } from '../fixtures/small-family.ts'
import { everything } from './places.ts'

const START = Date.parse('2026-11-21T10:00:00Z')

/** Twenty children of one practice. */
const TWENTY = Array.from({ length: 20 }, (_, at) =>
  smallFamily({
    id: `child-${at}`,
    knownAs: `Child ${at}`,
    familyName: 'Upton',
    bornOn: `2015-03-${10 + at}`,
    nhsNumber: '9990000018',
  }),
)

describe('a refresh', () => {
  let laptop: Laptop

  beforeEach(async () => {
    laptop = await openLaptop(START, TWENTY)
    await refresh(laptop.app)
    laptop.trueMs += HOUR_MS
    await laptop.minute()
  })
  afterEach(() => laptop.close())

  const rows = () => everything(laptop.app.vault)
  const change = (reference: string, to: object) => {
    Object.assign(laptop.server.resources.get(reference) ?? {}, to)
  }
  const childCalled = async (name: string) => {
    return (await readEntries(laptop.app.vault)).find((entry) => entry.name === name)?.child ?? ''
  }

  it('that finds everything as it was writes no cover, no box and no list, and yet the lease is longer', async () => {
    const { covers, boxes, index, ratchets } = await rows()
    expect([covers.length, boxes.length]).to.deep.equal([20, 20])
    const [summary] = await refresh(laptop.app)
    expect(summary).to.deep.include({ updated: 20, refused: [], failed: undefined })
    expect(await rows()).to.deep.include({ covers, boxes, index, ratchets })
    laptop.isOnline = false
    const child = await childCalled('Child 7 Upton')
    laptop.trueMs = START + HOUR_MS + LEASE_MS - 1
    await laptop.minute()
    expect((await openChild(laptop.app, child)).kind).to.equal('to-confirm')
    laptop.trueMs += 1
    await laptop.minute()
    expect((await openChild(laptop.app, child)).kind).to.equal('not-checked')
  })

  it('of twenty of whom one has changed writes that one alone', async () => {
    const before = await rows()
    change('Observation/child-7-strengths-1', { valueString: 'Patient with everybody' })
    await refresh(laptop.app)
    const after = await rows()
    const child = await childCalled('Child 7 Upton')
    const changed = <Row extends { iv: Uint8Array }>(was: Row[], now: Row[]): Row[] => {
      const known = new Set(was.map(({ iv }) => iv.join()))
      return now.filter(({ iv }) => !known.has(iv.join()))
    }
    expect(changed(before.covers, after.covers).map((row) => row.child)).to.deep.equal([child])
    expect(changed(before.boxes, after.boxes).map((row) => row.child)).to.deep.equal([child])
    expect(changed(before.index, after.index)).to.have.length(1)
    expect(changed(after.covers, before.covers).map((row) => row.child)).to.deep.equal([child])
    expect(changed(after.boxes, before.boxes).map((row) => row.child)).to.deep.equal([child])
    expect([after.covers.length, after.boxes.length]).to.deep.equal([20, 20])
  })

  it('of whom one is refused lengthens the lease of the others alone', async () => {
    laptop.server.resources.set('Goal/stray', {
      resourceType: 'Goal',
      id: 'stray',
      subject: { reference: 'Patient/child-3' },
    })
    const [summary] = await refresh(laptop.app)
    const refused = await childCalled('Child 3 Upton')
    expect(summary?.refused).to.deep.equal([{ child: refused, code: 'record/unreadable' }])
    laptop.isOnline = false
    laptop.trueMs = START + LEASE_MS
    await laptop.minute()
    expect((await openChild(laptop.app, refused)).kind).to.equal('not-checked')
    expect((await openChild(laptop.app, await childCalled('Child 4 Upton'))).kind).to.equal('to-confirm')
  })

  it('that fails half-way lengthens nobody’s lease', async () => {
    const { fetch } = laptop.server
    let posts = 0
    laptop.server.fetch = async (input, init) => {
      if (init?.method === 'POST') posts += 1
      return posts > 20 ? new Response(null, { status: 503 }) : fetch(input, init)
    }
    const [summary] = await refresh(laptop.app)
    expect(summary).to.deep.include({ failed: 'source/busy' })
    laptop.isOnline = false
    laptop.trueMs = START + LEASE_MS
    await laptop.minute()
    for (const { child } of await readEntries(laptop.app.vault)) {
      expect((await openChild(laptop.app, child)).kind).to.equal('not-checked')
    }
  })

  it('that was cut off goes on after the last child it had come to, and every child is asked about once', async () => {
    const { fetch } = laptop.server
    const asked: string[] = []
    let isDown = false
    laptop.server.fetch = async (input, init) => {
      const patient = /"url":"(Patient\/[^"]+)"/.exec(String(init?.body))?.[1]
      if (patient) asked.push(patient)
      laptop.trueMs += 6000 // each answer takes its time
      isDown ||= asked.length === 9
      return isDown ? new Response(null, { status: 503 }) : fetch(input, init)
    }
    const [summary] = await refresh(laptop.app)
    expect(summary).to.deep.include({ failed: 'source/busy', updated: 8 })
    const before = asked.splice(0)
    laptop.server.fetch = fetch
    const progress: string[] = []
    const [whole] = await refresh(laptop.app, (done, total) => progress.push(`${done} of ${total}`))
    expect(whole).to.deep.include({ failed: undefined, updated: 20, refused: [] })
    expect(progress[0]).to.equal('8 of 20')
    expect(before).to.have.length(9)
  })
})
