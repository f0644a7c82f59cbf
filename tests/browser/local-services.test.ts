import { expect } from 'chai'
import type { App } from '../../src/app/app.ts'
import { groupServices } from '../../src/app/group-services.ts'
import { type Directory, listDirectories } from '../../src/app/list-directories.ts'
import { fetchLocalServices, type LocalServices, readLocalServices } from '../../src/app/list-services.ts'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { eraseVault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { openBrowser, type TestBrowser, unlock } from './open-app.ts'
import { put, rowOf } from './places.ts'

const START = Date.parse('2026-11-22T10:00:00Z')
const NORTHMOOR = { name: 'Northmoor Council', baseUrl: 'https://services.northmoor.example.org' }
const EASTMOOR = { name: 'Eastmoor', baseUrl: 'https://eastmoor.example.org/feed', category: 'families' }

describe('a council’s list of services', () => {
  let browser: TestBrowser
  let app: App
  let asked: string[]
  let answer: () => Response

  const list =
    (...names: string[]) =>
    () =>
      Response.json({
        total_pages: 1,
        contents: names.map((name, at) => ({ id: `${at}`, name: `${name} Family Hub` })),
      })
  const down = () => new Response(null, { status: 503, headers: { 'retry-after': '600' } })
  const namesOf = ({ services }: LocalServices) => services.map(({ name }) => name)
  const directory = async (at = 0): Promise<Directory> => {
    const found = (await listDirectories(app))[at]
    if (!found) throw new Error('no directory')
    return found
  }
  const fetchNow = async (at = 0) => fetchLocalServices(app, await directory(at))
  const readNow = async (at = 0) => readLocalServices(app, await directory(at))

  beforeEach(async () => {
    browser = openBrowser(START)
    browser.managed = { serviceDirectories: [NORTHMOOR, EASTMOOR] }
    asked = []
    answer = list('Eastgate')
    browser.server.fetch = async (input) => {
      asked.push(String(input))
      return answer()
    }
    app = await browser.openPage()
    await unlock(app)
  })
  afterEach(() => browser.close())

  it('is the organisation’s to name, and without one there is none', async () => {
    expect(await listDirectories(app)).to.deep.equal([
      { name: 'Northmoor Council', feed: { baseUrl: NORTHMOOR.baseUrl, category: undefined } },
      { name: 'Eastmoor', feed: { baseUrl: EASTMOOR.baseUrl, category: 'families' } },
    ])
    browser.managed = undefined
    expect(await listDirectories(app)).to.deep.equal([])
  })

  it('is asked for by nobody until somebody does, and then once in seven days', async () => {
    expect(await readNow()).to.include({ isDue: true, asksItself: false, readAtMs: undefined })
    expect(asked).to.deep.equal([])
    expect(namesOf(await fetchNow())).to.deep.equal(['Eastgate Family Hub'])
    browser.nowMs = START + 7 * DAY_MS - 1
    expect(await readNow()).to.include({ isDue: false, asksItself: false, readAtMs: START })
    await fetchNow()
    expect(asked).to.deep.equal([`${NORTHMOOR.baseUrl}/services?page=1&per_page=100`])
    browser.nowMs += 1
    expect(await readNow()).to.include({ isDue: true, asksItself: true })
    answer = list('Westgate')
    expect(namesOf(await fetchNow())).to.deep.equal(['Westgate Family Hub'])
    expect(asked).to.have.length(2)
  })

  it('is asked for once when two pages want it together', async () => {
    const other = await browser.openPage()
    await unlock(other)
    const wanted = await directory()
    await Promise.all([
      fetchLocalServices(app, wanted),
      fetchLocalServices(other, wanted),
      fetchLocalServices(app, wanted),
    ])
    expect(asked).to.have.length(1)
  })

  it('is kept, sealed, under a name that says nothing, and another page opens it', async () => {
    await fetchNow()
    const [row, ...others] = await app.vault.database.getAll('directories')
    expect(others).to.deep.equal([])
    expect(row?.id).to.match(/^[0-9a-f]{32}$/)
    expect(Object.keys(row ?? {}).sort()).to.deep.equal(['bytes', 'id', 'iv'])
    expect(new TextDecoder().decode(row?.bytes)).not.to.match(/Eastgate|northmoor/i)
    const other = await browser.openPage()
    await fails(
      'vault/locked',
      readLocalServices(other, { name: '', feed: { baseUrl: NORTHMOOR.baseUrl, category: undefined } }),
    )
    await unlock(other)
    expect(namesOf(await readLocalServices(other, await directory()))).to.deep.equal(['Eastgate Family Hub'])
  })

  it('that is damaged, or another’s in its place, is as if it had never been read', async () => {
    await fetchNow(0)
    await fetchNow(1)
    const [one, two] = await app.vault.database.getAll('directories')
    if (!one || !two) throw new Error('not two')
    await put(app.vault, 'directories', { ...one, iv: two.iv, bytes: two.bytes })
    await put(app.vault, 'directories', { ...two, iv: one.iv, bytes: one.bytes })
    for (const at of [0, 1]) expect(await readNow(at)).to.include({ readAtMs: undefined, isDue: true })
    expect(namesOf(await fetchNow())).to.deep.equal(['Eastgate Family Hub'])
    expect(await rowOf(app.vault, 'directories', one.id)).not.to.equal(undefined)
  })

  it('stays as it was when it cannot be had anew, and is not asked for again before it is allowed', async () => {
    await fetchNow()
    browser.nowMs = START + 8 * DAY_MS
    answer = down
    const failed = await fetchNow()
    expect(namesOf(failed)).to.deep.equal(['Eastgate Family Hub'])
    expect(failed).to.include({
      failed: 'source/busy',
      readAtMs: START,
      isDue: true,
      asksItself: false,
      waitUntilMs: browser.nowMs + 600_000,
    })
    await fetchNow()
    expect(asked).to.have.length(2)
    browser.nowMs += 600_000
    answer = list('Westgate')
    expect(await fetchNow()).to.include({ failed: undefined, waitUntilMs: undefined, readAtMs: browser.nowMs })
  })

  it('that failed is not asked for again by itself until the next day, and by hand at once', async () => {
    await fetchNow()
    browser.nowMs = START + 8 * DAY_MS
    answer = () => Response.json({ no: 'list' })
    expect(await fetchNow()).to.include({ failed: 'source/not-fhir', asksItself: false, waitUntilMs: undefined })
    await fetchNow()
    expect(asked).to.have.length(3)
    browser.nowMs += DAY_MS
    expect(await readNow()).to.include({ asksItself: true })
  })

  it('of a month is too old to rely on, and no clock that has been ahead makes it new', async () => {
    await fetchNow()
    browser.nowMs = START + 28 * DAY_MS - 1
    expect(await readNow()).to.include({ isTooOld: false })
    browser.nowMs += 1
    expect(await readNow()).to.include({ isTooOld: true })
    browser.nowMs = START - HOUR_MS
    await unlock(app) // a clock that is set back locks
    expect(await readNow()).to.include({ isDue: true })
  })

  it('that the organisation no longer names goes when another is read, and all go with everything', async () => {
    await fetchNow(0)
    await fetchNow(1)
    expect(asked[1]).to.equal(`${EASTMOOR.baseUrl}/services?taxonomy_term_id=families&page=1&per_page=100`)
    expect(await app.vault.database.count('directories')).to.equal(2)
    browser.managed = { serviceDirectories: [NORTHMOOR] }
    browser.nowMs += 8 * DAY_MS
    await fetchNow()
    expect(await app.vault.database.count('directories')).to.equal(1)
    await eraseVault(app.vault)
    expect(await app.vault.database.count('directories')).to.equal(0)
  })

  it('is not kept when Handrail has been locked meanwhile', async () => {
    const wanted = await directory()
    browser.server.fetch = async () => {
      await app.vault.session.lock()
      return list('Eastgate')()
    }
    await fails('vault/locked', fetchLocalServices(app, wanted))
    await unlock(app)
    expect(await app.vault.database.count('directories')).to.equal(0)
  })

  it('has what is for everybody first, and leaves out what does not fit the age', async () => {
    answer = () =>
      Response.json({
        contents: ['Adult adoptees’ circle', 'Northmoor SENDIASS', 'Triple P', 'Eastgate Family Hub'].map(
          (name, id) => ({ id, name }),
        ),
        last_page: true,
      })
    const { services } = await fetchNow()
    const shown = (age: number | undefined) =>
      groupServices(services, 'gp', age).map((group) => group.services.map(({ name }) => name))
    expect(shown(10)).to.deep.equal([['Eastgate Family Hub', 'Triple P'], ['Northmoor SENDIASS'], []])
    expect(shown(17)[2]).to.deep.equal(['Adult adoptees’ circle'])
    expect(shown(undefined)[2]).to.deep.equal(['Adult adoptees’ circle'])
    expect(groupServices(services, 'class-teacher', 17).flatMap((group) => group.services)).to.deep.equal([])
  })
})

describe('the made-up council’s list', () => {
  it('is there with the made-up families, and nobody is asked for it', async () => {
    const browser = openBrowser(START)
    try {
      browser.server.fetch = () => Promise.reject(new Error('nobody is to be asked'))
      const app = await browser.openPage()
      await unlock(app)
      const { addPracticeFamilies } = await import('../../src/app/add-source.ts')
      await addPracticeFamilies(app, 'PractitionerRole/shah')
      const [directory, ...others] = await listDirectories(app)
      expect(directory).to.deep.equal({ name: 'Northmoor Council', feed: 'made-up' })
      expect(others).to.deep.equal([])
      for (const ask of [readLocalServices, fetchLocalServices]) {
        const local = await ask(app, directory as Directory)
        expect(local.services).to.have.length(14)
        expect(local).to.include({ isDue: false, asksItself: false, readAtMs: undefined })
      }
      expect(await app.vault.database.count('directories')).to.equal(0)
    } finally {
      await browser.close()
    }
  })

  it('of the practice server is asked for where this very computer may be, and nowhere else', async () => {
    const browser = openBrowser(START)
    try {
      const app = await browser.openPage()
      await unlock(app)
      const { writeSource } = await import('../../src/vault/sources.ts')
      const { sourceOf } = await import('./wilhelmina.ts')
      const from = { kind: 'fhir-server', baseUrl: 'http://127.0.0.1:8787/fhir', accessCode: 'x' } as const
      await writeSource(app.vault, sourceOf('1', { from }))
      expect(await listDirectories(app)).to.deep.equal([])
      const feed = { baseUrl: 'http://127.0.0.1:8787', category: undefined }
      const practice = { ...app, allowsLoopback: true }
      expect(await listDirectories(practice)).to.deep.equal([{ name: 'Northmoor Council', feed }])
      await writeSource(app.vault, sourceOf('1'))
      expect(await listDirectories(practice)).to.deep.equal([])
    } finally {
      await browser.close()
    }
  })
})
