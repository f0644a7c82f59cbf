import { checkLease } from '../consent/lease.ts'
import type { Policy } from '../policy/policy.ts'
import { announceChange } from '../vault/changes.ts'
import { mendList } from '../vault/children.ts'
import { readHighWater, tick } from '../vault/clock.ts'
import type { Entry } from '../vault/cover.ts'
import { sweep } from '../vault/lapses.ts'
import { isSetUp, isUnlocked, lockVault, unlockMethod } from '../vault/vault.ts'
import type { App } from './app.ts'
import { leases } from './lease-of.ts'
import { ifNobodyElse } from './one-at-a-time.ts'
import { readPolicy, termsUnder, waysIn } from './policy.ts'
import { refreshDue } from './refresh.ts'
import { isDue } from './when-due.ts'

/**
 * What time alone asks for, once a minute and at every wake: locks what has not been used, counts the run time, takes away
 * what has been over for a day of it. Everything comes from what is stored, so that a minute missed is made up for.
 *
 * @returns whether anything may be seen: false when it is locked
 */
export async function upkeep(app: App): Promise<boolean> {
  const { vault, now } = app
  if (!(await isSetUp(vault))) return false
  const runMs = await tick(vault, now())
  if (!(await isUnlocked(vault))) return false
  const policy = await readPolicy(app) // the organisation may have set other rules since
  await vault.session.changeTerms(termsUnder(policy))
  await lockIfOff(app, policy)
  // A refresh is about to say anew which children may be kept: what it has not come to yet must not be judged meanwhile.
  const erased = await ifNobodyElse(async () => {
    if (!(await isUnlocked(vault))) return 0
    await mendList(vault)
    return sweep(vault, await overNow(app), runMs)
  })
  if (erased) announceChange()
  return isUnlocked(vault)
}

/** What is kept may not be opened any more: it locks, and the way on is said where it is unlocked. */
async function lockIfOff({ vault }: App, policy: Policy): Promise<void> {
  const method = (await unlockMethod(vault))?.method
  const isKept = (await vault.session.read())?.keeps === 'disk'
  if (isKept && method !== undefined && !waysIn(policy).includes(method)) await lockVault(vault)
}

/**
 * Which children may be shown no more until the source has been asked again. By a clock that has been set back nobody can
 * say: what has been noted stays noted, and nothing goes.
 */
async function overNow({ vault, now }: App): Promise<(entry: Entry) => boolean | undefined> {
  const leaseOf = await leases(vault)
  const highWaterMs = await readHighWater(vault)
  return (entry) => {
    const { kind } = checkLease(leaseOf(entry).leaseEndsAtMs, now(), highWaterMs)
    if (entry.hiddenSinceMs !== undefined) return true
    return kind === 'clock-wrong' ? undefined : kind === 'past'
  }
}

/** Asks the sources again when a refresh has not come to its end, or the last one is some hours old. */
export async function refreshIfDue(app: App): Promise<void> {
  if (await isUnlocked(app.vault)) await refreshDue(app, (source) => isDue(source, app.now()))
}
