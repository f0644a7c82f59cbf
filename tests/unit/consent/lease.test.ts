import { expect, test } from 'vitest'
import {
  type Checked,
  type Confirmed,
  checkLease,
  LEASE_MS,
  type Lease,
  lastChecked,
} from '../../../src/consent/lease.ts'

const MINUTE = 60_000

test.each<[string, endsAt: number, now: number, highWater: number, Lease]>([
  ['before its end', 1000, 999, 0, { kind: 'current', endsAtMs: 1000 }],
  ['at its end', 1000, 1000, 0, { kind: 'past', endedAtMs: 1000 }],
  ['after its end', 1000, 2000, 0, { kind: 'past', endedAtMs: 1000 }],
  ['a clock a little behind what was seen', 9 * MINUTE, 0, 5 * MINUTE, { kind: 'current', endsAtMs: 9 * MINUTE }],
  ['a clock too far behind', 9 * MINUTE, 0, 5 * MINUTE + 1, { kind: 'clock-wrong', behindMs: 5 * MINUTE + 1 }],
  [
    'a clock set back past the end does not bring it back',
    4 * MINUTE,
    0,
    4 * MINUTE,
    { kind: 'past', endedAtMs: 4 * MINUTE },
  ],
])('%s', (_, endsAt, now, highWater, expected) => {
  expect(checkLease(endsAt, now, highWater)).toEqual(expected)
})

test('lasts three days', () => {
  expect(LEASE_MS).toBe(72 * 60 * MINUTE)
})

const OWN: Checked = { checkedAtMs: 10, leaseEndsAtMs: 20 }
const since = (checkedAtMs: number, except: Confirmed['except'] = {}): Confirmed => {
  return { checkedAtMs, leaseEndsAtMs: checkedAtMs + 10, except }
}

test.each<[string, Confirmed | undefined, Checked]>([
  ['nobody has asked since: its own', undefined, OWN],
  ['a refresh since has found it as it was', since(15), { checkedAtMs: 15, leaseEndsAtMs: 25 }],
  ['a refresh from before it was written says nothing of it', since(5), OWN],
  [
    'a refresh since could not use the answer about it: an earlier one',
    since(15, { c: since(12) }),
    {
      checkedAtMs: 12,
      leaseEndsAtMs: 22,
    },
  ],
  ['a refresh since could not use the answer about it: none but its own', since(15, { c: OWN }), OWN],
  [
    'a refresh since could not use the answer about somebody else',
    since(15, { d: OWN }),
    {
      checkedAtMs: 15,
      leaseEndsAtMs: 25,
    },
  ],
])('was last checked: %s', (_, confirmed, expected) => {
  expect(lastChecked('c', OWN, confirmed)).toEqual(expected)
})
