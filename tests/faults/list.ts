import { bitFlips } from './bit-flips.ts'
import { blockedUpgrade } from './blocked-upgrade.ts'
import { canaries } from './canaries.ts'
import { run as runClocks } from './clocks.ts'
import { damagedStore } from './damaged-store.ts'
import { EVERY_ANSWER, run as runEveryAnswer } from './every-answer.ts'
import type { Fault } from './fault.ts'
import { fourSurfaces } from './four-surfaces.ts'
import { fullDisk } from './full-disk.ts'
import { run as runHostileRecords } from './hostile-records.ts'
import { killedMidWrite } from './killed-mid-write.ts'
import { lockedAnywhere } from './locked-anywhere.ts'
import { run as runReused } from './refresh-token-reused.ts'
import { run as runReplays } from './replays.ts'
import { run as runRevocations } from './revocations.ts'
import { secretsAdded } from './secrets-added.ts'
import { run as runAttacked } from './sign-ins-attacked.ts'
import { slowAndHuge } from './slow-and-huge.ts'
import { stoppedWorker } from './stopped-worker.ts'
import { storageDenied } from './storage-denied.ts'
import { EVERY_WAIT, run as runWaits } from './told-to-wait.ts'

/** Every fault there is, one file each, in the order of their numbers. */
export const FAULTS: readonly Fault[] = [
  killedMidWrite,
  stoppedWorker,
  fullDisk,
  blockedUpgrade,
  bitFlips,
  damagedStore,
  storageDenied,
  inMemory('F8', 'every endpoint with every answer', { full: EVERY_ANSWER, short: 45 }, runEveryAnswer),
  inMemory('F9', 'turned away, and told when to come back', { full: EVERY_WAIT, short: 13 }, runWaits),
  slowAndHuge,
  inMemory('F11', 'clocks set back and forward', { full: 40, short: 40 }, runClocks),
  inMemory('F12', 'sharing stopped, offline and then not', { full: 50, short: 20 }, runRevocations),
  inMemory('F13', 'histories played back', { full: 500, short: 50 }, runReplays),
  lockedAnywhere,
  fourSurfaces,
  inMemory('F21', 'a refresh token that is good no more, for a day', { full: 8, short: 1 }, runReused),
  canaries,
  inMemory('T11', 'records that somebody hostile wrote', { full: 10_000, short: 100 }, runHostileRecords),
  inMemory('T23', 'sign-ins with somebody in between', { full: 500, short: 50 }, runAttacked),
  secretsAdded,
]

/** Told by the app itself to an app that keeps its rows in memory. */
function inMemory(
  id: string,
  promise: string,
  times: Fault['times'],
  run: (times: number) => ReturnType<Fault['run']>,
): Fault {
  return { id, promise, times, inFirefox: false, needsNoBrowser: true, run: (_, count) => run(count) }
}
