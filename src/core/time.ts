/** A calendar day, `YYYY-MM-DD`. Days compare as strings. */
export type PlainDate = string

export const MINUTE_MS = 60_000
export const HOUR_MS = 60 * MINUTE_MS
export const DAY_MS = 24 * HOUR_MS

/** The first and last instants a JavaScript date can name: "always" and "for ever" that survive JSON. */
export const FIRST_MS = -8_640_000_000_000_000
export const LAST_MS = 8_640_000_000_000_000

const londonParts = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/London',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
})

/** The day it is in England at an instant. */
export function londonDate(atMs: number): PlainDate {
  const { year, month, day } = partsAt(atMs)
  return `${year}-${month}-${day}`
}

/** The first millisecond of a day in England. */
export function startOfDayMs(date: PlainDate): number {
  const utcMidnightMs = Date.parse(`${date}T00:00:00Z`)
  // England is at most one hour ahead of UTC, so its midnight is UTC midnight or the hour before.
  return londonDate(utcMidnightMs - HOUR_MS) === date ? utcMidnightMs - HOUR_MS : utcMidnightMs
}

/** The last millisecond of a day in England. */
export function endOfDayMs(date: PlainDate): number {
  const nextMidnightMs = Date.parse(`${date}T00:00:00Z`) + DAY_MS
  // Not by the next day's date: 31 December 9999, which means "no end", has none with four digits.
  return (londonDate(nextMidnightMs - HOUR_MS) === date ? nextMidnightMs : nextMidnightMs - HOUR_MS) - 1
}

export function addDays(date: PlainDate, days: number): PlainDate {
  return new Date(Date.parse(`${date}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10)
}

/** Whole days from one date to another; negative when `until` is earlier. */
export function daysBetween(from: PlainDate, until: PlainDate): number {
  return Math.round((Date.parse(`${until}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS)
}

/** 0 is Sunday, 6 is Saturday. */
export function weekday(date: PlainDate): number {
  return new Date(`${date}T00:00:00Z`).getUTCDay()
}

export function yearOf(date: PlainDate): number {
  return Number(date.slice(0, 4))
}

/** Whole years lived on a day. Somebody born on 29 February has their birthday on 1 March in other years. */
export function ageOn(bornOn: PlainDate, on: PlainDate): number {
  const years = yearOf(on) - yearOf(bornOn)
  return on.slice(5) < bornOn.slice(5) ? years - 1 : years
}

/**
 * The stretch of time a FHIR date, dateTime or instant covers, both ends inclusive: `2026` is the whole year in
 * England, `2026-07-20` the whole day, a time to the second the whole second. A time without a zone is no FHIR date.
 *
 * @returns undefined when the text is not a FHIR date
 * @source https://hl7.org/fhir/R4/datatypes.html#dateTime
 */
export function parseFhirDate(text: string): { fromMs: number; untilMs: number } | undefined {
  const match = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(T\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d))?)?)?$/.exec(text)
  if (!match) return undefined
  const [, year, month, day, time] = match
  const first = `${year}-${month ?? '01'}-${day ?? '01'}`
  if (!isRealDate(first) || Number(year) < EARLIEST_YEAR) return undefined
  // "No end", in whatever zone it was written: past the last day that can be shown.
  if (year === '9999') return { fromMs: startOfDayMs('9999-01-01'), untilMs: LAST_MS }
  if (time) {
    const fromMs = Date.parse(text)
    return Number.isNaN(fromMs) ? undefined : { fromMs, untilMs: text.includes('.') ? fromMs : fromMs + 999 }
  }
  const last = day ? first : month ? lastOfMonth(year, month) : `${year}-12-31`
  return { fromMs: startOfDayMs(first), untilMs: endOfDayMs(last) }
}

/** The day written in a FHIR date or time; undefined when only a month or a year is, or no real day. */
export function writtenDay(text: string | undefined): PlainDate | undefined {
  return text !== undefined && text.length >= 10 && parseFhirDate(text) ? text.slice(0, 10) : undefined
}

/** Nobody in a record is older. Systems that have no date write the first of January of the year 1. */
const EARLIEST_YEAR = 1900

const formats = {
  day: { day: 'numeric', month: 'long' },
  'short-day': { day: 'numeric', month: 'short' },
  date: { day: 'numeric', month: 'long', year: 'numeric' },
} satisfies Record<string, Intl.DateTimeFormatOptions>

/** `12 May`, `12 May 2016` or, for tight places, `14 Nov`. */
export function showDate(date: PlainDate, format: keyof typeof formats = 'date'): string {
  return new Intl.DateTimeFormat('en-GB', { ...formats[format], timeZone: 'UTC' }).format(
    Date.parse(`${date}T00:00:00Z`),
  )
}

/** `8:41am`, in England. */
export function showTime(atMs: number): string {
  const { hour, minute } = partsAt(atMs)
  const hours = Number(hour)
  return `${hours % 12 || 12}:${minute}${hours < 12 ? 'am' : 'pm'}`
}

/** `14 Nov`, or `14 Nov 2024` when that is another year than today's: an old day must not look like a recent one. */
export function showDay(date: PlainDate, today: PlainDate): string {
  const day = showDate(date, 'short-day')
  return yearOf(date) === yearOf(today) ? day : `${day} ${yearOf(date)}`
}

/** `today 8:41am`, `yesterday 3:05pm`, `14 Nov 8:41am` or `14 Nov 2024 8:41am`. */
export function showMoment(atMs: number, nowMs: number): string {
  const [date, today] = [londonDate(atMs), londonDate(nowMs)]
  const days = daysBetween(date, today)
  const day = days === 0 ? 'today' : days === 1 ? 'yesterday' : showDay(date, today)
  return `${day} ${showTime(atMs)}`
}

/** V8 reads 30 February as 2 March. */
function isRealDate(date: PlainDate): boolean {
  const atMs = Date.parse(`${date}T00:00:00Z`)
  return !Number.isNaN(atMs) && new Date(atMs).toISOString().startsWith(date)
}

function lastOfMonth(year = '', month: string): PlainDate {
  return new Date(Date.UTC(Number(year), Number(month), 0)).toISOString().slice(0, 10)
}

function partsAt(atMs: number): Record<string, string> {
  return Object.fromEntries(londonParts.formatToParts(atMs).map(({ type, value }) => [type, value]))
}
