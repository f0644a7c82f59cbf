import { parseSchool, type School } from '../guidance/calendar/school.ts'
import { calendarOf } from '../guidance/calendar/term-days.ts'
import type { Calendar } from '../guidance/calendar/terms.ts'
import { announceChange } from '../vault/changes.ts'
import { changeSchoolRow, readSchoolRow } from '../vault/school.ts'
import type { App } from './app.ts'

/** The school somebody works in, as they have said it here. Readable locked: it is nobody's secret. */
export async function readSchool({ vault }: Pick<App, 'vault'>): Promise<School & { calendar: Calendar }> {
  const school = parseSchool(await readSchoolRow(vault))
  return { ...school, calendar: calendarOf(school.terms) }
}

/**
 * Changes what is said of it, on top of what another page has changed meanwhile.
 *
 * @throws AppError vault/full
 */
export async function changeSchool({ vault }: Pick<App, 'vault'>, change: (school: School) => School): Promise<void> {
  await changeSchoolRow(vault, (row) => change(parseSchool(row)))
  announceChange()
}
