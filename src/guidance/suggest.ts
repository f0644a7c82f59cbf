import type { PlainDate } from '../core/time.ts'
import { NEEDS, type NeedCode } from '../record/needs.ts'
import type { Audience } from '../record/viewer.ts'
import { anchors } from './calendar/anchors.ts'
import { type Calendar, usualTerms } from './calendar/terms.ts'
import { schoolYear, yearGroupName } from './calendar/year-group.ts'
import type { Card, Setting } from './card.ts'
import { compare, type InTime, inTime, type Placed, place } from './placing.ts'
import { TRANSITIONS } from './transition.ts'

export type Question = {
  cards: readonly Card[]
  /** The needs the family agreed to name. The caller has checked the grant; nothing else about the child comes in. */
  needs: readonly NeedCode[]
  yearGroup: number
  today: PlainDate
  audience: Audience
  /** The school's own terms, when known. */
  calendar?: Calendar
}

/** `reason` says in plain words why this card, for this child, now. */
export type Suggestion = Placed & { reason: string }

const BOTH_SCHOOLS: Setting[] = ['current-setting', 'receiving-setting']
const EVERYBODY: Setting[] = [...BOTH_SCHOOLS, 'family']

/** Whose cards each audience sees, before the child has moved and after. School staff see their own school's. */
const SEES: Record<Audience, { before: Setting[]; after: Setting[] }> = {
  'class-teacher': { before: ['current-setting'], after: ['receiving-setting'] },
  'designated-teacher': { before: ['current-setting'], after: ['receiving-setting'] },
  senco: { before: ['current-setting'], after: ['receiving-setting'] },
  'virtual-school-head': { before: BOTH_SCHOOLS, after: BOTH_SCHOOLS },
  'lead-worker': { before: EVERYBODY, after: EVERYBODY },
  family: { before: ['family'], after: ['family'] },
  'young-person': { before: ['family'], after: ['family'] },
  gp: { before: [], after: [] },
  commissioner: { before: [], after: [] },
}

/** At most this many needs are named in a reason, so that it stays one line. */
const NEEDS_IN_REASON = 2

/**
 * Chooses the cards that help one child, for one reader, on one day. Universal cards need no reason but the year group;
 * the others appear only for a need the family has named. Cards for those needs lead what is now.
 *
 * @returns three empty lists when the child is at no transition we have cards for
 */
export function suggest(question: Question): InTime<Suggestion> {
  const { cards, today, needs } = question
  const suggestions = cards.flatMap((card) => suggestion(card, question) ?? [])
  const { now, next, later } = inTime(suggestions, today)
  const matches = ({ card }: Placed) => shared(card, needs).length
  now.sort((a, b) => matches(b) - matches(a) || compare(a.until, b.until))
  return { now, next, later }
}

function suggestion(card: Card, question: Question): Suggestion | undefined {
  const { needs, yearGroup, today, audience, calendar = usualTerms } = question
  const yearsSinceLeavingYear = yearGroup - TRANSITIONS[card.transition].fromYear
  if (yearsSinceLeavingYear !== 0 && yearsSinceLeavingYear !== 1) return undefined

  const seen = yearsSinceLeavingYear === 0 ? SEES[audience].before : SEES[audience].after
  if (!seen.includes(card.for)) return undefined

  const met = shared(card, needs)
  if (card.tier !== 'universal' && met.length === 0) return undefined

  const dates = anchors(schoolYear(today) - yearsSinceLeavingYear, calendar)
  return { ...place(card, dates), reason: reason(yearGroup, met) }
}

function reason(yearGroup: number, met: NeedCode[]): string {
  const [first, second] = met.slice(0, NEEDS_IN_REASON).map((need) => NEEDS[need])
  const year = `because ${yearGroupName(yearGroup)}`
  if (!first) return year
  return second ? `${year}, ${first}, and ${second}` : `${year}, and ${first}`
}

function shared(card: Card, needs: readonly NeedCode[]): NeedCode[] {
  return card.needs.filter((need) => needs.includes(need))
}
