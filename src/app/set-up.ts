import { AppError } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater } from '../vault/clock.ts'
import { isSamePassphrase, type Secret, type UnlockMethod } from '../vault/keys.ts'
import { askPasskey, canMakePasskeys, makePasskey } from '../vault/passkey.ts'
import { countTry, forgetTries } from '../vault/tries.ts'
import { changeSecret, isSetUp, openKeepingNothing, opensVault, setUpVault, unlockMethod } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readPolicy, termsUnder, waysIn } from './policy.ts'
import { type Unlocking, waitUntil, whatNext } from './unlock.ts'

/** `new` starts an empty, unlocked vault; otherwise what has been shown to open it now, to be changed for another. */
export type Purpose = 'new' | { instead: Secret }

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
    if (purpose !== 'new') return changeSecret(vault, purpose.instead, secret)
    if (await isSetUp(vault)) throw new AppError('vault/set-up-elsewhere', 'there is a way in already')
    await setUpVault(vault, secret, termsUnder(policy))
    await raiseHighWater(vault, now())
  })
  announceChange()
}

/** What came of showing the way in there is. */
export type Shown = { kind: 'right'; secret: Secret } | Exclude<Unlocking, { kind: 'open' | 'erased' }>

/** Has the present four words shown again, as at the lock: counted, and with the same waits. */
export async function showPassphrase(app: App, words: string): Promise<Shown> {
  const { vault, now } = app
  const tries = await countTry(vault, now())
  if (!tries) return { kind: 'wait', untilMs: (await waitUntil(app)) ?? now() }
  const secret: Secret = { method: 'passphrase', words }
  if (!(await opensVault(vault, secret))) return whatNext(tries, now())
  await forgetTries(vault)
  return { kind: 'right', secret }
}

/** @throws AppError vault/no-passkey, vault/wrong-passkey */
export async function showPasskey({ vault }: App): Promise<Secret> {
  const wrap = await unlockMethod(vault)
  if (wrap?.method !== 'passkey') throw new AppError('vault/wrong-passkey', 'no passkey opens this vault')
  return { ...wrap, output: await askPasskey(wrap.credentialId, wrap.salt) }
}

export type WayIn = UnlockMethod | 'keep-nothing'

/** What somebody may choose from here, the best first: what this browser can do, and the organisation allows. */
export async function possibleWays(app: App): Promise<WayIn[]> {
  const allowed = app.vault.denied ? [] : waysIn(await readPolicy(app))
  const passkey: WayIn[] = allowed.includes('passkey') && (await canMakePasskeys()) ? ['passkey'] : []
  return [...passkey, ...(allowed.includes('passphrase') ? (['passphrase'] as const) : []), 'keep-nothing']
}
