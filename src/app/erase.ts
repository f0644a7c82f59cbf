import { announceChange } from '../vault/changes.ts'
import { eraseVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/** Removes everything kept on this computer, the wrapped key included. There is no way back. */
export async function erase({ vault }: App): Promise<void> {
  await eraseVault(vault)
  announceChange()
}
