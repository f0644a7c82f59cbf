import { type PlainDate, yearOf } from '../../core/time.ts'
import { type Calendar, type Terms, usualTerms } from './terms.ts'

/** By the September a school year begins in, the days its calendar gave: no more than it said. Survives JSON. */
export type SchoolTerms = Record<number, Partial<Terms>>

export type Day = keyof Terms
type MonthDay = string

/**
 * The days of `Terms` in their order, the words for them, and the stretch of the year each can fall in, anywhere in
 * England. The stretches are apart and in order, so days that lie in them are in order as well.
 */
export const TERM_DAYS: Readonly<Record<Day, { words: string; from: MonthDay; until: MonthDay }>> = {
  firstDay: { words: 'the first day of the school year', from: '08-20', until: '09-20' }, // Leicestershire: in August
  octoberHalfTerm: { words: 'October half-term', from: '10-08', until: '10-31' },
  christmasHoliday: { words: 'the Christmas holiday', from: '12-14', until: '12-31' },
  februaryHalfTerm: { words: 'February half-term', from: '02-01', until: '02-28' },
  easterHoliday: { words: 'the Easter holiday', from: '03-15', until: '04-26' },
  mayHalfTerm: { words: 'May half-term', from: '05-18', until: '06-08' },
  lastDay: { words: 'the last day of the summer term', from: '07-01', until: '07-31' },
}

export const DAYS = Object.keys(TERM_DAYS) as Day[]

/** A school's own calendar. A day that was not found, or cannot be, is the usual one. */
export function calendarOf(found: SchoolTerms): Calendar {
  return (schoolYear) => {
    const terms = { ...usualTerms(schoolYear) }
    for (const day of DAYS) {
      const date = found[schoolYear]?.[day]
      if (date && dayAt(date) === day && schoolYearAt(date) === schoolYear) terms[day] = date
    }
    return terms
  }
}

/** Which of the days of `Terms` can fall on a date. */
export function dayAt(date: PlainDate): Day | undefined {
  const monthDay = date.slice(5)
  return DAYS.find((day) => TERM_DAYS[day].from <= monthDay && monthDay <= TERM_DAYS[day].until)
}

/** Not `schoolYear`: a first day in August belongs to the year it begins. */
export function schoolYearAt(date: PlainDate): number {
  return date.slice(5) >= TERM_DAYS.firstDay.from ? yearOf(date) : yearOf(date) - 1
}
