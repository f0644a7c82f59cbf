import type { IDBPDatabase } from 'idb'

/** Numbered from 1, each run once and in order, never edited after release. They name stores as text on purpose. */
export const MIGRATIONS: ((database: IDBPDatabase) => void)[] = [
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
]
