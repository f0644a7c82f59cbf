import type { Key, Row, StoreName } from './stores.ts'

/**
 * What the vault needs of a place to keep rows. On disk it is IndexedDB (`indexed.ts`); where nothing may be kept it is
 * the browser's memory (`memory.ts`).
 *
 * Every method throws AppError vault/unavailable when the place has gone, `write` also vault/full.
 */
export type Database = {
  get<Name extends StoreName>(store: Name, key: Key): Promise<Row<Name> | undefined>
  getAll<Name extends StoreName>(store: Name): Promise<Row<Name>[]>
  /** The keys of a store's rows; of boxes, those of one child. */
  getKeys(store: StoreName, child?: string): Promise<Key[]>
  count(store: StoreName): Promise<number>
  /** The rows that several questions come to, all as they are at one moment. */
  read(questions: Question[]): Promise<Row<StoreName>[][]>
  /**
   * Every step, or none.
   *
   * @returns false, and nothing has changed, when a row is no longer as a step says that it `was`
   */
  write(steps: Step[]): Promise<boolean>
  close(): void
}

/** One row by its key, the boxes of one child, or everything in a store. */
export type Question =
  | { store: StoreName; key: Key }
  | { store: 'boxes'; child: string }
  | { store: StoreName; all: true }

export type Step = RowStep | { store: StoreName; delete: Key } | { store: StoreName; clear: true }

type RowStep = {
  [Name in StoreName]:
    | { store: Name; put: Row<Name> }
    /** Goes on only if the row with this key is still this one; undefined for "there is none". */
    | { store: Name; key: Key; was: Row<Name> | undefined }
}[StoreName]

/** Whether two rows hold the same: flat, of numbers, texts and bytes. */
export function isSameRow(a: object | undefined, b: object | undefined): boolean {
  if (!a || !b) return a === b
  const fields = new Set([...Object.keys(a), ...Object.keys(b)]) as Set<never>
  return [...fields].every((field) => isSameField(a[field], b[field]))
}

function isSameField(a: unknown, b: unknown): boolean {
  if (!(a instanceof Uint8Array && b instanceof Uint8Array)) return a === b
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
