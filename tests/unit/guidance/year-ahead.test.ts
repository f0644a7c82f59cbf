import { describe, expect, it, test } from 'vitest'
import { addDays, daysBetween, weekday } from '../../../src/core/time.ts'
import { PHASES, type Phases } from '../../../src/guidance/calendar/phases.ts'
import type { Schooling } from '../../../src/guidance/calendar/schooling.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { type YearQuestion, yearAhead } from '../../../src/guidance/year-ahead.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import { AUDIENCES, type Audience } from '../../../src/record/viewer.ts'

const TODAY = '2026-11-22'
const EVERYBODY = Object.keys(AUDIENCES) as Audience[]
const EVERY_PHASES = Object.keys(PHASES) as Phases[]

/** A child who is in a year group by age on 22 November 2026. Made up. */
function inYear(year: number, more: Partial<Schooling> = {}): Schooling {
  const schooling = { yearsApart: 0, phases: 'primary-secondary', calendar: usualTerms } as const
  return { ...schooling, bornOn: `${2022 - year}-05-12`, ...more }
}

function ahead(schooling: Schooling | undefined, more: Partial<YearQuestion> = {}) {
  return yearAhead({ today: TODAY, audience: 'class-teacher', calendar: usualTerms, schooling, ...more })
}

function moments(schooling: Schooling | undefined, more: Partial<YearQuestion> = {}): string[] {
  return ahead(schooling, more).moments.map(({ from, until, words }) => `${from}${until ? `/${until}` : ''} ${words}`)
}

test.each([
  ['2026-11-22', '2026-11-01', '2027-10-31'],
  ['2026-11-01', '2026-11-01', '2027-10-31'],
  ['2027-01-31', '2027-01-01', '2027-12-31'],
  ['2027-03-15', '2027-03-01', '2028-02-29'],
  ['2028-02-29', '2028-02-01', '2029-01-31'],
])('on %s the year is from %s until %s', (today, from, until) => {
  expect(ahead(undefined, { today })).toMatchObject({ from, until })
})

describe('half-terms', () => {
  it('are named as schools name them, with the holidays between them', () => {
    expect(ahead(undefined).terms).toEqual([
      { name: 'Autumn 2', from: '2026-11-02', until: '2026-12-18' },
      { name: 'Spring 1', from: '2027-01-04', until: '2027-02-12' },
      { name: 'Spring 2', from: '2027-02-22', until: '2027-03-26' },
      { name: 'Summer 1', from: '2027-04-12', until: '2027-05-28' },
      { name: 'Summer 2', from: '2027-06-07', until: '2027-07-21' },
      { name: 'Autumn 1', from: '2027-09-02', until: '2027-10-22' },
    ])
  })

  it('that have begun before the year, or end after it, are whole', () => {
    const { terms } = ahead(undefined, { today: '2026-10-12' })
    expect(terms[0]).toEqual({ name: 'Autumn 1', from: '2026-09-02', until: '2026-10-23' })
    expect(terms.at(-1)).toEqual({ name: 'Autumn 1', from: '2027-09-02', until: '2027-10-22' })
  })

  it('follow a school’s own dates', () => {
    const own = (year: number) => ({ ...usualTerms(year), octoberHalfTerm: `${year}-10-19` })
    expect(ahead(undefined, { today: '2026-10-12', calendar: own }).terms.slice(0, 2)).toEqual([
      { name: 'Autumn 1', from: '2026-09-02', until: '2026-10-16' },
      { name: 'Autumn 2', from: '2026-10-26', until: '2026-12-18' },
    ])
  })

  it('for which a calendar leaves no room are left out', () => {
    const odd = (year: number) => ({ ...usualTerms(year), mayHalfTerm: `${year + 1}-07-19` })
    expect(ahead(undefined, { calendar: odd }).terms.map(({ name }) => name)).not.toContain('Summer 2')
  })

  test.each([
    ['Autumn 1', 'Autumn 2', 1],
    ['Autumn 2', 'Spring 1', 2],
    ['Spring 1', 'Spring 2', 1],
    ['Spring 2', 'Summer 1', 2],
    ['Summer 1', 'Summer 2', 1],
  ])('between %s and %s are %i weeks, from a Friday to a Monday, in any year', (before, after, weeks) => {
    for (let year = 2020; year < 2060; year++) {
      const { terms } = ahead(undefined, { today: `${year}-09-01` })
      const last = terms.find(({ name }) => name === before)?.until ?? ''
      const first = terms.find(({ name }) => name === after)?.from ?? ''
      expect([weekday(last), weekday(first), daysBetween(last, first)]).toEqual([5, 1, weeks * 7 + 3])
    }
  })
})

describe('what comes', () => {
  test.each<[who: string, schooling: Schooling | undefined, expected: string[]]>([
    [
      'Year 6',
      inYear(6),
      [
        '2027-02-15 Last day for an EHC plan to name the next place',
        '2027-03-01 Offer day: families hear which school',
        '2027-07-12/2027-07-16 Transition week',
        '2027-07-21 Last day of the summer term',
        '2027-09-02 First day at the new school',
        '2027-10-11 Review of the move, in weeks 6 to 8',
      ],
    ],
    ['Year 5, who applies within the year', inYear(5), ['2027-10-31 Last day to apply for a school place']],
    ['Year 9, who moves nowhere', inYear(9), []],
    ['Year 6 in an all-through school', inYear(6, { phases: 'all-through' }), []],
    [
      'nursery',
      inYear(-1),
      [
        '2027-01-15 Last day to apply for a school place',
        '2027-02-15 Last day for an EHC plan to name the next place',
        '2027-04-16 Offer day: families hear which school',
        '2027-07-12/2027-07-16 Transition week',
        '2027-07-21 Last day of the summer term',
        '2027-09-02 First day at school',
        '2027-10-11 Review of the move, in weeks 6 to 8',
      ],
    ],
    [
      'Year 11',
      inYear(11),
      [
        '2027-03-31 Last day for an EHC plan to name the next place',
        '2027-05-12 16th birthday',
        '2027-06-25 School leaving date',
        '2027-07-12/2027-07-16 Transition week',
        '2027-07-21 Last day of the summer term',
        '2027-09-02 First day in the new place',
        '2027-10-11 Review of the move, in weeks 6 to 8',
      ],
    ],
    ['Year 13', inYear(13), ['2027-05-12 18th birthday']],
    ['in Reception', inYear(0), ['2027-08-31 Compulsory school age']],
    ['24 years old', inYear(20), ['2027-05-12 25th birthday']],
    [
      '16 soon, taught where nobody moves',
      inYear(9, { bornOn: '2011-05-12', yearsApart: -2 }),
      ['2027-05-12 16th birthday'],
    ],
    ['16 soon, taught two years below', inYear(11, { yearsApart: -2 }), ['2027-05-12 16th birthday']],
    ['nobody knows how old', undefined, []],
  ])('for a child who is %s', (_, schooling, expected) => {
    expect(moments(schooling)).toEqual(expected)
  })

  test.each<[today: string, expected: string[]]>([
    ['2027-09-14', ['2027-09-02 First day at the new school', '2027-10-11 Review of the move, in weeks 6 to 8']],
    ['2027-10-30', ['2027-10-11 Review of the move, in weeks 6 to 8']],
    ['2027-11-01', []],
  ])(
    'to a child in Year 7 on %s is what is past this month, and no more of the move than is left',
    (today, expected) => {
      expect(moments(inYear(6), { today })).toEqual(expected)
    },
  )

  test.each<[Audience, year: number, expected: string[]]>([
    ['designated-teacher', 9, ['2027-10-07 October census']],
    ['senco', 9, ['2027-10-07 October census']],
    ['virtual-school-head', 9, ['2027-10-07 October census']],
    ['class-teacher', 9, []],
    ['lead-worker', 9, []],
    ['family', 9, []],
    ['designated-teacher', -2, []],
    ['designated-teacher', 11, []],
  ])('for a %s is the census of a child who is in year %i a year before it: %j', (audience, year, expected) => {
    const { moments } = ahead(inYear(year), { audience })
    expect(moments.filter(({ id }) => id.startsWith('census')).map(({ from, words }) => `${from} ${words}`)).toEqual(
      expected,
    )
  })

  it('that is a review is the one after a move', () => {
    const reviews = ahead(inYear(6)).moments.filter(({ isReview }) => isReview)
    expect(reviews.map(({ id }) => id)).toEqual(['year-6-to-7/2026/week-6-8-review'])
  })
})

describe('for every reader, kind of school, year group and month', () => {
  const years = EVERY_PHASES.flatMap((phases) =>
    [-2, -1, 0, 2, 4, 6, 8, 9, 10, 11, 13, 18, 20].flatMap((year) =>
      Array.from({ length: 12 }, (_, month) => ({
        schooling: inYear(year, { phases }),
        today: addDays('2026-11-22', month * 30),
      })),
    ),
  )
  const all = EVERYBODY.flatMap((audience) =>
    years.map(({ schooling, today }) => ahead(schooling, { today, audience })),
  )

  it('days that are about families, and words that name status, are never here', () => {
    const said = new Set(all.flatMap(({ moments }) => moments.flatMap(({ id, words }) => [id, words])))
    expect(said.size).toBeGreaterThan(20)
    for (const text of said) {
      expect(text).not.toMatch(/mother|father/i)
      expect(namesStatus(text)).toBe(false)
    }
  })

  it('everything is in the year, in order, and has an id of its own', () => {
    for (const { from, until, terms, moments } of all) {
      for (const one of [...terms, ...moments]) {
        expect(one.from <= until && (one.until ?? one.from) >= from).toBe(true)
      }
      for (const days of [terms, moments].map((list) => list.map((one) => one.from)))
        expect(days).toEqual(days.toSorted())
      expect(new Set(moments.map(({ id }) => id)).size).toBe(moments.length)
    }
  })
})

it('keeps the id of a day from one month to the next', () => {
  const ids = (today: string) => ahead(inYear(6), { today }).moments.map(({ from, id }) => `${from} ${id}`)
  const before = ids('2027-02-03')
  expect(ids('2027-03-30')).toEqual(before.filter((one) => one >= '2027-03-01'))
})
