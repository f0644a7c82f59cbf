import { type IDBPDatabase, type IDBPTransaction, openDB } from 'idb'
import { AppError } from '../core/errors.ts'
import { MIGRATIONS } from './migrations.ts'
import { STORE_NAMES, type StoreName, type Stores } from './stores.ts'

export type Database = IDBPDatabase<Stores>

/**
 * Opens the database, bringing it up to date. A newer version of Handrail in another tab is let past: this connection
 * closes.
 *
 * @param onClosed the connection is gone, by that or because the browser let it go (a full disk, cleared data): whoever
 *   opened it opens it again
 * @throws AppError vault/unavailable (IndexedDB refused, blocked or broken)
 */
export async function openDatabase(name: string, onClosed: () => void): Promise<Database> {
  try {
    const database = await openDB<Stores>(name, MIGRATIONS.length, {
      upgrade(upgrading, oldVersion) {
        for (const migrate of MIGRATIONS.slice(oldVersion)) migrate(upgrading as unknown as IDBPDatabase)
      },
      blocking() {
        database.close()
        onClosed()
      },
      terminated: onClosed,
    })
    return database
  } catch (cause) {
    throw new AppError('vault/unavailable', 'IndexedDB would not open', { cause })
  }
}

type Write<Name extends StoreName> = IDBPTransaction<Stores, Name[], 'readwrite'>

/**
 * One transaction that writes, to its end: all of it or none. Encrypt before, never within: Firefox would close it.
 *
 * @throws AppError vault/unavailable (the disk is full, or the browser has let the database go); nothing has changed then
 */
export async function writeTo<Name extends StoreName>(
  database: Database,
  stores: readonly Name[],
  write: (tx: Write<Name>) => Promise<unknown>,
): Promise<void> {
  try {
    const tx = database.transaction([...stores], 'readwrite')
    await Promise.all([write(tx).catch((reason) => abort(tx, reason)), tx.done])
  } catch (cause) {
    throw unavailable(cause)
  }
}

/** What was written before one step failed must not stay. */
function abort(tx: { abort(): void }, reason: unknown): never {
  try {
    tx.abort()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error // it has ended by itself: nothing is left to undo
  }
  throw reason
}

/** @throws AppError vault/unavailable (the browser has let the database go) */
export async function readFrom<Value>(
  database: Database,
  read: (database: Database) => Promise<Value>,
): Promise<Value> {
  try {
    return await read(database)
  } catch (cause) {
    throw unavailable(cause)
  }
}

function unavailable(cause: unknown): unknown {
  if (!(cause instanceof DOMException)) return cause
  return new AppError('vault/unavailable', 'IndexedDB refused', { cause })
}

/** Empties every store at once, the wrapped key included: what the disk still holds of them opens for nobody. */
export async function clearDatabase(database: Database): Promise<void> {
  await writeTo(database, STORE_NAMES, (tx) => Promise.all(STORE_NAMES.map((name) => tx.objectStore(name).clear())))
}
