import { AppError } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater } from '../vault/clock.ts'
import { isSamePassphrase } from '../vault/keys.ts'
import { isSetUp, setUpVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'

/**
 * Starts an empty, unlocked vault under a new passphrase, once it has been typed back.
 *
 * @throws AppError vault/wrong-passphrase when what was typed is something else; vault/set-up-elsewhere when another page
 *   has been quicker; nothing is changed then
 */
export async function setUp({ vault, now }: App, passphrase: string, typedBack: string): Promise<void> {
  if (!isSamePassphrase(passphrase, typedBack)) throw new AppError('vault/wrong-passphrase', 'typed back differently')
  await oneAtATime(async () => {
    if (await isSetUp(vault)) throw new AppError('vault/set-up-elsewhere', 'there is a passphrase already')
    await setUpVault(vault, passphrase)
    await raiseHighWater(vault, now())
  })
  announceChange()
}
