import { useSignal, useSignalEffect } from '@preact/signals'
import { createRef, type JSX } from 'preact'
import { type Mark, type MarkKind, readYear, type Year } from '../../app/read-year.ts'
import { addDays, daysBetween, londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'
import type { Opened } from './opened.ts'

/** What twelve months bring for this child, as a picture and as a list. */
export function YearAhead({ opened, page }: { opened: Opened; page: PageState }) {
  const loaded = useKept(page, () => readYear(page.app, opened))
  if (loaded.kind === 'loading') return null
  return (
    <section class="stack tight" aria-labelledby="year-ahead">
      <h2 id="year-ahead">The year ahead</h2>
      {loaded.kind === 'failed' && <ErrorNotice code={loaded.code} />}
      {loaded.kind === 'ready' && <YearPicture year={loaded.value} today={londonDate(page.app.now())} />}
    </section>
  )
}

/** What stands for a day in the picture and, with the same number, in the list. Today is a line, and has none. */
type Numbered = { mark: Mark; number: number }

type View = {
  year: Year
  today: PlainDate
  numbered: Numbered[]
  /** The mark that stands out, by its id. */
  chosen: string | undefined
  /** The one that the tab key comes to: of the others, arrow keys. */
  stop: string | undefined
  choose: (id: string) => void
}

/** Choosing a mark, by key or by press, makes it stand out in the picture and in the list. */
export function YearPicture({ year, today }: { year: Year; today: PlainDate }) {
  const chosen = useSignal<string | undefined>(undefined)
  const numbered = numberMarks(year.marks)
  const found = numbered.find(({ mark }) => mark.id === chosen.value)
  const first = numbered.find(({ mark }) => !hasPassed(mark, today)) ?? numbered[0]
  const choose = (id: string) => {
    chosen.value = id
  }
  const view: View = { year, today, numbered, chosen: found?.mark.id, stop: (found ?? first)?.mark.id, choose }
  return (
    <div class="year stack tight">
      <p class="soft">
        {monthOf(year.from)} to {monthOf(year.until)}
      </p>
      <Picture {...view} />
      {numbered.length === 0 ? (
        <p>Nothing that is shared with you falls in these months. There may be something elsewhere.</p>
      ) : (
        <>
          <Key marks={year.marks} />
          <p class="year-chosen" aria-hidden="true">
            {found ? <MarkLine {...found} today={today} /> : 'Choose a mark to read it here. All are in the list.'}
          </p>
          <List {...view} />
        </>
      )}
      <Around year={year} />
    </div>
  )
}

/** What the picture says of terms, in words, and how far it can be relied on. */
function Around({ year: { terms, isAgeKnown, hasOwnTerms } }: { year: Year }) {
  return (
    <div class="small soft">
      <p>Terms: {terms.map(termWords).join('; ')}.</p>
      {!hasOwnTerms && <p>These are the usual term dates in England. A school’s own may differ by a week.</p>}
      {!isAgeKnown && <p>No date of birth is shared, so changes of school are not shown.</p>}
    </div>
  )
}

/** By the word that people read for a kind: each another shape, so that nobody needs the colours. */
const SHAPES: Record<MarkKind, JSX.Element> = {
  today: <path d="M0-12V12" />,
  change: <path d="M0-12.5 12.5 0 0 12.5-12.5 0Z" />,
  review: <circle r="10.5" />,
  agreement: <rect x="-10" y="-10" width="20" height="20" rx="2" />,
  commitment: <path d="M0-12.5 13 10.5H-13Z" />,
}

const SHOWN_KINDS = (Object.keys(SHAPES) as MarkKind[]).filter((kind) => kind !== 'today')

function Shape({ mark: { kind }, number }: { mark: Pick<Mark, 'kind'>; number?: number }) {
  return (
    <>
      {SHAPES[kind]}
      {number !== undefined && <text y={kind === 'commitment' ? 7 : 3.8}>{number}</text>}
    </>
  )
}

const CELL_BOX = '-14 -14 28 28'

/** Hidden from those who hear the page: every name of a mark ends with its kind. */
function Key({ marks }: { marks: Mark[] }) {
  const kinds = SHOWN_KINDS.filter((kind) => marks.some((mark) => mark.kind === kind))
  return (
    <ul class="year-key small" aria-hidden="true">
      {kinds.map((kind) => (
        <li key={kind}>
          <svg viewBox={CELL_BOX} class={`year-mark ${kind}`} aria-hidden="true">
            <Shape mark={{ kind }} />
          </svg>
          {kind}
        </li>
      ))}
    </ul>
  )
}

function Picture(view: View) {
  const { year, today, numbered } = view
  const width = useSignal(PANEL_UNITS)
  const { value: frame } = useSignal(createRef<HTMLDivElement>())
  useSignalEffect(() => {
    if (!frame.current) return
    return watchWidth(frame.current, (units) => {
      width.value = units
    })
  })
  const drawing = drawYear(year, today, width.value)
  return (
    <div class="year-frame" ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: nothing else that can be drawn holds a list of things */}
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        role="group"
        aria-label={`Picture of the year, ${monthOf(year.from)} to ${monthOf(year.until)}`}
      >
        <Ground drawing={drawing} />
        {numbered.length > 0 && <Marks {...view} placed={drawing.marks} />}
      </svg>
    </div>
  )
}

/** Months, terms and today. */
function Ground({ drawing: { height, months, terms, todayX } }: { drawing: Drawing }) {
  return (
    <>
      <svg class="year-months" aria-hidden="true">
        {months.map(({ x, middle, label }) => (
          <g key={x}>
            {x > 0 && <path d={`M${x} 1V${height - FOOT}`} />}
            <text x={middle} y={MONTHS_Y}>
              {label}
            </text>
          </g>
        ))}
      </svg>
      {terms.map((term) => (
        <svg
          key={term.x}
          class="year-term"
          x={term.x}
          y={TERMS_Y}
          width={term.width}
          height={TERM_HEIGHT}
          role="img"
          aria-label={term.words}
        >
          <rect width="100%" height="100%" rx="4" />
          <text x="50%" y="14">
            {term.label}
          </text>
        </svg>
      ))}
      <svg class="year-today" aria-hidden="true">
        <path d={`M${todayX} ${TERMS_Y + TERM_HEIGHT}V${height}`} />
        <text x={todayX + 5} y={height - 3}>
          Today
        </text>
      </svg>
    </>
  )
}

/**
 * A list box, as far as a keyboard and a screen reader can tell: it is one stop, and what has the focus is chosen.
 * `tabindex` is in small letters, for Preact spells the attributes of a drawing as they stand: `tabIndex` is none.
 */
function Marks({ today, chosen, stop, choose, placed }: View & { placed: Placed[] }) {
  return (
    <g role="listbox" aria-label="Days in the picture" aria-orientation="horizontal" data-marks>
      <svg class="year-stems" aria-hidden="true">
        {placed.map(({ mark: { id }, x, y, fromX, untilX }) => (
          <path key={id} d={`M${fromX} ${AXIS_Y}H${untilX}M${(fromX + untilX) / 2} ${AXIS_Y}L${x} ${y}`} />
        ))}
      </svg>
      {placed.map(({ mark, number, x, y }) => (
        <g
          key={mark.id}
          role="option"
          aria-label={`${number}: ${nameOf(mark, today)}`}
          aria-selected={mark.id === chosen}
          tabindex={mark.id === stop ? 0 : -1}
          data-mark={mark.id}
          class={classOf(mark, today)}
          transform={`translate(${x} ${y})`}
          onFocus={() => choose(mark.id)}
          onClick={() => choose(mark.id)}
          onKeyDown={moveFocus}
        >
          <rect class="year-cell" x={-CELL / 2 + 1} y={-CELL / 2 + 1} width={CELL - 2} height={CELL - 2} rx="4" />
          <Shape mark={mark} number={number} />
        </g>
      ))}
    </g>
  )
}

/** All of the picture in words, for who cannot see it or would rather read. */
function List({ year, today, numbered, chosen, stop, choose }: View) {
  const rows = year.marks.map((mark) => ({ mark, number: numbered.find((one) => one.mark === mark)?.number }))
  const months = Map.groupBy(rows, ({ mark }) => monthOf(mark.from < year.from ? year.from : mark.from))
  return (
    <div class="year-list stack tight" data-marks>
      {[...months].map(([month, inMonth]) => (
        <div key={month}>
          <h3>{month}</h3>
          <ol>
            {inMonth.map(({ mark, number }) => (
              <li key={mark.id} aria-current={mark.id === chosen ? 'true' : undefined} class={mark.kind}>
                {number === undefined ? (
                  <svg viewBox={CELL_BOX} class="year-mark today" aria-hidden="true">
                    <Shape mark={mark} />
                  </svg>
                ) : (
                  <button
                    type="button"
                    aria-label={`${number}: show in the picture`}
                    tabIndex={mark.id === stop ? 0 : -1}
                    data-mark={mark.id}
                    onFocus={() => choose(mark.id)}
                    onClick={() => choose(mark.id)}
                    onKeyDown={moveFocus}
                  >
                    <svg viewBox={CELL_BOX} class={classOf(mark, today)} aria-hidden="true">
                      <Shape mark={mark} number={number} />
                    </svg>
                  </button>
                )}
                <p>
                  <MarkLine mark={mark} today={today} />
                </p>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  )
}

function MarkLine({ mark, today, number }: { mark: Mark; today: PlainDate; number?: number }) {
  return (
    <>
      {number !== undefined && `${number}: `}
      <strong>{daysOf(mark)}</strong> {mark.words}
      {mark.kind !== 'today' && <span class="small soft"> ·&nbsp;{asideOf(mark, today)}</span>}
      {mark.isLate && (
        <>
          {' '}
          <span class="tag late">Late</span>
        </>
      )}
    </>
  )
}

function numberMarks(marks: Mark[]): Numbered[] {
  return marks.filter(({ kind }) => kind !== 'today').map((mark, at) => ({ mark, number: at + 1 }))
}

/** `1 March, Offer day, change` */
function nameOf(mark: Mark, today: PlainDate): string {
  return [daysOf(mark), mark.words, asideOf(mark, today), mark.isLate && 'late'].filter(Boolean).join(', ')
}

function asideOf(mark: Mark, today: PlainDate): string {
  return hasPassed(mark, today) ? `${mark.kind}, past` : mark.kind
}

function daysOf({ from, until }: Pick<Mark, 'from' | 'until'>): string {
  return until === undefined ? showDate(from, 'day') : `${showDate(from, 'day')} to ${showDate(until, 'day')}`
}

function classOf(mark: Mark, today: PlainDate): string {
  return `year-mark ${mark.kind}${mark.isLate ? ' late' : ''}${hasPassed(mark, today) ? ' past' : ''}`
}

function hasPassed({ from, until = from }: Mark, today: PlainDate): boolean {
  return until < today
}

function termWords({ name, from, until }: Year['terms'][number]): string {
  return `${name}, ${showDate(from, 'day')} to ${showDate(until, 'day')}`
}

/** "March 2027" */
function monthOf(day: PlainDate): string {
  return showDate(`${day.slice(0, 7)}-01`).slice(2)
}

/** Arrow keys, Home and End lead from one mark to another, in the picture or in the list. */
function moveFocus(event: KeyboardEvent): void {
  const here = event.currentTarget as Element
  const marks = [...(here.closest('[data-marks]')?.querySelectorAll<HTMLElement | SVGElement>('[data-mark]') ?? [])]
  const to = nextOf(event, marks.indexOf(here as HTMLElement), marks.length - 1)
  if (to === undefined) return
  event.preventDefault()
  marks[to]?.focus()
}

function nextOf(
  { key, altKey, ctrlKey, metaKey, shiftKey }: KeyboardEvent,
  at: number,
  last: number,
): number | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined
  if (key === 'Home') return 0
  if (key === 'End') return last
  if (key === 'ArrowRight' || key === 'ArrowDown') return Math.min(at + 1, last)
  if (key === 'ArrowLeft' || key === 'ArrowUp') return Math.max(at - 1, 0)
  return undefined
}

/** A side panel of 360 px, less what is around it. */
const PANEL_UNITS = 328
/** Below this it shrinks. */
const FEWEST_UNITS = 120
/** What fills a sheet of paper well. */
const PAPER_UNITS = 640

/**
 * Tells how wide the picture is, in units of which 16 are as wide as a letter is high for this reader: who reads at twice
 * the size has marks of twice the size, and half as many beside each other.
 */
function watchWidth(element: HTMLElement, onWidth: (units: number) => void): () => void {
  const measure = () => {
    const letter = Number.parseFloat(getComputedStyle(document.documentElement).fontSize)
    if (element.clientWidth > 0) onWidth(Math.max(FEWEST_UNITS, Math.round((element.clientWidth * 16) / letter)))
  }
  const print = () => onWidth(PAPER_UNITS)
  const observer = new ResizeObserver(measure)
  observer.observe(element)
  addEventListener('beforeprint', print)
  addEventListener('afterprint', measure)
  return () => {
    observer.disconnect()
    removeEventListener('beforeprint', print)
    removeEventListener('afterprint', measure)
  }
}

/** A mark with the room around it that no other may have: more than the 24 px a finger needs (WCAG 2.5.8). */
const CELL = 28
const MONTHS_Y = 12
const TERMS_Y = 18
const TERM_HEIGHT = 20
/** Where days are marked off, below the terms. */
const AXIS_Y = 43
const ROWS_Y = 50
/** Below the rows, for the name of the line of today. */
const FOOT = 15

type Placed = Numbered & { x: number; y: number; fromX: number; untilX: number }

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
