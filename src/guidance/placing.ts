import { addDays, type PlainDate } from '../core/time.ts'
import type { AnchorDates } from './calendar/anchors.ts'
import { resolve } from './calendar/moment.ts'
import type { Card } from './card.ts'

/** A card with the first and last day it is for. */
export type Placed = { card: Card; from: PlainDate; until: PlainDate }

/** Cards sorted by how soon: for today, starting within twelve weeks, and after that. */
export type InTime<P extends Placed> = { now: P[]; next: P[]; later: P[] }

export const NEXT_DAYS = 12 * 7

/** @returns undefined when one of its anchors has no date here: a birthday, with no child in mind */
export function place(card: Card, dates: AnchorDates): Placed | undefined {
  const [from, until] = [resolve(card.when.from, dates), resolve(card.when.until, dates)]
  return from !== undefined && until !== undefined ? { card, from, until } : undefined
}

/** Sorts into now, next and later, soonest start first. What has ended is left out. */
export function inTime<P extends Placed>(placed: P[], today: PlainDate): InTime<P> {
  const lastOfNext = addDays(today, NEXT_DAYS)
  const current = placed.filter(({ until }) => until >= today).sort(byStart)
  return {
    now: current.filter(({ from }) => from <= today),
    next: current.filter(({ from }) => from > today && from <= lastOfNext),
    later: current.filter(({ from }) => from > lastOfNext),
  }
}

function byStart(a: Placed, b: Placed): number {
  return compare(a.from, b.from) || compare(a.until, b.until) || compare(a.card.id, b.card.id)
}

export function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
