/** What is kept in the reader's browser: public guidance as text, and nothing else. Whoever reads a row checks it. */
export type Row = {
  /** The last good pack and its version; empty while there was none. */
  text: string
  version: string
  /** Where a local pack was last asked for, when, and what went wrong then; empty for what did not, and for one that ships. */
  url: string
  askedAtMs: number
  trouble: string
}

const NAME = 'handrail-guidance'
const STORE = 'packs'

/** @returns undefined when it is not there, or this browser keeps nothing */
export async function takeFromShelf(key: string): Promise<Row | undefined> {
  const row = await onShelf<Row | undefined>('readonly', (packs) => packs.get(key))
  return typeof row?.text === 'string' ? row : undefined
}

/** Does nothing where the browser keeps nothing: it is fetched again next time. */
export async function putOnShelf(key: string, row: Row): Promise<void> {
  await onShelf('readwrite', (packs) => packs.put(row, key))
}

/**
 * Opened and closed for each use, so that an element that is gone holds nothing open. By hand, where the vault uses a
 * library: two requests are not worth a tenth of what the element weighs.
 */
async function onShelf<Value>(
  mode: IDBTransactionMode,
  ask: (packs: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value | undefined> {
  try {
    const shelf = await openShelf()
    try {
      return await answered(shelf, mode, ask)
    } finally {
      shelf.close()
    }
  } catch {
    // Private windows, blocked site data, full disks and what host pages put in the place of IndexedDB all end here: the
    // guidance shows, and is not kept.
    return undefined
  }
}

/** A shelf that another page holds, or that never answers, is done without. */
const PATIENCE_MS = 1000

function openShelf(): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    const opening = indexedDB.open(NAME, 1)
    let isTooLate = false
    const patience = setTimeout(() => {
      isTooLate = true
      reject(new Error('the shelf does not open'))
    }, PATIENCE_MS)
    opening.onupgradeneeded = () => opening.result.createObjectStore(STORE)
    opening.onsuccess = () => {
      clearTimeout(patience)
      if (isTooLate) opening.result.close()
      else resolve(opening.result)
    }
    opening.onerror = () => {
      clearTimeout(patience)
      reject(opening.error)
    }
  })
}

/** What a request finds, once its transaction is done: what has been put is there by then. */
function answered<Value>(
  shelf: IDBDatabase,
  mode: IDBTransactionMode,
  ask: (packs: IDBObjectStore) => IDBRequest<Value>,
): Promise<Value> {
  return new Promise((resolve, reject) => {
    const transaction = shelf.transaction(STORE, mode)
    const request = ask(transaction.objectStore(STORE))
    transaction.oncomplete = () => resolve(request.result)
    transaction.onabort = () => reject(transaction.error)
  })
}
