import type { Mark, Year } from '../../../app/read-year.ts'
import { type PlainDate, showDate } from '../../../core/time.ts'
import { hasPassed } from './year-view.ts'

/** All there is to say of a mark, for who hears it: `1 March, Offer day, change` */
export function nameOf(mark: Mark, today: PlainDate): string {
  return [daysOf(mark), mark.words, asideOf(mark, today), mark.isLate && 'late'].filter(Boolean).join(', ')
}

/** `change, past` */
export function asideOf(mark: Mark, today: PlainDate): string {
  return hasPassed(mark, today) ? `${mark.kind}, past` : mark.kind
}

/** `12 July to 16 July` */
export function daysOf({ from, until }: Pick<Mark, 'from' | 'until'>): string {
  return until === undefined ? showDate(from, 'day') : `${showDate(from, 'day')} to ${showDate(until, 'day')}`
}

/** `Autumn 2, 2 November to 18 December` */
export function termWords({ name, from, until }: Year['terms'][number]): string {
  return `${name}, ${daysOf({ from, until })}`
}

/** `March 2027` */
export function monthOf(day: PlainDate): string {
  return showDate(`${day.slice(0, 7)}-01`).slice(2)
}

/** `November 2026 to October 2027` */
export function monthsOf({ from, until }: Year): string {
  return `${monthOf(from)} to ${monthOf(until)}`
}
