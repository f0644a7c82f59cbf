import { HOUR_MS, MINUTE_MS } from '../core/time.ts'

/** How long a copy may be read after the source last confirmed it (security.md C3). */
export const LEASE_MS = 72 * HOUR_MS

const CLOCK_TOLERANCE_MS = 5 * MINUTE_MS

export type Lease =
  | { kind: 'current'; endsAtMs: number }
  | { kind: 'past'; endedAtMs: number }
  | { kind: 'clock-wrong'; behindMs: number }

/**
 * Says whether a kept record may still be opened. Pure: the caller brings the clock and the latest time ever seen.
 */
export function checkLease(endsAtMs: number, nowMs: number, highWaterMs: number): Lease {
  const behindMs = highWaterMs - nowMs
  if (behindMs > CLOCK_TOLERANCE_MS) return { kind: 'clock-wrong', behindMs }
  if (Math.max(nowMs, highWaterMs) >= endsAtMs) return { kind: 'past', endedAtMs: endsAtMs }
  return { kind: 'current', endsAtMs }
}
