import type { PlainDate } from '../core/time.ts'
import { anchors } from './calendar/anchors.ts'
import { type Calendar, usualTerms } from './calendar/terms.ts'
import { schoolYear } from './calendar/year-group.ts'
import type { Card } from './card.ts'
import { type InTime, inTime, type Placed, place } from './placing.ts'

/**
 * Puts cards in time order with no child in mind. Every card appears once, at the next time it is for: in October that
 * is this year's Year 7 for a card about the first weeks, and this year's Year 6 for a card about offer day.
 */
export function timetable(cards: readonly Card[], today: PlainDate, calendar: Calendar = usualTerms): InTime<Placed> {
  const thisYear = schoolYear(today)
  const moves = [thisYear - 1, thisYear, thisYear + 1].map((leavingYear) => anchors(leavingYear, calendar))
  const upcoming = cards.flatMap((card) => moves.map((dates) => place(card, dates)).find(notOver(today)) ?? [])
  return inTime(upcoming, today)
}

function notOver(today: PlainDate) {
  return ({ until }: Placed) => until >= today
}
