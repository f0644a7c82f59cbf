import { expect, test } from 'vitest'
import { checkLease, LEASE_MS, type Lease } from '../../../src/consent/lease.ts'

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
