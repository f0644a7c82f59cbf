import { openDB } from 'idb'
import { codeOf, type ErrorCode } from '../../../src/core/errors.ts'
import { readEntries, writeChild } from '../../../src/vault/children.ts'
import { destroyIndexed } from '../../../src/vault/indexed.ts'
import { MIGRATIONS } from '../../../src/vault/migrations.ts'
import { childOf, openBoxes } from './many-boxes.ts'
import { openUnlocked } from './unlocked.ts'

const NAME = 'handrail'
const BOXES = 5

/** Empties the disk, then keeps some children on it. Like every page of ours, this one goes on holding what it has opened. */
export async function keepChildren(key: string, children: string[]): Promise<void> {
  await destroyIndexed(NAME)
  const vault = await openUnlocked(key)
  for (const child of children) {
    const { cover, contents } = childOf(child, 1, BOXES)
    await writeChild(vault, cover, contents)
  }
}

/** Kept in sight, because a connection that nobody can reach any more is closed. */
const held: unknown[] = []

/** Opens it too, and lets go when it is asked to, as ours do, or does not hear. */
export async function holdOlder(key: string, isDeaf: boolean): Promise<void> {
  held.push(await (isDeaf ? openDB(NAME, MIGRATIONS.length) : openUnlocked(key)))
}

/**
 * Opens it as the next Handrail would, which keeps something more.
 *
 * @returns the children of whom everything is there, or why it does not open; and how long somebody waited for that
 */
export async function openNewer(
  key: string,
): Promise<{ tookMs: number; whole: string[]; code: ErrorCode | undefined }> {
  MIGRATIONS.push((database) => void database.createObjectStore('something-new'))
  const startedMs = performance.now()
  try {
    const vault = await openUnlocked(key)
    const tookMs = performance.now() - startedMs
    const whole: string[] = []
    for (const { child } of await readEntries(vault)) {
      if ((await openBoxes(vault, child)).versions.length === BOXES) whole.push(child)
    }
    return { tookMs, whole, code: undefined }
  } catch (error) {
    return { tookMs: performance.now() - startedMs, whole: [], code: codeOf(error) }
  }
}
