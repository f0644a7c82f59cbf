import { expect } from 'chai'
import fc from 'fast-check'
import { addFhirServer } from '../../src/app/add-source.ts'
import type { App } from '../../src/app/app.ts'
import { confirmChild } from '../../src/app/confirm-child.ts'
import { listChildren } from '../../src/app/list-children.ts'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { HOUR_MS } from '../../src/core/time.ts'
import { IDENTIFIER_SYSTEM } from '../../src/record/code-systems.ts'
import { eraseChild, openCover, openCovers, readEntries, writeChild } from '../../src/vault/children.ts'
import type { Cover } from '../../src/vault/cover.ts'
import { readSources, writeSource } from '../../src/vault/sources.ts'
import type { FakeServer } from '../fixtures/fhir-server.ts'
import { BASE_URL, openBrowser, type TestBrowser, unlock } from './open-app.ts'
import { everything } from './places.ts'
import { ALWAYS, coverOf, ONE, sourceOf, TWO } from './wilhelmina.ts'

/*
 * Security T16, the half that is decided when somebody looks: two children of nearly one name. The other half, an answer
 * that mixes two children, is in tests/unit/app/right-child.test.ts.
 */

const START = Date.parse('2026-11-21T10:00:00Z')

let browser: TestBrowser
let server: FakeServer
let app: App

beforeEach(async () => {
  browser = openBrowser(START)
  server = browser.server
  app = await browser.openPage()
  await unlock(app)
})
afterEach(() => browser.close())

describe('of two children who could be taken for one another', () => {
  type Named = { name: string; bornOn: string }

  const GIVEN = ['Sam', 'Mia', 'Josephine', 'Theo', 'Ruby', 'Élodie', 'Finn', 'Anna-Maria', 'Kofi', 'Wilhelmina']
  const FAMILY = ['Carter', 'Doyle', 'Marsh', 'O’Neill', 'Quartermaine', 'Ngô', 'Mensah', 'Lee', 'Brook', 'Whitlock']

  /** Ways in which a name is nearly another. */
  const NEAR: Record<string, (one: Named, at: number) => Named> = {
    'a letter that is another': ({ name, ...rest }, at) => ({ ...rest, name: changed(name, at, () => 'x') }),
    'a letter too few': ({ name, ...rest }, at) => ({ ...rest, name: changed(name, at, () => '') }),
    'a letter twice': ({ name, ...rest }, at) => ({ ...rest, name: changed(name, at, (letter) => letter + letter) }),
    'two letters swapped': ({ name, ...rest }, at) => ({ ...rest, name: swapped(name, at) }),
    'the names swapped': ({ name, ...rest }) => ({ ...rest, name: name.split(' ').reverse().join(' ') }),
    'the same name, another birthday': ({ name }) => ({ name, bornOn: '2018-01-02' }),
    'the same name and birthday': (one) => ({ ...one }),
    'a twin': ({ name, bornOn }) => ({ name: `Xanthippe ${name.split(' ').at(-1)}`, bornOn }),
    'the same initials': ({ name, bornOn }) => ({
      name: `${name.slice(0, name.lastIndexOf(' ') + 2)}xyzzyxzy`,
      bornOn,
    }),
    'capitals and no accents': ({ name, ...rest }) => ({ ...rest, name: plain(name).toUpperCase() }),
    'no family name': ({ name, ...rest }) => ({ ...rest, name: name.split(' ')[0] ?? '' }),
  }

  const pair = fc.record({
    how: fc.constantFrom(...Object.keys(NEAR)),
    given: fc.constantFrom(...GIVEN),
    family: fc.constantFrom(...FAMILY),
    at: fc.nat(),
    isFirst: fc.boolean(),
  })
  /** A hundred pairs, the same every time; each way among them. */
  const PAIRS = fc
    .sample(pair, { numRuns: 100, seed: 20261121 })
    .map((one, index) => ({ ...one, how: Object.keys(NEAR)[index] ?? one.how }))

  it('neither is opened before it is confirmed, and each is named beside the other', async () => {
    let shown = 0
    const source = sourceOf('s1')
    await writeSource(app.vault, { ...source, viewer: { ...source.viewer, audience: 'gp' } })
    await write('f'.repeat(32), { name: 'Zebedee Upton-Featherstone', bornOn: '2013-03-03' })
    for (const { how, given, family, at, isFirst } of PAIRS) {
      const one: Named = { name: `${given} ${family}`, bornOn: '2016-05-12' }
      const other = NEAR[how]?.(one, at)
      if (!other) throw new Error(how)
      await write(ONE, one)
      await write(TWO, other)
      for (const [mine, theirs] of [[ONE, TWO] as const, [TWO, ONE] as const]) {
        const opened = await openChild(app, mine)
        expect(opened.kind, `${one.name} ${how}: ${other.name}`).to.equal('to-confirm')
        if ('contents' in opened) shown += 1
        const near = opened.kind === 'to-confirm' ? opened.near.map(({ child }) => child) : []
        expect(near, `${one.name} ${how}: ${other.name}`).to.deep.equal([theirs])
      }
      const [first, second] = isFirst ? [ONE, TWO] : [TWO, ONE]
      await confirmChild(app, await openCover(app.vault, first))
      const opened = await openChild(app, first)
      expect(opened.kind === 'open' && opened.contents).to.deep.equal({ strengths: { strengths: [`of ${first}`] } })
      expect((await openChild(app, second)).kind).to.equal('to-confirm')
      await eraseChild(app.vault, ONE)
      await eraseChild(app.vault, TWO)
    }
    expect(shown).to.equal(0)
    expect(PAIRS).to.have.length(100)
  }).timeout(60_000)

  it('a child of quite another name is not called near', async () => {
    await addFhirServer(app, BASE_URL, 'practice-class-teacher')
    await refresh(app)
    const near = async (name: string) => {
      const opened = await openChild(app, await named(name))
      return opened.kind === 'to-confirm' && opened.near.map((entry) => entry.name)
    }
    expect(await near('Sam Carter')).to.deep.equal(['Sam Carver'])
    expect(await near('Sam Carver')).to.deep.equal(['Sam Carter'])
    expect(await near('Zara Finch')).to.deep.equal([])
  })

  async function write(child: string, { name, bornOn }: Named): Promise<void> {
    const lease = { checkedAtMs: START, leaseEndsAtMs: START + HOUR_MS, third: undefined }
    await writeChild(
      app.vault,
      coverOf(child, { name, bornOn, knownAs: name, timelines: { strengths: [ALWAYS] }, ...lease }),
      { strengths: [{ strengths: [`of ${child}`] }] },
    )
  }

  function changed(name: string, at: number, change: (letter: string) => string): string {
    const place = at % name.length
    return [...name].map((letter, index) => (index === place && letter !== ' ' ? change(letter) : letter)).join('')
  }

  function swapped(name: string, at: number): string {
    const letters = [...name]
    const place = at % (letters.length - 1)
    const [a = '', b = ''] = [letters[place], letters[place + 1]]
    return a === ' ' || b === ' ' ? name : [...letters.slice(0, place), b, a, ...letters.slice(place + 2)].join('')
  }

  function plain(name: string): string {
    return name.normalize('NFKD').replace(/\p{M}/gu, '')
  }
})

describe('somebody who has confirmed a child', () => {
  beforeEach(async () => {
    await addFhirServer(app, BASE_URL, 'practice-gp')
    await refresh(app)
    await confirmChild(app, await openCover(app.vault, await named('Sam Carter')))
  })

  it('is not asked again when the record changes', async () => {
    browser.nowMs += HOUR_MS
    const record = server.resources.get('Composition/sam-record')
    if (record) record.date = '2026-11-21T09:00:00Z'
    await refresh(app)
    const opened = await openChild(app, await named('Sam Carter'))
    expect(opened.kind).to.equal('open')
    expect(opened.kind === 'open' && opened.cover).to.deep.include({
      checkedAtMs: START + HOUR_MS,
      confirmedAtMs: START,
    })
  })

  const changes: [what: string, name: string, change: () => unknown][] = [
    ['the name', 'Sam Carver', () => Object.assign(sam().name[0] ?? {}, { family: 'Carver' })],
    [
      'the name by which they are known',
      'Sammy Carter',
      () => Object.assign(sam().name[0] ?? {}, { given: ['Sammy'] }),
    ],
    ['the date of birth', 'Sam Carter', () => Object.assign(sam(), { birthDate: '2016-05-13' })],
  ]
  for (const [what, name, change] of changes) {
    it(`is asked again when ${what} has changed, and shown nothing before`, async () => {
      const before = await named('Sam Carter')
      const compared = await openCover(app.vault, before)
      change()
      await refresh(app)
      const child = await named(name)
      expect(child).to.equal(before)
      const code = await confirmChild(app, compared).catch((error) => error.code)
      expect(code).to.equal('child/changed')
      const opened = await openChild(app, child)
      expect(opened.kind).to.equal('to-confirm')
      expect(opened).not.to.have.property('contents')
      await confirmChild(app, await openCover(app.vault, child))
      expect((await openChild(app, child)).kind).to.equal('open')
    })
  }

  it('is asked again about a child who comes back after being gone', async () => {
    const agreement = server.resources.get('Consent/sam-agreement-1') ?? { status: '' }
    agreement.status = 'inactive'
    await refresh(app)
    agreement.status = 'active'
    await refresh(app)
    expect((await openChild(app, await named('Sam Carter'))).kind).to.equal('to-confirm')
  })

  it('cannot confirm a child who is not here', async () => {
    const code = await confirmChild(app, { child: 'nobody' } as Cover).catch((error) => error.code)
    expect(code).to.equal('child/not-here')
  })
})

describe('a record that is filed under another number', () => {
  const cases: [who: string, accessCode: string, system: string, number: string][] = [
    ['a GP, the NHS number', 'practice-gp', IDENTIFIER_SYSTEM.nhsNumber, '9990009996'],
    ['a class teacher, the UPN', 'practice-class-teacher', IDENTIFIER_SYSTEM.upn, 'T801200026999'],
    [
      'a Virtual School Head, the plan reference',
      'practice-virtual-school-head',
      IDENTIFIER_SYSTEM.planReference,
      '9Z-999',
    ],
  ]
  for (const [who, accessCode, system, value] of cases) {
    it(`is another identity (${who}): the old one goes, and nothing leads from it to the new one`, async () => {
      await addFhirServer(app, BASE_URL, accessCode)
      await refresh(app)
      const before = await named('Sam Carter')
      await confirmChild(app, await openCover(app.vault, before))
      const { boxes: old } = (await keptCover(before)) ?? {}
      const number = sam().identifier.find((one) => one.system === system)
      Object.assign(number ?? {}, { value })
      await refresh(app)

      const after = await named('Sam Carter')
      expect(after).not.to.equal(before)
      const opened = await openChild(app, after)
      expect(opened.kind).to.equal('to-confirm')
      expect(opened).not.to.have.property('contents')
      expect(await openChild(app, before).catch((error) => error.code)).to.equal('child/not-here')
      const clear = JSON.stringify(await everything(app.vault))
      for (const id of [before, ...Object.values(old ?? {}).flat()]) expect(clear).not.to.include(id)
      const { covers } = await openCovers(app.vault)
      const sealed = JSON.stringify([covers, await readEntries(app.vault), await readSources(app.vault)])
      expect(sealed).not.to.include(before)
      expect(covers.find(({ child }) => child === after)).to.not.have.property('confirmedAtMs')
      expect(covers.filter(({ name }) => name === 'Sam Carter')).to.have.length(1)
    })
  }
})

/** The Patient at the source, to be changed. */
function sam() {
  return server.resources.get('Patient/sam') as unknown as {
    name: object[]
    birthDate: string
    identifier: { system: string; value: string }[]
  }
}

async function named(name: string): Promise<string> {
  const found = (await listChildren(app)).find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not here`)
  return found.child
}

async function keptCover(child: string): Promise<Cover | undefined> {
  return (await openCovers(app.vault)).covers.find((cover) => cover.child === child)
}
