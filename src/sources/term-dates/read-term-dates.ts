import { AppError } from '../../core/errors.ts'
import { addDays, DAY_MS, londonDate, type PlainDate } from '../../core/time.ts'
import type { DatedEvent } from '../../record/dated-event.ts'

/** In the order of the file, repeated where the file repeats them. Empty when a calendar holds no dates. */
export type TermDates = DatedEvent[]

/** Far more than a school's whole year with every club in it. */
const MOST_LETTERS = 1024 * 1024
const MOST_EVENTS = 2000

/**
 * Reads an iCalendar file of term dates: what each event is called, and its days in England.
 *
 * An event that repeats is read once, on its first day: term dates are set afresh each year, so a repeat is nobody's
 * decision, and a rule may repeat for ever. One that is cancelled, has no title or no real day is left out.
 *
 * @throws AppError terms/unreadable (no calendar, one that breaks off, more than 1 Mi letters or 2000 events)
 * @source RFC 5545
 */
export async function readTermDates(text: string): Promise<TermDates> {
  if (text.length > MOST_LETTERS) throw new AppError('terms/unreadable', 'over 1 Mi letters')
  const lines = linesThatCount(text)
  if (lines.filter((line) => /^BEGIN:VEVENT$/i.test(line)).length > MOST_EVENTS) {
    throw new AppError('terms/unreadable', 'over 2000 events')
  }
  const { default: ical } = await import('ical.js')
  return eventsIn(parse(ical, lines.join('\n'))).flatMap((event) => readEvent(ical, event))
}

const COUNTS =
  /^(?:(?:BEGIN|END):[A-Z-]{1,50}|(?:SUMMARY|DTSTART|DTEND|DURATION|STATUS)(?:;[\w-]+=(?:"[^"]*"|[^";:])*)*:.*)$/i
const LONGEST_LINE = 1000

/**
 * The lines that say what and when, made whole again. The parser is shown no other: it gives up on the whole file over
 * one description that breaks across lines, as hand-made calendars have, and takes a second over one with 250,000
 * parameters (ical.js 2.2.1).
 */
function linesThatCount(text: string): string[] {
  const lines = text.replace(/(?:\r\n|\r|\n)[ \t]/g, '').split(/[\r\n]+/)
  // Trimmed, the first is without its byte order mark too.
  return lines.map((line) => line.trim()).filter((line) => line.length <= LONGEST_LINE && COUNTS.test(line))
}

/** 76 KiB that nobody else needs: fetched when a calendar is read, which is once a year. */
type Ical = typeof import('ical.js')['default']

/** jCal, as far as it is read here: a property is its name, its parameters, its type and its value. */
type Component = [name: string, properties: [string, unknown, string, unknown][], inside: Component[]]

/** Only what lies in a calendar itself: an alarm inside an event has times of its own. */
function eventsIn(components: Component[]): Component[] {
  const calendars = components.filter(([name]) => name === 'vcalendar')
  if (calendars.length === 0) throw new AppError('terms/unreadable', 'no calendar')
  return calendars.flatMap(([, , inside]) => inside.filter(([name]) => name === 'vevent'))
}

/** Without a cause: the parser's message quotes what it could not read. */
function parse(ical: Ical, text: string): Component[] {
  try {
    const parsed: Component | Component[] = ical.parse(text)
    return typeof parsed[0] === 'string' ? [parsed as Component] : (parsed as Component[])
  } catch {
    throw new AppError('terms/unreadable', 'a calendar that breaks off')
  }
}

function readEvent(ical: Ical, event: Component): DatedEvent[] {
  const title = textOf(event, 'summary')?.replace(/\s+/g, ' ').trim()
  const start = readTime(textOf(event, 'dtstart'))
  if (!title || !start || /^cancelled$/i.test(textOf(event, 'status') ?? '')) return []
  const end = readTime(textOf(event, 'dtend')) ?? addDuration(ical, start, textOf(event, 'duration'))
  const from = dayOf(start)
  const until = end ? lastDayBefore(end) : from
  // An end that is its own start is how some write a single day. One before it is a mistake.
  if (until < addDays(from, -1)) return []
  return [{ title, from, until: until < from ? from : until }]
}

function textOf([, properties]: Component, name: string): string | undefined {
  const value = properties.find(([one]) => one === name)?.[3]
  return typeof value === 'string' ? value : undefined
}

/** A date or time as it is written, in milliseconds as if that were UTC, and whether it is. */
type Time = { writtenMs: number; isUtc: boolean }

const EARLIEST_MS = Date.UTC(2000, 0)
const LATEST_MS = Date.UTC(2100, 0)

/** @returns undefined for what is no real day of this century */
function readTime(value: string | undefined): Time | undefined {
  const [, date, time = '00:00', utc] = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)?.*?(Z)?)?$/.exec(value ?? '') ?? []
  const writtenMs = Date.parse(`${date}T${time}Z`)
  // 30 February parses as 2 March.
  if (!isThisCentury(writtenMs) || isoDay(writtenMs) !== date) return undefined
  return { writtenMs, isUtc: utc === 'Z' }
}

function addDuration(ical: Ical, start: Time, duration: string | undefined): Time | undefined {
  const writtenMs = start.writtenMs + durationMs(ical, duration ?? 'PT0S')
  return isThisCentury(writtenMs) ? { ...start, writtenMs } : undefined
}

/** @returns 0 for what is no duration: the event then lasts its first day */
function durationMs(ical: Ical, duration: string): number {
  try {
    return ical.Duration.fromString(duration).toSeconds() * 1000
  } catch {
    return 0
  }
}

function isThisCentury(atMs: number): boolean {
  return atMs >= EARLIEST_MS && atMs < LATEST_MS
}

/**
 * A time in a named zone, or in none, is on the day it is written on: a school's calendar is for people who are there,
 * and the zone's own rules, which the file may hold, are rules that repeat for ever.
 */
function dayOf({ writtenMs, isUtc }: Time): PlainDate {
  return isUtc ? londonDate(writtenMs) : isoDay(writtenMs)
}

/** The day an event last touches: an end is the first moment after it. */
function lastDayBefore({ writtenMs, isUtc }: Time): PlainDate {
  // Midnight is the end of the day before even in summer time, when UTC's is one in the morning: no term ends then.
  const isMidnight = writtenMs % DAY_MS === 0
  return dayOf({ writtenMs: writtenMs - 1, isUtc: isUtc && !isMidnight })
}

function isoDay(atMs: number): PlainDate {
  return new Date(atMs).toISOString().slice(0, 10)
}
