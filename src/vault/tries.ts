import { MINUTE_MS } from '../core/time.ts'
import type { Row } from './stores.ts'
import type { Vault } from './vault.ts'

/** Wrong passphrases in a row, and the instant before which no other is tried (security.md C2). */
export type Tries = { wrong: number; waitUntilMs: number }

const FREE_TRIES = 5
const FIRST_WAIT_MS = 30_000
const LONGEST_WAIT_MS = 15 * MINUTE_MS

/** Until when none is tried; undefined when one may be now. */
export async function readWaitUntil(vault: Vault, nowMs: number): Promise<number | undefined> {
  const { waitUntilMs } = (await readTries(vault, nowMs)) ?? NONE
  return waitUntilMs > nowMs ? waitUntilMs : undefined
}

/** The wait after so many wrong ones in a row: none for the first four, then half a minute, doubling to a quarter hour. */
export function waitAfter(wrong: number): number {
  return wrong < FREE_TRIES ? 0 : Math.min(FIRST_WAIT_MS * 2 ** (wrong - FREE_TRIES), LONGEST_WAIT_MS)
}

export function triesLeft({ wrong }: Tries): number {
  return Math.max(FREE_TRIES - wrong, 1)
}

/**
 * Counts one more before it is tried, so that ending the browser in the middle, or two pages at once, win nothing.
 *
 * @returns undefined, and nothing is counted, while none is to be tried
 */
export async function countTry(vault: Vault, nowMs: number): Promise<Tries | undefined> {
  for (;;) {
    const was = await readTries(vault, nowMs)
    const { wrong, waitUntilMs } = was ?? NONE
    if (waitUntilMs > nowMs) return undefined
    const now = { wrong: wrong + 1, waitUntilMs: nowMs + waitAfter(wrong + 1) }
    const isDone = await vault.database.write([
      { store: 'tries', key: 'passphrase', was },
      { store: 'tries', put: { id: 'passphrase', ...now } },
    ])
    if (isDone) return now
  }
}

export async function forgetTries({ database }: Vault): Promise<void> {
  await database.write([{ store: 'tries', clear: true }])
}

const NONE: Tries = { wrong: 0, waitUntilMs: 0 }

/** A wait that is longer than any comes from a clock that was ahead: it begins again by the clock as it is now. */
async function readTries({ database }: Vault, nowMs: number): Promise<Row<'tries'> | undefined> {
  for (;;) {
    const was = await database.get('tries', 'passphrase')
    const latestMs = nowMs + waitAfter(was?.wrong ?? 0)
    if (!was || was.waitUntilMs <= latestMs) return was
    await database.write([
      { store: 'tries', key: 'passphrase', was },
      { store: 'tries', put: { ...was, waitUntilMs: latestMs } },
    ])
  }
}
