import { addDays, type PlainDate, weekday, yearOf } from '../../core/time.ts'

const MONDAY = 1

/**
 * Easter Sunday in the Gregorian calendar.
 *
 * @source the Meeus/Jones/Butcher method
 */
export function easterSunday(year: number): PlainDate {
  const a = year % 19
  const b = Math.floor(year / 100)
  const c = year % 100
  const d = (19 * a + b - Math.floor(b / 4) - Math.floor((b - Math.floor((b + 8) / 25) + 1) / 3) + 15) % 30
  const e = (32 + 2 * (b % 4) + 2 * Math.floor(c / 4) - d - (c % 4)) % 7
  const f = d + e - 7 * Math.floor((a + 11 * d + 22 * e) / 451) + 114
  return plainDate(year, Math.floor(f / 31), (f % 31) + 1)
}

/** The fourth Sunday in Lent, three weeks before Easter. */
export function motheringSunday(year: number): PlainDate {
  return addDays(easterSunday(year), -21)
}

/** The third Sunday in June. */
export function fathersDay(year: number): PlainDate {
  return weekdayOnOrAfter(0, plainDate(year, 6, 15))
}

/**
 * The day itself, or the next that is neither at a weekend nor Good Friday or Easter Monday. Other bank holidays fall on
 * none of the days that are asked about here.
 */
export function workingDay(date: PlainDate): PlainDate {
  const isOff = weekday(date) === 0 || weekday(date) === 6 || isEasterBankHoliday(date)
  return isOff ? workingDay(addDays(date, 1)) : date
}

function isEasterBankHoliday(date: PlainDate): boolean {
  const easter = easterSunday(yearOf(date))
  return date === addDays(easter, -2) || date === addDays(easter, 1)
}

export function mondayOnOrAfter(date: PlainDate): PlainDate {
  return weekdayOnOrAfter(MONDAY, date)
}

/** The Monday of the week a day is in; weeks begin on Monday. */
export function mondayOf(date: PlainDate): PlainDate {
  return weekdayOnOrAfter(MONDAY, addDays(date, -6))
}

/** @param day 0 is Sunday, 6 is Saturday */
export function weekdayOnOrAfter(day: number, date: PlainDate): PlainDate {
  return addDays(date, (day - weekday(date) + 7) % 7)
}

export function plainDate(year: number, month: number, day: number): PlainDate {
  return `${year}-${String(month).padStart(2, '0')}-${String(day).padStart(2, '0')}`
}
