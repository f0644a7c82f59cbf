import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DAY_MS, FIRST_MS, LAST_MS, type PlainDate, startOfDayMs } from '../../../src/core/time.ts'
import { type Agreeing, ARRANGEMENTS, type ArrangementCode, type WhoDecides } from '../../../src/record/arrangement.ts'
import type { Reason } from '../../../src/record/reasons.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { doubtsAbout } from '../../../src/record/who-may-agree.ts'

/** Ten on the day of most agreements; 16 on 12 May 2032, 18 on 12 May 2034. */
const BORN: PlainDate = '2016-05-12'
const TODAY: PlainDate = '2026-11-21'
const AT_16_MS = Date.parse('2032-05-11T23:00:00Z')
const AT_18_MS = Date.parse('2034-05-11T23:00:00Z')
const ORDER_ON: PlainDate = '2026-10-25'
const ORDER_MS = Date.parse('2026-10-24T23:00:00Z')

const REFERENCES: Record<string, string> = {
  council: 'Organization/northmoor',
  'adoptive-parent': 'RelatedPerson/jo',
  'prospective-adopter': 'RelatedPerson/nell',
  'special-guardian': 'RelatedPerson/rose',
  'child-arrangements-carer': 'RelatedPerson/pat',
  parent: 'RelatedPerson/kelly',
  relative: 'RelatedPerson/ann',
  'young-person': 'Patient/sam',
  adult: 'Patient/sam',
}

describe('while the child is young', () => {
  test.each<[arrangement: ArrangementCode, by: string, reasons: Reason[]]>([
    ['placed-no-order', 'council', []],
    ['placed-no-order', 'council prospective-adopter', []],
    ['placed-no-order', 'prospective-adopter', ['could-not-agree']],
    ['placed-no-order', 'parent', ['could-not-agree']],
    ['placed-no-order', 'adoptive-parent', ['could-not-agree']],
    ['adoption-order', 'adoptive-parent', []],
    ['adoption-order', 'adoptive-parent parent', []],
    ['adoption-order', 'parent', ['could-not-agree']],
    ['adoption-order', 'council', ['could-not-agree']],
    ['adoption-order', 'prospective-adopter', ['could-not-agree']],
    ['special-guardianship-order', 'special-guardian', []],
    ['special-guardianship-order', 'special-guardian parent', []],
    ['special-guardianship-order', 'parent', ['could-not-agree']],
    ['special-guardianship-order', 'council relative', ['could-not-agree']],
    ['child-arrangements-order', 'child-arrangements-carer', []],
    ['child-arrangements-order', 'parent', []],
    ['child-arrangements-order', 'council relative special-guardian', ['could-not-agree']],
    ['informal-kinship', 'parent', []],
    ['informal-kinship', 'council', []],
    ['informal-kinship', 'relative parent', []],
    ['informal-kinship', 'relative', ['could-not-agree']],
    ['informal-kinship', 'special-guardian', ['could-not-agree']],
    ['looked-after', 'council', []],
    ['looked-after', 'parent', ['could-not-agree']],
    ['looked-after', 'relative', ['could-not-agree']],
  ])('under %s, an agreement by %s has these doubts: %j', (arrangement, by, reasons) => {
    expect(now(doubtsAbout(agreed(by), decides({ arrangement })))).toEqual(reasons)
  })

  test.each(Object.keys(ARRANGEMENTS) as ArrangementCode[])('under %s, nobody cannot agree', (arrangement) => {
    const never = [{ reason: 'could-not-agree', fromMs: FIRST_MS, untilMs: LAST_MS, sections: [] }]
    expect(doubtsAbout(agreed(''), decides({ arrangement }))).toEqual(never)
    expect(doubtsAbout(agreed('', null), decides({ arrangement, bornOn: undefined }))).toEqual(never)
  })

  test.each<[by: string, reasons: Reason[]]>([
    ['special-guardian', ['arrangement-not-known']],
    ['council adoptive-parent parent', ['arrangement-not-known']],
    ['?', ['arrangement-not-known']],
  ])('while the arrangement is not known, an agreement by %s does not count', (by, reasons) => {
    expect(now(doubtsAbout(agreed(by), decides({ arrangement: undefined })))).toEqual(reasons)
  })

  test('what could not be agreed never counts, at any age', () => {
    expect(doubtsAbout(agreed('relative'), decides({ arrangement: 'informal-kinship' }))[0]).toEqual({
      reason: 'could-not-agree',
      fromMs: FIRST_MS,
      untilMs: LAST_MS,
      sections: [],
    })
  })
})

describe('somebody whose capacity is not known', () => {
  test.each<[by: string, reasons: Reason[]]>([
    ['?', ['unknown-capacity']],
    ['dragon', ['unknown-capacity']],
    ['toString', ['unknown-capacity']],
    ['? parent', ['unknown-capacity']],
    ['? adoptive-parent', []],
    ['adoptive-parent dragon', []],
  ])('does neither help nor harm: %s', (by, reasons) => {
    expect(now(doubtsAbout(agreed(by), decides({})))).toEqual(reasons)
  })
})

describe('where the record names those responsible', () => {
  const jo = 'RelatedPerson/jo'
  test.each<[why: string, arrangement: ArrangementCode, by: string, responsible: string[], reasons: Reason[]]>([
    ['one of them counts', 'adoption-order', 'adoptive-parent', [jo, 'RelatedPerson/ali'], []],
    ['nobody else does', 'adoption-order', 'adoptive-parent', ['RelatedPerson/ali'], ['could-not-agree']],
    ['an unknown capacity is the reason', 'adoption-order', 'adoptive-parent ?', ['X/1'], ['unknown-capacity']],
    ['being named is not enough', 'adoption-order', 'parent', ['RelatedPerson/kelly'], ['could-not-agree']],
    ['a council that is named counts', 'looked-after', 'council', ['Organization/northmoor'], []],
    ['another council does not', 'looked-after', 'council', ['Organization/southmoor'], ['could-not-agree']],
    [
      'another council does not, wherever its reference points',
      'placed-no-order',
      'council',
      ['https://fhir.example/Organization/southmoor'],
      ['could-not-agree'],
    ],
    [
      'a council that accommodates has no say of its own',
      'looked-after',
      'council',
      ['RelatedPerson/kelly'],
      ['could-not-agree'],
    ],
    ['the parent for whom it does has one', 'looked-after', 'parent', ['RelatedPerson/kelly'], []],
    ['a parent whom nobody names has none', 'looked-after', 'parent', [], ['could-not-agree']],
    ['a council left out counts before the order', 'placed-no-order', 'council', ['RelatedPerson/kelly'], []],
    [
      'a council left out has no say elsewhere',
      'informal-kinship',
      'council',
      ['RelatedPerson/kelly'],
      ['could-not-agree'],
    ],
    [
      'the one who counts may be any of those who agreed',
      'informal-kinship',
      'council parent',
      ['RelatedPerson/kelly'],
      [],
    ],
  ])('%s (%s)', (_, arrangement, by, responsible, reasons) => {
    expect(now(doubtsAbout(agreed(by), decides({ arrangement, responsible })))).toEqual(reasons)
  })

  test('the young person and the adult need not be named', () => {
    const named = decides({ responsible: [jo] })
    expect(doubtsAbout(agreed('young-person', '2033-01-01'), named)).toEqual([])
    expect(doubtsAbout(agreed('adult', '2035-01-01'), named)).toEqual([])
    expect(doubtsAbout(agreed('young-person'), { ...named, ableToAgreeSince: TODAY })).toEqual([])
  })
})

describe('an order', () => {
  const before = '2026-10-24'
  test.each<[arrangement: ArrangementCode, by: string, on: PlainDate, before: Reason[], after: Reason[]]>([
    ['adoption-order', 'council', before, [], ['order-changed']],
    ['adoption-order', 'council prospective-adopter', before, [], ['order-changed']],
    ['adoption-order', 'prospective-adopter', before, ['could-not-agree'], ['order-changed']],
    ['adoption-order', 'adoptive-parent', before, ['could-not-agree'], ['order-changed']],
    ['adoption-order', 'prospective-adopter ?', before, ['unknown-capacity'], ['order-changed']],
    ['adoption-order', 'adoptive-parent', ORDER_ON, [], []],
    ['adoption-order', 'council', ORDER_ON, ['could-not-agree'], ['could-not-agree']],
    ['special-guardianship-order', 'parent', before, [], ['order-changed']],
    ['special-guardianship-order', 'council', before, [], ['order-changed']],
    ['special-guardianship-order', 'special-guardian', before, ['could-not-agree'], ['order-changed']],
    ['special-guardianship-order', 'special-guardian', ORDER_ON, [], []],
    ['child-arrangements-order', 'council', before, [], ['order-changed']],
    ['child-arrangements-order', 'relative', before, ['could-not-agree'], ['order-changed']],
    ['child-arrangements-order', 'parent', before, [], []],
    ['child-arrangements-order', 'parent council', before, [], []],
    ['child-arrangements-order', 'child-arrangements-carer', ORDER_ON, [], []],
    ['looked-after', 'council', before, [], []],
    ['informal-kinship', 'parent', before, [], []],
  ])('%s: an agreement by %s of %s has doubts %j until the day of the order and %j from then on', (...row) => {
    const [arrangement, by, on, until, since] = row
    const doubts = doubtsAbout(agreed(by, on), decides({ arrangement, orderOn: ORDER_ON }))
    expect(reasonsAt(doubts, ORDER_MS - 1)).toEqual(until)
    expect(reasonsAt(doubts, ORDER_MS)).toEqual(since)
  })

  test('ends what was agreed before it at midnight, for good', () => {
    const doubts = doubtsAbout(agreed('council', before), decides({ orderOn: ORDER_ON }))
    expect(doubts.filter(({ reason }) => reason === 'order-changed')).toEqual([
      { reason: 'order-changed', fromMs: ORDER_MS, untilMs: LAST_MS, sections: [] },
    ])
  })

  test('asks those named as responsible only since it was made', () => {
    const named = decides({ orderOn: ORDER_ON, responsible: ['RelatedPerson/jo'] })
    expect(reasonsAt(doubtsAbout(agreed('council', before), named), ORDER_MS - 1)).toEqual([])
    const carer = decides({ arrangement: 'child-arrangements-order', orderOn: ORDER_ON, responsible: ['X/1'] })
    expect(reasonsAt(doubtsAbout(agreed('parent', before), carer), ORDER_MS)).toEqual(['order-changed'])
  })

  test.each<[why: string, on: PlainDate | null, orderOn: PlainDate | undefined]>([
    ['the day of the agreement is not known', null, ORDER_ON],
    ['the day of the order is not known', before, undefined],
  ])('counts as made already when %s', (_, on, orderOn) => {
    expect(now(doubtsAbout(agreed('adoptive-parent', on), decides({ orderOn })))).toEqual([])
    expect(now(doubtsAbout(agreed('council', on), decides({ orderOn })))).toEqual(['could-not-agree'])
  })

  test.each<[arrangement: ArrangementCode, by: string, after: Reason[]]>([
    ['special-guardianship-order', 'young-person', []],
    ['child-arrangements-order', 'young-person', []],
    ['adoption-order', 'young-person', ['order-changed']],
    ['adoption-order', 'young-person council', ['order-changed']],
  ])('%s: what a %s agreed to at 16 before it then has these doubts: %j', (arrangement, by, after) => {
    const doubts = doubtsAbout(agreed(by, '2033-01-01'), decides({ arrangement, orderOn: '2033-06-01' }))
    expect(reasonsAt(doubts, startOfDayMs('2033-06-01'))).toEqual(after)
  })
})

describe('an objection', () => {
  const by = 'RelatedPerson/kelly'
  const doubt = (sections: SectionCode[], untilMs = AT_18_MS - 1) => {
    return { reason: 'objection', fromMs: FIRST_MS, untilMs, sections }
  }
  const doubtsWith = (changed: Partial<WhoDecides>) =>
    doubtsAbout(agreed('child-arrangements-carer special-guardian adoptive-parent council'), decides(changed)).filter(
      ({ reason }) => reason === 'objection',
    )

  test.each<[why: string, changed: Partial<WhoDecides>]>([
    ['under a child arrangements order', { arrangement: 'child-arrangements-order' }],
    ['under one that names others', { arrangement: 'child-arrangements-order', responsible: ['RelatedPerson/pat'] }],
    ['while the arrangement is not known', { arrangement: undefined }],
    ['where nobody is named as responsible', { arrangement: 'special-guardianship-order', responsible: [] }],
    ['by somebody named as responsible', { arrangement: 'special-guardianship-order', responsible: [by] }],
    ['while the age is not known', { arrangement: 'child-arrangements-order', bornOn: undefined }],
  ])('counts %s, for its sections and until 18', (_, changed) => {
    const objections = [{ by, sections: ['needs', 'about-me'] as SectionCode[] }]
    const untilMs = 'bornOn' in changed ? LAST_MS : AT_18_MS - 1
    expect(doubtsWith({ ...changed, objections })).toEqual([doubt(['about-me', 'needs'], untilMs)])
  })

  test('without sections counts for all', () => {
    const objections = [{ by, sections: [] }]
    expect(doubtsWith({ arrangement: 'child-arrangements-order', objections })).toEqual([doubt([])])
  })

  test.each<[ArrangementCode, string[]]>([
    ['special-guardianship-order', ['RelatedPerson/rose']],
    ['adoption-order', ['RelatedPerson/jo']],
    ['looked-after', ['Organization/northmoor']],
  ])('under %s by somebody who is not among %j does not count', (arrangement, responsible) => {
    expect(doubtsWith({ arrangement, responsible, objections: [{ by, sections: [] }] })).toEqual([])
  })

  test.each(['adoption-order', 'child-arrangements-order', 'looked-after'] as const)(
    'of the child’s own always counts, under %s',
    (arrangement) => {
      const own = [{ by: 'Patient/sam', sections: ['needs'] as SectionCode[] }]
      const doubts = doubtsAbout(
        agreed('young-person adoptive-parent council'),
        decides({ arrangement, objections: own }),
      )
      expect(doubts).toContainEqual(doubt(['needs'], LAST_MS))
    },
  )

  test('does not count against what the young person agreed at 16 or later', () => {
    const decider = decides({ arrangement: 'child-arrangements-order', objections: [{ by, sections: [] }] })
    const { bornOn = '' } = decider
    const on = (age: number) => `${Number(bornOn.slice(0, 4)) + age}${bornOn.slice(4)}`
    const reasons = (who: string, day: string) =>
      doubtsAbout({ ...agreed(who), on: day }, decider).map(({ reason }) => reason)
    expect(reasons('young-person', on(16))).toEqual([])
    expect(reasons('young-person', on(15))).toContain('objection')
    expect(reasons('parent', on(16))).toContain('objection')
  })

  test('made twice is one doubt', () => {
    const objections = [
      { by, sections: ['needs', 'words'] as SectionCode[] },
      { by: 'RelatedPerson/pat', sections: ['words', 'needs', 'words'] as SectionCode[] },
      { by, sections: [] },
    ]
    expect(doubtsWith({ arrangement: 'child-arrangements-order', objections })).toEqual([
      doubt([]),
      doubt(['words', 'needs']),
    ])
  })
})

describe('at 16', () => {
  const health = { reason: 'young-person-decides', fromMs: AT_16_MS, untilMs: AT_18_MS - 1 }
  const adult = { reason: 'now-adult', fromMs: AT_18_MS, untilMs: LAST_MS, sections: [] }

  test('what others agreed to ends at midnight for the health sections, and at 18 for all', () => {
    expect(doubtsAbout(agreed('adoptive-parent'), decides({}))).toEqual([
      { ...health, sections: ['assessment', 'health-context'] },
      adult,
    ])
  })

  test.each<[by: string, on: PlainDate, reasons: Reason[]]>([
    ['adoptive-parent', '2032-05-11', []], // the day before the birthday
    ['adoptive-parent', '2032-05-12', ['young-person-decides']],
    ['adoptive-parent', '2034-05-11', ['young-person-decides']], // the day before the 18th
    ['adult', '2033-01-01', ['young-person-decides']],
    ['?', '2033-01-01', ['young-person-decides']],
    ['young-person', '2032-05-11', ['could-not-agree']],
    ['young-person', '2032-05-12', []],
    ['young-person', '2034-05-11', []],
    ['young-person adoptive-parent', '2032-05-12', []],
  ])('an agreement by %s given on %s has these doubts before that birthday: %j', (by, on, reasons) => {
    expect(reasonsAt(doubtsAbout(agreed(by, on), decides({})), AT_16_MS - 1)).toEqual(reasons)
  })

  test('nobody agrees for the young person, to anything, at any time', () => {
    expect(doubtsAbout(agreed('adoptive-parent', '2033-01-01'), decides({}))).toEqual([
      { reason: 'young-person-decides', fromMs: FIRST_MS, untilMs: LAST_MS, sections: [] },
      adult,
    ])
  })

  test.each<[arrangement: ArrangementCode | undefined, by: string, reasons: Reason[]]>([
    ['adoption-order', 'young-person', []],
    ['special-guardianship-order', 'young-person', []],
    ['child-arrangements-order', 'young-person', []],
    ['informal-kinship', 'young-person', []],
    [undefined, 'young-person', []],
    ['looked-after', 'young-person', ['could-not-agree']],
    ['looked-after', 'young-person ?', ['unknown-capacity']],
    ['looked-after', 'council', ['young-person-decides', 'now-adult']],
    ['looked-after', 'young-person council', []],
    ['placed-no-order', 'young-person prospective-adopter', ['could-not-agree']],
    ['placed-no-order', 'young-person council', []],
  ])('under %s, an agreement by %s has these doubts: %j', (arrangement, by, reasons) => {
    const doubts = doubtsAbout(agreed(by, '2033-01-01'), decides({ arrangement }))
    expect(doubts.map(({ reason }) => reason)).toEqual(reasons)
  })
})

describe('a child under 16', () => {
  const able = decides({ ableToAgreeSince: '2026-11-20' })
  test.each<[why: string, agreeing: Agreeing, who: WhoDecides, reasons: Reason[]]>([
    ['cannot agree alone', agreed('young-person'), decides({}), ['could-not-agree']],
    ['can once found able', agreed('young-person', '2026-11-20'), able, []],
    ['cannot the day before', agreed('young-person', '2026-11-19'), able, ['could-not-agree']],
    ['cannot on a day that is not known', agreed('young-person', null), able, ['could-not-agree']],
    [
      'cannot alone while looked after',
      agreed('young-person'),
      { ...able, arrangement: 'looked-after' },
      ['could-not-agree'],
    ],
    [
      'cannot while the arrangement is not known',
      agreed('young-person'),
      { ...able, arrangement: undefined },
      ['arrangement-not-known'],
    ],
    ['is not an adult', agreed('adult'), able, ['could-not-agree']],
    ['need not be asked beside a parent', agreed('adoptive-parent'), able, []],
  ])('%s', (_, agreeing, who, reasons) => {
    expect(now(doubtsAbout(agreeing, who))).toEqual(reasons)
  })

  test('who was able is not asked again at 16 or 18', () => {
    expect(doubtsAbout(agreed('young-person'), able)).toEqual([])
    expect(doubtsAbout(agreed('young-person adoptive-parent'), able)).toEqual([])
  })

  test('who was not is, though they signed beside a parent', () => {
    const doubts = doubtsAbout(agreed('young-person adoptive-parent'), decides({}))
    expect(doubts.map(({ reason }) => reason)).toEqual(['young-person-decides', 'now-adult'])
  })
})

describe('at 18', () => {
  test.each<[by: string, on: PlainDate, before: Reason[], after: Reason[]]>([
    ['adoptive-parent', TODAY, ['young-person-decides'], ['now-adult']],
    ['young-person', '2033-01-01', [], []],
    ['young-person', '2034-05-12', [], []],
    ['adult', '2034-05-12', [], []],
    ['adult adoptive-parent', '2034-05-12', [], []],
    ['adult', '2034-05-11', ['young-person-decides'], ['young-person-decides', 'now-adult']],
    ['adoptive-parent council ?', '2034-05-12', ['now-adult'], ['now-adult']],
  ])(
    'an agreement by %s given on %s has doubts %j a millisecond before midnight and %j after',
    (by, on, until, since) => {
      const doubts = doubtsAbout(agreed(by, on), decides({}))
      expect(reasonsAt(doubts, AT_18_MS - 1)).toEqual(until)
      expect(reasonsAt(doubts, AT_18_MS)).toEqual(since)
    },
  )

  test.each([undefined, ...(Object.keys(ARRANGEMENTS) as ArrangementCode[])])('%s no longer matters', (arrangement) => {
    expect(doubtsAbout(agreed('adult', '2035-01-01'), decides({ arrangement }))).toEqual([])
  })
})

describe('somebody born on 29 February', () => {
  const leap = decides({ bornOn: '2012-02-29' })
  test('turns 16 on the day itself and 18 on 1 March', () => {
    expect(doubtsAbout(agreed('adoptive-parent'), leap).map(({ fromMs }) => fromMs)).toEqual([
      Date.parse('2028-02-29T00:00:00Z'),
      Date.parse('2030-03-01T00:00:00Z'),
    ])
  })

  test.each<[on: PlainDate, reasons: Reason[]]>([
    ['2030-02-28', ['young-person-decides', 'now-adult']],
    ['2030-03-01', []],
  ])('agrees as an adult on %s: %j', (on, reasons) => {
    expect(doubtsAbout(agreed('adult', on), leap).map(({ reason }) => reason)).toEqual(reasons)
  })
})

describe('an agreement of a day that is not known', () => {
  test.each<[by: string, child: Reason[], at16: Reason[], at18: Reason[]]>([
    ['adoptive-parent', [], ['young-person-decides'], ['now-adult']],
    ['parent', ['could-not-agree'], ['young-person-decides'], ['now-adult']],
    ['young-person', ['could-not-agree'], [], []],
    ['young-person adoptive-parent', [], [], []],
    ['adult', ['could-not-agree'], ['young-person-decides'], []],
  ])('by %s is judged at every instant by the age then: %j, at 16 %j, at 18 %j', (by, child, at16, at18) => {
    const doubts = doubtsAbout(agreed(by, null), decides({}))
    expect([FIRST_MS, AT_16_MS - 1].map((atMs) => reasonsAt(doubts, atMs))).toEqual([child, child])
    expect([AT_16_MS, AT_18_MS - 1].map((atMs) => reasonsAt(doubts, atMs))).toEqual([at16, at16])
    expect([AT_18_MS, LAST_MS].map((atMs) => reasonsAt(doubts, atMs))).toEqual([at18, at18])
    expect(doubts.every(({ sections }) => sections.length === 0)).toBe(true)
  })
})

test.each([undefined, '9999-12-31'])('born on %j, nobody’s agreement counts', (bornOn) => {
  for (const by of ['adoptive-parent', 'young-person', 'adult', '?'])
    expect(doubtsAbout(agreed(by), decides({ bornOn }))).toEqual([
      { reason: 'age-not-known', fromMs: FIRST_MS, untilMs: LAST_MS, sections: [] },
    ])
})

describe('whatever the record says', () => {
  const RUNS = { numRuns: 2000, seed: 20261121 }
  const capacity = fc.constantFrom(...Object.keys(REFERENCES), 'dragon', undefined)
  const day = fc.constantFrom(undefined, '2020-01-01', ORDER_ON, TODAY, '2032-05-12', '2033-01-01', '2034-05-12')
  const reference = fc.constantFrom('RelatedPerson/jo', 'Organization/northmoor', 'RelatedPerson/kelly', 'Patient/sam')
  const sections = fc.uniqueArray(fc.constantFrom<SectionCode[]>('needs', 'words', 'plan'), { maxLength: 2 })
  const agreement = fc.record({
    by: fc.array(fc.record({ reference, capacity }), { maxLength: 3 }),
    on: day,
  })
  const who: fc.Arbitrary<WhoDecides> = fc.record({
    arrangement: fc.constantFrom(undefined, ...(Object.keys(ARRANGEMENTS) as ArrangementCode[])),
    orderOn: day,
    bornOn: fc.constantFrom(undefined, BORN, '2012-02-29'),
    responsible: fc.array(reference, { maxLength: 2 }),
    objections: fc.array(fc.record({ by: reference, sections }), { maxLength: 3 }),
    ableToAgreeSince: day,
  })

  test('the order of names, objections and sections changes nothing', () => {
    fc.assert(
      fc.property(agreement, who, (agreeing, decider) => {
        const turned = {
          ...decider,
          responsible: decider.responsible.toReversed(),
          objections: decider.objections.toReversed().map((one) => ({ ...one, sections: one.sections.toReversed() })),
        }
        const doubts = doubtsAbout(agreeing, decider)
        expect(doubtsAbout({ ...agreeing, by: agreeing.by.toReversed() }, turned)).toEqual(doubts)
        expect(new Set(doubts.map((doubt) => JSON.stringify(doubt))).size).toBe(doubts.length)
      }),
      RUNS,
    )
  })

  test('doubts run forwards, in order of their beginning', () => {
    fc.assert(
      fc.property(agreement, who, (agreeing, decider) => {
        const doubts = doubtsAbout(agreeing, decider)
        expect(doubts.every(({ fromMs, untilMs }) => fromMs <= untilMs)).toBe(true)
        expect(doubts.map(({ fromMs }) => fromMs)).toEqual(doubts.map(({ fromMs }) => fromMs).toSorted((a, b) => a - b))
      }),
      RUNS,
    )
  })

  test('nobody but themself agrees for an adult', () => {
    fc.assert(
      fc.property(agreement, who, (agreeing, decider) => {
        const themself = agreeing.by.some(({ capacity }) => capacity === 'adult' || capacity === 'young-person')
        fc.pre(!themself)
        expect(reasonsAt(doubtsAbout(agreeing, decider), AT_18_MS + DAY_MS)).not.toEqual([])
      }),
      RUNS,
    )
  })
})

/** @param on `null` when that day is not known */
function agreed(by: string, on: PlainDate | null = TODAY): Agreeing {
  const people = by.split(' ').filter(Boolean)
  return {
    by: people.map((code) => ({ reference: REFERENCES[code] ?? 'X/0', capacity: code === '?' ? undefined : code })),
    on: on ?? undefined,
  }
}

function decides(changed: Partial<WhoDecides>): WhoDecides {
  return {
    arrangement: 'adoption-order',
    orderOn: undefined,
    bornOn: BORN,
    responsible: [],
    objections: [],
    ableToAgreeSince: undefined,
    ...changed,
  }
}

type Doubts = ReturnType<typeof doubtsAbout>

function reasonsAt(doubts: Doubts, atMs: number): Reason[] {
  return doubts.filter(({ fromMs, untilMs }) => fromMs <= atMs && atMs <= untilMs).map(({ reason }) => reason)
}

function now(doubts: Doubts): Reason[] {
  return reasonsAt(doubts, startOfDayMs(TODAY))
}
