import { addDays, type PlainDate } from '../../core/time.ts'
import { ANCHORS, type Anchor, type AnchorDates } from './anchors.ts'

/** A day named by what it is near: six weeks before transition week, whenever that is. */
export type Moment = { anchor: Anchor; offsetDays: number }

const UNIT_DAYS = { day: 1, week: 7 } as const

/** `offer-day`, `transition-week - 6 weeks` or `first-day + 3 days`. */
export const MOMENT = new RegExp(`^(${Object.keys(ANCHORS).join('|')})(?: ([+-]) (\\d{1,3}) (day|week)s?)?$`)

/** @returns undefined when the text is no moment */
export function parseMoment(text: string): Moment | undefined {
  const [, anchor, sign, count, unit] = MOMENT.exec(text) ?? []
  if (!anchor) return undefined
  const days = count ? Number(count) * UNIT_DAYS[unit as keyof typeof UNIT_DAYS] : 0
  return { anchor: anchor as Anchor, offsetDays: sign === '-' ? -days : days }
}

/** What `parseMoment` reads. */
export function writeMoment(moment: Moment): string {
  const { days, count, unit } = offset(moment)
  return days === 0 ? moment.anchor : `${moment.anchor} ${days < 0 ? '-' : '+'} ${count} ${unit}`
}

/** @returns undefined when the anchor has no date */
export function resolve({ anchor, offsetDays }: Moment, dates: AnchorDates): PlainDate | undefined {
  const date = dates[anchor]
  return date && addDays(date, offsetDays)
}

/** `6 weeks before transition week`, `offer day`. */
export function describeMoment(moment: Moment): string {
  const { days, count, unit } = offset(moment)
  return days === 0
    ? ANCHORS[moment.anchor]
    : `${count} ${unit} ${days < 0 ? 'before' : 'after'} ${ANCHORS[moment.anchor]}`
}

function offset({ offsetDays }: Moment): { days: number; count: number; unit: string } {
  const unit = offsetDays % UNIT_DAYS.week === 0 ? 'week' : 'day'
  const count = Math.abs(offsetDays) / UNIT_DAYS[unit]
  return { days: offsetDays, count, unit: `${unit}${count === 1 ? '' : 's'}` }
}
