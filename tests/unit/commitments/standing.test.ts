import { describe, expect, test } from 'vitest'
import { isMine, isOpen, type Standing, standing } from '../../../src/commitments/standing.ts'
import type { Commitment } from '../../../src/record/section-content.ts'
import type { Viewer } from '../../../src/record/viewer.ts'
import { commitment } from '../../fixtures/commitment.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'

const TODAY = '2026-11-21'
const mine: Partial<Commitment> = { ownerReference: 'PractitionerRole/adeyemi' }
const request: Partial<Commitment> = { kind: 'advice-request', status: 'requested' }

test.each<[string, Partial<Commitment>, Standing]>([
  ['mine, accepted, due far ahead', { ...mine, dueOn: '2026-12-06' }, 'due'],
  ['mine, accepted, due in two weeks', { ...mine, dueOn: '2026-12-05' }, 'due-soon'],
  ['mine, accepted, due today', { ...mine, dueOn: TODAY }, 'due-soon'],
  ['mine, accepted, due yesterday', { ...mine, dueOn: '2026-11-20' }, 'late'],
  ['mine, accepted, no day', mine, 'due'],
  ['mine, under way, no day', { ...mine, status: 'under-way' }, 'under-way'],
  ['mine, under way, due soon', { ...mine, status: 'under-way', dueOn: '2026-11-25' }, 'due-soon'],
  ['mine, under way, past its day', { ...mine, status: 'under-way', dueOn: '2026-11-20' }, 'late'],
  ['asked of me', { ...mine, status: 'requested' }, 'asked'],
  [
    'asked of me, past its day: not promised, so not late',
    { ...mine, status: 'requested', dueOn: '2026-01-01' },
    'asked',
  ],
  ['advice asked of me', { ...mine, ...request }, 'reply-due'],
  ['advice asked of somebody else', request, 'waiting'],
  ['theirs, accepted', { dueOn: '2026-12-01' }, 'waiting'],
  ['theirs, asked', { status: 'requested', dueOn: '2026-01-01' }, 'waiting'],
  ['theirs, past its day', { dueOn: '2026-11-20' }, 'late'],
  ['done, however late', { ...mine, status: 'done', dueOn: '2026-01-01' }, 'done'],
  ['rejected', { ...mine, status: 'rejected', dueOn: '2026-01-01' }, 'closed'],
  ['cancelled', { status: 'cancelled' }, 'closed'],
])('%s', (_, changes, expected) => {
  expect(standing(commitment(changes), HEAD, TODAY)).toBe(expected)
})

describe('whose it is', () => {
  test.each<[Partial<Commitment>, boolean]>([
    [{ ownerReference: 'PractitionerRole/adeyemi' }, true],
    [{ ownerReference: 'Practitioner/adeyemi' }, true],
    [{ ownerReference: 'Organization/northmoor' }, true],
    [{ ownerReference: 'PractitionerRole/rao', organisationReference: 'Organization/northmoor' }, false],
    [{ ownerReference: 'PractitionerRole/khan', organisationReference: 'Organization/hillside' }, false],
    [{ ownerReference: 'PractitionerRole/adeyemi2', organisationReference: undefined }, false],
  ])('%j: %s', (changes, expected) => {
    expect(isMine(commitment(changes), HEAD)).toBe(expected)
  })

  test('a colleague’s promise is a practice’s or a school’s to keep, and not a council’s', () => {
    const colleague = (viewer: Viewer) =>
      commitment({ ownerReference: 'PractitionerRole/other', organisationReference: viewer.organisation })
    expect([GP, TEACHER, HEAD].map((viewer) => isMine(colleague(viewer), viewer))).toEqual([true, true, false])
  })
})

test('everything but done and closed is open', () => {
  expect((['late', 'waiting', 'reply-due', 'done', 'closed'] as const).map(isOpen)).toEqual([
    true,
    true,
    true,
    false,
    false,
  ])
})
