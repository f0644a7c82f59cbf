import { AppError } from '../core/errors.ts'
import type { SchoolTerms } from '../guidance/calendar/term-days.ts'
import { termsFromEvents } from '../guidance/calendar/terms-from-events.ts'
import { readTermDates } from '../sources/term-dates/read-term-dates.ts'
import type { App } from './app.ts'
import { changeSchool } from './school.ts'

/**
 * Takes the term dates out of a calendar that a school or council publishes. A school year that it has takes the place of
 * that year; other years stay, as many publish one at a time. What it does not say of a year is the usual date.
 *
 * @param text an iCalendar file
 * @returns what was found
 * @throws AppError terms/unreadable when it is no calendar, terms/none when it holds no term dates; vault/full. Then what
 *   there was before stays
 */
export async function importTerms(app: Pick<App, 'vault'>, text: string): Promise<SchoolTerms> {
  const terms = termsFromEvents(await readTermDates(text))
  if (Object.keys(terms).length === 0) throw new AppError('terms/none', 'nothing in it reads as a term')
  await changeSchool(app, (school) => ({ ...school, terms: { ...school.terms, ...terms } }))
  return terms
}
