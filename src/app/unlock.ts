import { AppError, codeOf } from '../core/errors.ts'
import type { Policy } from '../policy/policy.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater } from '../vault/clock.ts'
import type { UnlockMethod } from '../vault/keys.ts'
import { askPasskey } from '../vault/passkey.ts'
import { countTry, forgetTries, readWaitUntil, type Tries, triesLeft } from '../vault/tries.ts'
import { eraseVault, unlockMethod, unlockVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { readPolicy, termsUnder, waysIn } from './policy.ts'

export type Unlocking =
  | { kind: 'open' }
  | { kind: 'wrong'; triesLeft: number }
  /** Nothing is tried before that instant. */
  | { kind: 'wait'; untilMs: number }
  /** The organisation has set that so many wrong ones remove everything. */
  | { kind: 'erased' }

/** Counted before it is tried; see `vault/tries.ts`. @throws AppError vault/method-off */
export async function unlockWithPassphrase(app: App, words: string): Promise<Unlocking> {
  const { vault, now } = app
  const since = await vault.session.lastLocked()
  const policy = await readPolicy(app)
  refuseIfOff(policy, 'passphrase')
  const tries = await countTry(vault, now())
  if (!tries) return { kind: 'wait', untilMs: (await waitUntil(app)) ?? now() }
  try {
    await unlockVault(vault, { method: 'passphrase', words }, termsUnder(policy), since)
  } catch (error) {
    if (codeOf(error) !== 'vault/wrong-passphrase') throw error
    const { value: most } = policy.settings.eraseAfterWrongTries
    if (most !== undefined && tries.wrong >= most) {
      await oneAtATime(() => eraseVault(vault))
      announceChange()
      return { kind: 'erased' }
    }
    return whatNext(tries, now())
  }
  await forgetTries(vault)
  await begin(app)
  return { kind: 'open' }
}

/** After a wrong one. */
export function whatNext(tries: Tries, nowMs: number): Exclude<Unlocking, { kind: 'open' | 'erased' }> {
  const { waitUntilMs } = tries
  return waitUntilMs > nowMs ? { kind: 'wait', untilMs: waitUntilMs } : { kind: 'wrong', triesLeft: triesLeft(tries) }
}

/** Until when the four words are not tried, after too many wrong ones; undefined when they may be tried now. */
export async function waitUntil({ vault, now }: App): Promise<number | undefined> {
  return readWaitUntil(vault, now())
}

/** @throws AppError vault/no-passkey, vault/wrong-passkey, vault/method-off */
export async function unlockWithPasskey(app: App): Promise<void> {
  const { vault } = app
  const wrap = await unlockMethod(vault)
  if (wrap?.method !== 'passkey') throw new AppError('vault/wrong-passkey', 'no passkey opens this vault')
  const since = await vault.session.lastLocked()
  const policy = await readPolicy(app)
  refuseIfOff(policy, 'passkey')
  const output = await askPasskey(wrap.credentialId, wrap.salt)
  await unlockVault(vault, { ...wrap, output }, termsUnder(policy), since)
  await begin(app)
}

/** What was set up before the organisation said otherwise opens no more: the records can be fetched again. */
function refuseIfOff(policy: Policy, method: UnlockMethod): void {
  if (!waysIn(policy).includes(method)) throw new AppError('vault/method-off', 'not allowed any more')
}

/** What the viewer has made stricter is sealed: only now is it known, and holds. */
async function begin(app: App): Promise<void> {
  const { vault, now } = app
  await vault.session.changeTerms(termsUnder(await readPolicy(app)))
  await raiseHighWater(vault, now())
}
