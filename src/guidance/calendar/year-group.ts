import { ageOn, type PlainDate, yearOf } from '../../core/time.ts'

/** The September a school year begins in: 2026 for every day from 1 September 2026 to 31 August 2027. */
export function schoolYear(on: PlainDate): number {
  return on.slice(5) >= '09-01' ? yearOf(on) : yearOf(on) - 1
}

/**
 * The year group a child's age puts them in: 0 is Reception, 6 is Year 6, below 0 is before school. Some children are
 * taught outside it: see `Schooling`.
 *
 * @source age on 31 August before the school year, less four
 */
export function yearGroup(bornOn: PlainDate, on: PlainDate): number {
  return ageOn(bornOn, `${schoolYear(on)}-08-31`) - 4
}

/** The first year group that schools teach: nursery. */
export const FIRST_YEAR = -1
/** The year in which young people turn 18. */
export const LAST_YEAR = 13

export function yearGroupName(year: number): string {
  if (year < FIRST_YEAR) return 'Before school'
  if (year > LAST_YEAR) return 'Left school'
  return year === FIRST_YEAR ? 'Nursery' : year === 0 ? 'Reception' : `Year ${year}`
}

type KeyStage = 'EYFS' | 'KS1' | 'KS2' | 'KS3' | 'KS4' | 'KS5'

/** The last year group of each. */
const KEY_STAGES: readonly (readonly [KeyStage, lastYear: number])[] = [
  ['EYFS', 0],
  ['KS1', 2],
  ['KS2', 6],
  ['KS3', 9],
  ['KS4', 11],
  ['KS5', LAST_YEAR],
]

/** @returns undefined for those who have left school */
export function keyStage(year: number): KeyStage | undefined {
  return KEY_STAGES.find(([, lastYear]) => year <= lastYear)?.[0]
}

const PRESCRIBED_DAYS = ['03-31', '08-31', '12-31']
const COMPULSORY_AGE = 5

/**
 * The day from which a child has to be in education: the first prescribed day on or after the fifth birthday. School
 * begins with the term after it.
 *
 * @source Education (Start of Compulsory School Age) Order 1998
 */
export function compulsoryFrom(bornOn: PlainDate): PlainDate {
  const year = yearOf(bornOn) + COMPULSORY_AGE
  const day = PRESCRIBED_DAYS.find((prescribed) => bornOn.slice(5) <= prescribed)
  return `${year}-${day}`
}
