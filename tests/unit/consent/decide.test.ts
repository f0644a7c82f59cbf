import { describe, expect, test } from 'vitest'
import { compile, isEverAllowed, type Timeline } from '../../../src/consent/compile.ts'
import { type Decision, decide, type Grant, isGrant } from '../../../src/consent/decide.ts'
import type { Outcome } from '../../../src/consent/evaluate.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import { SECTION_CODES } from '../../../src/record/sections.ts'
import { agreement, deny, parse, permit, sharing } from '../../fixtures/agreement.ts'
import { TEACHER } from '../../fixtures/viewers.ts'

/** A timeline whose outcomes change at these instants. */
function timeline(first: Outcome, ...changes: [atMs: number, outcome: Outcome][]): Timeline {
  const stretches: [number, Outcome][] = [[FIRST_MS, first], ...changes]
  return stretches.map(([fromMs, outcome], index) => {
    return { fromMs, untilMs: (stretches[index + 1]?.[0] ?? LAST_MS + 1) - 1, outcome }
  })
}

describe('a decision', () => {
  test.each<[string, Timeline | undefined, atMs: number, Partial<Decision>]>([
    [
      'may be seen',
      timeline('not-covered', [100, 'allow'], [200, 'not-covered']),
      150,
      { kind: 'allow', untilMs: 199 },
    ],
    ['for ever', timeline('allow'), 150, { kind: 'allow', untilMs: LAST_MS }],
    ['at its first instant', timeline('not-covered', [100, 'allow']), 100, { kind: 'allow', untilMs: LAST_MS }],
    ['at its last', timeline('allow', [200, 'not-covered']), 199, { kind: 'allow', untilMs: 199 }],
    ['not yet', timeline('not-covered', [100, 'allow']), 99, { kind: 'not-yet', fromMs: 100 }],
    ['no longer', timeline('allow', [200, 'not-covered']), 200, { kind: 'ended', endedAtMs: 199 }],
    [
      'between two stretches',
      timeline('allow', [200, 'not-covered'], [300, 'allow']),
      250,
      { kind: 'not-yet', fromMs: 300 },
    ],
    [
      'after two stretches, the later end',
      timeline('allow', [200, 'not-covered'], [300, 'allow'], [400, 'not-covered']),
      500,
      { kind: 'ended', endedAtMs: 399 },
    ],
    ['withdrawn', timeline('withdrawn'), 150, { kind: 'withdrawn' }],
    ['withdrawn, after it was seen', timeline('allow', [200, 'withdrawn']), 250, { kind: 'withdrawn' }],
    ['withheld', timeline('withheld'), 150, { kind: 'withheld' }],
    ['withheld for now', timeline('withheld', [200, 'allow']), 150, { kind: 'withheld' }],
    ['never covered', timeline('not-covered'), 150, { kind: 'not-covered' }],
    ['a section the cover knows nothing of', undefined, 150, { kind: 'not-covered' }],
    ['an empty timeline', [], 150, { kind: 'not-covered' }],
  ])('%s', (_, needs, atMs, expected) => {
    const timelines = needs ? { needs } : {}
    expect(decide({ child: 'c1', timelines }, 'needs', atMs)).toMatchObject(expected)
  })

  test('a grant names the child, the section and the last instant', () => {
    const decision = decide({ child: 'c1', timelines: { needs: timeline('allow', [200, 'withheld']) } }, 'needs', 150)
    expect(decision.kind === 'allow' && { ...decision.grant }).toEqual({ child: 'c1', section: 'needs', untilMs: 199 })
    expect(decision.kind === 'allow' && isGrant(decision.grant)).toBe(true)
  })
})

test('an object that looks like a grant is none, to the compiler or at run time', () => {
  // @ts-expect-error only `decide` makes one
  const posing: Grant = { child: 'c1', section: 'needs', untilMs: LAST_MS }
  const decision = decide({ child: 'c1', timelines: { needs: timeline('allow') } }, 'needs', 0)
  if (decision.kind !== 'allow') throw new Error('not allowed')
  expect(isGrant(posing)).toBe(false)
  expect(isGrant({ ...decision.grant })).toBe(false)
  expect(isGrant(structuredClone(decision.grant))).toBe(false)
  expect(isGrant(Object.create(decision.grant))).toBe(false)
})

describe('compile', () => {
  const day = (date: string) => Date.parse(`${date}T00:00:00Z`) // dates in winter

  test('one stretch for each answer, over the whole of time', () => {
    const share = permit({ to: ['Practitioner/khan'], sections: ['needs'], from: '2026-12-01', until: '2027-01-31' })
    const pause = deny({ sections: ['needs'], from: '2026-12-24', until: '2027-01-02' })
    expect(compile(parse([sharing(share, pause)]), TEACHER).needs).toEqual(
      timeline(
        'not-covered',
        [day('2026-12-01'), 'allow'],
        [day('2026-12-24'), 'withheld'],
        [day('2027-01-03'), 'allow'],
        [day('2027-02-01'), 'not-covered'],
      ),
    )
  })

  test('sections nobody granted are there, and say so', () => {
    const timelines = compile(parse([sharing(permit({ to: ['Practitioner/khan'], sections: ['needs'] }))]), TEACHER)
    expect(Object.keys(timelines)).toEqual(SECTION_CODES)
    expect(timelines.arrangement).toEqual(timeline('not-covered'))
  })

  test('neighbours with the same answer are one stretch', () => {
    const share = permit({ to: ['Practitioner/khan'] })
    const other = permit({ to: ['Practitioner/shah'], from: '2026-12-01' })
    expect(compile(parse([sharing(share, other)]), TEACHER).needs).toEqual(timeline('allow'))
  })

  test('a withdrawn agreement is withdrawn for all of time', () => {
    const consents = parse([agreement(deny({ rules: [permit()] }), { status: 'inactive' })])
    expect(compile(consents, TEACHER).needs).toEqual(timeline('withdrawn'))
  })
})

describe('what is kept', () => {
  test.each<[string, Timeline, afterMs: number, boolean]>([
    ['allowed now', timeline('allow'), 0, true],
    ['allowed later', timeline('not-covered', [100, 'allow']), 0, true],
    ['allowed at this very instant, for the last time', timeline('allow', [101, 'withheld']), 100, true],
    ['allowed once', timeline('allow', [100, 'not-covered']), 100, false],
    ['never allowed', timeline('withheld'), 0, false],
  ])('%s', (_, one, afterMs, expected) => {
    expect(isEverAllowed(one, afterMs)).toBe(expected)
  })
})
