import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { addDays, weekday } from '../../../src/core/time.ts'
import { thisHalfTerm } from '../../../src/guidance/calendar/half-term.ts'
import { calendarOf, type SchoolTerms, TERM_DAYS } from '../../../src/guidance/calendar/term-days.ts'
import { type Terms, usualTerms } from '../../../src/guidance/calendar/terms.ts'
import { termsFromEvents } from '../../../src/guidance/calendar/terms-from-events.ts'
import type { DatedEvent } from '../../../src/record/dated-event.ts'
import { readTermDates } from '../../../src/sources/term-dates/read-term-dates.ts'

const FIXTURES = new URL('../../fixtures/term-dates/', import.meta.url)

describe('a whole calendar gives the terms of each school year in it', () => {
  const usual: Terms = {
    firstDay: '2026-09-02',
    octoberHalfTerm: '2026-10-26',
    christmasHoliday: '2026-12-21',
    februaryHalfTerm: '2027-02-15',
    easterHoliday: '2027-03-29',
    mayHalfTerm: '2027-05-31',
    lastDay: '2027-07-21',
  }

  // Made up, each in the manner of some council or school in England; the comment says what the manner is.
  test.each<[file: string, expected: SchoolTerms]>([
    // Terms whole, holidays by name; the first and last day of a term are for training.
    ['holidays-by-name.ics', { 2026: usual }],
    // Six terms as spans, no holiday at all, two years, out of Outlook; the last two days are for training.
    [
      'six-terms.ics',
      {
        2026: { ...usual, firstDay: '2026-09-03' },
        2027: {
          firstDay: '2027-09-02',
          octoberHalfTerm: '2027-10-25',
          christmasHoliday: '2027-12-20',
          februaryHalfTerm: '2028-02-21',
          easterHoliday: '2028-04-10',
          mayHalfTerm: '2028-05-29',
          lastDay: '2028-07-19',
        },
      },
    ],
    // Only the days on which schools open and close, as moments in UTC.
    [
      'edges-in-utc.ics',
      { 2026: { ...usual, firstDay: '2026-09-03', octoberHalfTerm: '2026-10-19', lastDay: '2027-07-23' } },
    ],
    // A school's whole year, clubs and camps and all.
    ['whole-school.ics', { 2026: { ...usual, firstDay: '2026-09-04' } }],
    // An event for each day off, in three calendars in one file. May half-term is four days beside a bank holiday.
    [
      'day-by-day.ics',
      {
        2026: {
          octoberHalfTerm: '2026-10-26',
          christmasHoliday: '2026-12-21',
          februaryHalfTerm: '2027-02-15',
          easterHoliday: '2027-03-29',
          lastDay: '2027-07-23',
        },
        2027: { firstDay: '2027-09-02' },
      },
    ],
    // Halves of terms, from August, with two weeks off in October.
    [
      'halves-from-august.ics',
      {
        2026: {
          ...usual,
          firstDay: '2026-08-27',
          octoberHalfTerm: '2026-10-12',
          easterHoliday: '2027-03-22',
          lastDay: '2027-07-09',
        },
        2027: { firstDay: '2027-08-26', octoberHalfTerm: '2027-10-18' },
      },
    ],
  ])('%s', async (file, expected) => {
    const events = await readTermDates(readFileSync(new URL(file, FIXTURES), 'utf8'))
    expect(termsFromEvents(events)).toEqual(expected)
  })
})

describe('one event is understood', () => {
  test.each<[title: string, from: string, until: string, day: keyof Terms, date: string]>([
    // First days
    ['Autumn term starts', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['AUTUMN TERM BEGINS', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['Start of Autumn Term 2026/27', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['Term 1 begins', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['Half Term 1 begins', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['First day of term', '2026-09-02', '2026-09-02', 'firstDay', '2026-09-02'],
    ['First day of term', '2026-09-05', '2026-09-05', 'firstDay', '2026-09-07'], // a Saturday
    ['Autumn term: first day for pupils', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['Back to school!', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['Schools re-open', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['School reopens after the summer holidays', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['Staff and pupils return', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['Pupils return (all year groups, Reception – Year 6)', '2026-09-03', '2026-09-03', 'firstDay', '2026-09-03'],
    ['INSET day, autumn term starts', '2026-09-01', '2026-09-01', 'firstDay', '2026-09-02'],
    ['INSET day, autumn term starts', '2026-09-03', '2026-09-04', 'firstDay', '2026-09-07'],
    ['Autumn Term', '2026-09-02', '2026-12-18', 'firstDay', '2026-09-02'],
    ['Summer holiday', '2026-07-23', '2026-09-02', 'firstDay', '2026-09-03'],
    // Half-terms
    ['Half term', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Half term', '2026-10-24', '2026-11-01', 'octoberHalfTerm', '2026-10-26'], // with its weekends
    ['Half term (incl. INSET day)', '2026-10-23', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Half term', '2026-10-27', '2026-10-30', 'octoberHalfTerm', '2026-10-26'], // training on the Monday
    ['Half term', '2026-10-12', '2026-10-23', 'octoberHalfTerm', '2026-10-12'], // two weeks
    ['Half term', '2026-10-26', '2026-10-26', 'octoberHalfTerm', '2026-10-26'], // its first day alone
    ['Autumn half-term holiday', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['October half term starts', '2026-10-26', '2026-10-26', 'octoberHalfTerm', '2026-10-26'],
    ['First day of half term', '2026-10-24', '2026-10-24', 'octoberHalfTerm', '2026-10-26'],
    ['Autumn ½ term', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Half-term: 26 to 30 October 2026', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Halfterm break', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Mid-term closure', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['School closed to pupils for half term', '2026-10-26', '2026-10-30', 'octoberHalfTerm', '2026-10-26'],
    ['Term 1 ends', '2026-10-23', '2026-10-23', 'octoberHalfTerm', '2026-10-26'],
    ['First half term ends', '2026-10-22', '2026-10-22', 'octoberHalfTerm', '2026-10-26'],
    ['Schools close for half-term', '2026-10-23', '2026-10-23', 'octoberHalfTerm', '2026-10-26'],
    ['February half term', '2027-02-15', '2027-02-19', 'februaryHalfTerm', '2027-02-15'],
    ['Spring half term', '2027-02-15', '2027-02-19', 'februaryHalfTerm', '2027-02-15'],
    ['Last day before half term', '2027-02-11', '2027-02-11', 'februaryHalfTerm', '2027-02-15'],
    ['Whitsun half term', '2027-05-31', '2027-06-04', 'mayHalfTerm', '2027-05-31'],
    ['Spring bank holiday week', '2027-05-31', '2027-06-04', 'mayHalfTerm', '2027-05-31'],
    ['May half term', '2027-05-31', '2027-06-04', 'mayHalfTerm', '2027-05-31'],
    ['Summer half term', '2027-06-01', '2027-06-04', 'mayHalfTerm', '2027-05-31'],
    ['Half term 1-4 June', '2027-06-01', '2027-06-04', 'mayHalfTerm', '2027-05-31'],
    // Holidays
    ['Christmas holiday', '2026-12-21', '2027-01-01', 'christmasHoliday', '2026-12-21'],
    ['Christmas: closed', '2026-12-19', '2027-01-03', 'christmasHoliday', '2026-12-21'],
    ['Xmas hols', '2026-12-18', '2027-01-04', 'christmasHoliday', '2026-12-21'],
    ['Christmas holidays', '2026-12-23', '2027-01-05', 'christmasHoliday', '2026-12-28'],
    ['School holiday', '2026-12-21', '2027-01-01', 'christmasHoliday', '2026-12-21'],
    ['Christmas break begins', '2026-12-19', '2026-12-19', 'christmasHoliday', '2026-12-21'],
    ['Autumn term ends', '2026-12-18', '2026-12-18', 'christmasHoliday', '2026-12-21'],
    ['Autumn term ends: Christmas holiday', '2026-12-18', '2026-12-18', 'christmasHoliday', '2026-12-21'],
    ['Last day of autumn term', '2026-12-17', '2026-12-17', 'christmasHoliday', '2026-12-21'],
    ['Last day of term; school reopens 4 January', '2026-12-18', '2026-12-18', 'christmasHoliday', '2026-12-21'],
    ['Break up for Christmas', '2026-12-18', '2026-12-18', 'christmasHoliday', '2026-12-21'],
    ['Autumn term', '2026-09-02', '2026-12-18', 'christmasHoliday', '2026-12-21'],
    ['Easter holiday', '2027-03-29', '2027-04-09', 'easterHoliday', '2027-03-29'],
    ['Easter', '2027-03-26', '2027-04-09', 'easterHoliday', '2027-03-29'],
    ['Spring break', '2027-03-29', '2027-04-09', 'easterHoliday', '2027-03-29'],
    ['End of Spring Term', '2027-03-25', '2027-03-25', 'easterHoliday', '2027-03-29'],
    ['Term 4', '2027-02-22', '2027-03-25', 'easterHoliday', '2027-03-29'],
    // Last days
    ['Summer term ends', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Term 6 ends', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Last day of the school year', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Last day of term (all pupils)', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['School breaks up', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Schools close for the summer holiday', '2027-07-21', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Summer Term 2', '2027-06-07', '2027-07-21', 'lastDay', '2027-07-21'],
    ['Summer holiday', '2027-07-26', '2027-08-31', 'lastDay', '2027-07-23'],
  ])('%s, %s to %s', (title, from, until, day, date) => {
    expect(termsFromEvents([{ title, from, until }])[2026]?.[day]).toBe(date)
  })
})

describe('one event is passed over', () => {
  test.each<[why: string, title: string, from: string, until?: string]>([
    ['a half-term in January', 'Half term', '2027-01-04', '2027-01-08'],
    ['a half-term at Christmas', 'Half term', '2026-12-21', '2027-01-03'],
    ['a half-term that lasts a month', 'Half term', '2026-10-12', '2026-11-11'],
    ['Christmas in July', 'Christmas holiday', '2027-07-19', '2027-07-30'],
    ['Easter in December', 'Easter holiday', '2026-12-21', '2027-01-01'],
    ['spring in October', 'Spring half term', '2026-10-26', '2026-10-30'],
    ['autumn in July', 'Autumn term ends', '2027-07-21'],
    ['a first day in May', 'Autumn term starts', '2027-05-04'],
    ['a later term', 'Spring term starts', '2027-01-04'],
    ['the second half of a term', 'Second half term begins', '2027-02-22'],
    ['the end of a holiday', 'Half term ends', '2027-02-19'],
    ['the end of a longer one', 'Easter school holidays end', '2027-04-09'],
    ['the return from one', 'Back after half term', '2027-02-22'],
    ['a bank holiday', 'Early May bank holiday', '2027-05-03'],
    ['a bank holiday at half-term', 'Spring bank holiday', '2027-05-31'],
    ['Easter itself', 'Easter bank holiday weekend', '2027-03-26', '2027-03-29'],
    ['Christmas itself', 'Christmas Day', '2026-12-25'],
    ['a day off', 'School closed', '2027-02-12'],
    ['a training day', 'INSET day after half term', '2027-02-22'],
    ['snow', 'School closed – snow', '2027-02-01', '2027-02-05'],
    ['a club in the holiday', 'Half term holiday club', '2026-10-27', '2026-10-28'],
    ['a club in term', 'Autumn term clubs start', '2026-09-14'],
    ['a party', 'Christmas party', '2026-12-17', '2026-12-22'],
    ['staff alone', 'Autumn term starts for staff', '2026-09-01'],
    ['one year group', 'Year 7 first day of term', '2026-09-02'],
    ['another', 'Y11 last day of term', '2027-07-02'],
    ['the youngest', 'Nursery: autumn term starts', '2026-09-14'],
    ['a closing date', 'Closing date for Easter holiday courses', '2027-03-12'],
    ['a deadline', 'Last day to pay for school uniform', '2027-07-09'],
    ['an open day', 'School open day', '2026-09-12'],
    ['a term that is a day', 'Autumn term', '2026-09-02'],
    ['a term that is a year', 'Summer term', '2026-09-02', '2027-07-21'],
    ['a holiday that is a year', 'School holiday', '2026-10-26', '2027-07-21'],
    ['a thousand years', 'Autumn term', '1900-01-01', '3000-01-01'],
    ['something else', 'Moon landing', '2026-10-26', '2026-10-30'],
    ['no words', '', '2026-10-26', '2026-10-30'],
    ['an emoji', '🎃🎃', '2026-10-26', '2026-10-30'],
  ])('%s: %s', (_, title, from, until = from) => {
    expect(termsFromEvents([{ title, from, until }])).toEqual({})
  })
})

describe('of events that say different things', () => {
  const on = (title: string, from: string, until = from): DatedEvent => ({ title, from, until })

  test.each<[promise: string, events: DatedEvent[], expected: SchoolTerms]>([
    [
      'pupils come on the first day that is not for training',
      [on('Term starts', '2026-09-01'), on('INSET', '2026-09-01'), on('Staff training day', '2026-09-02')],
      { 2026: { firstDay: '2026-09-03' } },
    ],
    [
      'a day between two training days is a school day',
      [on('Term starts', '2026-09-03'), on('INSET', '2026-09-02'), on('INSET', '2026-09-04')],
      { 2026: { firstDay: '2026-09-03' } },
    ],
    [
      'a training day in the evening is a school day',
      [on('Term starts', '2026-09-01'), on('Twilight INSET', '2026-09-01')],
      { 2026: { firstDay: '2026-09-01' } },
    ],
    [
      'what is said of pupils counts before what is said of term',
      [on('Autumn term starts', '2026-09-01'), on('Pupils return', '2026-09-03')],
      { 2026: { firstDay: '2026-09-03' } },
    ],
    [
      'the last day is before the training that ends term',
      [on('Summer term ends', '2027-07-22'), on('Non pupil days', '2027-07-19', '2027-07-22')],
      { 2026: { lastDay: '2027-07-16' } },
    ],
    [
      'of two last days it is the later',
      [on('Last day of term', '2027-07-09'), on('Summer term ends', '2027-07-21')],
      { 2026: { lastDay: '2027-07-21' } },
    ],
    [
      'a holiday by name counts before the end of a term',
      [on('Term 1 ends', '2026-10-16'), on('October half term', '2026-10-26', '2026-10-30')],
      { 2026: { octoberHalfTerm: '2026-10-26' } },
    ],
    [
      'a half-term given week by week begins with the first week',
      [on('Half term week 2', '2026-10-26', '2026-10-30'), on('Half term week 1', '2026-10-19', '2026-10-23')],
      { 2026: { octoberHalfTerm: '2026-10-19' } },
    ],
    [
      'there is no holiday where the next term begins on the next Monday',
      [on('Term 3', '2027-01-04', '2027-02-19'), on('Term 4', '2027-02-22', '2027-03-25')],
      { 2026: { easterHoliday: '2027-03-29' } },
    ],
    [
      'or on the Tuesday, after training',
      [on('Spring 1', '2027-01-04', '2027-02-19'), on('Pupils return', '2027-02-23')],
      {},
    ],
    [
      'the same said twice is said once',
      [on('Half term', '2026-10-26', '2026-10-30'), on('Half term', '2026-10-26', '2026-10-30')],
      { 2026: { octoberHalfTerm: '2026-10-26' } },
    ],
  ])('%s', (_, events, expected) => {
    expect(termsFromEvents(events)).toEqual(expected)
    expect(termsFromEvents(events.toReversed())).toEqual(expected)
  })
})

describe('the calendar of a school', () => {
  test('has its own days, the usual ones for what it did not give, and the usual terms in other years', () => {
    const calendar = calendarOf({ 2026: { octoberHalfTerm: '2026-10-19', lastDay: '2027-07-09' } })
    expect(calendar(2026)).toEqual({ ...usualTerms(2026), octoberHalfTerm: '2026-10-19', lastDay: '2027-07-09' })
    expect(calendar(2027)).toEqual(usualTerms(2027))
    expect(thisHalfTerm('2026-10-09', calendar).until).toBe('2026-10-18')
  })

  test.each<[why: string, found: Partial<Terms>]>([
    ['out of order', { octoberHalfTerm: '2027-02-15', februaryHalfTerm: '2026-10-26' }],
    ['of another year', { firstDay: '2027-09-02', lastDay: '2026-07-21' }],
    ['that no school has', { easterHoliday: '2027-01-11', christmasHoliday: '2026-11-30' }],
    ['that is none', { firstDay: '', lastDay: 'July' }],
  ])('has no day %s', (_, found) => {
    expect(calendarOf({ 2026: found })(2026)).toEqual(usualTerms(2026))
  })

  test('leaves the usual terms as they are', () => {
    for (let year = 2000; year < 2100; year++) {
      for (const [day, date] of Object.entries(usualTerms(year))) {
        const { from, until } = TERM_DAYS[day as keyof Terms]
        expect([from, date.slice(5), until]).toEqual([from, date.slice(5), until].sort())
      }
      expect(calendarOf({ [year]: usualTerms(year) })(year)).toEqual(usualTerms(year))
    }
  })
})

describe('whatever a calendar says', () => {
  const date = fc.integer({ min: 0, max: 99 * 365 }).map((days) => addDays('2000-01-01', days))
  const words = `autumn spring summer term terms half half-term 1 2 first last day of for after before starts ends begins
    closes reopens back school schools pupils staff inset christmas easter whit october february may holiday break closed
    year 7 2026/27`
  const title = fc
    .array(fc.constantFrom(...words.split(/\s+/)), { minLength: 1, maxLength: 6 })
    .map((all) => all.join(' '))
  const event = fc
    .record({
      title: fc.oneof(title, fc.string({ unit: 'binary' })),
      from: date,
      lasts: fc.constantFrom(0, 0, 0, 3, 4, 11, 13, 40, 108),
    })
    .map(({ title, from, lasts }): DatedEvent => ({ title, from, until: addDays(from, lasts) }))
  const events = fc.array(event, { maxLength: 40 })
  const inOrder = (terms: Terms) => {
    const days = (Object.keys(TERM_DAYS) as (keyof Terms)[]).map((day) => terms[day])
    return days.every((day, at) => at === 0 || (days[at - 1] as string) < day)
  }

  test('terms are in order, and what was found is what is used', () => {
    fc.assert(
      fc.property(events, (events) => {
        const found = termsFromEvents(events)
        for (const [year, days] of Object.entries(found)) {
          const terms = calendarOf(found)(Number(year))
          expect(inOrder(terms)).toBe(true)
          expect(terms).toMatchObject(days)
        }
      }),
      { numRuns: 500 },
    )
  })

  test('holidays begin on Mondays, and terms on weekdays', () => {
    fc.assert(
      fc.property(events, (events) => {
        for (const { firstDay, lastDay, ...holidays } of Object.values(termsFromEvents(events))) {
          for (const day of Object.values(holidays)) expect(weekday(day)).toBe(1)
          for (const day of [firstDay, lastDay]) if (day) expect([0, 6]).not.toContain(weekday(day))
        }
      }),
      { numRuns: 500 },
    )
  })

  test('the order of its events does not matter, nor whether the terms were kept as JSON', () => {
    fc.assert(
      fc.property(events, (events) => {
        const found = termsFromEvents(events)
        expect(termsFromEvents(events.toReversed())).toEqual(found)
        expect(JSON.parse(JSON.stringify(found))).toEqual(found)
      }),
      { numRuns: 500 },
    )
  })

  test('kept terms that were spoiled still give terms in order', () => {
    const day = fc.oneof(date, fc.string(), fc.constant('2026-13-45'))
    const spoiled = fc.dictionary(
      fc.integer({ min: 2000, max: 2099 }).map(String),
      fc.dictionary(fc.constantFrom(...Object.keys(TERM_DAYS), 'constructor', '__proto__'), day),
    )
    fc.assert(
      fc.property(spoiled, (found) => {
        for (let year = 2000; year < 2100; year++) {
          expect(inOrder(calendarOf(found as SchoolTerms)(year))).toBe(true)
        }
      }),
    )
  })
})
