import { type DBSchema, openDB } from 'idb'

/** What is kept in the reader's browser: public guidance as text, and nothing else. Whoever reads a row checks it. */
interface Shelf extends DBSchema {
  packs: { key: string; value: Row }
}

export type Row = {
  text: string
  /** Where a local pack came from, which version it is and when it was asked for; empty for one that ships. */
  url: string
  version: string
  askedAtMs: number
}

const NAME = 'handrail-guidance'

/** @returns undefined when it is not there, or this browser keeps nothing */
export async function takeFromShelf(key: string): Promise<Row | undefined> {
  return onShelf((shelf) => shelf.get('packs', key))
}

/** Does nothing where the browser keeps nothing: it is fetched again next time. */
export async function putOnShelf(key: string, row: Row): Promise<void> {
  await onShelf((shelf) => shelf.put('packs', row, key))
}

/** Opened and closed for each use, so that an element that is gone holds nothing open. */
async function onShelf<Value>(use: (shelf: Awaited<ReturnType<typeof openShelf>>) => Promise<Value>) {
  if (!globalThis.indexedDB) return undefined
  try {
    const shelf = await openShelf()
    try {
      return await use(shelf)
    } finally {
      shelf.close()
    }
  } catch (error) {
    // Private windows, blocked site data and full disks all end here: the guidance shows, and is not kept.
    if (error instanceof DOMException) return undefined
    throw error
  }
}

function openShelf() {
  return openDB<Shelf>(NAME, 1, { upgrade: (database) => void database.createObjectStore('packs') })
}
