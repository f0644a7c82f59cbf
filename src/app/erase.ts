import { announceChange } from '../vault/changes.ts'
import { eraseVault, lockVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'

/**
 * Removes everything kept on this computer, the wrapped key included. There is no way back. Without its key a refresh
 * that is under way comes to nothing at its next step, and is waited for.
 */
export async function erase({ vault }: App): Promise<void> {
  await lockVault(vault)
  await oneAtATime(() => eraseVault(vault))
  announceChange()
}
