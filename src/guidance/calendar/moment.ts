import { addDays, type PlainDate } from '../../core/time.ts'
import { ANCHORS, type Anchor, type AnchorDates } from './anchors.ts'

/** A day named by what it is near: six weeks before transition week, whenever that is. */
export type Moment = { anchor: Anchor; offsetDays: number }

const UNIT_DAYS = { day: 1, week: 7 } as const

/**
 * Reads `offer-day`, `transition-week - 6 weeks` or `first-day + 3 days`.
 *
 * @returns undefined when the text is none of these
 */
export function parseMoment(text: string): Moment | undefined {
  const match = /^([a-z0-9-]+?)(?: ([+-]) (\d{1,3}) (day|week)s?)?$/.exec(text)
  const [, anchor, sign, count, unit] = match ?? []
  if (!anchor || !isAnchor(anchor)) return undefined
  if (!count) return { anchor, offsetDays: 0 }
  const days = Number(count) * UNIT_DAYS[unit as keyof typeof UNIT_DAYS]
  return { anchor, offsetDays: sign === '-' ? -days : days }
}

export function resolve(moment: Moment, dates: AnchorDates): PlainDate {
  return addDays(dates[moment.anchor], moment.offsetDays)
}

/** `6 weeks before transition week`, `offer day`. */
export function describeMoment({ anchor, offsetDays }: Moment): string {
  if (offsetDays === 0) return ANCHORS[anchor]
  const days = Math.abs(offsetDays)
  const unit = days % UNIT_DAYS.week === 0 ? 'week' : 'day'
  const count = days / UNIT_DAYS[unit]
  return `${count} ${unit}${count === 1 ? '' : 's'} ${offsetDays < 0 ? 'before' : 'after'} ${ANCHORS[anchor]}`
}

function isAnchor(text: string): text is Anchor {
  return Object.hasOwn(ANCHORS, text)
}
