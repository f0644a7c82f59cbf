import { addDays, type PlainDate, yearOf } from '../core/time.ts'

/** A birthday on which who may agree to sharing changes. */
export type ComingOfAge = { turns: 16 | 18; on: PlainDate }

const AHEAD_DAYS = 365

/** The 16th or 18th birthday that falls today or within the 365 days after it; empty for none. */
export function comingOfAge(bornOn: PlainDate, today: PlainDate): ComingOfAge[] {
  const last = addDays(today, AHEAD_DAYS)
  return ([16, 18] as const)
    .map((turns) => ({ turns, on: birthday(bornOn, turns) }))
    .filter(({ on }) => today <= on && on <= last)
}

/** The day somebody turns an age: for those born on 29 February, 1 March in other years, as `ageOn` counts. */
export function birthday(bornOn: PlainDate, turns: number): PlainDate {
  const [month = 1, day = 1] = bornOn.slice(5).split('-').map(Number)
  return new Date(Date.UTC(yearOf(bornOn) + turns, month - 1, day)).toISOString().slice(0, 10)
}
