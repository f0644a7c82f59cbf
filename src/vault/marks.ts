import { AppError } from '../core/errors.ts'
import type { PlainDate } from '../core/time.ts'
import { open, openEach, seal } from './seal.ts'
import { dataKey, type Vault } from './vault.ts'

/** A card that somebody here is trying with a child. */
export type Tick = {
  since: PlainDate
  /** When somebody last looked whether it helps; undefined before that. */
  lookedOn?: PlainDate
}

/** What is marked on this computer about one child, beside the record and never part of it. */
export type Marks = {
  /** By the id of the card. */
  ticks: Record<string, Tick>
  /** How many years above or below the year group of their age they are taught; 0 until somebody says so. */
  yearsApart: number
  /** How schools divide childhood where this child goes to one; left out, as where the viewer works. */
  phases?: string
}

/** Of a child of whom nobody has marked anything. */
export const NO_MARKS: Marks = { ticks: {}, yearsApart: 0 }

/**
 * @returns none for a child of whom nothing is marked, or whose marks are damaged
 * @throws AppError vault/locked
 */
export async function readMarks(vault: Vault, child: string): Promise<Marks> {
  const key = await dataKey(vault)
  const row = await vault.database.get('marks', child)
  const { opened } = await openEach(row ? [row] : [], (one) => open<Marks>(key, bindingOf(child), one))
  return opened[0] ?? NO_MARKS
}

/**
 * What is marked of every child of whom anything is, by child. What is damaged is left out.
 *
 * @throws AppError vault/locked
 */
export async function readAllMarks(vault: Vault): Promise<Map<string, Marks>> {
  const key = await dataKey(vault)
  const rows = await vault.database.getAll('marks')
  const { opened } = await openEach(rows, async (row) => {
    return [row.child, await open<Marks>(key, bindingOf(row.child), row)] as const
  })
  return new Map(opened)
}

/**
 * Changes them, on top of whatever another page has marked meanwhile.
 *
 * @throws AppError vault/locked, vault/full; child/not-here when the child has been removed
 */
export async function changeMarks(vault: Vault, child: string, change: (marks: Marks) => Marks): Promise<void> {
  const key = await dataKey(vault)
  for (let isDone = false; !isDone; ) {
    const [was, cover] = await Promise.all([vault.database.get('marks', child), vault.database.get('covers', child)])
    if (!cover) throw new AppError('child/not-here', 'no cover')
    const { opened } = await openEach(was ? [was] : [], (one) => open<Marks>(key, bindingOf(child), one))
    const sealed = await seal(key, bindingOf(child), change(opened[0] ?? NO_MARKS))
    isDone = await vault.database.write([
      { store: 'covers', key: child, was: cover },
      { store: 'marks', key: child, was },
      { store: 'marks', put: { child, ...sealed } },
    ])
  }
}

function bindingOf(child: string): readonly string[] {
  return ['marks', child]
}
