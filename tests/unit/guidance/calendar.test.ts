import * as fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { addDays, weekday } from '../../../src/core/time.ts'
import { ANCHORS, type Anchor, anchors } from '../../../src/guidance/calendar/anchors.ts'
import { describeMoment, parseMoment, resolve, writeMoment } from '../../../src/guidance/calendar/moment.ts'
import {
  easterSunday,
  fathersDay,
  mondayOf,
  motheringSunday,
  workingDay,
} from '../../../src/guidance/calendar/movable-days.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import {
  compulsoryFrom,
  keyStage,
  schoolYear,
  yearGroup,
  yearGroupName,
} from '../../../src/guidance/calendar/year-group.ts'
import type { Occasion } from '../../../src/guidance/transition.ts'

describe('year group', () => {
  test.each([
    ['2015-08-31', '2026-11-21', 7],
    ['2015-09-01', '2026-11-21', 6],
    ['2015-08-31', '2026-08-31', 6],
    ['2015-08-31', '2026-09-01', 7],
    ['2016-02-29', '2026-11-21', 6],
    ['2022-08-31', '2026-09-01', 0],
    ['2022-09-01', '2026-09-01', -1],
  ])('puts a child born on %s in year %3$i on %s', (bornOn, on, expected) => {
    expect(yearGroup(bornOn, on)).toBe(expected)
  })

  test.each([
    [-2, 'Before school'],
    [-1, 'Nursery'],
    [0, 'Reception'],
    [6, 'Year 6'],
    [13, 'Year 13'],
    [14, 'Left school'],
  ])('calls %i "%s"', (year, name) => {
    expect(yearGroupName(year)).toBe(name)
  })
})

describe('key stage', () => {
  test.each([
    [-1, 'EYFS'],
    [0, 'EYFS'],
    [1, 'KS1'],
    [2, 'KS1'],
    [3, 'KS2'],
    [6, 'KS2'],
    [7, 'KS3'],
    [9, 'KS3'],
    [10, 'KS4'],
    [11, 'KS4'],
    [12, 'KS5'],
    [13, 'KS5'],
    [14, undefined],
  ])('of year %i is %s', (year, stage) => {
    expect(keyStage(year)).toBe(stage)
  })
})

// domain.md F6
test.each([
  ['2021-03-31', '2026-03-31'],
  ['2021-04-01', '2026-08-31'],
  ['2021-08-31', '2026-08-31'],
  ['2021-09-01', '2026-12-31'],
  ['2021-12-31', '2026-12-31'],
  ['2022-01-01', '2027-03-31'],
  ['2020-02-29', '2025-03-31'],
])('a child born on %s has to be in education from %s', (bornOn, from) => {
  expect(compulsoryFrom(bornOn)).toBe(from)
})

test.each([
  ['2026-08-31', 2025],
  ['2026-09-01', 2026],
  ['2027-02-28', 2026],
])('%s is in the school year that begins in September %i', (on, year) => {
  expect(schoolYear(on)).toBe(year)
})

describe('movable days', () => {
  test.each([
    [1961, '1961-04-02'],
    [2000, '2000-04-23'],
    [2024, '2024-03-31'],
    [2027, '2027-03-28'],
    [2038, '2038-04-25'], // the latest Easter can be
    [2285, '2285-03-22'], // the earliest
  ])('Easter %i is %s', (year, date) => {
    expect(easterSunday(year)).toBe(date)
  })

  test.each([
    [2027, '2027-03-07'],
    [2028, '2028-03-26'],
    [2029, '2029-03-11'],
  ])('Mothering Sunday %i is %s', (year, date) => {
    expect(motheringSunday(year)).toBe(date)
  })

  test.each([
    [2026, '2026-06-21'],
    [2027, '2027-06-20'],
  ])('Father’s Day %i is %s', (year, date) => {
    expect(fathersDay(year)).toBe(date)
  })

  test.each([
    ['2026-03-01', '2026-03-02'], // a Sunday
    ['2025-03-01', '2025-03-03'], // a Saturday
    ['2027-03-01', '2027-03-01'],
    ['2028-04-16', '2028-04-18'], // Easter Sunday, and Easter Monday after it
    ['2033-04-16', '2033-04-19'], // the Saturday before Easter
    ['2027-04-16', '2027-04-16'],
  ])('an offer day of %s is kept on %s', (date, kept) => {
    expect(workingDay(date)).toBe(kept)
  })

  test.each([
    ['2027-07-12', '2027-07-12'],
    ['2027-07-18', '2027-07-12'],
  ])('the week of %s begins on %s', (date, monday) => {
    expect(mondayOf(date)).toBe(monday)
  })
})

describe('usual terms', () => {
  it('match what most councils published', () => {
    expect(usualTerms(2026)).toEqual({
      firstDay: '2026-09-02',
      octoberHalfTerm: '2026-10-26',
      christmasHoliday: '2026-12-21',
      februaryHalfTerm: '2027-02-15',
      easterHoliday: '2027-03-29',
      mayHalfTerm: '2027-05-31',
      lastDay: '2027-07-21',
    })
  })

  test.each([
    [2022, '2023-04-03'],
    [2023, '2024-04-01'],
    [2025, '2026-03-30'],
    [2037, '2038-04-05'], // Easter on 25 April: the holiday waits a week
  ])('the Easter holiday of the year from September %i begins on %s', (year, date) => {
    expect(usualTerms(year).easterHoliday).toBe(date)
  })

  it('give days that are in order, and on weekdays, in any year', () => {
    for (let year = 2020; year < 2060; year++) {
      const days = Object.values(usualTerms(year))
      expect(days).toEqual([...days].sort())
      expect(days.filter((day) => weekday(day) === 0 || weekday(day) === 6)).toEqual([])
    }
  })
})

describe('anchors', () => {
  it('run from one September to the next autumn', () => {
    expect(anchors({ transition: 'year-6-to-7', leavingYear: 2026 })).toEqual({
      'year-start': '2026-09-02',
      'october-half-term': '2026-10-26',
      'application-deadline': '2026-10-31',
      'christmas-holiday': '2026-12-21',
      'february-half-term': '2027-02-15',
      'offer-day': '2027-03-01',
      'mothering-sunday': '2027-03-07',
      'easter-holiday': '2027-03-29',
      'may-half-term': '2027-05-31',
      'fathers-day': '2027-06-20',
      'transition-week': '2027-07-12',
      'last-day': '2027-07-21',
      'october-census': '2026-10-01',
      'plan-named': '2027-02-15',
      'first-day': '2027-09-02',
      'week-6-8-review': '2027-10-11',
      'first-half-term': '2027-10-25',
    })
  })

  test.each<[Occasion, Anchor, number, string | undefined]>([
    // School Admissions Code: closing days stay, offer days wait for a working day.
    ['year-6-to-7', 'application-deadline', 2026, '2026-10-31'], // a Saturday
    ['year-6-to-7', 'offer-day', 2025, '2026-03-02'],
    ['year-6-to-7', 'offer-day', 2026, '2027-03-01'],
    ['first-to-middle', 'offer-day', 2025, '2026-03-02'],
    ['middle-to-upper', 'application-deadline', 2026, '2026-10-31'],
    ['year-9-to-10', 'offer-day', 2024, '2025-03-03'],
    ['starting-school', 'application-deadline', 2026, '2027-01-15'],
    ['starting-school', 'offer-day', 2027, '2028-04-18'],
    ['infant-to-junior', 'offer-day', 2026, '2027-04-16'],
    ['year-11-to-post-16', 'application-deadline', 2026, undefined],
    ['year-11-to-post-16', 'offer-day', 2026, undefined],
    // SEND Regulations 2014, regulation 18.
    ['starting-school', 'plan-named', 2026, '2027-02-15'],
    ['year-6-to-7', 'plan-named', 2026, '2027-02-15'],
    ['year-11-to-post-16', 'plan-named', 2026, '2027-03-31'],
    // The last Friday in June.
    ['year-11-to-post-16', 'school-leaving-date', 2026, '2027-06-25'],
    ['year-11-to-post-16', 'school-leaving-date', 2028, '2029-06-29'],
    ['year-6-to-7', 'school-leaving-date', 2026, undefined],
    // The first Thursday in October.
    ['school-year', 'october-census', 2024, '2024-10-03'],
    ['school-year', 'october-census', 2026, '2026-10-01'],
    ['school-year', 'october-census', 2027, '2027-10-07'],
    ['school-year', 'mothering-sunday', 2028, '2029-03-11'],
    ['school-year', 'fathers-day', 2026, '2027-06-20'],
    ['school-year', 'first-day', 2026, undefined],
    ['school-year', 'transition-week', 2026, undefined],
    ['year-6-to-7', 'sixteenth-birthday', 2026, undefined],
    ['year-11-to-post-16', 'sixteenth-birthday', 2026, '2027-02-28'],
    ['year-11-to-post-16', 'eighteenth-birthday', 2026, '2029-02-28'],
    ['year-11-to-post-16', 'twenty-fifth-birthday', 2026, '2036-02-28'],
  ])('%s has %s, for those who leave in the year from September %i, on %s', (transition, anchor, leavingYear, date) => {
    expect(anchors({ transition, leavingYear }, usualTerms, '2011-02-28')[anchor]).toBe(date)
  })

  it('have no birthdays where no child is in mind', () => {
    expect(anchors({ transition: 'year-11-to-post-16', leavingYear: 2026 })).not.toHaveProperty('eighteenth-birthday')
  })

  it('follow a school’s own terms', () => {
    const early = anchors({ transition: 'year-6-to-7', leavingYear: 2026 }, (year) => ({
      ...usualTerms(year),
      lastDay: `${year + 1}-07-02`,
    }))
    expect(early['transition-week']).toBe('2027-06-21')
    expect(early['offer-day']).toBe('2027-03-01')
  })

  it('put the review in school time, after six weeks and before half-term', () => {
    for (let year = 2020; year < 2060; year++) {
      const dates = anchors({ transition: 'year-6-to-7', leavingYear: year })
      const { 'first-day': first = '', 'week-6-8-review': review = '', 'first-half-term': halfTerm = '' } = dates
      expect(review >= addDays(first, 5 * 7)).toBe(true)
      expect(review < halfTerm).toBe(true)
    }
  })
})

describe('moment', () => {
  test.each([
    ['transition-week - 6 weeks', '2027-05-31', '6 weeks before transition week'],
    ['transition-week', '2027-07-12', 'transition week'],
    ['first-day + 3 days', '2027-09-05', '3 days after the first day in the new place'],
    ['offer-day + 1 week', '2027-03-08', '1 week after offer day'],
    ['week-6-8-review + 14 days', '2027-10-25', '2 weeks after the review in weeks 6 to 8'],
  ])('"%s" is %s, and reads "%s"', (text, date, words) => {
    const moment = parseMoment(text)
    expect(moment && resolve(moment, anchors({ transition: 'year-6-to-7', leavingYear: 2026 }))).toBe(date)
    expect(moment && describeMoment(moment)).toBe(words)
  })

  it('is read as it was written', () => {
    const anchor = fc.constantFrom(...(Object.keys(ANCHORS) as Anchor[]))
    fc.assert(
      fc.property(anchor, fc.integer({ min: -900, max: 900 }), (name, offsetDays) => {
        expect(parseMoment(writeMoment({ anchor: name, offsetDays }))).toEqual({ anchor: name, offsetDays })
      }),
    )
  })

  test.each([
    '',
    'tomorrow',
    'offer-day +1 week',
    'offer-day - 2 months',
    'offer-day - 1000 days',
    'toString',
    '2027-03-01',
  ])('does not read "%s"', (text) => {
    expect(parseMoment(text)).toBeUndefined()
  })
})
