import { addDays, type PlainDate } from '../../core/time.ts'
import { fathersDay, mondayOf, motheringSunday, plainDate, workingDay } from './movable-days.ts'
import { type Calendar, usualTerms } from './terms.ts'

/**
 * The days guidance is hung on, with the words people use for them. They follow one move between schools: the first
 * group falls in the year a child leaves, the second in the year they arrive.
 */
export const ANCHORS = {
  'year-start': 'the start of the school year',
  'october-half-term': 'October half-term',
  'application-deadline': 'the secondary application deadline',
  'christmas-holiday': 'the Christmas holiday',
  'february-half-term': 'February half-term',
  'offer-day': 'offer day',
  'mothering-sunday': 'Mothering Sunday',
  'easter-holiday': 'the Easter holiday',
  'may-half-term': 'May half-term',
  'fathers-day': 'Father’s Day',
  'transition-week': 'transition week',
  'last-day': 'the last day of the summer term',

  'first-day': 'the first day at the new school',
  'week-6-8-review': 'the review in weeks 6 to 8',
  'first-half-term': 'the first half-term at the new school',
} as const

export type Anchor = keyof typeof ANCHORS
export type AnchorDates = Readonly<Record<Anchor, PlainDate>>

/** @param leavingYear the September in which the last year at the current school begins */
export function anchors(leavingYear: number, calendar: Calendar = usualTerms): AnchorDates {
  const leaving = calendar(leavingYear)
  const arriving = calendar(leavingYear + 1)
  const nextYear = leavingYear + 1
  return {
    'year-start': leaving.firstDay,
    'october-half-term': leaving.octoberHalfTerm,
    'application-deadline': plainDate(leavingYear, 10, 31),
    'christmas-holiday': leaving.christmasHoliday,
    'february-half-term': leaving.februaryHalfTerm,
    'offer-day': workingDay(plainDate(nextYear, 3, 1)),
    'mothering-sunday': motheringSunday(nextYear),
    'easter-holiday': leaving.easterHoliday,
    'may-half-term': leaving.mayHalfTerm,
    'fathers-day': fathersDay(nextYear),
    'transition-week': lastFullWeek(leaving.lastDay),
    'last-day': leaving.lastDay,
    'first-day': arriving.firstDay,
    'week-6-8-review': addDays(mondayOf(arriving.firstDay), 6 * 7),
    'first-half-term': arriving.octoberHalfTerm,
  }
}

/** Transition week is the last full week: the Monday of the week before the one in which term ends. */
function lastFullWeek(lastDay: PlainDate): PlainDate {
  return addDays(mondayOf(lastDay), -7)
}
