import { normaliseIdentifier } from '../record/identifiers.ts'
import { readEntries } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Entry } from '../vault/cover.ts'
import type { App } from './app.ts'

/**
 * The children with anything that may be seen now or later, by name. Opens blocks of the list, never a record.
 *
 * @throws AppError vault/locked
 */
export async function listChildren({ vault, now }: App): Promise<Entry[]> {
  const nowMs = Math.max(now(), await readHighWater(vault))
  return (await readEntries(vault)).filter((entry) => isListed(entry, nowMs))
}

/** Whether a child may be named at all: not when nothing may be seen any more, nor once the source has begun to refuse. */
export function isListed(
  { visibleUntilMs, hiddenSinceMs }: Pick<Entry, 'visibleUntilMs' | 'hiddenSinceMs'>,
  nowMs: number,
): boolean {
  return visibleUntilMs >= nowMs && hiddenSinceMs === undefined
}

/** The children a search finds: by any words of the name, or by a whole identifier. An empty search finds nobody. */
export function findChildren(entries: Entry[], search: string): Entry[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  if (words.length === 0) return []
  const identifier = normaliseIdentifier(search)
  return entries.filter(
    ({ name, identifiers }) =>
      identifiers.includes(identifier) || words.every((word) => name.toLowerCase().includes(word)),
  )
}
