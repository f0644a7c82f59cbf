import { HOUR_MS, MINUTE_MS } from '../core/time.ts'

/** How long a copy may be read after the source last confirmed it (security.md C3). */
export const LEASE_MS = 72 * HOUR_MS

/** When the source was last asked about a record, and until when the answer may be read. */
export type Checked = { checkedAtMs: number; leaseEndsAtMs: number }

/** One refresh of many records: all were as they had been, except these, for which an earlier answer holds. */
export type Confirmed = Checked & { except: Record<string, Checked> }

/** Whichever is later: what is written in the record's cover, or a refresh since that has found it unchanged. */
export function lastChecked(child: string, own: Checked, confirmed: Confirmed | undefined): Checked {
  const since = confirmed && (confirmed.except[child] ?? confirmed)
  const { checkedAtMs, leaseEndsAtMs } = since && since.checkedAtMs > own.checkedAtMs ? since : own
  return { checkedAtMs, leaseEndsAtMs }
}

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
