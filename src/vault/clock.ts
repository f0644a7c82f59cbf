import { readFrom, writeTo } from './database.ts'
import type { Vault } from './vault.ts'

/** The latest instant ever seen here, so that a clock set back cannot lengthen a lease. */
export async function readHighWater({ database }: Vault): Promise<number> {
  return (await readFrom(database, (from) => from.get('clock', 'high-water'))) ?? 0
}

/** Never lowers it. */
export async function raiseHighWater({ database }: Vault, seenMs: number): Promise<void> {
  await writeTo(database, ['clock'], async (tx) => {
    const clock = tx.objectStore('clock')
    const highWaterMs = (await clock.get('high-water')) ?? 0
    if (seenMs > highWaterMs) await clock.put(seenMs, 'high-water')
  })
}

/**
 * Takes the clock as it is now, even where it has been ahead. Only for when a source has just answered: everything that
 * is kept has been decided on afresh, so there is no old lease to lengthen.
 */
export async function resetHighWater({ database }: Vault, nowMs: number): Promise<void> {
  await writeTo(database, ['clock'], (tx) => tx.objectStore('clock').put(nowMs, 'high-water'))
}
