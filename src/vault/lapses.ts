import { HOUR_MS } from '../core/time.ts'
import { eraseChild, readEntries } from './children.ts'
import type { Entry } from './cover.ts'
import type { Vault } from './vault.ts'

/** For how long of its own run time Handrail keeps what it may not show any more (security.md C3, T15). */
const KEPT_MS = 24 * HOUR_MS

/**
 * Notes the children whose time is over, and erases those for whom it has been over for a day of run time: a clock that
 * leaps hides a record, and only time that Handrail has lived through removes it.
 *
 * @param isOver whether a child may be shown no more until the source has been asked; undefined while nobody can say
 * @param runMs see `tick`
 * @returns how many were erased
 */
export async function sweep(
  vault: Vault,
  isOver: (entry: Entry) => boolean | undefined,
  runMs: number,
): Promise<number> {
  const { database } = vault
  const lapses = new Map((await database.getAll('lapses')).map(({ child, sinceRunMs }) => [child, sinceRunMs]))
  const judged = (await readEntries(vault)).map((entry) => ({ child: entry.child, isOver: isOver(entry) }))
  const over = judged.filter((one) => one.isOver).map(({ child }) => child)
  const unknown = judged.filter((one) => one.isOver === undefined).map(({ child }) => child)
  await database.write([
    ...over.filter((child) => !lapses.has(child)).map((child) => stepToNote(child, runMs)),
    ...[...lapses.keys()].filter((child) => ![...over, ...unknown].includes(child)).map(stepToForget),
  ])
  const lapsed = over.filter((child) => runMs - (lapses.get(child) ?? runMs) >= KEPT_MS)
  for (const child of lapsed) await eraseChild(vault, child)
  return lapsed.length
}

function stepToNote(child: string, sinceRunMs: number) {
  return { store: 'lapses', put: { child, sinceRunMs } } as const
}

function stepToForget(child: string) {
  return { store: 'lapses', delete: child } as const
}
