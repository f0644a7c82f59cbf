import type { PlainDate } from '../core/time.ts'
import type { Calendar } from './calendar/terms.ts'
import { yearGroupName } from './calendar/year-group.ts'
import type { Pack } from './card.ts'
import { compare } from './placing.ts'
import { timetable } from './timetable.ts'
import { TRANSITIONS } from './transition.ts'

/** Something to do with everybody, and the year group it is for: `Year 6`. */
export type WholeClassLine = { who: string; text: string }

/**
 * What a teacher can do with the whole class today. Says nothing about any child, so it can be shown while locked.
 * What must be done soonest comes first; empty in the weeks when there is nothing.
 */
export function wholeClass(pack: Pack, today: PlainDate, calendar?: Calendar): WholeClassLine[] {
  const { fromYear } = TRANSITIONS[pack.id]
  const forSchools = pack.cards.filter((card) => card.for !== 'family')
  return timetable(forSchools, today, calendar)
    .now.sort((a, b) => compare(a.until, b.until))
    .map(({ card }) => ({
      who: yearGroupName(card.for === 'current-setting' ? fromYear : fromYear + 1),
      text: card.parts.wholeClass,
    }))
}
