import { describe, expect, test } from 'vitest'
import {
  addDays,
  ageOn,
  DAY_MS,
  daysBetween,
  endOfDayMs,
  HOUR_MS,
  LAST_MS,
  londonDate,
  parseFhirDate,
  showDate,
  showMoment,
  showTime,
  startOfDayMs,
  weekday,
  writtenDay,
} from '../../../src/core/time.ts'

const utc = (text: string) => Date.parse(text)

describe('a day in England', () => {
  test.each<[date: string, from: string, until: string, hours: number]>([
    ['2026-12-18', '2026-12-18T00:00:00.000Z', '2026-12-18T23:59:59.999Z', 24],
    ['2026-07-20', '2026-07-19T23:00:00.000Z', '2026-07-20T22:59:59.999Z', 24],
    ['2026-03-29', '2026-03-29T00:00:00.000Z', '2026-03-29T22:59:59.999Z', 23], // the clocks go forward
    ['2026-03-30', '2026-03-29T23:00:00.000Z', '2026-03-30T22:59:59.999Z', 24],
    ['2026-10-25', '2026-10-24T23:00:00.000Z', '2026-10-25T23:59:59.999Z', 25], // and back
    ['2026-10-26', '2026-10-26T00:00:00.000Z', '2026-10-26T23:59:59.999Z', 24],
  ])('%s runs from %s to %s', (date, from, until, hours) => {
    expect(new Date(startOfDayMs(date)).toISOString()).toBe(from)
    expect(new Date(endOfDayMs(date)).toISOString()).toBe(until)
    expect(endOfDayMs(date) + 1 - startOfDayMs(date)).toBe(hours * HOUR_MS)
    expect([londonDate(startOfDayMs(date)), londonDate(endOfDayMs(date))]).toEqual([date, date])
    expect(londonDate(startOfDayMs(date) - 1)).toBe(addDays(date, -1))
    expect(londonDate(endOfDayMs(date) + 1)).toBe(addDays(date, 1))
  })
})

describe('a FHIR date covers', () => {
  test.each<[text: string, from: string, until: string]>([
    ['2026', '2026-01-01T00:00:00.000Z', '2026-12-31T23:59:59.999Z'],
    ['2026-07', '2026-06-30T23:00:00.000Z', '2026-07-31T22:59:59.999Z'],
    ['2026-03', '2026-03-01T00:00:00.000Z', '2026-03-31T22:59:59.999Z'], // winter into summer
    ['2026-10', '2026-09-30T23:00:00.000Z', '2026-10-31T23:59:59.999Z'],
    ['2024-02', '2024-02-01T00:00:00.000Z', '2024-02-29T23:59:59.999Z'],
    ['2026-07-20', '2026-07-19T23:00:00.000Z', '2026-07-20T22:59:59.999Z'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z', '2026-11-21T10:00:00.999Z'],
    ['2026-11-21T10:00:00+01:00', '2026-11-21T09:00:00.000Z', '2026-11-21T09:00:00.999Z'],
    ['2026-11-21T10:00:00.250Z', '2026-11-21T10:00:00.250Z', '2026-11-21T10:00:00.250Z'],
  ])('%s: %s to %s', (text, from, until) => {
    expect(parseFhirDate(text)).toEqual({ fromMs: utc(from), untilMs: utc(until) })
  })

  test.each([
    '',
    'soon',
    '26',
    '2026-7-20',
    '2026-13',
    '2026-00-01',
    '2026-02-29',
    '2026-02-30T10:00:00Z', // V8 would call it 2 March
    '2026-07-20T10:00Z',
    '2026-07-20T10:00:00', // no zone: which computer's?
    '2026-07-20T25:00:00Z',
    '2026-07-20 ',
    '20/07/2026',
  ])('%j is none', (text) => {
    expect(parseFhirDate(text)).toBeUndefined()
  })
})

test.each<[string | undefined, string | undefined]>([
  ['2026-07-20', '2026-07-20'],
  ['2026-07-20T23:30:00Z', '2026-07-20'],
  ['2026-07', undefined],
  ['2026', undefined],
  ['2026-02-30', undefined],
  ['in the spring', undefined],
  [undefined, undefined],
])('the day written in %j is %j', (text, day) => {
  expect(writtenDay(text)).toBe(day)
})

test.each<[bornOn: string, on: string, age: number]>([
  ['2016-05-12', '2026-05-11', 9],
  ['2016-05-12', '2026-05-12', 10],
  ['2016-02-29', '2026-02-28', 9],
  ['2016-02-29', '2026-03-01', 10],
  ['2016-02-29', '2024-02-29', 8],
  ['2016-05-12', '2016-05-12', 0],
])('somebody born on %s is, on %s, %i', (bornOn, on, age) => {
  expect(ageOn(bornOn, on)).toBe(age)
})

test('days count by the calendar, whatever the clocks do', () => {
  expect(addDays('2026-03-28', 2)).toBe('2026-03-30')
  expect(addDays('2027-01-01', -1)).toBe('2026-12-31')
  expect(daysBetween('2026-10-24', '2026-10-26')).toBe(2)
  expect(daysBetween('2026-10-26', '2026-10-24')).toBe(-2)
  expect([weekday('2026-11-22'), weekday('2026-11-21')]).toEqual([0, 6])
})

test('dates and times read as people write them', () => {
  expect([showDate('2026-05-12'), showDate('2026-05-12', 'day'), showDate('2026-11-04', 'short-day')]).toEqual([
    '12 May 2026',
    '12 May',
    '4 Nov',
  ])
  const times = ['2026-11-21T08:41:00Z', '2026-07-20T08:41:00Z', '2026-11-21T00:05:00Z', '2026-11-21T12:00:00Z']
  expect(times.map((one) => showTime(utc(one)))).toEqual(['8:41am', '9:41am', '12:05am', '12:00pm'])
})

test.each<[at: string, shown: string]>([
  ['2026-11-21T08:41:00Z', 'today 8:41am'],
  ['2026-11-20T23:59:00Z', 'yesterday 11:59pm'],
  ['2026-11-14T15:20:00Z', '14 Nov 3:20pm'],
])('%s is %s', (at, shown) => {
  expect(showMoment(utc(at), utc('2026-11-21T10:00:00Z'))).toBe(shown)
})

test('midnight in summer is already tomorrow in England', () => {
  const now = utc('2026-07-20T23:30:00Z')
  expect(londonDate(now)).toBe('2026-07-21')
  expect(showMoment(now - DAY_MS, now)).toBe('yesterday 12:30am')
})

test.each(['9999-12-31', '9999-12', '9999', '9999-12-31T23:59:59.999-01:00'])(
  '%s means that there is no end',
  (text) => {
    expect(parseFhirDate(text)?.untilMs).toBe(LAST_MS)
  },
)

test.each(['0001-01-01', '0001-01-01T00:00:00Z', '1899-12-31'])(
  '%s is a blank that a system filled in, and no date',
  (text) => {
    expect(parseFhirDate(text)).toBeUndefined()
  },
)
