import { addDays, type PlainDate } from '../core/time.ts'
import { NEEDS, type NeedCode } from '../record/needs.ts'
import type { Audience } from '../record/viewer.ts'
import { anchors } from './calendar/anchors.ts'
import { movesNear, type NearMove, type Schooling, yearGroupOf } from './calendar/schooling.ts'
import { LAST_YEAR, yearGroupName } from './calendar/year-group.ts'
import type { Card, Setting } from './card.ts'
import { compare, type InTime, inTime, NEXT_DAYS, type Placed, place } from './placing.ts'
import type { WhichSchool } from './which-school.ts'

export type Question = {
  cards: readonly Card[]
  /** The needs the family agreed to name. The caller has checked the grant; nothing else of the record comes in. */
  needs: readonly NeedCode[]
  schooling: Schooling
  today: PlainDate
  audience: Audience
  /** Which school of a move the reader works in. */
  school: WhichSchool
}

/** `reason` says in plain words why this card, for this child, now. */
export type Suggestion = Placed & { reason: string }

const BOTH_SCHOOLS: Setting[] = ['current-setting', 'receiving-setting']
const EVERYBODY: Setting[] = [...BOTH_SCHOOLS, 'family']

/** Whose cards each audience sees, in the school before a move and in the one after. School staff see their own. */
const SEES: Record<Audience, { before: Setting[]; after: Setting[] }> = {
  'class-teacher': { before: ['current-setting'], after: ['receiving-setting'] },
  'designated-teacher': { before: ['current-setting'], after: ['receiving-setting'] },
  senco: { before: ['current-setting'], after: ['receiving-setting'] },
  'virtual-school-head': { before: BOTH_SCHOOLS, after: BOTH_SCHOOLS },
  'lead-worker': { before: EVERYBODY, after: EVERYBODY },
  family: { before: ['family'], after: ['family'] },
  'young-person': { before: [], after: [] }, // the family's cards speak of them; none speak to them yet
  gp: { before: [], after: [] },
  commissioner: { before: [], after: [] },
}

/** At most this many needs are named in a reason, so that it stays one line. */
const NEEDS_IN_REASON = 2

/**
 * Chooses the cards that help one child, for one reader, on one day. Universal cards need no reason but the year group;
 * the others appear only for a need the family has named. Cards for those needs lead what is now. What is for whole
 * classes is never suggested for one child.
 *
 * @returns three empty lists when the child is near no move that there are cards for
 */
export function suggest(question: Question): InTime<Suggestion> {
  const { schooling, today, needs } = question
  const suggestions = movesNear(schooling, today).flatMap((move) => suggestionsFor(move, question))
  const { now, next, later } = inTime(suggestions, today)
  const matches = ({ card }: Placed) => shared(card, needs).length
  now.sort((a, b) => matches(b) - matches(a) || compare(a.until, b.until))
  return { now, next, later }
}

function suggestionsFor(move: NearMove, question: Question): Suggestion[] {
  const { cards, needs, schooling, today, audience, school } = question
  const dates = anchors(move, schooling.calendar, schooling.bornOn)
  const isNewSchool = school === 'receiving' || (school === 'not-known' && move.yearsSince >= 1)
  const seen = isNewSchool ? SEES[audience].after : SEES[audience].before
  const year = yearGroupOf(schooling, today)
  // A move a year and more away is only met by what begins soon: the rest can wait.
  const lastStart = move.yearsSince === -1 ? addDays(today, NEXT_DAYS) : '9999-12-31'
  return cards.flatMap((card) => {
    if (card.transition !== move.transition || !seen.includes(card.for)) return []
    if (!isFor(card, needs)) return []
    const met = shared(card, needs)
    const placed = place(card, dates)
    if (!placed || placed.from > lastStart) return []
    return [{ ...placed, reason: reason(year, met) }]
  })
}

function reason(yearGroup: number, met: NeedCode[]): string {
  const year = because(yearGroup)
  const hard = met.slice(0, NEEDS_IN_REASON).map((need) => NEEDS[need])
  return hard.length === 0 ? year : `${year}, and the summary says ${hard.join(', and ')}`
}

/** A card that is not for everyone is for those of whom one of its needs is named, and for as long as it is. */
export function isFor(card: Card, needs: readonly NeedCode[]): boolean {
  return card.tier === 'universal' || shared(card, needs).length > 0
}

function because(yearGroup: number): string {
  if (yearGroup < 0) return 'because school comes next'
  if (yearGroup > LAST_YEAR) return 'because school has ended'
  return `because ${yearGroupName(yearGroup)}`
}

function shared(card: Card, needs: readonly NeedCode[]): NeedCode[] {
  return card.needs.filter((need) => needs.includes(need))
}
