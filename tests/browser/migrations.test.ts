import { expect } from 'chai'
import { openChild } from '../../src/app/open-child.ts'
import { refresh } from '../../src/app/refresh.ts'
import { randomBytes, randomId } from '../../src/vault/bytes.ts'
import { openCovers, readEntries } from '../../src/vault/children.ts'
import { readHighWater } from '../../src/vault/clock.ts'
import { createDataKey, importDataKey } from '../../src/vault/keys.ts'
import { seal } from '../../src/vault/seal.ts'
import { createMemorySession } from '../../src/vault/session.ts'
import { readSources } from '../../src/vault/sources.ts'
import { STORE_NAMES } from '../../src/vault/stores.ts'
import { isSetUp, openVault, unlockVault, type Vault } from '../../src/vault/vault.ts'

const PASSPHRASE = 'acorn banjo cobalt dune'
const CHILD = 'c'.repeat(32)
const SEEN_MS = Date.parse('2026-11-20T09:00:00Z')

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

describe('a vault from before a section could be in several boxes', () => {
  let vault: Vault
  let name: string

  beforeEach(async () => {
    name = `migrations-test-${randomId()}`
    await createVersion1(name)
    vault = await openVault(name, createMemorySession())
  })
  afterEach(() => {
    vault.database.close()
    indexedDB.deleteDatabase(name)
  })

  it('opens under the same passphrase, and knows where its records come from', async () => {
    expect(await isSetUp(vault)).to.equal(true)
    await unlockVault(vault, PASSPHRASE)
    const [source, ...others] = await readSources(vault)
    expect(source).to.deep.include({ id: 's1', name: 'Made-up families', from: SOURCE.from })
    expect(others).to.deep.equal([])
    expect(await readHighWater(vault)).to.equal(SEEN_MS)
  })

  it('keeps nothing of the records: no cover, no box, no line of the list', async () => {
    await unlockVault(vault, PASSPHRASE)
    for (const store of ['covers', 'boxes', 'index'] as const) {
      expect(await vault.database.count(store), store).to.equal(0)
    }
    expect(await openCovers(vault)).to.deep.equal({ covers: [], damaged: [] })
    expect(await readEntries(vault)).to.deep.equal([])
  })

  it('has every store of now, and finds boxes by child', async () => {
    expect([...vault.database.objectStoreNames].sort()).to.deep.equal([...STORE_NAMES].sort())
    expect(await vault.database.getAllKeysFromIndex('boxes', 'child', CHILD)).to.deep.equal([])
    expect(vault.database.version).to.equal(2)
  })

  it('has the children back, unconfirmed, after a refresh', async () => {
    await unlockVault(vault, PASSPHRASE)
    const app = { vault, fetch, now: () => Date.parse('2026-11-21T10:00:00Z') }
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
    vault = await openVault(name, createMemorySession())
    await unlockVault(vault, PASSPHRASE)
    expect(await readSources(vault)).to.have.length(1)
  })
})

/** Written by hand, in IndexedDB's own words: what version 1 was must not change when the program does. */
async function createVersion1(name: string): Promise<void> {
  const { raw, wrapped } = await createDataKey(PASSPHRASE)
  const key = await importDataKey(raw)
  const source = { id: SOURCE.id, ...(await seal(key, ['source', SOURCE.id], SOURCE)) }
  const sealed = () => ({ iv: randomBytes(12), bytes: randomBytes(200) })
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const request = indexedDB.open(name, 1)
    request.onerror = () => reject(request.error)
    request.onsuccess = () => resolve(request.result)
    request.onupgradeneeded = () => {
      const { result } = request
      result.createObjectStore('keyring')
      result.createObjectStore('sources', { keyPath: 'id' })
      result.createObjectStore('covers', { keyPath: 'child' })
      result.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
      result.createObjectStore('index', { keyPath: 'block' })
      result.createObjectStore('clock')
    }
  })
  const tx = database.transaction(['keyring', 'sources', 'covers', 'boxes', 'index', 'clock'], 'readwrite')
  tx.objectStore('keyring').put(wrapped, 'passphrase')
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
