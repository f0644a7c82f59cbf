import { addDays, type PlainDate } from '../core/time.ts'

/** Whether it is time to ask if something helps: six weeks after it began, or after somebody last looked. */
export type LookAgain = 'not-yet' | 'due' | 'late'

const AFTER_DAYS = 6 * 7
const LATE_DAYS = 8 * 7

/** @param since when it began, or when somebody last looked whether it helps */
export function lookAgain(since: PlainDate, today: PlainDate): LookAgain {
  if (today < addDays(since, AFTER_DAYS)) return 'not-yet'
  return today <= addDays(since, LATE_DAYS) ? 'due' : 'late'
}

/** The first day on which `lookAgain` is due. */
export function lookAgainOn(since: PlainDate): PlainDate {
  return addDays(since, AFTER_DAYS)
}
