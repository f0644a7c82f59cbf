import { describe, expect, it, test } from 'vitest'
import { PHASES, type Phases } from '../../../src/guidance/calendar/phases.ts'
import { parseSchool, UNSAID } from '../../../src/guidance/calendar/school.ts'
import { movesNear, type Schooling, yearGroupOf } from '../../../src/guidance/calendar/schooling.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { TRANSITIONS } from '../../../src/guidance/transition.ts'

const TODAY = '2026-11-21'

/** A child who is in a year group on that day by age. Made up. */
function inYear(year: number, more: Partial<Schooling> = {}): Schooling {
  const schooling = { yearsApart: 0, phases: 'primary-secondary', calendar: usualTerms } as const
  return { ...schooling, bornOn: `${2022 - year}-05-12`, ...more }
}

function moves(schooling: Schooling): string[] {
  return movesNear(schooling, TODAY).map(({ transition, yearsSince }) => `${transition} ${yearsSince}`)
}

describe('the moves near a child', () => {
  test.each<[Phases, year: number, expected: string[]]>([
    ['primary-secondary', -1, ['starting-school 0']],
    ['primary-secondary', 0, ['starting-school 1']],
    ['primary-secondary', 2, []],
    ['primary-secondary', 5, ['year-6-to-7 -1']],
    ['primary-secondary', 6, ['year-6-to-7 0']],
    ['primary-secondary', 7, ['year-6-to-7 1']],
    ['primary-secondary', 8, []],
    ['primary-secondary', 11, ['year-11-to-post-16 0']],
    ['primary-secondary', 13, ['year-11-to-post-16 2']],
    ['infant-junior', 2, ['infant-to-junior 0']],
    ['infant-junior', 3, ['infant-to-junior 1']],
    ['first-middle-upper', 4, ['first-to-middle 0']],
    ['first-middle-upper', 6, []],
    ['first-middle-upper', 8, ['middle-to-upper 0']],
    ['first-middle-upper', 9, ['middle-to-upper 1']],
    ['year-10', 9, ['year-9-to-10 0']],
    ['year-10', 10, ['year-9-to-10 1', 'year-11-to-post-16 -1']],
    ['all-through', 6, []],
    ['all-through', 11, ['year-11-to-post-16 0']],
    ['special', 6, []],
    ['special', 11, ['year-11-to-post-16 0']],
  ])('under %s in year %i are %j', (phases, year, expected) => {
    expect(moves(inYear(year, { phases }))).toEqual(expected)
  })

  test.each([
    [6, -1, 'Year 5', ['year-6-to-7 -1']],
    [7, -1, 'Year 6', ['year-6-to-7 0']],
    [5, 1, 'Year 6', ['year-6-to-7 0']],
    [8, -2, 'Year 6', ['year-6-to-7 0']],
  ])('of a child of year %i taught %i years apart are those of %s', (year, yearsApart, _, expected) => {
    const schooling = inYear(year, { yearsApart })
    expect(yearGroupOf(schooling, TODAY)).toBe(year + yearsApart)
    expect(moves(schooling)).toEqual(expected)
  })

  it('begin in the September that starts the child’s last year there', () => {
    expect(movesNear(inYear(5), TODAY)).toEqual([{ transition: 'year-6-to-7', leavingYear: 2027, yearsSince: -1 }])
    expect(movesNear(inYear(7), TODAY)).toEqual([{ transition: 'year-6-to-7', leavingYear: 2025, yearsSince: 1 }])
  })
})

it('every way to divide childhood has its moves in the order children make them', () => {
  for (const { moves: made } of Object.values(PHASES)) {
    const leaves = made.map((transition) => TRANSITIONS[transition].leaves)
    expect(leaves).toEqual([...leaves].sort((a, b) => a - b))
  }
})

describe('a school', () => {
  const school = {
    phases: 'first-middle-upper',
    years: { first: 5, last: 8 },
    terms: { '2026': { lastDay: '2027-07-16' } },
  }

  it('is what was kept', () => {
    expect(parseSchool(JSON.parse(JSON.stringify(school)))).toEqual(school)
  })

  test.each([
    ['nothing', undefined],
    ['a word', 'school'],
    ['phases nobody knows', { ...school, phases: 'toString' }],
    ['years the wrong way round', { ...school, years: { first: 8, last: 5 } }],
    ['years that are none', { ...school, years: { first: 0.5, last: 99 } }],
    ['a day that is none', { ...school, terms: { '2026': { lastDay: '2027-02-31' } } }],
    ['a year that is none', { ...school, terms: { __proto__x: { lastDay: '2027-07-16' } } }],
  ])('is the usual one where what was kept is %s', (_, raw) => {
    expect(parseSchool(raw)).toEqual(UNSAID)
  })
})
