import { addDays, type PlainDate } from '../../core/time.ts'
import { type Calendar, inItsYear, usualTerms } from './terms.ts'
import { schoolYear } from './year-group.ts'

/** What "this half-term" means in a school on a day: until the Sunday before the next break, or the last day of summer. */
export function thisHalfTerm(today: PlainDate, calendar: Calendar = usualTerms): { words: string; until: PlainDate } {
  const year = schoolYear(inItsYear(today, calendar))
  const terms = calendar(year)
  const breaks = [
    terms.octoberHalfTerm,
    terms.christmasHoliday,
    terms.februaryHalfTerm,
    terms.easterHoliday,
    terms.mayHalfTerm,
  ]
  const ends = [...breaks.map((monday) => addDays(monday, -1)), terms.lastDay]
  const until = ends.find((end) => end >= today)
  return until ? { words: 'this half-term', until } : { words: 'this summer', until: `${year + 1}-08-31` }
}
