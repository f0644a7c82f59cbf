import { AppError } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater } from '../vault/clock.ts'
import { isSamePassphrase } from '../vault/keys.ts'
import { setUpVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/**
 * Starts an empty, unlocked vault under a new passphrase, once it has been typed back.
 *
 * @throws AppError vault/wrong-passphrase when what was typed is something else; nothing is changed then
 */
export async function setUp({ vault, now }: App, passphrase: string, typedBack: string): Promise<void> {
  if (!isSamePassphrase(passphrase, typedBack)) throw new AppError('vault/wrong-passphrase', 'typed back differently')
  await setUpVault(vault, passphrase)
  await raiseHighWater(vault, now())
  announceChange()
}
