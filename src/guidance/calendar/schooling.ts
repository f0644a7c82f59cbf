import type { PlainDate } from '../../core/time.ts'
import { TRANSITIONS, type Transition } from '../transition.ts'
import type { Move } from './anchors.ts'
import { PHASES, type Phases } from './phases.ts'
import { type Calendar, inItsYear } from './terms.ts'
import { schoolYear, yearGroup } from './year-group.ts'

/** Where one child is in school, as far as guidance needs to know. */
export type Schooling = {
  bornOn: PlainDate
  /** How many years above (+) or below (−) the year group of their age they are taught: 0 for nearly everybody. */
  yearsApart: number
  phases: Phases
  /** The terms of the school. */
  calendar: Calendar
}

/** The furthest anybody is taught from the year group of their age. */
export const MOST_YEARS_APART = 2

export function yearGroupOf({ bornOn, yearsApart, calendar }: Schooling, on: PlainDate): number {
  return yearGroup(bornOn, inItsYear(on, calendar)) + yearsApart
}

/** A move with the years since the one the child leaves in: 0 this school year, 1 the year after, -1 the year before. */
export type NearMove = Move & { yearsSince: number }

/** What follows the move out of school goes on to the 25th birthday; any other is over after its first year. */
const YEARS_AFTER = { school: 1, 'post-16': 10 } as const

/** The moves this child is about to make, is making or is still settling in from, in order. */
export function movesNear(schooling: Schooling, today: PlainDate): NearMove[] {
  const day = inItsYear(today, schooling.calendar)
  const year = yearGroupOf(schooling, today)
  return (PHASES[schooling.phases].moves as readonly Transition[]).flatMap((transition) => {
    const { leaves, placement } = TRANSITIONS[transition]
    const yearsSince = year - leaves
    const isNear = yearsSince >= -1 && yearsSince <= YEARS_AFTER[placement]
    return isNear ? [{ transition, leavingYear: schoolYear(day) - yearsSince, yearsSince }] : []
  })
}
