import { AppError } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater } from '../vault/clock.ts'
import { isSamePassphrase, type Secret, type UnlockMethod } from '../vault/keys.ts'
import { canMakePasskeys, makePasskey } from '../vault/passkey.ts'
import { changeSecret, isSetUp, openKeepingNothing, setUpVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readPolicy, termsUnder, waysIn } from './policy.ts'

/** `new` starts an empty, unlocked vault; `instead` changes how the one that is open is opened from now on. */
export type Purpose = 'new' | 'instead'

/**
 * Makes four words the way in, once they have been typed back.
 *
 * @throws AppError vault/wrong-passphrase when what was typed is something else; vault/set-up-elsewhere when another page
 *   has been quicker; vault/method-off when the organisation does not allow it; nothing is changed then
 */
export async function usePassphrase(app: App, purpose: Purpose, words: string, typedBack: string): Promise<void> {
  if (!isSamePassphrase(words, typedBack)) throw new AppError('vault/wrong-passphrase', 'typed back differently')
  await use(app, purpose, 'passphrase', async () => ({ method: 'passphrase', words }))
}

/**
 * Makes a new passkey the way in.
 *
 * @throws AppError vault/no-passkey, vault/set-up-elsewhere, vault/method-off; nothing is changed then
 */
export async function usePasskey(app: App, purpose: Purpose): Promise<void> {
  await use(app, purpose, 'passkey', async () => ({ method: 'passkey', ...(await makePasskey()) }))
}

/** Nothing is kept on this computer: everything goes when Handrail is locked or the browser closes. */
export async function keepNothing(app: App): Promise<void> {
  const terms = termsUnder(await readPolicy(app))
  await oneAtATime(async () => {
    if (await isSetUp(app.vault)) throw new AppError('vault/set-up-elsewhere', 'there is a way in already')
    await openKeepingNothing(app.vault, terms)
  })
  announceChange()
}

/** Whatever can be refused is refused before a passkey is made: on the person's device it would stay. */
async function use(app: App, purpose: Purpose, method: UnlockMethod, makeSecret: () => Promise<Secret>): Promise<void> {
  const { vault, now } = app
  const policy = await readPolicy(app)
  if (!waysIn(policy).includes(method)) throw new AppError('vault/method-off', 'not allowed here')
  if (purpose === 'new' && (await isSetUp(vault))) throw new AppError('vault/set-up-elsewhere', 'there is a way in')
  const secret = await makeSecret()
  await oneAtATime(async () => {
    if (purpose === 'instead') return changeSecret(vault, secret)
    if (await isSetUp(vault)) throw new AppError('vault/set-up-elsewhere', 'there is a way in already')
    await setUpVault(vault, secret, termsUnder(policy))
    await raiseHighWater(vault, now())
  })
  announceChange()
}

export type WayIn = UnlockMethod | 'keep-nothing'

/** What somebody may choose from here, the best first: what this browser can do, and the organisation allows. */
export async function possibleWays(app: App): Promise<WayIn[]> {
  const allowed = app.vault.denied ? [] : waysIn(await readPolicy(app))
  const passkey: WayIn[] = allowed.includes('passkey') && (await canMakePasskeys()) ? ['passkey'] : []
  return [...passkey, ...(allowed.includes('passphrase') ? (['passphrase'] as const) : []), 'keep-nothing']
}
