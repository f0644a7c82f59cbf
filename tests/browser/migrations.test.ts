import { expect } from 'chai'
import { deleteDB } from 'idb'
import type { App } from '../../src/app/app.ts'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { HOUR_MS } from '../../src/core/time.ts'
import { familiesIn, practiceDirectory, practiceViewer } from '../../src/practice/families/index.ts'
import { randomBytes, randomId, toBase64 } from '../../src/vault/bytes.ts'
import { openCovers, readEntries } from '../../src/vault/children.ts'
import { readHighWater } from '../../src/vault/clock.ts'
import { destroyIndexed } from '../../src/vault/indexed.ts'
import { createDataKey, importDataKey } from '../../src/vault/keys.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { seal } from '../../src/vault/seal.ts'
import { readSources } from '../../src/vault/sources.ts'
import { STORE_NAMES } from '../../src/vault/stores.ts'
import { isSetUp, openVault, unlockMethod, unlockVault, type Vault } from '../../src/vault/vault.ts'
import { fails } from './fails.ts'
import { counts, lockedSession, unlockedSession } from './places.ts'
import { ONE, write } from './wilhelmina.ts'
import { wrapByHand } from './wrap-by-hand.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const SECRET = { method: 'passphrase', words: 'acorn banjo cobalt dune' } as const
const TERMS = { idleMs: HOUR_MS }
const CHILD = 'c'.repeat(32)
const SEEN_MS = Date.parse('2026-11-20T09:00:00Z')
const VERSION = 5

/** As a source was kept in version 1: who is looking has no numbers, and the last refresh counts no doubts. */
const SOURCE = {
  id: 's1',
  name: 'Made-up families',
  viewer: {
    audience: 'class-teacher',
    name: 'Mr Khan',
    organisationName: 'Hillside Primary School',
    role: 'PractitionerRole/khan',
    person: 'Practitioner/khan',
    organisation: 'Organization/hillside',
  },
  from: { kind: 'practice-families', role: 'PractitionerRole/khan' },
  lastRefresh: { checkedAtMs: SEEN_MS, updated: 1, stopped: 0, refused: [], failed: undefined },
}

/** As the four words do, without the wait. */
function unlock({ session }: Vault): Promise<void> {
  return session.unlock({ key: toBase64(RAW), keeps: 'disk', ...TERMS })
}

let name: string
const opened: Vault[] = []

async function open(onClosed?: () => void): Promise<Vault> {
  const vault = await openVault(name, lockedSession(), createMemoryArea(), onClosed)
  opened.push(vault)
  return vault
}

beforeEach(() => {
  name = `migrations-test-${randomId()}`
})
afterEach(async () => {
  for (const { database } of opened.splice(0)) database.close()
  await deleteDB(name)
})

for (const version of [1, 2]) {
  describe(`a vault of version ${version}`, () => {
    let vault: Vault

    beforeEach(async () => {
      await createOld(version)
      vault = await open()
    })

    it('opens under the same four words, and knows where its records come from and what time it has seen', async () => {
      expect(await isSetUp(vault)).to.equal(true)
      expect(await unlockMethod(vault)).to.include({ id: 'wrap', method: 'passphrase', iterations: 600_000 })
      await fails('vault/wrong-passphrase', unlockVault(vault, { ...SECRET, words: 'acorn banjo cobalt dunes' }, TERMS))
      await unlockVault(vault, SECRET, TERMS)
      const [source, ...others] = await readSources(vault)
      expect(source).to.deep.include({ id: 's1', name: 'Made-up families', from: SOURCE.from })
      expect(others).to.deep.equal([])
      expect(await readHighWater(vault)).to.equal(SEEN_MS)
    })

    it('keeps nothing of the records: no cover, no box, no line of the list', async () => {
      await unlock(vault)
      expect(await counts(vault)).to.deep.equal({ covers: 0, boxes: 0, index: 0 })
      expect(await openCovers(vault)).to.deep.equal({ covers: [], damaged: [] })
      expect(await readEntries(vault)).to.deep.equal([])
    })

    it('has every store of now, and finds boxes by child', async () => {
      expect(await vault.database.getKeys('boxes', CHILD)).to.deep.equal([])
      vault.database.close()
      const raw = await openRaw(undefined)
      expect([...raw.objectStoreNames].sort()).to.deep.equal([...STORE_NAMES].sort())
      expect(raw.version).to.equal(VERSION)
      raw.close()
    })

    it('has the children back, unconfirmed, after a refresh', async () => {
      await unlock(vault)
      const loadFamilies = async () => ({ familiesIn, practiceDirectory, practiceViewer })
      const app: App = { vault, fetch, now: () => NOW, readManaged: async () => undefined, loadFamilies }
      const [summary] = await refresh(app)
      expect(summary).to.deep.include({ failed: undefined, refused: [] })
      const entries = await readEntries(vault)
      expect(entries.map((entry) => entry.name)).to.include('Sam Carter')
      for (const { child } of entries) {
        expect(child).not.to.equal(CHILD)
        expect((await openChild(app, child)).kind).to.be.oneOf(['to-confirm', 'not-yet'])
      }
      expect((await readSources(vault))[0]?.viewer.identifiers).to.have.length(1)
    })

    it('opened again, is as it was left', async () => {
      vault.database.close()
      const later = await open()
      await unlock(later)
      expect(await readSources(later)).to.have.length(1)
      expect(await readHighWater(later)).to.equal(SEEN_MS)
    })
  })
}

describe('an older page that is open while the vault is brought up to date', () => {
  it('lets go when it is asked, and nothing is lost', async () => {
    await createOld(2)
    const tabs = [await openRaw(2), await openRaw(2), await openRaw(2)]
    for (const tab of tabs) tab.onversionchange = () => setTimeout(() => tab.close(), 100)
    const vault = await open()
    await unlock(vault)
    expect(await readSources(vault)).to.have.length(1)
  })

  it('and does not let go is said to be in the way within five seconds; once it is closed, nothing is lost', async () => {
    await createOld(2)
    const tab = await openRaw(2)
    const beganMs = performance.now()
    await fails('vault/blocked', open())
    expect(performance.now() - beganMs).to.be.below(5000)
    expect(tab.objectStoreNames.contains('keyring')).to.equal(true)
    tab.close()
    const vault = await open()
    await unlock(vault)
    expect(await readSources(vault)).to.have.length(1)
  })

  it('is in the way of removing everything, and of nothing once it is closed', async () => {
    await createOld(2)
    const tab = await openRaw(2)
    await fails('vault/blocked', destroyIndexed(name))
    tab.close()
    await destroyIndexed(name)
    expect(await isSetUp(await open())).to.equal(false)
  })
})

describe('a newer Handrail', () => {
  it('that has written the vault is said to have, and nothing of it is touched', async () => {
    await write(await unlocked(), ONE)
    for (const { database } of opened.splice(0)) database.close()
    const newer = await openRaw(VERSION + 1)
    const before = await rowsOf(newer)
    newer.close()
    await fails('vault/newer', open())
    const after = await openRaw(undefined)
    expect(after.version).to.equal(VERSION + 1)
    expect(await rowsOf(after)).to.deep.equal(before)
    expect(before).to.have.length.above(3)
    after.close()
  })

  it('in another tab is let past, and this page is told once', async () => {
    let closed = 0
    await open(() => {
      closed += 1
    })
    const newer = await openRaw(VERSION + 1)
    expect(newer.version).to.equal(VERSION + 1)
    expect(closed).to.equal(1)
    newer.close()
  })
})

describe('a browser', () => {
  const real = IDBFactory.prototype.open
  afterEach(() => {
    IDBFactory.prototype.open = real
  })

  for (const refusal of ['SecurityError', 'InvalidStateError']) {
    it(`that keeps nothing (${refusal}) has the vault in memory, and says why`, async () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException('no', refusal)
      }
      const vault = await open()
      expect(vault.denied).to.equal('vault/denied')
      await vault.session.unlock({ key: btoa('k'.repeat(32)), keeps: 'memory', idleMs: HOUR_MS })
      await write(vault, ONE)
      expect((await readEntries(vault)).map(({ child }) => child)).to.deep.equal([ONE])
    })
  }

  it('whose store never answers is given up in five seconds', async () => {
    IDBFactory.prototype.open = function (...args) {
      const request = real.apply(this, args)
      request.addEventListener = () => {} // nobody hears of it
      request.onsuccess = () => request.result.close()
      return request
    }
    const beganMs = performance.now()
    await fails('vault/unavailable', open())
    expect(performance.now() - beganMs).to.be.below(5000)
  })

  it('that has removed the store while it was open says so at the next step', async () => {
    const vault = await open()
    vault.database.close() // as it is when the browser clears what it keeps
    await fails('vault/unavailable', isSetUp(vault))
    await fails('vault/unavailable', vault.database.write([{ store: 'clock', clear: true }]))
  })
})

async function unlocked(): Promise<Vault> {
  const vault = await openVault(name, await unlockedSession(), createMemoryArea())
  opened.push(vault)
  return vault
}

function openRaw(
  version: number | undefined,
  create: (database: IDBDatabase) => void = () => {},
): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const request = indexedDB.open(name, version)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => resolve(request.result)
    request.onupgradeneeded = () => create(request.result)
  })
}

async function rowsOf(database: IDBDatabase): Promise<unknown[]> {
  const stores = [...database.objectStoreNames]
  const tx = database.transaction(stores)
  const found = stores.map(
    (store) =>
      new Promise<unknown[]>((resolve) => {
        const request = tx.objectStore(store).getAll()
        request.onsuccess = () => resolve(request.result)
      }),
  )
  return (await Promise.all(found)).flat()
}

const RAW = createDataKey()
const WRAP = wrapByHand(RAW, SECRET.words, 600_000) // once: it takes half a second

/** Written by hand, in IndexedDB's own words: what these versions were must not change when the program does. */
async function createOld(version: number): Promise<void> {
  const key = await importDataKey(RAW)
  const { kdf, iterations, salt, iv, wrapped } = await WRAP
  const source = { id: SOURCE.id, ...(await seal(key, ['source', SOURCE.id], SOURCE)) }
  const sealed = () => ({ iv: randomBytes(12), bytes: randomBytes(200) })
  const database = await openRaw(version, (created) => {
    created.createObjectStore('keyring')
    created.createObjectStore('sources', { keyPath: 'id' })
    created.createObjectStore('covers', { keyPath: 'child' })
    created.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    created.createObjectStore('index', { keyPath: 'block' })
    created.createObjectStore('clock')
  })
  const tx = database.transaction([...database.objectStoreNames], 'readwrite')
  tx.objectStore('keyring').put({ kdf, iterations, salt, iv, wrapped }, 'passphrase')
  tx.objectStore('sources').put(source)
  tx.objectStore('covers').put({ child: CHILD, leaseEndsAtMs: SEEN_MS, ...sealed() })
  tx.objectStore('boxes').put({ id: 'b'.repeat(32), child: CHILD, ...sealed() })
  tx.objectStore('index').put({ block: 0, ...sealed() })
  tx.objectStore('clock').put(SEEN_MS, 'high-water')
  await new Promise<void>((resolve, reject) => {
    tx.oncomplete = () => resolve()
    tx.onabort = () => reject(tx.error)
  })
  database.close()
}
