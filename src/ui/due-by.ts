import { addDays, type PlainDate } from '../core/time.ts'
import { usualTerms } from '../guidance/calendar/terms.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'

/** The next break in the school year: what "this half-term" means to somebody in a school on a day. */
export function dueBy(today: PlainDate): { words: string; date: PlainDate } {
  const terms = usualTerms(schoolYear(today))
  const breaks = [
    terms.octoberHalfTerm,
    terms.christmasHoliday,
    terms.februaryHalfTerm,
    terms.easterHoliday,
    terms.mayHalfTerm,
  ].map((monday) => addDays(monday, -1))
  const date = [...breaks, terms.lastDay].find((end) => end >= today)
  return date ? { words: 'this half-term', date } : { words: 'this summer', date: `${schoolYear(today) + 1}-08-31` }
}
