import { expect } from 'chai'
import { addFhirServer, addPracticeFamilies } from '../../src/app/add-source.ts'
import type { App } from '../../src/app/app.ts'
import { confirmChild } from '../../src/app/confirm-child.ts'
import { erase } from '../../src/app/erase.ts'
import { ingest } from '../../src/app/ingest/ingest.ts'
import { listChanges } from '../../src/app/list-changes.ts'
import { findChildren, listChildren } from '../../src/app/list-children.ts'
import { listCommitments } from '../../src/app/list-commitments.ts'
import { lock } from '../../src/app/lock.ts'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { usePassphrase } from '../../src/app/set-up.ts'
import { readStage } from '../../src/app/stage.ts'
import { unlockWithPassphrase } from '../../src/app/unlock.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { readViewer } from '../../src/fhir/read-viewer.ts'
import { FAMILIES, practiceViewer } from '../../src/practice/families/index.ts'
import { initials } from '../../src/record/child.ts'
import { CODE_SYSTEM } from '../../src/record/code-systems.ts'
import { SECTION_CODES } from '../../src/record/sections.ts'
import { readBundle } from '../../src/sources/read-bundle.ts'
import { openCover } from '../../src/vault/children.ts'
import { raiseHighWater } from '../../src/vault/clock.ts'
import { createDataKey } from '../../src/vault/keys.ts'
import { readSources } from '../../src/vault/sources.ts'
import type { Row } from '../../src/vault/stores.ts'
import { isSetUp } from '../../src/vault/vault.ts'
import type { FakeServer } from '../fixtures/fhir-server.ts'
import { fails } from './fails.ts'
import { BASE_URL, openBrowser, type TestBrowser, unlock } from './open-app.ts'
import { flip, put } from './places.ts'
import { wrapByHand } from './wrap-by-hand.ts'

const START = Date.parse('2026-11-21T10:00:00Z')
const SCHOOL = ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people']
/** For whom the families are read straight from the file, to compare with what a refresh keeps. */
const TEACHER = arriveFor('PractitionerRole/khan')
const HEAD = arriveFor('PractitionerRole/adeyemi')
const DOCTOR = arriveFor('PractitionerRole/shah')

let browser: TestBrowser
let server: FakeServer
let app: App

describe('from a source to what is on screen', () => {
  beforeEach(async () => {
    browser = openBrowser(START)
    server = browser.server
    app = await browser.openPage()
    await unlock(app)
  })
  afterEach(() => browser.close())

  describe('two pages at once', () => {
    it('one source takes the place of another: there is never a second viewer', async () => {
      await addFhirServer(app, BASE_URL, 'practice-gp')
      await refresh(app)
      await addFhirServer(app, BASE_URL, 'practice-class-teacher')
      expect((await readSources(app.vault)).map(({ viewer }) => viewer.audience)).to.deep.equal(['class-teacher'])
      expect(await names()).to.deep.equal([])
    })

    it('words chosen in one page are not made void by another', async () => {
      await usePassphrase(app, 'new', 'one two three four', 'one two three four')
      await fails('vault/set-up-elsewhere', usePassphrase(app, 'new', 'five six seven eight', 'five six seven eight'))
      await lock(app)
      expect(await unlockWithPassphrase(app, 'one two three four')).to.deep.equal({ kind: 'open' })
    })

    it('that set up at the same moment: one is the way in, the other is told', async () => {
      const pages = [await browser.openPage(), await browser.openPage()]
      const chosen = ['one two three four', 'five six seven eight']
      const outcomes = await Promise.all(
        pages.map((page, at) =>
          usePassphrase(page, 'new', chosen[at] ?? '', chosen[at] ?? '').then(
            () => 'set up',
            ({ code }) => code,
          ),
        ),
      )
      expect([...outcomes].sort()).to.deep.equal(['set up', 'vault/set-up-elsewhere'])
      for (const [at, outcome] of outcomes.entries()) {
        const { kind } = await unlockWithPassphrase(await browser.openPage(), chosen[at] ?? '')
        expect(kind).to.equal(outcome === 'set up' ? 'open' : 'wrong')
      }
    })

    /** A refresh that has asked for the first record and waits for it, until it may go on. */
    const startRefresh = async () => {
      const held = Promise.withResolvers<void>()
      const begun = Promise.withResolvers<void>()
      const slow: typeof fetch = async (input, init) => {
        if (String(init?.body).includes('"Patient/')) {
          begun.resolve()
          await held.promise
        }
        return server.fetch(input, init)
      }
      const running = refresh({ ...app, fetch: slow }).then(
        () => 'done',
        ({ code }) => code,
      )
      await begun.promise
      return { running, goOn: held.resolve }
    }

    it('locking ends a refresh that is under way, though somebody opens it again at once', async () => {
      await addFhirServer(app, BASE_URL, 'practice-gp')
      const { running, goOn } = await startRefresh()
      await lock(app)
      await unlock(app) // with the very same key
      goOn()
      expect(await running).to.equal('vault/locked')
      expect(await app.vault.database.count('covers')).to.equal(0)
    })

    it('removing everything ends a refresh that is under way, whoever sets up next', async () => {
      await addFhirServer(app, BASE_URL, 'practice-gp')
      const { running, goOn } = await startRefresh()
      const locked = new Promise<void>((resolve) => {
        app.vault.session.watch((now) => now ?? resolve(), new AbortController().signal)
      })
      const erased = erase(app)
      await locked
      await unlock(app)
      goOn()
      expect(await running).to.equal('vault/locked')
      await erased
      for (const store of ['sources', 'covers', 'boxes', 'index'] as const) {
        expect(await app.vault.database.count(store), store).to.equal(0)
      }
    })

    it('a key that has outlived its vault opens nothing, and goes', async () => {
      expect(await readStage(app)).to.deep.equal({ kind: 'not-set-up', lost: true, denied: undefined })
      expect(await app.vault.session.read()).to.equal(undefined)
      expect(await readStage(app)).to.deep.equal({ kind: 'not-set-up', lost: true, denied: undefined }) // still to be read
    })
  })

  describe('a clock that has been ahead', () => {
    it('is forgiven at the next good answer', async () => {
      await addPracticeFamilies(app, 'PractitionerRole/khan')
      await at(browser.nowMs + 30 * DAY_MS)
      await refresh(app)
      await at(browser.nowMs - 30 * DAY_MS)
      expect((await openNamed('Sam Carter')).kind).to.equal('clock-wrong')
      await refresh(app)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
    })
  })

  describe('somebody whose role has changed', () => {
    const khan = () => server.resources.get('PractitionerRole/khan') ?? { resourceType: '', id: '' }

    beforeEach(async () => {
      await addFhirServer(app, BASE_URL, 'practice-class-teacher')
      await refresh(app)
    })

    it('keeps nothing that was kept for the old role, and is given what the new one may see', async () => {
      const code = [{ coding: [{ system: CODE_SYSTEM.audience, code: 'designated-teacher' }] }]
      server.resources.set('PractitionerRole/khan', { ...khan(), code })
      await refresh(app)
      const sam = await openNamed('Sam Carter')
      if (sam.kind !== 'open') throw new Error(sam.kind)
      expect(sam.viewer.audience).to.equal('designated-teacher')
      expect(sam.contents).to.have.property('commitments')
    })

    it('keeps nothing at all when the role has ended', async () => {
      server.resources.set('PractitionerRole/khan', { ...khan(), active: false })
      const [summary] = await refresh(app)
      expect(summary?.failed).to.equal('source/no-role')
      expect(await names()).to.deep.equal([])
      expect(await app.vault.database.count('boxes')).to.equal(0)
    })
  })

  describe('a damaged disk', () => {
    const damage = async (
      store: 'covers' | 'boxes' | 'index' | 'sources',
      wanted: (row: { child?: string; id?: string }) => boolean = () => true,
    ) => {
      const rows: Row<typeof store>[] = await app.vault.database.getAll(store)
      const row = rows.find((one) => wanted(one as { child?: string }))
      if (!row) throw new Error('nothing to damage')
      await put(app.vault, store, { ...row, bytes: flip(row.bytes) } as Row<typeof store>)
    }

    beforeEach(async () => {
      await addPracticeFamilies(app, 'PractitionerRole/adeyemi')
      await refresh(app)
    })

    it('costs one child while it lasts, says so, and is mended by a refresh', async () => {
      const child = await named('Mia Doyle')
      await damage('covers', (row) => row.child === child)
      const { rows, damaged } = await listCommitments(app)
      expect(damaged).to.equal(1)
      expect(initialsIn(rows)).to.deep.equal(HEAD.promised.filter((initials) => initials !== 'M.D.'))
      await refresh(app)
      expect(await listCommitments(app)).to.deep.include({ damaged: 0 })
      expect(await names()).to.deep.equal(HEAD.names)
    })

    it('in one box leaves the commitments of the others', async () => {
      const { boxes } = await openCover(app.vault, await named('Theo Marsh'))
      await damage('boxes', ({ id }) => id === boxes.commitments?.[0])
      const { rows, damaged } = await listCommitments(app)
      expect(damaged).to.equal(1)
      expect(initialsIn(rows)).to.deep.equal(HEAD.promised.filter((initials) => initials !== 'T.M.'))
      await refresh(app)
      expect(await listCommitments(app)).to.deep.include({ damaged: 0 })
    })

    it('in another box leaves the commitments of that child as well, and says that something is missing', async () => {
      const { boxes } = await openCover(app.vault, await named('Sam Carter'))
      await damage('boxes', ({ id }) => id === boxes.needs?.[0])
      const { rows, damaged } = await listCommitments(app)
      expect(damaged).to.equal(1)
      expect(initialsIn(rows)).to.deep.equal(HEAD.promised)
    })

    it('in the list costs nobody: it is made again from the covers', async () => {
      await damage('index')
      expect(await names()).to.deep.equal(HEAD.names)
    })

    it('where the source is kept leaves a way to start again', async () => {
      await put(app.vault, 'keyring', { id: 'wrap', ...(await wrapByHand(createDataKey(), 'any four words here', 10)) })
      await damage('sources')
      expect(await readStage(app)).to.deep.equal({ kind: 'broken', code: 'vault/cannot-open' })
      await erase(app)
      expect(await readStage(app)).to.deep.equal({ kind: 'not-set-up', lost: false, denied: undefined })
    })
  })

  describe('the shipped families', () => {
    it('for the class teacher: the children of the class, and of each only what was agreed', async () => {
      const seen: [number, number][] = []
      await addPracticeFamilies(app, 'PractitionerRole/khan')
      const [summary] = await refresh(app, (done, total) => seen.push([done, total]))
      const nothing = { stopped: 0, refused: [], failed: undefined }
      const { length } = TEACHER.names
      // Dina's great-aunt could not agree: somebody has to look.
      expect(summary).to.deep.equal({ checkedAtMs: START, updated: length, needsCheck: 1, ...nothing })
      expect(seen.at(-1)).to.deep.equal([FAMILIES.length, FAMILIES.length])
      expect(await names()).to.deep.equal(TEACHER.names)
      expect(TEACHER.names).to.include.members(['Mia Doyle', 'Noah Bright', 'Ruby', 'Sam Carter'])
      for (const nobody of ['Theo Marsh', 'Leila Amin', 'Dina Lowe']) expect(TEACHER.names).not.to.include(nobody)
      const sam = await openNamed('Sam Carter')
      if (sam.kind !== 'open') throw new Error(sam.kind)
      expect(SECTION_CODES.filter((section) => section in sam.contents)).to.deep.equal(SCHOOL)
      expect(sam.withholds).to.equal(true)
      expect(sam.agreedUntilMs).to.equal(Date.parse('2027-07-20T22:59:59.999Z'))
      expect(sam.viewer.name).to.equal('Mr Khan')
      expect(await app.vault.database.count('boxes')).to.equal(TEACHER.boxes)
    })

    it('for the Virtual School Head: the commitments of every child, and whose they are', async () => {
      await addPracticeFamilies(app, 'PractitionerRole/adeyemi')
      await refresh(app)
      expect(await names()).to.deep.equal(HEAD.names)
      expect(HEAD.names).to.include.members(['Mia Doyle', 'Noah Bright', 'Sam Carter', 'Theo Marsh'])
      const { rows } = await listCommitments(app)
      const brief = rows.find(({ commitment }) => commitment.what.startsWith('Brief Year 7'))
      expect(brief).to.deep.include({ mine: true, place: 'Hillside Primary School', standing: 'due' })
      expect(initialsIn(rows)).to.deep.equal(HEAD.promised)
      await at(browser.nowMs + LEASE_MS)
      const unread = HEAD.names.length
      expect(await listCommitments(app)).to.deep.equal({ rows: [], unread, damaged: 0, isClockWrong: false })
    })

    it('are found by words of a name or a whole identifier, and not by a part of one', async () => {
      await addPracticeFamilies(app, 'PractitionerRole/shah')
      await refresh(app)
      const entries = await listChildren(app)
      const find = (search: string) => findChildren(entries, search).map(({ name }) => name)
      expect(find('car sa')).to.deep.equal(['Sam Carter'])
      expect(find('999 000 0018')).to.deep.equal(['Sam Carter'])
      expect(find('7k-204')).to.deep.equal(['Sam Carter'])
      for (const nobody of ['', '  ', '999', 'Leila', 'Carter Mia']) expect(find(nobody)).to.deep.equal([])
    })
  })

  describe('in time', () => {
    beforeEach(async () => {
      await addPracticeFamilies(app, 'PractitionerRole/khan')
      await refresh(app)
    })

    it('a record is hidden when its lease ends, and is back after a refresh', async () => {
      await at(browser.nowMs + LEASE_MS - 1)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
      await at(browser.nowMs + 1)
      expect((await openNamed('Sam Carter')).kind).to.equal('not-checked')
      await refresh(app)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
    })

    it('a clock set back past what was seen opens nothing', async () => {
      await at(START - 5 * MINUTE_MS)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
      await at(browser.nowMs - 1)
      expect((await openNamed('Sam Carter')).kind).to.equal('clock-wrong')
    })

    it('a lease that was seen to end is not brought back by setting the clock back a little', async () => {
      await raiseHighWater(app.vault, START + LEASE_MS)
      await at(START + LEASE_MS - 4 * MINUTE_MS)
      expect((await openNamed('Sam Carter')).kind).to.equal('not-checked')
    })

    it('an agreement ends at the end of its last day in England, and the record goes when the source says so too', async () => {
      await addFhirServer(app, BASE_URL, 'practice-class-teacher')
      server.clock = () => browser.nowMs
      const last = Date.parse('2027-07-20T22:59:59.999Z')
      await at(last)
      await refresh(app)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
      const sam = await named('Sam Carter')
      await at(last + 1)
      expect(await openChild(app, sam)).to.include({ kind: 'ended', endedAtMs: last })
      expect(await names()).not.to.include('Sam Carter')
      await refresh(app)
      expect(await app.vault.database.get('covers', sam)).to.equal(undefined)
    })

    it('an agreement that has ended by this clock alone leaves the record where it is, hidden', async () => {
      const sam = await named('Sam Carter')
      const last = Date.parse('2027-07-20T22:59:59.999Z')
      await at(last + 1)
      const [summary] = await refresh(app)
      expect(summary).to.deep.include({ stopped: 0, refused: [], failed: undefined })
      expect(await names()).not.to.include('Sam Carter')
      expect((await openChild(app, sam)).kind).to.equal('not-checked')
      await at(START)
      await refresh(app)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
    })

    it('an agreement that has not begun says from when', async () => {
      await erase(app)
      await at(Date.parse('2026-08-31T10:00:00Z'))
      await addFhirServer(app, BASE_URL, 'practice-class-teacher')
      await refresh(app)
      expect(await openNamed('Sam Carter')).to.include({ kind: 'not-yet', fromMs: Date.parse('2026-08-31T23:00:00Z') })
    })
  })

  describe('a server', () => {
    beforeEach(async () => {
      const source = await addFhirServer(app, BASE_URL, ' practice-gp ')
      expect(source.viewer).to.deep.include({ audience: 'gp', name: 'Dr Shah' })
      await refresh(app)
      expect(await names()).to.deep.equal(DOCTOR.names)
      expect(DOCTOR.names).to.include.members(['Mia Doyle', 'Noah Bright', 'Ruby', 'Sam Carter', 'Theo Marsh'])
    })

    const html = () => new Response('<html>Sign in</html>', { headers: { 'content-type': 'text/html' } })
    const cases: [string, () => Response, string][] = [
      ['is behind a captive portal', html, 'source/not-fhir'],
      ['is down', () => new Response(null, { status: 503 }), 'source/busy'],
      ['no longer knows the access code', () => new Response(null, { status: 401 }), 'source/refused'],
      [
        'does not answer',
        () => {
          throw new TypeError('network')
        },
        'source/unreachable',
      ],
      ['sends rubbish', () => Response.json({ resourceType: 'Patient' }), 'source/not-fhir'],
    ]
    for (const [how, answer, code] of cases) {
      it(`that ${how} costs nobody the last good copy`, async () => {
        const before = await app.vault.database.getAll('boxes')
        server.instead = answer
        const [summary] = await refresh(app)
        expect(summary).to.deep.include({ failed: code, updated: 0, stopped: 0 })
        expect((await readSources(app.vault))[0]?.lastRefresh?.failed).to.equal(code)
        expect(await app.vault.database.getAll('boxes')).to.deep.equal(before)
        expect((await openNamed('Sam Carter')).kind).to.equal('open')
      })
    }

    it('that sends something broken about one child leaves the copy of that one, and refreshes the others', async () => {
      const { child: sam } = await confirmed('Sam Carter')
      server.resources.set('Goal/stray', { resourceType: 'Goal', id: 'stray', subject: { reference: 'Patient/sam' } })
      await at(browser.nowMs + HOUR_MS)
      const [summary] = await refresh(app)
      expect(summary?.refused).to.deep.equal([{ child: sam, code: 'record/unreadable' }])
      expect(summary?.updated).to.equal(DOCTOR.names.length - 1)
      const kept = await openChild(app, sam)
      expect(kept.kind === 'open' && kept.cover.checkedAtMs).to.equal(START)
    })

    it('that answers with another child is refused', async () => {
      const { child: sam } = await confirmed('Sam Carter')
      const { fetch: answer } = server
      server.fetch = (input, init) => {
        const body = init?.body ? { body: String(init.body).replaceAll(/Patient(\/|%2F)sam/g, 'Patient$1mia') } : {}
        return answer(input, { ...init, ...body })
      }
      const [summary] = await refresh(app)
      expect(summary?.refused).to.deep.equal([{ child: sam, code: 'record/two-children' }])
      expect((await openChild(app, sam)).kind).to.equal('open')
    })

    for (const status of [403, 404]) {
      it(`that says ${status} hides the child at once, and has it erased when it says so again later`, async () => {
        const sam = await named('Sam Carter')
        server.refuse.set('Patient/sam', status)
        await refresh(app)
        expect((await openChild(app, sam)).kind).to.equal('hidden')
        expect((await listChildren(app)).map(({ child }) => child)).not.to.include(sam)
        expect((await listChanges(app)).map(({ child }) => child)).not.to.include(sam)
        await at(browser.nowMs + MINUTE_MS - 1)
        await refresh(app)
        expect(await app.vault.database.get('covers', sam)).not.to.equal(undefined)
        await at(browser.nowMs + 1)
        const [summary] = await refresh(app)
        expect(summary?.stopped).to.equal(1)
        expect(await app.vault.database.get('covers', sam)).to.equal(undefined)
        expect(await names()).not.to.include('Sam Carter')
      })
    }

    it('that says yes again in between gives the child back', async () => {
      server.refuse.set('Patient/sam', 403)
      await refresh(app)
      server.refuse.clear()
      await refresh(app)
      expect((await openNamed('Sam Carter')).kind).to.equal('open')
    })

    it('whose family withdraws has the child gone at the next refresh', async () => {
      const sam = await named('Sam Carter')
      const agreement = server.resources.get('Consent/sam-agreement-1')
      if (!agreement) throw new Error('no agreement')
      agreement.status = 'inactive'
      const [summary] = await refresh(app)
      expect(summary?.stopped).to.equal(1)
      expect(await app.vault.database.get('covers', sam)).to.equal(undefined)
      expect(await app.vault.database.getKeys('boxes', sam)).to.deep.equal([])
    })

    it('with a narrower agreement leaves no box of what went', async () => {
      const { child: theo } = await confirmed('Theo Marsh')
      const agreement = server.resources.get('Consent/theo-agreement-1') as {
        provision?: { provision: { code: object[] }[] }
      }
      const share = agreement.provision?.provision[2]
      if (!share) throw new Error('no share')
      share.code = share.code.slice(0, 1)
      await refresh(app)
      const opened = await openChild(app, theo)
      expect(opened.kind === 'open' && Object.keys(opened.contents)).to.deep.equal(['health-context'])
      expect(await app.vault.database.getKeys('boxes', theo)).to.have.length(1)
    })
  })

  it('a source that cannot say who is looking is not kept', async () => {
    await fails('source/refused', addFhirServer(app, BASE_URL, 'wrong'))
    await fails('source/bad-address', addFhirServer(app, 'http://practice.example', 'practice-gp'))
    await fails('source/no-role', addPracticeFamilies(app, 'PractitionerRole/nobody'))
    expect(await readSources(app.vault)).to.deep.equal([])
  })

  it('set up, lock, unlock, and find the children still there', async () => {
    const words = 'acorn banjo cobalt dune'
    await lock(app)
    await fails('vault/wrong-passphrase', usePassphrase(app, 'new', words, 'acorn banjo'))
    expect(await isSetUp(app.vault)).to.equal(false)
    await usePassphrase(app, 'new', words, ' Acorn banjo cobalt-dune')
    await addPracticeFamilies(app, 'PractitionerRole/khan')
    await refresh(app)
    app.vault.database.close()

    app = await browser.openPage() // another day: the session is gone
    await fails('vault/locked', listChildren(app))
    await fails('vault/locked', refresh(app))
    browser.nowMs += DAY_MS
    await unlockWithPassphrase(app, words)
    expect((await openNamed('Sam Carter')).kind).to.equal('open')
    browser.nowMs -= HOUR_MS // what unlocking saw counts
    await unlockWithPassphrase(app, words)
    expect((await openNamed('Sam Carter')).kind).to.equal('clock-wrong')
  })
})

/** Another time, and open as before: a clock that is set back locks. */
async function at(nowMs: number): Promise<void> {
  browser.nowMs = nowMs
  await unlock(app)
}

async function names(): Promise<string[]> {
  return (await listChildren(app)).map(({ name }) => name)
}

async function named(name: string): Promise<string> {
  const found = (await listChildren(app)).find((one) => one.name === name)
  if (!found) throw new Error(`${name} is not here`)
  return found.child
}

/** Confirmed, as somebody does who looks for the first time. */
async function openNamed(name: string) {
  const child = await named(name)
  const opened = await openChild(app, child)
  if (opened.kind !== 'to-confirm') return opened
  await confirmChild(app, await openCover(app.vault, child))
  return openChild(app, child)
}

async function confirmed(name: string): Promise<{ child: string }> {
  const child = await named(name)
  await confirmChild(app, await openCover(app.vault, child))
  return { child }
}

function initialsIn(rows: { child: { initials: string } }[]): string[] {
  return [...new Set(rows.map(({ child }) => child.initials))].sort()
}

/** What comes of the families for one person, without the vault: the names, the boxes, and who has commitments. */
function arriveFor(role: string): { names: string[]; boxes: number; promised: string[] } {
  const source = { id: 's', name: 'Practice', viewer: readViewer(practiceViewer(role)) }
  const records = FAMILIES.flatMap((family) => {
    const ingested = ingest(readBundle(family), { child: 'c', source, nowMs: START })
    return ingested.kind === 'record' ? ingested : []
  })
  const promised = records.filter(({ contents }) => contents.commitments?.some((box) => box.commitments.length > 0))
  return {
    names: records.map(({ cover }) => cover.name).sort((a, b) => a.localeCompare(b)),
    boxes: records.flatMap(({ contents }) => Object.values(contents).flat()).length,
    promised: [...new Set(promised.map(({ cover }) => initials(cover.name)))].sort(),
  }
}
