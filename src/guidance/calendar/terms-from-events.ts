import { addDays, daysBetween, type PlainDate, weekday } from '../../core/time.ts'
import type { DatedEvent } from '../../record/dated-event.ts'
import { mondayOnOrAfter, workingDay } from './movable-days.ts'
import { DAYS, type Day, dayAt, type SchoolTerms, schoolYearAt } from './term-days.ts'
import { type Said, saidBy } from './term-words.ts'

/**
 * Finds the days of each school year in a calendar, by the words councils and schools in England use for them. An event
 * that fits nothing, or whose words and date disagree, is passed over.
 *
 * @returns only the school years, and of these the days, that the calendar gives
 */
export function termsFromEvents(events: readonly DatedEvent[]): SchoolTerms {
  const said = joined(events).flatMap(saidBy)
  const shut = new Set(said.flatMap((one) => (one.kind === 'shut' ? daysOf(one) : [])))
  const opens = said.flatMap((one) => (one.kind === 'opens' ? [one.on] : [])).sort()
  const claims = said.flatMap((one) => claimOf(one, shut, opens))

  const found: SchoolTerms = {}
  for (const { day, date } of claims.sort(surestFirst)) {
    const year = schoolYearAt(date)
    found[year] = { [day]: date, ...found[year] }
  }
  return found
}

type Claim = { day: Day; date: PlainDate; doubt: number }

function claimOf(said: Said, shut: Set<PlainDate>, opens: PlainDate[]): Claim[] {
  if (said.kind === 'shut') return []
  if (said.kind === 'holiday') return claim(said, said.monday, HOLIDAYS)
  if (said.kind === 'opens') return claim(said, schoolDay(said.on, 1, shut), ['firstDay'])
  const last = claim(said, schoolDay(said.on, -1, shut), ['lastDay'])
  if (last.length > 0) return last
  const monday = mondayOnOrAfter(addDays(said.on, 1))
  // Where school is back by that Monday or, after training, by the Tuesday, no holiday was in between.
  const reopens = opens.find((day) => day > said.on)
  return reopens && reopens <= addDays(monday, 1) ? [] : claim({ ...said, doubt: said.doubt + 1 }, monday, HOLIDAYS)
}

const HOLIDAYS = DAYS.filter((day) => day !== 'firstDay' && day !== 'lastDay')

function claim({ may, doubt }: { may: Day[]; doubt: number }, date: PlainDate, among: Day[]): Claim[] {
  const day = dayAt(date)
  return day && may.includes(day) && among.includes(day) ? [{ day, date, doubt }] : []
}

/** Of two as sure, the earlier; but of two last days the later, for the youngest may stop before the others. */
function surestFirst(a: Claim, b: Claim): number {
  if (a.doubt !== b.doubt) return a.doubt - b.doubt
  const [one, other] = a.day === 'lastDay' ? [b, a] : [a, b]
  return one.date < other.date ? -1 : one.date > other.date ? 1 : 0
}

/** The day itself, or the nearest one in that direction on which pupils come. */
function schoolDay(on: PlainDate, step: 1 | -1, shut: Set<PlainDate>): PlainDate {
  let day = on
  for (let tries = 0; tries < 14 && (weekday(day) === 0 || weekday(day) === 6 || shut.has(day)); tries++) {
    day = addDays(day, step)
  }
  return day
}

/** Some write a holiday day by day, without its weekends, and calendars that were put together say things twice. */
function joined(events: readonly DatedEvent[]): DatedEvent[] {
  const whole: DatedEvent[] = []
  for (const event of events.toSorted(byTitleAndDay)) {
    const before = whole.at(-1)
    if (before?.title === event.title && event.from <= nextWeekday(before.until)) {
      whole[whole.length - 1] = { ...before, until: before.until > event.until ? before.until : event.until }
    } else whole.push(event)
  }
  return whole
}

function nextWeekday(after: PlainDate): PlainDate {
  return workingDay(addDays(after, 1))
}

function byTitleAndDay(a: DatedEvent, b: DatedEvent): number {
  if (a.title !== b.title) return a.title < b.title ? -1 : 1
  return a.from < b.from ? -1 : a.from > b.from ? 1 : 0
}

function daysOf({ from, until }: { from: PlainDate; until: PlainDate }): PlainDate[] {
  return Array.from({ length: daysBetween(from, until) + 1 }, (_, day) => addDays(from, day))
}
