import { bitFlips } from './bit-flips.ts'
import { blockedUpgrade } from './blocked-upgrade.ts'
import { canaries } from './canaries.ts'
import { run as runClocks } from './clocks.ts'
import { damagedStore } from './damaged-store.ts'
import type { Fault } from './fault.ts'
import { fourSurfaces } from './four-surfaces.ts'
import { fullDisk } from './full-disk.ts'
import { killedMidWrite } from './killed-mid-write.ts'
import { lockedAnywhere } from './locked-anywhere.ts'
import { run as runReplays } from './replays.ts'
import { run as runRevocations } from './revocations.ts'
import { stoppedWorker } from './stopped-worker.ts'
import { storageDenied } from './storage-denied.ts'

/** Every fault there is, one file each, in the order of their numbers. */
export const FAULTS: readonly Fault[] = [
  killedMidWrite,
  stoppedWorker,
  fullDisk,
  blockedUpgrade,
  bitFlips,
  damagedStore,
  storageDenied,
  inMemory('F11', 'clocks set back and forward', { full: 40, short: 40 }, runClocks),
  inMemory('F12', 'sharing stopped, offline and then not', { full: 50, short: 20 }, runRevocations),
  inMemory('F13', 'histories played back', { full: 500, short: 50 }, runReplays),
  lockedAnywhere,
  fourSurfaces,
  canaries,
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
