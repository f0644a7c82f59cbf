import { addDays, type PlainDate, yearOf } from '../../core/time.ts'
import { easterSunday, mondayOnOrAfter, plainDate, weekdayOnOrAfter, workingDay } from './movable-days.ts'

/** The days a school is open, as far as guidance needs to know. A holiday is named by its first Monday. */
export type Terms = {
  firstDay: PlainDate
  octoberHalfTerm: PlainDate
  christmasHoliday: PlainDate
  februaryHalfTerm: PlainDate
  easterHoliday: PlainDate
  mayHalfTerm: PlainDate
  lastDay: PlainDate
}

/** Gives the terms of the school year that begins in a September. A school's own dates go in the same way. */
export type Calendar = (schoolYear: number) => Terms

/**
 * A day that counts for the school year it is in: some schools begin in August, and from their first day on it is the
 * new year there, whatever the law says of ages.
 */
export function inItsYear(on: PlainDate, calendar: Calendar): PlainDate {
  const september = `${yearOf(on)}-09-01`
  const isNewYear = on < september && on >= `${yearOf(on)}-08-01` && on >= calendar(yearOf(on)).firstDay
  return isNewYear ? september : on
}

const WEDNESDAY = 3

/**
 * Terms for a school in England that has not told us its own. Dates are set locally, so these are only near: each rule
 * gives the week most councils chose in 2022 to 2026, and a few chose the week beside it.
 */
export const usualTerms: Calendar = (schoolYear) => {
  const nextYear = schoolYear + 1
  // Staff train on the first working day of September; pupils come on the next.
  const trainingDay = workingDay(plainDate(schoolYear, 9, 1))
  return {
    firstDay: workingDay(addDays(trainingDay, 1)),
    octoberHalfTerm: mondayOnOrAfter(plainDate(schoolYear, 10, 22)),
    christmasHoliday: mondayOnOrAfter(plainDate(schoolYear, 12, 19)),
    februaryHalfTerm: mondayOnOrAfter(plainDate(nextYear, 2, 12)),
    easterHoliday: easterHoliday(nextYear),
    mayHalfTerm: mondayOnOrAfter(plainDate(nextYear, 5, 25)), // the week of the late May bank holiday
    lastDay: weekdayOnOrAfter(WEDNESDAY, plainDate(nextYear, 7, 20)),
  }
}

/** The first Monday from 29 March, or a week later when Easter is so late that Good Friday would fall outside. */
function easterHoliday(year: number): PlainDate {
  const usual = mondayOnOrAfter(plainDate(year, 3, 29))
  return easterSunday(year) > addDays(usual, 14) ? addDays(usual, 7) : usual
}
