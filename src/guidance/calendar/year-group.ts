import { ageOn, type PlainDate, yearOf } from '../../core/time.ts'

/** The September a school year begins in: 2026 for every day from 1 September 2026 to 31 August 2027. */
export function schoolYear(on: PlainDate): number {
  return on.slice(5) >= '09-01' ? yearOf(on) : yearOf(on) - 1
}

/**
 * The year group a child's age puts them in: 0 is Reception, 6 is Year 6, below 0 is before school. Some children are
 * taught outside it, so whoever knows better passes their own number on.
 *
 * @source age on 31 August before the school year, less four
 */
export function yearGroup(bornOn: PlainDate, on: PlainDate): number {
  return ageOn(bornOn, `${schoolYear(on)}-08-31`) - 4
}

/** The year in which young people turn 18. */
const LAST_YEAR = 13

export function yearGroupName(year: number): string {
  if (year < 0) return 'Before school'
  if (year > LAST_YEAR) return 'Left school'
  return year === 0 ? 'Reception' : `Year ${year}`
}
