import { checkLease, lastChecked } from '../consent/lease.ts'
import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import { announceChange } from '../vault/changes.ts'
import { mendList } from '../vault/children.ts'
import { raiseHighWater, readHighWater, tick } from '../vault/clock.ts'
import type { Entry } from '../vault/cover.ts'
import { sweep } from '../vault/lapses.ts'
import { readSources, type Source } from '../vault/sources.ts'
import { isSetUp, isUnlocked } from '../vault/vault.ts'
import type { App } from './app.ts'
import { readPolicy, termsUnder } from './policy.ts'
import { refresh } from './refresh.ts'

/** How old an answer gets before the worker asks again by itself. */
const REFRESH_EVERY_MS = 4 * HOUR_MS

/** And when the last time came to nothing. */
const TRY_AGAIN_EVERY_MS = 15 * MINUTE_MS

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
  await vault.session.changeTerms(termsUnder(await readPolicy(app))) // the organisation may have set others since
  await raiseHighWater(vault, now())
  await mendList(vault)
  if ((await sweep(vault, await overNow(app), runMs)) > 0) announceChange()
  return true
}

/** Which children may be shown no more until the source has been asked again. */
async function overNow({ vault, now }: App): Promise<(entry: Entry) => boolean> {
  const [source] = await readSources(vault)
  const highWaterMs = await readHighWater(vault)
  return (entry) => {
    const { leaseEndsAtMs } = lastChecked(entry.child, entry, source?.confirmed)
    return entry.hiddenSinceMs !== undefined || checkLease(leaseEndsAtMs, now(), highWaterMs).kind === 'past'
  }
}

/** Asks the sources again when a refresh has not come to its end, or the last one is some hours old. */
export async function refreshIfDue(app: App): Promise<void> {
  if (!(await isUnlocked(app.vault))) return
  const sources = await readSources(app.vault)
  if (sources.some((source) => isDue(source, app.now()))) await refresh(app)
}

/** The made-up families do not change, and the worker does not have them. A clock that has been ahead delays nothing. */
function isDue({ from, refreshingSinceMs, confirmed, lastRefresh, triedAtMs = 0 }: Source, nowMs: number): boolean {
  if (from.kind === 'practice-families') return false
  if (refreshingSinceMs !== undefined) return true
  const everyMs = lastRefresh?.failed === undefined ? REFRESH_EVERY_MS : TRY_AGAIN_EVERY_MS
  const sinceMs = nowMs - Math.max(confirmed?.checkedAtMs ?? 0, triedAtMs)
  return sinceMs >= everyMs || sinceMs < 0
}
