import { AppError } from '../core/errors.ts'
import { type Bytes, fromBase64, toBase64 } from './bytes.ts'
import { type Database, isSameRow, type Step } from './database.ts'
import { KEY_OF, type Key, type Row, type StoreName } from './stores.ts'
import { takeTurns } from './turns.ts'

/** Memory that all pages share and that is gone when the browser closes. It takes JSON alone: `storage.session`. */
export type MemoryArea = {
  /** Everything, or what has these names. */
  read(names?: string[]): Promise<Record<string, unknown>>
  /** All of it or none. Rejects when there is no more room. */
  write(values: Record<string, unknown>): Promise<void>
  remove(names: string[]): Promise<void>
}

/** A page's own memory, for a frame and for tests. */
export function createMemoryArea(): MemoryArea {
  const held = new Map<string, unknown>()
  return {
    read: async (names = [...held.keys()]) => {
      return structuredClone(
        Object.fromEntries(names.flatMap((name) => (held.has(name) ? [[name, held.get(name)]] : []))),
      )
    },
    write: async (values) => {
      for (const [name, value] of Object.entries(structuredClone(values))) held.set(name, value)
    },
    remove: async (names) => {
      for (const name of names) held.delete(name)
    },
  }
}

/** Keeps nothing on this computer: rows live in memory, sealed as they would be on disk, so that locking is enough. */
export function openMemory(area: MemoryArea): Database {
  const getAll = async <Name extends StoreName>(store: Name): Promise<Row<Name>[]> => {
    return rowsOf(await area.read(), store).map((row) => fromJson(row) as Row<Name>)
  }
  const get = async <Name extends StoreName>(store: Name, key: Key) => {
    const name = nameOf(store, key)
    return fromJson((await area.read([name]))[name] ?? undefined) as Row<Name> | undefined
  }
  return {
    get,
    getAll,
    getKeys: async (store, child) => {
      const rows = rowsOf(await area.read(), store)
      const wanted = child === undefined ? rows : rows.filter((row) => row.child === child)
      return wanted.map((row) => row[KEY_OF[store]] as Key)
    },
    read: async (questions) => {
      const held = await area.read()
      return questions.map((question) => {
        const rows = rowsOf(held, question.store)
        const isWanted = (row: JsonRow) => {
          if ('all' in question) return true
          return 'child' in question ? row.child === question.child : row[KEY_OF[question.store]] === question.key
        }
        return rows.filter(isWanted).map((row) => fromJson(row) as Row<StoreName>)
      })
    },
    count: async (store) => rowsOf(await area.read(), store).length,
    // A page may be between reading and writing: the others wait.
    write: (steps) => takeTurns('handrail/memory', () => write(area, steps)),
    close: () => {},
  }
}

async function write(area: MemoryArea, steps: Step[]): Promise<boolean> {
  const changes: Record<string, unknown> = {}
  for (const step of steps) {
    if ('was' in step) {
      const name = nameOf(step.store, step.key)
      const now = fromJson((await area.read([name]))[name] ?? undefined) as object | undefined
      if (!isSameRow(now, step.was)) return false
    } else if ('put' in step) changes[nameOf(step.store, keyIn(step.store, step.put))] = toJson(step.put)
    else if ('delete' in step) changes[nameOf(step.store, step.delete)] = null
    else {
      const names = Object.keys(await area.read()).filter((name) => name.startsWith(prefix(step.store)))
      for (const name of names) changes[name] = null
    }
  }
  try {
    await area.write(changes) // in one go, so that nobody sees half of it; what is null is tidied away after
  } catch (cause) {
    throw new AppError('vault/full', 'no more memory for rows', { cause })
  }
  await area.remove(Object.keys(changes).filter((name) => changes[name] === null))
  return true
}

/** A row as it is held: what is bytes is still text, so that looking for a row does not cost decoding them all. */
type JsonRow = Record<string, unknown>

/** By key. What is null has been deleted and not yet been tidied away. */
function rowsOf(held: Record<string, unknown>, store: StoreName): JsonRow[] {
  const rows = Object.entries(held).filter(([name, value]) => name.startsWith(prefix(store)) && value !== null)
  const keyed = rows.map(([, value]) => value as JsonRow)
  return keyed.sort((a, b) => ((a[KEY_OF[store]] as Key) < (b[KEY_OF[store]] as Key) ? -1 : 1))
}

function prefix(store: StoreName): string {
  return `row ${store} `
}

function nameOf(store: StoreName, key: Key): string {
  return prefix(store) + key
}

function keyIn(store: StoreName, row: Row<StoreName>): Key {
  return (row as unknown as Record<string, Key>)[KEY_OF[store]] as Key
}

function toJson(row: object): object {
  const fields = Object.entries(row).map(([name, value]) => {
    return [name, value instanceof Uint8Array ? { base64: toBase64(value as Bytes) } : value]
  })
  return Object.fromEntries(fields)
}

function fromJson(value: unknown): unknown {
  if (value === undefined) return undefined
  const fields = Object.entries(value as object).map(([name, field]) => {
    return [name, field !== null && typeof field === 'object' ? fromBase64(field.base64) : field]
  })
  return Object.fromEntries(fields)
}
