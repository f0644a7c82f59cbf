import type { PlainDate } from '../core/time.ts'
import { ARRIVING } from './calendar/anchors.ts'
import { PHASES } from './calendar/phases.ts'
import type { School } from './calendar/school.ts'
import { type Calendar, usualTerms } from './calendar/terms.ts'
import { yearGroupName } from './calendar/year-group.ts'
import type { Card } from './card.ts'
import { compare, type Placed } from './placing.ts'
import { timetable } from './timetable.ts'
import { type Occasion, TRANSITIONS } from './transition.ts'

/** A card to use with everybody, and who that is: `Year 6`, `Every class`. */
export type ClassCard = { card: Card; who: string }

/** What a teacher can do with whole classes. Says nothing about any child, so it can be shown while locked. */
export type WholeClass = {
  /** What is on now: what is for every class first, then what is over soonest. Empty in the weeks when there is nothing. */
  thisWeek: ClassCard[]
  /** What is ahead for every class, and from when; undefined when nothing is within twelve weeks. */
  ahead: (ClassCard & { from: PlainDate }) | undefined
  /** What may come up in a lesson on any day, by its title. */
  lessons: ClassCard[]
}

/** @param school what is for year groups that are not taught there, and for moves nobody makes there, is left out */
export function wholeClass(
  cards: readonly Card[],
  today: PlainDate,
  school: Pick<School, 'years' | 'phases'>,
  calendar: Calendar = usualTerms,
): WholeClass {
  const here = cards.filter((card) => isFor(card, school))
  const { now, next } = timetable(
    here.filter((card) => !isForLessons(card)),
    today,
    calendar,
  )
  const [ahead] = next.filter(({ card }) => card.transition === 'school-year')
  return {
    ahead: ahead && { ...forClass(ahead.card), from: ahead.from },
    thisWeek: now.sort(byReachAndEnd).map(({ card }) => forClass(card)),
    lessons: here.filter(isForLessons).sort(byTitle).map(forClass),
  }
}

/** Whether it waits for a subject to come up, on whatever day that is. */
export function isForLessons({ comesUpIn }: Card): boolean {
  return comesUpIn !== undefined
}

export function byTitle(a: Card, b: Card): number {
  return compare(a.title, b.title)
}

function byReachAndEnd(a: Placed, b: Placed): number {
  const isForAll = ({ card }: Placed) => Number(yearOf(card) === undefined)
  return isForAll(b) - isForAll(a) || compare(a.until, b.until) || compare(a.card.id, b.card.id)
}

function forClass(card: Card): ClassCard {
  return { card, who: whoFor(yearOf(card)) }
}

/** The year group a card is used in; undefined for every one. */
function yearOf({ transition, for: setting }: Card): number | undefined {
  if (transition === 'school-year') return undefined
  const { leaves } = TRANSITIONS[transition]
  return setting === 'current-setting' ? leaves : leaves + 1
}

function isFor(card: Card, { years: { first, last }, phases }: Pick<School, 'years' | 'phases'>): boolean {
  if (card.for === 'family') return false
  const year = yearOf(card)
  if (year === undefined) return true
  // What a new school does before anybody has arrived is no class's.
  if (card.for === 'receiving-setting' && !ARRIVING.includes(card.when.from.anchor)) return false
  const isMade = (PHASES[phases].moves as readonly Occasion[]).includes(card.transition)
  return isMade && first <= year && year <= last
}

function whoFor(year: number | undefined): string {
  return year === undefined ? 'Every class' : yearGroupName(year)
}
