import { addDays, type PlainDate } from '../../core/time.ts'
import { birthday } from '../../record/birthdays.ts'
import { type Occasion, TRANSITIONS } from '../transition.ts'
import { fathersDay, mondayOf, motheringSunday, plainDate, weekdayOnOrAfter, workingDay } from './movable-days.ts'
import { type Calendar, usualTerms } from './terms.ts'

/**
 * The days guidance is hung on, with the words people use for them. The first group falls in the year a child leaves, or,
 * where nobody moves, in every year; the second in the year they arrive; the third at an age.
 */
export const ANCHORS = {
  'year-start': 'the start of the school year',
  'october-census': 'the October census',
  'october-half-term': 'October half-term',
  'application-deadline': 'the day applications close',
  'christmas-holiday': 'the Christmas holiday',
  'plan-named': 'the day an EHC plan has to name the next place',
  'february-half-term': 'February half-term',
  'offer-day': 'offer day',
  'mothering-sunday': 'Mothering Sunday',
  'easter-holiday': 'the Easter holiday',
  'may-half-term': 'May half-term',
  'fathers-day': 'Father’s Day',
  'school-leaving-date': 'the school leaving date',
  'transition-week': 'transition week',
  'last-day': 'the last day of the summer term',

  'first-day': 'the first day in the new place',
  'week-6-8-review': 'the review in weeks 6 to 8',
  'first-half-term': 'the first half-term in the new place',

  'sixteenth-birthday': 'the 16th birthday',
  'eighteenth-birthday': 'the 18th birthday',
  'twenty-fifth-birthday': 'the 25th birthday',
} as const

export type Anchor = keyof typeof ANCHORS

/** Those of the year a child arrives in. */
export const ARRIVING: readonly Anchor[] = ['first-day', 'week-6-8-review', 'first-half-term']

/** An anchor that the occasion does not have, or that nobody can know, is not here. */
export type AnchorDates = Readonly<Partial<Record<Anchor, PlainDate>>>

/** One group of children going through one occasion: `leavingYear` is the September in which the last year before it begins. */
export type Move = { transition: Occasion; leavingYear: number }

/** @param bornOn for the birthdays, which only the move after school has */
export function anchors(
  { transition, leavingYear }: Move,
  calendar: Calendar = usualTerms,
  bornOn?: PlainDate,
): AnchorDates {
  const terms = calendar(leavingYear)
  const nextYear = leavingYear + 1
  const everyYear = {
    'year-start': terms.firstDay,
    'october-census': octoberCensus(leavingYear),
    'october-half-term': terms.octoberHalfTerm,
    'christmas-holiday': terms.christmasHoliday,
    'february-half-term': terms.februaryHalfTerm,
    'mothering-sunday': motheringSunday(nextYear),
    'easter-holiday': terms.easterHoliday,
    'may-half-term': terms.mayHalfTerm,
    'fathers-day': fathersDay(nextYear),
    'last-day': terms.lastDay,
  }
  if (transition === 'school-year') return everyYear

  const { admissions, placement } = TRANSITIONS[transition]
  const arriving = calendar(nextYear)
  return {
    ...everyYear,
    ...(admissions && ADMISSIONS[admissions](leavingYear)),
    'plan-named': placement === 'school' ? plainDate(nextYear, 2, 15) : plainDate(nextYear, 3, 31),
    'transition-week': lastFullWeek(terms.lastDay),
    ...(placement === 'post-16' && { 'school-leaving-date': schoolLeavingDate(nextYear) }),
    'first-day': arriving.firstDay,
    'week-6-8-review': addDays(mondayOf(arriving.firstDay), 6 * 7),
    'first-half-term': arriving.octoberHalfTerm,
    ...(placement === 'post-16' && bornOn !== undefined && birthdays(bornOn)),
  }
}

/**
 * When families have applied by, and when they hear. Offers wait for a working day; a deadline does not.
 *
 * @source School Admissions Code 2021, 2.17 and 2.18
 */
const ADMISSIONS = {
  primary: (leavingYear: number) => ({
    'application-deadline': plainDate(leavingYear + 1, 1, 15),
    'offer-day': workingDay(plainDate(leavingYear + 1, 4, 16)),
  }),
  secondary: (leavingYear: number) => ({
    'application-deadline': plainDate(leavingYear, 10, 31),
    'offer-day': workingDay(plainDate(leavingYear + 1, 3, 1)),
  }),
}

/** The first Thursday in October: who is on the roll, and for whom the school claims Pupil Premium Plus. */
function octoberCensus(year: number): PlainDate {
  const THURSDAY = 4
  return weekdayOnOrAfter(THURSDAY, plainDate(year, 10, 1))
}

/** The last Friday in June. @source Education (School Leaving Date) Order 1997 */
function schoolLeavingDate(year: number): PlainDate {
  const FRIDAY = 5
  return weekdayOnOrAfter(FRIDAY, plainDate(year, 6, 24))
}

/** Transition week is the last full week: the Monday of the week before the one in which term ends. */
function lastFullWeek(lastDay: PlainDate): PlainDate {
  return addDays(mondayOf(lastDay), -7)
}

/** Who decides changes at 16 and 18; services for young people may go on to 25. */
function birthdays(bornOn: PlainDate) {
  return {
    'sixteenth-birthday': birthday(bornOn, 16),
    'eighteenth-birthday': birthday(bornOn, 18),
    'twenty-fifth-birthday': birthday(bornOn, 25),
  }
}
