import type { Year } from '../../../app/read-year.ts'
import { addDays, daysBetween, type PlainDate } from '../../../core/time.ts'
import { type Numbered, numberMarks } from './year-view.ts'
import { monthOf, termWords } from './year-words.ts'

/** A mark with the room around it that no other may have: more than the 24 px a finger needs (WCAG 2.5.8). */
export const CELL = 28
export const TERMS_Y = 18
export const TERM_HEIGHT = 20
/** Where days are marked off, below the terms. */
export const AXIS_Y = 43
const ROWS_Y = 50
/** Below the rows, for the name of the line of today. */
export const FOOT = 15

export type Placed = Numbered & { x: number; y: number; fromX: number; untilX: number }

export type Drawing = {
  width: number
  height: number
  months: { x: number; middle: number; label: string }[]
  /** `label` is what there is room for, `words` the whole of it. */
  terms: { x: number; width: number; label: string | undefined; words: string }[]
  todayX: number
  marks: Placed[]
}

/** Where everything goes in a picture so wide; its height follows. Marks keep to their days, in as many rows as that takes. */
export function drawYear(year: Year, today: PlainDate, width: number): Drawing {
  const days = daysBetween(year.from, year.until) + 1
  const xOf = (day: PlainDate) => {
    const part = daysBetween(year.from, day) / days
    return Math.round(Math.max(0, Math.min(part, 1)) * width * 10) / 10
  }
  const numbered = numberMarks(year.marks).map(({ mark, number }) => {
    const [fromX, untilX] = [xOf(mark.from), xOf(addDays(mark.until ?? mark.from, 1))]
    const x = Math.max(CELL / 2, Math.min((fromX + untilX) / 2, width - CELL / 2))
    return { mark, number, fromX, untilX, x }
  })
  const rows = rowsFor(numbered.map(({ x }) => x))
  return {
    width,
    height: ROWS_Y + Math.max(0, ...rows.map((row) => row + 1)) * CELL + FOOT,
    months: Array.from({ length: 12 }, (_, at) => month(year.from, at)).map((first, at, all) => {
      const [x, end] = [xOf(first), xOf(all[at + 1] ?? addDays(year.until, 1))]
      return { x, middle: (x + end) / 2, label: monthOf(first).slice(0, end - x >= 32 ? 3 : 1) }
    }),
    terms: year.terms.map((term) => {
      const [x, end] = [xOf(term.from), xOf(addDays(term.until, 1))]
      return { x, width: end - x, label: labelFor(term.name, end - x), words: termWords(term) }
    }),
    todayX: (xOf(today) + xOf(addDays(today, 1))) / 2,
    marks: numbered.map((one, at) => ({ ...one, y: ROWS_Y + ((rows[at] ?? 0) + 0.5) * CELL })),
  }
}

/** The first row in which there is room, for each. */
function rowsFor(places: number[]): number[] {
  const rows: number[][] = []
  return places.map((x) => {
    const free = rows.findIndex((row) => row.every((other) => Math.abs(other - x) >= CELL))
    const at = free < 0 ? rows.push([]) - 1 : free
    rows[at]?.push(x)
    return at
  })
}

/** How wide a letter of the picture is, at most and on the whole. */
const LETTER_UNITS = 6.3

/** "Autumn 1", or "Aut 1", or "1" beside another: as much as there is room for. */
function labelFor(name: string, width: number): string | undefined {
  const short = `${name.slice(0, 3)}${name.slice(-2)}`
  return [name, short, name.slice(-1)].find((label) => label.length * LETTER_UNITS <= width)
}

/** The first day of a month so many months on. */
function month(first: PlainDate, later: number): PlainDate {
  const [year = 0, at = 1] = first.split('-').map(Number)
  return new Date(Date.UTC(year, at - 1 + later, 1)).toISOString().slice(0, 10)
}
