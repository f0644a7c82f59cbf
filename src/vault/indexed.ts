import { deleteDB, type IDBPDatabase, openDB, unwrap } from 'idb'
import { AppError } from '../core/errors.ts'
import { type Database, isSameRow, type Question, type Step } from './database.ts'
import { MIGRATIONS } from './migrations.ts'
import { type Key, type Row, STRICT, type StoreName } from './stores.ts'

/** A store that does not open in this time is taken to be broken: somebody is waiting. */
const OPENING_MS = 2000

/** So long may it take after that to say why. */
const ASKING_MS = 500

/** Older pages are asked to let go; one that does not in this time must be closed by hand. */
const BLOCKED_MS = 2000

/** Told of what happens to a database without our doing. */
export type Fate = {
  /** The connection is gone: a newer Handrail wants it, or the browser let it go. Whoever opened it opens it again. */
  onClosed?: () => void
  /** The browser has thrown away what was there, because it could not read it (Chromium alone says so). */
  onLost?: () => void
}

/**
 * Opens the database on disk, bringing it up to date. A newer version of Handrail in another tab is let past: this
 * connection closes.
 *
 * @throws AppError vault/denied (the browser keeps nothing), vault/blocked (an older page holds it), vault/newer (a newer
 *   Handrail wrote it), vault/unavailable (broken, or does not answer)
 */
export async function openIndexed(name: string, fate: Fate = {}): Promise<Database> {
  return toDatabase(await openInTime(name, fate))
}

function openInTime(name: string, fate: Fate): Promise<IDBPDatabase> {
  return new Promise((resolve, reject) => {
    let isLate = false
    const late = (code: 'vault/blocked' | 'vault/unavailable') => {
      isLate = true
      reject(new AppError(code, 'IndexedDB does not open'))
    }
    let timer = setTimeout(async () => late((await isOlder(name)) ? 'vault/blocked' : 'vault/unavailable'), OPENING_MS)
    const opening = open(name, fate, () => {
      clearTimeout(timer)
      timer = setTimeout(late, BLOCKED_MS, 'vault/blocked')
    })
    opening.then(
      (database) => (isLate ? database.close() : resolve(database)),
      (cause) => reject(new AppError(codeFor(cause), 'IndexedDB would not open', { cause })),
    )
    void opening.catch(() => {}).finally(() => clearTimeout(timer))
  })
}

/**
 * Whether what is there waits to be brought up to date. Firefox 153 fires no `blocked` when one page has let go only after
 * another showed that it would not; see tests/faults/blocked-upgrade.ts.
 */
async function isOlder(name: string): Promise<boolean> {
  const asked = indexedDB.databases().catch(() => []) // broken, then
  const unanswered = new Promise<[]>((resolve) => setTimeout(resolve, ASKING_MS, []))
  const databases = await Promise.race([asked, unanswered])
  return databases.some((one) => one.name === name && (one.version ?? 0) < MIGRATIONS.length)
}

/** Some browsers that keep nothing have no IndexedDB at all, and throw at its name. */
async function open(name: string, { onClosed, onLost }: Fate, onBlocked: () => void): Promise<IDBPDatabase> {
  const database = await openDB(name, MIGRATIONS.length, {
    async upgrade(upgrading, oldVersion, _, tx, event) {
      // After about one in a hundred kills in the middle of a write (Chromium 156): LevelDB goes on behind half a record.
      if ('dataLoss' in event && event.dataLoss !== 'none') onLost?.()
      for (const migrate of MIGRATIONS.slice(oldVersion)) await migrate(upgrading, tx)
    },
    blocked: onBlocked,
    blocking() {
      database.close()
      onClosed?.()
    },
    terminated: () => onClosed?.(),
  })
  return database
}

function codeFor(cause: unknown) {
  const name = cause instanceof Error ? cause.name : ''
  if (name === 'VersionError') return 'vault/newer'
  if (name === 'QuotaExceededError') return 'vault/full'
  // Chromium 156, where site data is blocked; an extension's own pages are spared.
  if (cause instanceof DOMException && cause.message.includes('denied permission')) return 'vault/denied'
  // SecurityError: site data is blocked. InvalidStateError: a private window of Firefox. The others: no IndexedDB at all.
  return /^(SecurityError|InvalidStateError|ReferenceError|TypeError)$/.test(name)
    ? 'vault/denied'
    : 'vault/unavailable'
}

function toDatabase(database: IDBPDatabase): Database {
  return {
    get: (name, key) => refusedAsOurs(() => answered(storeOf(database, name).get(key))),
    getAll: (name) => refusedAsOurs(() => answered(storeOf(database, name).getAll())),
    getKeys: (name, child) =>
      refusedAsOurs(async () => {
        const store = storeOf(database, name)
        const keys = child === undefined ? store.getAllKeys() : store.index('child').getAllKeys(child)
        return (await answered(keys)) as Key[]
      }),
    count: (name) => refusedAsOurs(() => answered(storeOf(database, name).count())),
    read: (questions) => refusedAsOurs(() => read(database, questions)),
    write: (steps) => refusedAsOurs(() => write(database, steps)),
    close: () => database.close(),
  }
}

/**
 * Removes the database with all that it holds, also one that does not open any more.
 *
 * @throws AppError vault/blocked while another page holds it
 */
export function destroyIndexed(name: string): Promise<void> {
  return new Promise((resolve, reject) => {
    const deleting = deleteDB(name, {
      blocked: () => setTimeout(() => reject(new AppError('vault/blocked', 'another page holds it')), BLOCKED_MS),
    })
    deleting.then(resolve, (cause) => reject(new AppError('vault/unavailable', 'it cannot be removed', { cause })))
  })
}

/** By the browser's own means: this is what opening a child waits for, and a promise around every step costs a fifth more. */
function read(database: IDBPDatabase, questions: Question[]): Promise<Row<StoreName>[][]> {
  const tx = unwrap(database).transaction([...new Set(questions.map(({ store }) => store))])
  return Promise.all(
    questions.map(async (question) => {
      const store = tx.objectStore(question.store)
      if ('all' in question) return answered<Row<StoreName>[]>(store.getAll())
      if ('child' in question) return answered<Row<StoreName>[]>(store.index('child').getAll(question.child))
      const row = await answered<Row<StoreName> | undefined>(store.get(question.key))
      return row === undefined ? [] : [row]
    }),
  )
}

/**
 * For one reading, by the browser's own means too: where the browser closes the database in mid-transaction (cleared data),
 * idb's promise of its end is refused with nobody to hear it.
 */
function storeOf(database: IDBPDatabase, name: StoreName): IDBObjectStore {
  return unwrap(database).transaction(name).objectStore(name)
}

function answered<Value>(request: IDBRequest<Value>): Promise<Value> {
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
}

/** One transaction, to its end. Encrypt before, never within: Firefox would close it. */
async function write(database: IDBPDatabase, steps: Step[]): Promise<boolean> {
  if (steps.length === 0) return true // IndexedDB refuses a transaction over no store at all
  const stores = [...new Set(steps.map(({ store }) => store))]
  const durability = stores.some((store) => STRICT.has(store)) ? 'strict' : 'default'
  const tx = database.transaction(stores, 'readwrite', { durability })
  const ended = tx.done.then(
    () => undefined,
    (error) => error ?? new DOMException('aborted', 'AbortError'),
  )
  try {
    for (const step of steps) {
      if (!('was' in step)) continue
      const now = await tx.objectStore(step.store).get(step.key)
      if (isSameRow(now, step.was)) continue
      tx.abort()
      await ended
      return false
    }
    await Promise.all(steps.map(async (step) => apply(tx.objectStore(step.store), step))) // so that no failure goes astray
  } catch (error) {
    abort(tx) // what was written before one step failed must not stay
    const why = await ended
    throw isAbort(error) ? (why ?? error) : error
  }
  const error = await ended
  if (error) throw error
  return true
}

/** A request that ends with its transaction says no more than that: why is said by the transaction. */
function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError'
}

type Store = {
  put(row: Row<StoreName>): Promise<unknown>
  delete(key: Key): Promise<unknown>
  clear(): Promise<unknown>
}

/** What a store throws at once is one of the failures, as what it says later. */
async function apply(store: Store, step: Step): Promise<void> {
  if ('put' in step) await store.put(step.put)
  else if ('delete' in step) await store.delete(step.delete)
  else if ('clear' in step) await store.clear()
}

function abort(tx: { abort(): void }): void {
  try {
    tx.abort()
  } catch (error) {
    if (!(error instanceof DOMException)) throw error // it has ended by itself: nothing is left to undo
  }
}

async function refusedAsOurs<Value>(use: () => Promise<Value>): Promise<Value> {
  try {
    return await use()
  } catch (cause) {
    if (!(cause instanceof DOMException)) throw cause
    throw new AppError(cause.name === 'QuotaExceededError' ? 'vault/full' : 'vault/unavailable', 'IndexedDB refused', {
      cause,
    })
  }
}
