import { describe, expect, test } from 'vitest'
import { type Agreed, compile, type Fate, isEverShown, type Timeline } from '../../../src/consent/compile.ts'
import { type Decision, decide, type Grant, isGrant } from '../../../src/consent/decide.ts'
import { requesterFor } from '../../../src/consent/requester.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import { SECTION_CODES } from '../../../src/record/sections.ts'
import { agreement, deny, NOISE, parse, permit, sharing } from '../../fixtures/agreement.ts'
import { GP, TEACHER } from '../../fixtures/viewers.ts'

const ALLOW: Fate = { kind: 'allow', reason: 'agreed' }
const DUTY: Fate = { kind: 'under-duty', reason: 'under-duty' }
const WITHHELD: Fate = { kind: 'withheld', reason: 'refused' }
const WITHDRAWN: Fate = { kind: 'withdrawn', reason: 'stopped' }
const IN_DOUBT: Fate = { kind: 'needs-check', reason: 'not-verified' }
const NONE: Fate = { kind: 'not-covered', reason: 'not-agreed' }

/** A timeline whose fates change at these instants. */
function timeline(first: Fate, ...changes: [atMs: number, fate: Fate][]): Timeline {
  const stretches: [number, Fate][] = [[FIRST_MS, first], ...changes]
  return stretches.map(([fromMs, fate], index) => {
    return { fromMs, untilMs: (stretches[index + 1]?.[0] ?? LAST_MS + 1) - 1, ...fate }
  })
}

describe('a decision', () => {
  test.each<[string, Timeline, atMs: number, Partial<Decision>]>([
    ['may be seen', timeline(NONE, [100, ALLOW], [200, NONE]), 150, { kind: 'allow', reason: 'agreed', untilMs: 199 }],
    ['for ever', timeline(ALLOW), 150, { kind: 'allow', untilMs: LAST_MS }],
    ['at its first instant', timeline(NONE, [100, ALLOW]), 100, { kind: 'allow', untilMs: LAST_MS }],
    ['at its last', timeline(ALLOW, [200, NONE]), 199, { kind: 'allow', untilMs: 199 }],
    [
      'under duty',
      timeline(NONE, [100, DUTY], [200, NONE]),
      150,
      { kind: 'under-duty', reason: 'under-duty', untilMs: 199 },
    ],
    ['not yet', timeline(NONE, [100, ALLOW]), 99, { kind: 'not-yet', reason: 'not-agreed', fromMs: 100 }],
    ['not yet, and then under duty', timeline(NONE, [100, DUTY]), 99, { kind: 'not-yet', fromMs: 100 }],
    ['no longer', timeline(ALLOW, [200, NONE]), 200, { kind: 'ended', reason: 'not-agreed', endedAtMs: 199 }],
    ['no longer, once under duty', timeline(DUTY, [200, NONE]), 200, { kind: 'ended', endedAtMs: 199 }],
    ['between two stretches', timeline(ALLOW, [200, NONE], [300, ALLOW]), 250, { kind: 'not-yet', fromMs: 300 }],
    [
      'after two stretches, the later end',
      timeline(ALLOW, [200, NONE], [300, ALLOW], [400, NONE]),
      500,
      { kind: 'ended', endedAtMs: 399 },
    ],
    ['withdrawn', timeline(WITHDRAWN), 150, WITHDRAWN],
    ['withdrawn, after it was seen', timeline(ALLOW, [200, WITHDRAWN]), 250, WITHDRAWN],
    ['withheld', timeline(WITHHELD), 150, WITHHELD],
    ['withheld for now', timeline(WITHHELD, [200, ALLOW]), 150, WITHHELD],
    ['to be looked at', timeline(IN_DOUBT), 150, IN_DOUBT],
    ['to be looked at, after it was seen', timeline(ALLOW, [200, IN_DOUBT]), 250, IN_DOUBT],
    ['never covered', timeline(NONE), 150, NONE],
    ['never covered, but withheld once', timeline(WITHHELD, [100, NONE]), 150, NONE],
    ['an empty timeline', [], 150, { kind: 'not-covered', reason: 'no-agreement' }],
    ['an instant before time', timeline(ALLOW), FIRST_MS - 1, { kind: 'not-covered', reason: 'no-agreement' }],
  ])('%s', (_, needs, atMs, expected) => {
    expect(decide({ child: 'c1', timelines: { needs: [needs] } }, 'needs', atMs)).toEqual([
      expect.objectContaining(expected),
    ])
  })

  test('what is not shown comes with no grant', () => {
    for (const fate of [WITHHELD, WITHDRAWN, IN_DOUBT, NONE]) {
      const [decision] = decide({ child: 'c1', timelines: { needs: [timeline(fate)] } }, 'needs', 150)
      expect(decision).not.toHaveProperty('grant')
    }
  })

  test('there is one for each box of a section, in their order', () => {
    const needs = [timeline(ALLOW), timeline(WITHHELD), timeline(NONE, [200, ALLOW]), timeline(DUTY)]
    const decisions = decide({ child: 'c1', timelines: { needs } }, 'needs', 150)
    expect(decisions.map(({ kind }) => kind)).toEqual(['allow', 'withheld', 'not-yet', 'under-duty'])
    expect(decisions.flatMap((one) => ('grant' in one ? one.grant.box : []))).toEqual([0, 3])
  })

  test('a section of which nothing was kept has none', () => {
    expect(decide({ child: 'c1', timelines: {} }, 'needs', 150)).toEqual([])
    expect(decide({ child: 'c1', timelines: { words: [timeline(ALLOW)] } }, 'needs', 150)).toEqual([])
  })
})

describe('a grant', () => {
  test('names the child, the section, the box and the last instant', () => {
    const needs = [timeline(NONE), timeline(ALLOW, [200, WITHHELD])]
    const [, decision] = decide({ child: 'c1', timelines: { needs } }, 'needs', 150)
    if (decision?.kind !== 'allow') throw new Error('not allowed')
    expect({ ...decision.grant }).toEqual({ child: 'c1', section: 'needs', box: 1, untilMs: 199 })
    expect(isGrant(decision.grant)).toBe(true)
  })

  test('is no object that looks like one, to the compiler or at run time', () => {
    // @ts-expect-error only `decide` makes one
    const posing: Grant = { child: 'c1', section: 'needs', box: 0, untilMs: LAST_MS }
    const [decision] = decide({ child: 'c1', timelines: { needs: [timeline(ALLOW)] } }, 'needs', 0)
    if (decision?.kind !== 'allow') throw new Error('not allowed')
    expect(isGrant(posing)).toBe(false)
    expect(isGrant({ ...decision.grant })).toBe(false)
    expect(isGrant(structuredClone(decision.grant))).toBe(false)
    expect(isGrant(Object.create(decision.grant))).toBe(false)
    expect(isGrant(JSON.parse(JSON.stringify(decision.grant)))).toBe(false)
  })

  test('cannot be made to last longer, or to open another box', () => {
    const [decision] = decide({ child: 'c1', timelines: { needs: [timeline(ALLOW, [200, NONE])] } }, 'needs', 150)
    if (decision?.kind !== 'allow') throw new Error('not allowed')
    // @ts-expect-error every part of it is read-only
    const widen = (grant: Grant) => (grant.untilMs = LAST_MS)
    expect(widen).toBeTypeOf('function')
  })
})

const day = (date: string) => Date.parse(`${date}T00:00:00Z`) // dates in winter
const EMPTY = Object.fromEntries(SECTION_CODES.map((section) => [section, []])) as unknown as Agreed['listed']

describe('compile', () => {
  const compiled = (consents: unknown[], more: Partial<Agreed> = {}, viewer = TEACHER) =>
    compile({ consents: parse(consents), disclosures: [], resources: [], listed: EMPTY, ...more })(requesterFor(viewer))
  const needs = (consents: unknown[], more: Partial<Agreed> = {}) => compiled(consents, more).needs

  test('one stretch for each answer, over the whole of time', () => {
    const share = permit({ to: ['Practitioner/khan'], sections: ['needs'], from: '2026-12-01', until: '2027-01-31' })
    const pause = deny({ sections: ['needs'], from: '2026-12-24', until: '2027-01-02' })
    expect(needs([sharing(share, pause)])).toEqual([
      {
        items: [],
        timeline: timeline(
          NONE,
          [day('2026-12-01'), ALLOW],
          [day('2026-12-24'), WITHHELD],
          [day('2027-01-03'), ALLOW],
          [day('2027-02-01'), NONE],
        ),
      },
    ])
  })

  test('sections nobody granted are there, and say so', () => {
    const parts = compiled([sharing(permit({ to: ['Practitioner/khan'], sections: ['needs'] }))])
    expect(Object.keys(parts)).toEqual(SECTION_CODES)
    expect(parts.arrangement).toEqual([{ items: [], timeline: timeline(NONE) }])
  })

  test('neighbours with the same answer are one stretch', () => {
    const share = permit({ to: ['Practitioner/khan'] })
    const other = permit({ to: ['Practitioner/shah'], from: '2026-12-01' })
    expect(needs([sharing(share, other)])[0]?.timeline).toEqual(timeline(ALLOW))
  })

  test('neighbours with another reason are two', () => {
    const [first, second] = ['2026-12-01', '2027-01-01']
    const unclear = permit({ to: ['Practitioner/khan'], from: first, also: { purpose: [{ display: 'x' }] } })
    const nowhere = permit({ to: ['Group/staff'], from: second })
    expect(needs([sharing(unclear, nowhere)])[0]?.timeline.map(({ reason }) => reason)).toEqual([
      'not-agreed',
      'unknown-purpose',
      'unresolvable-actor',
    ])
  })

  test('a withdrawn agreement is withdrawn for as long as it would have held', () => {
    const withdrawn = (root: object) => agreement(root, { status: 'inactive' })
    expect(needs([withdrawn(deny({ rules: [permit()] }))])[0]?.timeline).toEqual(timeline(WITHDRAWN))
    const until = day('2027-01-01')
    expect(needs([withdrawn(deny({ rules: [permit({ until: '2026-12-31' })] }))])[0]?.timeline).toMatchObject([
      { ...WITHDRAWN, untilMs: until - 1 },
      { kind: 'not-covered', fromMs: until },
    ])
  })

  test('a membership that begins and ends changes the answer then', () => {
    const period = { start: '2026-12-01', end: '2026-12-18' }
    const group = {
      resourceType: 'Group',
      id: 'staff',
      member: [{ entity: { reference: 'Practitioner/khan' }, period }],
    }
    const [part] = needs([sharing(permit({ to: ['Group/staff'] }))], { resources: [group] })
    expect(part?.timeline).toEqual(timeline(NONE, [day('2026-12-01'), ALLOW], [day('2026-12-19'), NONE]))
  })

  test('an open end, and 31 December 9999, have no end', () => {
    for (const until of [undefined, '9999-12-31']) {
      const share = permit({ to: ['Practitioner/khan'], from: '2026-12-01', ...(until && { until }) })
      expect(needs([sharing(share)])[0]?.timeline).toEqual(timeline(NONE, [day('2026-12-01'), ALLOW]))
    }
  })

  describe('of data with different fates', () => {
    const conf = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'
    const condition = (id: string, code: string) => ({ ...NOISE, id, meta: { security: [{ system: conf, code }] } })
    const resources = [condition('a', 'N'), condition('b', 'R'), condition('c', 'N'), { ...NOISE, id: 'd', meta: {} }]
    const listed = {
      ...EMPTY,
      needs: ['Condition/b', 'Condition/a', 'Condition/d', 'Condition/c', 'Condition/e'],
      words: ['Condition/a'],
    }
    const share = permit({ to: ['Practitioner/khan'], sections: ['needs'] })
    const refuse = deny({ also: { securityLabel: [{ system: conf, code: 'R' }] } })

    test('makes one part for each fate, in the order of the record', () => {
      expect(needs([sharing(share, refuse)], { resources, listed })).toEqual([
        { timeline: timeline(WITHHELD), items: ['Condition/b'] },
        { timeline: timeline(ALLOW), items: ['Condition/a', 'Condition/c'] },
        { timeline: timeline({ kind: 'needs-check', reason: 'unlabelled' }), items: ['Condition/d'] },
      ])
    })

    test('leaves what is listed in two sections to the agreement about each', () => {
      const parts = compiled([sharing(share)], { resources, listed })
      expect(parts.needs.map(({ items }) => items)).toEqual([
        ['Condition/b', 'Condition/a', 'Condition/d', 'Condition/c'],
      ])
      expect(parts.words).toEqual([{ timeline: timeline(NONE), items: ['Condition/a'] }])
    })

    test('is another compilation for another viewer', () => {
      const parts = compiled([sharing(share)], { resources, listed }, GP)
      expect(parts.needs.map(({ timeline }) => timeline)).toEqual([timeline(NONE)])
    })
  })
})

describe('what is kept', () => {
  test.each<[string, Timeline, afterMs: number, boolean]>([
    ['allowed now', timeline(ALLOW), 0, true],
    ['allowed later', timeline(NONE, [100, ALLOW]), 0, true],
    ['under duty later', timeline(NONE, [100, DUTY]), 0, true],
    ['allowed at this very instant, for the last time', timeline(ALLOW, [101, WITHHELD]), 100, true],
    ['allowed once', timeline(ALLOW, [100, NONE]), 100, false],
    ['never allowed', timeline(WITHHELD), 0, false],
    ['withdrawn', timeline(WITHDRAWN), 0, false],
    ['to be looked at', timeline(IN_DOUBT), 0, false],
  ])('%s', (_, one, afterMs, expected) => {
    expect(isEverShown(one, afterMs)).toBe(expected)
  })
})

test('each viewer asks for what they do, and never chooses', () => {
  expect(requesterFor(TEACHER)).toMatchObject({
    references: ['PractitionerRole/khan', 'Practitioner/khan', 'Organization/hillside'],
    audience: 'class-teacher',
    purposes: [{ code: 'education' }],
  })
  expect(requesterFor(GP)).toMatchObject({ audience: 'gp', purposes: [{ code: 'TREAT' }] })
})

test('with a grant in hand nobody makes another, or turns it into one', () => {
  const timeline: Timeline = [{ fromMs: FIRST_MS, untilMs: LAST_MS, kind: 'allow', reason: 'agreed' }]
  const [decision] = decide({ child: 'c1', timelines: { needs: [timeline] } }, 'needs', 0)
  if (decision?.kind !== 'allow') throw new Error('not allowed')
  const { grant } = decision
  const Maker = grant.constructor as new (...parts: unknown[]) => Grant
  expect(() => new Maker('c1', 'health-context', 0, LAST_MS)).toThrow()
  expect(() => new Maker(undefined, 'c1', 'health-context', 0, LAST_MS)).toThrow()
  expect(() => Object.assign(grant, { section: 'health-context' })).toThrow()
  expect(grant.section).toBe('needs')
})
