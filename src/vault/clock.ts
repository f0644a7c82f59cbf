import { writeTo } from './database.ts'
import type { Vault } from './vault.ts'

/** The latest instant ever seen here, so that a clock set back cannot lengthen a lease. */
export async function readHighWater({ database }: Vault): Promise<number> {
  return (await database.get('clock', 'high-water')) ?? 0
}

/** Never falls. */
export async function raiseHighWater({ database }: Vault, seenMs: number): Promise<void> {
  await writeTo(database, ['clock'], async (tx) => {
    const clock = tx.objectStore('clock')
    const highWaterMs = (await clock.get('high-water')) ?? 0
    if (seenMs > highWaterMs) await clock.put(seenMs, 'high-water')
  })
}
