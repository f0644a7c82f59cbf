import { AppError } from '../core/errors.ts'
import type { SchoolTerms } from '../guidance/calendar/term-days.ts'
import { termsFromEvents } from '../guidance/calendar/terms-from-events.ts'
import { readTermDates } from '../sources/term-dates/read-term-dates.ts'
import type { App } from './app.ts'
import { changeSchool } from './school.ts'

/**
 * Takes the term dates out of a calendar that a school or council publishes, in the place of those there were. What the
 * calendar does not say stays the usual date.
 *
 * @param text an iCalendar file
 * @returns what was found
 * @throws AppError terms/unreadable when it is no calendar, terms/none when it holds no term dates; vault/full. Then what
 *   there was before stays
 */
export async function importTerms(app: Pick<App, 'vault'>, text: string): Promise<SchoolTerms> {
  const terms = termsFromEvents(await readTermDates(text))
  if (Object.keys(terms).length === 0) throw new AppError('terms/none', 'nothing in it reads as a term')
  await changeSchool(app, { terms })
  return terms
}
