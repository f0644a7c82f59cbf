import { type IDBPDatabase, openDB } from 'idb'
import { AppError } from '../core/errors.ts'
import { MIGRATIONS } from './migrations.ts'
import { STORE_NAMES, type Stores } from './stores.ts'

export type Database = IDBPDatabase<Stores>

/**
 * Opens the database, bringing it up to date. A newer version of Handrail in another tab is let past: this connection
 * closes, and the page that held it opens again at its next use.
 *
 * @throws AppError vault/unavailable (IndexedDB refused, blocked or broken)
 */
export async function openDatabase(name: string): Promise<Database> {
  try {
    const database = await openDB<Stores>(name, MIGRATIONS.length, {
      upgrade(upgrading, oldVersion) {
        for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(upgrading as unknown as IDBPDatabase)
      },
      blocking() {
        database.close()
      },
    })
    return database
  } catch (cause) {
    throw new AppError('vault/unavailable', 'IndexedDB would not open', { cause })
  }
}

/** Empties every store at once, the wrapped key included: what the disk still holds of them opens for nobody. */
export async function clearDatabase(database: Database): Promise<void> {
  const tx = database.transaction(STORE_NAMES, 'readwrite')
  await Promise.all([...STORE_NAMES.map((name) => tx.objectStore(name).clear()), tx.done])
}
