import type { PlainDate } from '../core/time.ts'
import { anchors } from './calendar/anchors.ts'
import { type Calendar, inItsYear, usualTerms } from './calendar/terms.ts'
import { schoolYear } from './calendar/year-group.ts'
import type { Card } from './card.ts'
import { type InTime, inTime, type Placed, place } from './placing.ts'

/** `undated`: cards that hang on a day only a child has. */
export type Timetable = InTime<Placed> & { undated: Card[] }

/**
 * Puts cards in time order with no child in mind. Every card appears once, at the next time it is for: in October that
 * is this year's Year 7 for a card about the first weeks, and this year's Year 6 for a card about offer day.
 */
export function timetable(cards: readonly Card[], today: PlainDate, calendar: Calendar = usualTerms): Timetable {
  const upcoming: Placed[] = []
  const undated: Card[] = []
  for (const card of cards) {
    const placed = nextTime(card, today, calendar)
    if (placed) upcoming.push(placed)
    else undated.push(card)
  }
  return { ...inTime(upcoming, today), undated }
}

function nextTime(card: Card, today: PlainDate, calendar: Calendar): Placed | undefined {
  const thisYear = schoolYear(inItsYear(today, calendar))
  for (const leavingYear of [thisYear - 1, thisYear, thisYear + 1]) {
    const placed = place(card, anchors({ transition: card.transition, leavingYear }, calendar))
    if (placed && placed.until >= today) return placed
  }
  return undefined
}
