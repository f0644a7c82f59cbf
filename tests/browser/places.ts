import { deleteDB } from 'idb'
import { DAY_MS } from '../../src/core/time.ts'
import { randomBytes, randomId, toBase64 } from '../../src/vault/bytes.ts'
import type { Step } from '../../src/vault/database.ts'
import { createMemoryArea, type MemoryArea, openMemory } from '../../src/vault/memory.ts'
import { createOwnArea, createSession, type Session } from '../../src/vault/session.ts'
import { type Key, type Row, STORE_NAMES, type StoreName } from '../../src/vault/stores.ts'
import { openVault, type Vault } from '../../src/vault/vault.ts'

/** A place where rows may be kept, for what must hold in each. */
export type Place = {
  /**
   * Every time another page on the same rows.
   *
   * @param memory where rows go while nothing is to be kept
   */
  open(session: Session, memory?: MemoryArea): Promise<Vault>
  remove(): Promise<void>
}

export const PLACES: Record<'on disk' | 'in memory', () => Place> = {
  'on disk': () => {
    const name = `test-${randomId()}`
    const opened: Vault[] = []
    return {
      open: async (session, memory = createMemoryArea()) => {
        const vault = await openVault(name, session, memory)
        opened.push(vault)
        return vault
      },
      remove: async () => {
        for (const { database } of opened) database.close()
        await deleteDB(name)
      },
    }
  },
  'in memory': () => {
    const area = createMemoryArea()
    return {
      open: async (session) => vaultIn(area, session),
      remove: async () => {},
    }
  },
}

/** As it is where a browser keeps nothing. */
export function vaultIn(area: MemoryArea, session: Session): Vault {
  return { database: openMemory(area), onDisk: undefined, session, denied: 'vault/denied', isLost: false }
}

export function lockedSession(now: () => number = Date.now): Session {
  return createSession(createOwnArea(), now)
}

/** Unlocked with a random key, which saves the slow derivation. */
export async function unlockedSession(): Promise<Session> {
  const session = lockedSession()
  await unlockAnew(session)
  return session
}

/** With another key than any before. */
export function unlockAnew(session: Session): Promise<void> {
  return session.unlock({ key: toBase64(randomBytes(32)), keeps: 'disk', idleMs: DAY_MS })
}

export async function put<Name extends StoreName>({ database }: Vault, store: Name, row: Row<Name>): Promise<void> {
  await database.write([{ store, put: row } as Step])
}

/** @throws when there is no such row */
export async function rowOf<Name extends StoreName>({ database }: Vault, store: Name, key: Key): Promise<Row<Name>> {
  const row = await database.get(store, key)
  if (!row) throw new Error(`${store} has no such row`)
  return row
}

/** Every row of every store, in the order of its keys. */
export async function everything({ database }: Vault): Promise<{ [Name in StoreName]: Row<Name>[] }> {
  const stores = await Promise.all(STORE_NAMES.map(async (name) => [name, await database.getAll(name)] as const))
  return Object.fromEntries(stores) as never
}

export async function counts({ database }: Vault): Promise<{ covers: number; boxes: number; index: number }> {
  const [covers, boxes, index] = await Promise.all([
    database.count('covers'),
    database.count('boxes'),
    database.count('index'),
  ])
  return { covers, boxes, index }
}

/** The same bytes with one bit of one of them turned. */
export function flip(bytes: Uint8Array<ArrayBuffer>, bit = 25): Uint8Array<ArrayBuffer> {
  return bytes.map((byte, at) => (at === bit >> 3 ? byte ^ (1 << (bit & 7)) : byte))
}
