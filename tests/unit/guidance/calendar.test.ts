import { describe, expect, it, test } from 'vitest'
import { addDays, weekday } from '../../../src/core/time.ts'
import { anchors } from '../../../src/guidance/calendar/anchors.ts'
import { describeMoment, parseMoment, resolve } from '../../../src/guidance/calendar/moment.ts'
import {
  easterSunday,
  fathersDay,
  mondayOf,
  motheringSunday,
  workingDay,
} from '../../../src/guidance/calendar/movable-days.ts'
import { usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { schoolYear, yearGroup, yearGroupName } from '../../../src/guidance/calendar/year-group.ts'

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
    [-1, 'Before school'],
    [0, 'Reception'],
    [6, 'Year 6'],
    [13, 'Year 13'],
    [14, 'Left school'],
  ])('calls %i "%s"', (year, name) => {
    expect(yearGroupName(year)).toBe(name)
  })
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
    ['2028-04-16', '2028-04-17'],
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
    expect(anchors(2026)).toEqual({
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
      'first-day': '2027-09-02',
      'week-6-8-review': '2027-10-11',
      'first-half-term': '2027-10-25',
    })
  })

  it('follow a school’s own terms', () => {
    const early = anchors(2026, (year) => ({ ...usualTerms(year), lastDay: `${year + 1}-07-02` }))
    expect(early['transition-week']).toBe('2027-06-21')
    expect(early['offer-day']).toBe('2027-03-01')
  })

  it('put the review in school time, after six weeks and before half-term', () => {
    for (let year = 2020; year < 2060; year++) {
      const dates = anchors(year)
      expect(dates['week-6-8-review'] >= addDays(dates['first-day'], 5 * 7)).toBe(true)
      expect(dates['week-6-8-review'] < dates['first-half-term']).toBe(true)
    }
  })
})

describe('moment', () => {
  test.each([
    ['transition-week - 6 weeks', '2027-05-31', '6 weeks before transition week'],
    ['transition-week', '2027-07-12', 'transition week'],
    ['first-day + 3 days', '2027-09-05', '3 days after the first day at the new school'],
    ['offer-day + 1 week', '2027-03-08', '1 week after offer day'],
    ['week-6-8-review + 14 days', '2027-10-25', '2 weeks after the review in weeks 6 to 8'],
  ])('"%s" is %s, and reads "%s"', (text, date, words) => {
    const moment = parseMoment(text)
    expect(moment && resolve(moment, anchors(2026))).toBe(date)
    expect(moment && describeMoment(moment)).toBe(words)
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
