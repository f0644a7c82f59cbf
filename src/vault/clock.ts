import { MINUTE_MS } from '../core/time.ts'
import type { Vault } from './vault.ts'

/** The latest instant ever seen here, so that a clock set back cannot lengthen a lease. */
export async function readHighWater({ database }: Vault): Promise<number> {
  return (await database.get('clock', 'high-water'))?.ms ?? 0
}

/** Never lowers it. */
export async function raiseHighWater({ database }: Vault, seenMs: number): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const was = await database.get('clock', 'high-water')
    if (seenMs <= (was?.ms ?? 0)) return
    isDone = await database.write([
      { store: 'clock', key: 'high-water', was },
      { store: 'clock', put: { id: 'high-water', ms: seenMs } },
    ])
  }
}

/**
 * Takes the clock as it is now, even where it has been ahead. Only for when a source has just answered: everything that
 * is kept has been decided on afresh, so there is no old lease to lengthen.
 */
export async function resetHighWater({ database }: Vault, nowMs: number): Promise<void> {
  await database.write([{ store: 'clock', put: { id: 'high-water', ms: nowMs } }])
}

/** No two ticks count for more, however far the clock jumps between them. */
const MOST_PER_TICK_MS = 2 * MINUTE_MS

/**
 * How long Handrail has run on this computer, all told. Setting the clock forward does not add to it: each tick counts for
 * two minutes at most, and ticks come once a minute while the browser runs. The latest instant seen goes on by as much, so
 * that a clock that has been set back never catches up with it.
 *
 * @returns the run time so far
 */
export async function tick(vault: Vault, nowMs: number): Promise<number> {
  const { database } = vault
  const was = await database.get('clock', 'run')
  const sinceMs = Math.min(Math.max(nowMs - (was?.tickedAtMs ?? nowMs), 0), MOST_PER_TICK_MS)
  const ms = (was?.ms ?? 0) + sinceMs
  const isFirst = await database.write([
    { store: 'clock', key: 'run', was },
    { store: 'clock', put: { id: 'run', ms, tickedAtMs: nowMs } },
  ])
  if (!isFirst) return (await database.get('clock', 'run'))?.ms ?? ms // another page has ticked at this moment
  const highWaterMs = await readHighWater(vault)
  await raiseHighWater(vault, nowMs < highWaterMs ? highWaterMs + sinceMs : nowMs)
  return ms
}
