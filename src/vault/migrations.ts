import type { IDBPDatabase, IDBPTransaction } from 'idb'

type Upgrade = IDBPTransaction<unknown, string[], 'versionchange'>

/** Numbered from 1, each run once and in order, never edited after release. They name stores as text on purpose. */
export const MIGRATIONS: ((database: IDBPDatabase, tx: Upgrade) => void | Promise<void>)[] = [
  (database) => {
    database.createObjectStore('keyring')
    database.createObjectStore('sources', { keyPath: 'id' })
    database.createObjectStore('covers', { keyPath: 'child' })
    database.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    database.createObjectStore('index', { keyPath: 'block' })
    database.createObjectStore('clock')
  },
  // A section may be kept in several boxes now: what was kept before is fetched again.
  (database) => {
    for (const store of ['covers', 'boxes', 'index']) database.deleteObjectStore(store)
    database.createObjectStore('covers', { keyPath: 'child' })
    database.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    database.createObjectStore('index', { keyPath: 'block' })
  },
  // Every row carries its own key now, and a wrap its method. Records are bound to more: they are fetched again.
  async (database, tx) => {
    const wrap = await tx.objectStore('keyring').get('passphrase')
    const highWaterMs = await tx.objectStore('clock').get('high-water')
    for (const store of ['keyring', 'clock', 'covers', 'boxes', 'index']) database.deleteObjectStore(store)
    const keyring = database.createObjectStore('keyring', { keyPath: 'id' })
    const clock = database.createObjectStore('clock', { keyPath: 'id' })
    if (wrap) keyring.put({ ...wrap, id: 'wrap', method: 'passphrase' })
    if (typeof highWaterMs === 'number') clock.put({ id: 'high-water', ms: highWaterMs })
    database.createObjectStore('covers', { keyPath: 'child' })
    database.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    database.createObjectStore('index', { keyPath: 'block' })
    for (const store of ['tries', 'settings', 'ratchets']) database.createObjectStore(store, { keyPath: 'id' })
    database.createObjectStore('lapses', { keyPath: 'child' })
    database.createObjectStore('log', { keyPath: 'seq' })
  },
  // There may be several sources now, and a line of the list says which it came from: records are fetched again. Beside
  // them are the councils' lists of services.
  (database) => {
    for (const store of ['covers', 'boxes', 'index', 'lapses']) database.deleteObjectStore(store)
    database.createObjectStore('covers', { keyPath: 'child' })
    database.createObjectStore('boxes', { keyPath: 'id' }).createIndex('child', 'child')
    database.createObjectStore('index', { keyPath: 'block' })
    database.createObjectStore('lapses', { keyPath: 'child' })
    database.createObjectStore('directories', { keyPath: 'id' })
  },
  (database) => {
    database.createObjectStore('marks', { keyPath: 'child' })
    database.createObjectStore('school', { keyPath: 'id' })
    database.createObjectStore('packs', { keyPath: 'id' })
  },
]
