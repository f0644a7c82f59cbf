import type { Vault } from './vault.ts'

/** The latest instant ever seen here, so that a clock set back cannot lengthen a lease. */
export async function readHighWater({ database }: Vault): Promise<number> {
  return (await database.get('clock', 'high-water')) ?? 0
}

/** Never falls. */
export async function raiseHighWater({ database }: Vault, seenMs: number): Promise<void> {
  const tx = database.transaction('clock', 'readwrite')
  const highWaterMs = (await tx.store.get('high-water')) ?? 0
  if (seenMs > highWaterMs) await tx.store.put(seenMs, 'high-water')
  await tx.done
}
