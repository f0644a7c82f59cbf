import { raiseHighWater } from '../vault/clock.ts'
import { unlockVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/** @throws AppError vault/wrong-passphrase */
export async function unlock({ vault, now }: App, passphrase: string): Promise<void> {
  await unlockVault(vault, passphrase)
  await raiseHighWater(vault, now())
}
