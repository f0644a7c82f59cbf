import type { Page } from 'puppeteer-core'
import { type App, openApp } from '../../src/app/app.ts'
import { HOUR_MS } from '../../src/core/time.ts'
import type { SectionCode } from '../../src/record/sections.ts'
import { boxBinding, openCovers, readEntries } from '../../src/vault/children.ts'
import type { Cover } from '../../src/vault/cover.ts'
import { createMemoryArea, type MemoryArea } from '../../src/vault/memory.ts'
import { open, openEach } from '../../src/vault/seal.ts'
import { createOwnArea } from '../../src/vault/session.ts'
import { dataKey } from '../../src/vault/vault.ts'

/** What lies in an extension's vault at one moment, to be opened here by what the session held. */
export type VaultCopy = {
  /** Whose vault is the copy: what it changes, it changes here, and it asks and tells nobody. */
  app: App
  /** As `memory.ts` names and writes them: `row covers 3f…`. */
  rows: MemoryArea
}

/**
 * @param page any page of the extension
 * @param options.key what opens it, in base64; left out, what the session holds
 */
export async function copyVault(
  page: Page,
  { key, now = Date.now }: { key?: string; now?: () => number } = {},
): Promise<VaultCopy> {
  const copied = await page.evaluate(copyRows)
  const rows = createMemoryArea()
  await rows.write(copied.rows)
  const app = await openApp({
    session: createOwnArea(),
    memory: rows, // there is no disk in Node
    fetch: async () => Promise.reject(new TypeError('a copy tells nobody of its own')),
    now,
    readManaged: async () => undefined,
  })
  const held = key ?? copied.key
  if (held) await app.vault.session.unlock({ key: held, keeps: 'memory', idleMs: 24 * HOUR_MS })
  return { app, rows }
}

/** Puts the rows of a store as they are in the copy back into the extension's vault. */
export async function putBack(page: Page, { rows }: VaultCopy, store: string): Promise<void> {
  const own = Object.entries(await rows.read()).filter(([name]) => name.startsWith(`row ${store} `))
  await page.evaluate(
    writeRows,
    store,
    own.map(([, row]) => row as Row),
  )
}

/** All that is kept of every child, opened. */
export type Whole = {
  records: { cover: Cover; boxes: { section: SectionCode; content: unknown }[] }[]
  /** Covers and boxes that do not open. */
  damaged: number
  /** Boxes that no cover names, children who are kept and not listed, or listed and not kept. */
  strays: number
}

/** @throws AppError vault/locked */
export async function openAll({ vault }: Pick<App, 'vault'>): Promise<Whole> {
  const key = await dataKey(vault)
  const { covers, damaged } = await openCovers(vault)
  const named = covers.flatMap((cover) =>
    (Object.entries(cover.boxes) as [SectionCode, string[]][]).flatMap(([section, ids]) =>
      ids.map((id) => ({ cover, section, id })),
    ),
  )
  const { opened, damaged: unopened } = await openEach(named, async ({ cover, section, id }) => {
    const row = await vault.database.get('boxes', id)
    if (!row) throw new Error('a cover names a box that is not there')
    return { cover, section, content: await open<unknown>(key, boxBinding(cover, section, id), row) }
  })
  const children = covers.map(({ child }) => child)
  const listed = (await readEntries(vault)).map(({ child }) => child)
  const unlisted = children.filter((child) => !listed.includes(child)).length
  const unkept = listed.filter((child) => !children.includes(child)).length
  return {
    records: covers.map((cover) => ({
      cover,
      boxes: opened.flatMap((box) => (box.cover === cover ? { section: box.section, content: box.content } : [])),
    })),
    damaged: damaged.length + unopened.length,
    strays: (await vault.database.count('boxes')) - named.length + unlisted + unkept,
  }
}

type Row = { [field: string]: unknown }

async function copyRows(): Promise<{ key: string | undefined; rows: Record<string, Row> }> {
  const { chrome } = globalThis as unknown as {
    chrome: { storage: { session: { get(): Promise<{ unlocked?: { key: string } }> } } }
  }
  const base64 = (bytes: Uint8Array) => btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
  const database = await new Promise<IDBDatabase>((resolve, reject) => {
    const opening = indexedDB.open('handrail')
    opening.onsuccess = () => resolve(opening.result)
    opening.onerror = () => reject(opening.error)
  })
  try {
    const stores = [...database.objectStoreNames]
    const tx = database.transaction(stores)
    const rows = await Promise.all(
      stores.map(async (name) => {
        const store = tx.objectStore(name)
        const asked = store.getAll()
        await new Promise((resolve, reject) => {
          asked.onsuccess = resolve
          asked.onerror = () => reject(asked.error)
        })
        return (asked.result as Row[]).map((row) => {
          const fields = Object.entries(row).map(([field, value]) => {
            return [field, value instanceof Uint8Array ? { base64: base64(value) } : value]
          })
          return [`row ${name} ${row[store.keyPath as string]}`, Object.fromEntries(fields)] as const
        })
      }),
    )
    const { unlocked } = await chrome.storage.session.get()
    return { key: unlocked?.key, rows: Object.fromEntries(rows.flat()) }
  } finally {
    database.close()
  }
}

async function writeRows(name: string, rows: Row[]): Promise<void> {
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('handrail')
    opening.onsuccess = () => resolve(opening.result)
  })
  const tx = database.transaction(name, 'readwrite')
  for (const row of rows) {
    const fields = Object.entries(row).map(([field, value]) => {
      const { base64 } = (value ?? {}) as { base64?: string }
      return [field, base64 === undefined ? value : Uint8Array.from(atob(base64), (one) => one.charCodeAt(0))]
    })
    tx.objectStore(name).put(Object.fromEntries(fields))
  }
  await new Promise((resolve, reject) => {
    tx.oncomplete = resolve
    tx.onabort = () => reject(tx.error)
  })
  database.close()
}
