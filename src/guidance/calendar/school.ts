import * as z from 'zod/mini'
import { isPhases, type Phases, USUAL_PHASES } from './phases.ts'
import type { SchoolTerms } from './term-days.ts'
import { FIRST_YEAR, LAST_YEAR } from './year-group.ts'

/** What somebody has said of the school they work in. Public facts, of no child. */
export type School = {
  phases: Phases
  /** The first and last year group taught there, both included: 0 is Reception. Every year until somebody says so. */
  years: { first: number; last: number }
  /** The days its own calendar gave, by the September of a school year; empty for the usual terms. */
  terms: SchoolTerms
}

export const UNSAID: School = { phases: USUAL_PHASES, years: { first: FIRST_YEAR, last: LAST_YEAR }, terms: {} }

const day = z.optional(z.iso.date())
const year = z.number().check(z.int(), z.gte(FIRST_YEAR), z.lte(LAST_YEAR))

const wire = z.object({
  phases: z.string().check(z.refine(isPhases)),
  years: z.object({ first: year, last: year }),
  terms: z.record(
    z.string().check(z.regex(/^\d{4}$/)),
    z.object({
      firstDay: day,
      octoberHalfTerm: day,
      christmasHoliday: day,
      februaryHalfTerm: day,
      easterHoliday: day,
      mayHalfTerm: day,
      lastDay: day,
    }),
  ),
})

/** What was kept, or, where that is no such thing, what holds until somebody says otherwise. */
export function parseSchool(raw: unknown): School {
  const { data } = wire.safeParse(raw)
  if (!data || data.years.first > data.years.last) return UNSAID
  return data as School
}
