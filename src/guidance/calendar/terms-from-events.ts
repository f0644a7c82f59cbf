import { addDays, daysBetween, type PlainDate, weekday, yearOf } from '../../core/time.ts'
import { mondayOf, mondayOnOrAfter, workingDay } from './movable-days.ts'
import { type Calendar, type Terms, usualTerms } from './terms.ts'

/** A line of a council's or a school's calendar; both days inclusive. */
export type DatedEvent = { title: string; from: PlainDate; until: PlainDate }

/** By the September a school year begins in, the days its calendar gave: no more than it said. Survives JSON. */
export type SchoolTerms = Record<number, Partial<Terms>>

type Day = keyof Terms
type MonthDay = string

/**
 * The days of `Terms` in their order, the words for them, and the stretch of the year each can fall in, anywhere in
 * England. The stretches are apart and in order, so days that lie in them are in order as well.
 */
export const TERM_DAYS: Readonly<Record<Day, { words: string; from: MonthDay; until: MonthDay }>> = {
  firstDay: { words: 'the first day of the school year', from: '08-20', until: '09-20' }, // Leicestershire: in August
  octoberHalfTerm: { words: 'October half-term', from: '10-08', until: '10-31' },
  christmasHoliday: { words: 'the Christmas holiday', from: '12-14', until: '12-31' },
  februaryHalfTerm: { words: 'February half-term', from: '02-01', until: '02-28' },
  easterHoliday: { words: 'the Easter holiday', from: '03-15', until: '04-26' },
  mayHalfTerm: { words: 'May half-term', from: '05-18', until: '06-08' },
  lastDay: { words: 'the last day of the summer term', from: '07-01', until: '07-31' },
}

const DAYS = Object.keys(TERM_DAYS) as Day[]

/** A school's own calendar. A day that was not found, or cannot be, is the usual one. */
export function calendarOf(found: SchoolTerms): Calendar {
  return (schoolYear) => {
    const terms = { ...usualTerms(schoolYear) }
    for (const day of DAYS) {
      const date = found[schoolYear]?.[day]
      if (date && dayAt(date) === day && schoolYearAt(date) === schoolYear) terms[day] = date
    }
    return terms
  }
}

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

/** What an event says, once its words are understood: which days it `may` mean, and with how much `doubt`. */
type Said =
  | { kind: 'opens' | 'closes'; on: PlainDate; may: Day[]; doubt: number }
  | { kind: 'holiday'; monday: PlainDate; may: Day[]; doubt: number }
  | { kind: 'shut'; from: PlainDate; until: PlainDate }

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

const HOLIDAY =
  oneOf(`halfterm, holidays?, hols, breaks?(?! up), vacation, recess, closure, closed, christmas, xmas, easter,
  whit, whitsun`)
/** A holiday that cannot be mistaken for some other days off. */
const NAMED = oneOf('halfterm, christmas, xmas, easter, whit, whitsun')
const STARTS =
  oneOf(`start(?:s|ing)?, begin(?:s|ning)?, commenc(?:es?|ing), (?:re ?)?open(?:s|ing)?, return(?:s|ing)?, back,
  (?:first|1st) (?:school )?day`)
const ENDS = oneOf(`end(?:s|ing)?, finish(?:es)?, clos(?:es?|ing), break(?:s|ing)? up, (?:last|final) (?:school )?day`)
const OF_SCHOOL = oneOf(`terms?, schools?, academic year, pupils, children, students, classes, autumn, spring, summer,
  break(?:s|ing)? up, (?:last|final) day before`)
/** Tells "term starts after the holiday" from "the holiday starts". */
const AFTER_HOLIDAY = oneOf('after, following, term (?:\\d )?(?:starts|begins|opens|commences), schools? re ?opens?')
/** Tells "school closes for Easter" and "last day of term: Easter" from "the Easter holiday ends". */
const BEFORE_HOLIDAY =
  oneOf(`(?:for|before) (?:the )?(?:\\w+ )?(?:halfterm|holidays?|hols|break|christmas|xmas|easter|whit),
  term (?:\\d )?(?:ends|finishes|closes), schools? closes?, (?:end|day) of (?:the )?(?:\\w+ )?term`)

/** Days when staff come and pupils do not. */
const TRAINING = oneOf(`inset, in service, non pupil, pupil free, no pupils,
  closed (?:to|for) (?:all )?(?:pupils|children|students),
  (?:staff|teachers?|professional|school) (?:training|development|planning),
  (?:training|development|closure|pd|cpd|baker) days?`)
const OF_PUPILS = oneOf('pupils, children, students')
const OF_STAFF = oneOf('staff, teachers?')

/** What happens about the edges of a term without being one. */
const BESIDE =
  oneOf(`clubs?, camps?, trips?, reports?, deadline, fa[iy]re?, fete, disco, party, performance, play, nativity,
  concert, assembly, lunch, dinners?, menu, meetings?, parents, evening, bookings?, homework, revision, photos?,
  photographs?, closing date, visits?, exams?, mocks?, payments?, orders?, tickets, raffle, carols?, swimming, sports?,
  football, music, lessons, rehearsals?, residential, reading, snow, weather, strike, elections?, polling, governors,
  pta, applications?, appeals?, results, library, breakfast, wraparound, twilight, open (?:day|morning|event),
  (?:last|first) day (?:to|for (?!pupils|children|students|all))`)
/** Some of a school's children, and not the others. */
const OF_SOME =
  oneOf(`(?:years?|yrs?|y) ?\\d{1,2}, ks ?\\d, key stage, reception, nursery, pre ?school, eyfs, sixth form,
  6th form, new starters, infants, juniors`)
const OF_ALL = oneOf('all (?:pupils|years|year groups|children|students), whole school, everyone')

/** An event that has several of these words can only be what all of them allow. */
const NAMES: [word: RegExp, allows: Day[]][] = [
  [/\bhalfterm\b/, ['octoberHalfTerm', 'februaryHalfTerm', 'mayHalfTerm']],
  [/\b(?:whit|whitsun)\b/, ['mayHalfTerm']],
  [/\b(?:christmas|xmas)\b/, ['christmasHoliday']],
  [/\beaster\b/, ['easterHoliday']],
  [/\b(?:autumn|october)\b/, ['firstDay', 'octoberHalfTerm', 'christmasHoliday']],
  [/\bspring\b/, ['februaryHalfTerm', 'easterHoliday', 'mayHalfTerm']],
  [/\bsummer\b/, ['firstDay', 'mayHalfTerm', 'lastDay']],
]

function saidBy({ title, from, until }: DatedEvent): Said[] {
  const words = plainWords(title)
  if (BESIDE.test(words) || (OF_SOME.test(words) && !OF_ALL.test(words))) return []
  const may = DAYS.filter((day) => NAMES.every(([word, allows]) => !word.test(words) || allows.includes(day)))
  const lastsDays = daysBetween(from, until) + 1
  const isHoliday = HOLIDAY.test(words)
  const [start, end] = [words.search(STARTS), words.search(ENDS)]
  // "Term ends; school reopens on 4 January" is about an end: what comes first counts.
  const isEnd = end >= 0 && (start < 0 || end < start)
  const isStart = start >= 0 && !isEnd
  const opens = (on: PlainDate, doubt: number): Said => ({ kind: 'opens', on, may, doubt })
  const closes = (on: PlainDate, doubt: number): Said => ({ kind: 'closes', on, may, doubt })

  if (TRAINING.test(words) && lastsDays <= (isHoliday ? 4 : 7)) {
    return [{ kind: 'shut', from, until }, ...(isStart && !isHoliday ? [opens(from, 1)] : [])]
  }
  if (!isHoliday && lastsDays >= 20) {
    const isTerm = /\b(?:term|autumn|spring|summer)\b/.test(words) && lastsDays <= 125
    return isTerm ? [opens(from, 3), closes(until, 3)] : []
  }
  const doubt = OF_PUPILS.test(words) ? 0 : 1
  if (isStart && (!isHoliday || AFTER_HOLIDAY.test(words))) {
    return OF_SCHOOL.test(words) && (doubt === 0 || !OF_STAFF.test(words)) ? [opens(from, doubt)] : []
  }
  if (isEnd) {
    return OF_SCHOOL.test(words) && (!isHoliday || BEFORE_HOLIDAY.test(words)) ? [closes(from, doubt)] : []
  }
  return isHoliday ? holiday(words, { from, until, lastsDays, isStart, may }) : []
}

type Span = { from: PlainDate; until: PlainDate; lastsDays: number; isStart: boolean; may: Day[] }

/** A holiday: one that is written as its first day only, or from its first to its last. */
function holiday(words: string, { from, until, lastsDays, isStart, may }: Span): Said[] {
  const isHalfTerm = /\bhalfterm\b/.test(words)
  if (isSummer(from) && lastsDays >= 14 && may.includes('lastDay')) return summer(from, until)
  if (lastsDays > (isHalfTerm ? 18 : 30)) return []
  // A day or two off is a bank holiday, or a day when the school is shut for something else.
  if (!isHalfTerm && !isStart && lastsDays < 5) return /\bclosed\b/.test(words) ? [{ kind: 'shut', from, until }] : []
  const doubt = NAMED.test(words) && lastsDays >= 4 ? 0 : 1
  return [{ kind: 'holiday', monday: firstMonday(from, until), may, doubt }]
}

/** Lies between two school years. "Until 31 August" says nothing of the next: that is where years are cut. */
function summer(from: PlainDate, until: PlainDate): Said[] {
  const last: Said = { kind: 'closes', on: addDays(from, -1), may: ['lastDay'], doubt: 3 }
  const first: Said = { kind: 'opens', on: addDays(until, 1), may: ['firstDay'], doubt: 3 }
  return until.endsWith('-08-31') ? [last] : [last, first]
}

function isSummer(from: PlainDate): boolean {
  return from.slice(5) > '07-01' && from.slice(5) < '08-05'
}

/** A half-term from a Tuesday had training on its Monday; one from a Thursday has its Monday to come. */
function firstMonday(from: PlainDate, until: PlainDate): PlainDate {
  const next = mondayOnOrAfter(from)
  const isMidweek = weekday(from) === 2 || weekday(from) === 3
  return isMidweek && next > until ? mondayOf(from) : next
}

/** The day itself, or the nearest one in that direction on which pupils come. */
function schoolDay(on: PlainDate, step: 1 | -1, shut: Set<PlainDate>): PlainDate {
  let day = on
  for (let tries = 0; tries < 14 && (weekday(day) === 0 || weekday(day) === 6 || shut.has(day)); tries++) {
    day = addDays(day, step)
  }
  return day
}

/** Which of the days of `Terms` can fall on a date. */
function dayAt(date: PlainDate): Day | undefined {
  const monthDay = date.slice(5)
  return DAYS.find((day) => TERM_DAYS[day].from <= monthDay && monthDay <= TERM_DAYS[day].until)
}

/** Not `schoolYear`: a first day in August belongs to the year it begins. */
function schoolYearAt(date: PlainDate): number {
  return date.slice(5) >= TERM_DAYS.firstDay.from ? yearOf(date) : yearOf(date) - 1
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

const LONGEST_TITLE = 200
const DATE =
  /(?:\b\d{1,2}(?:st|nd|rd|th)? (?:to |until |and )?)+(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\b/g

/** A title in small letters, without dates and marks. A half-term with a number is no holiday but a term. */
function plainWords(title: string): string {
  return title
    .slice(0, LONGEST_TITLE)
    .toLowerCase()
    .replaceAll('½', ' half ')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f'’]/g, '')
    .replace(/&#?\w{2,8};/g, ' ')
    .replace(/[^a-z0-9]+/g, ' ')
    .replace(DATE, ' ')
    .replace(/\b(?:19|20)\d\d(?: \d\d)?\b/g, ' ')
    .replace(/ +/g, ' ')
    .replace(/\b(?:half|mid) ?terms?\b/g, 'halfterm')
    .replace(/\bhalfterm (\d)\b/g, 'term $1')
    .replace(/\b(first|second|1st|2nd) halfterm\b/g, '$1 term')
    .trim()
}

/** Any of the words and phrases between commas, whole. */
function oneOf(phrases: string): RegExp {
  return new RegExp(`\\b(?:${phrases.split(/,\s+/).join('|')})\\b`)
}
