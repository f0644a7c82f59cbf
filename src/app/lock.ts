import { lockVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/** Forgets the key. Every open page follows the session and takes what is personal off the screen. */
export async function lock({ vault }: App): Promise<void> {
  await lockVault(vault)
}
