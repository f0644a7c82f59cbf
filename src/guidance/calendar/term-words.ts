import { addDays, daysBetween, type PlainDate, weekday } from '../../core/time.ts'
import type { DatedEvent } from '../../record/dated-event.ts'
import { mondayOf, mondayOnOrAfter } from './movable-days.ts'
import { DAYS, type Day } from './term-days.ts'

/** What an event says, once its words are understood: which days it `may` mean, and with how much `doubt`. */
export type Said =
  | { kind: 'opens' | 'closes'; on: PlainDate; may: Day[]; doubt: number }
  | { kind: 'holiday'; monday: PlainDate; may: Day[]; doubt: number }
  | { kind: 'shut'; from: PlainDate; until: PlainDate }

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

/** What the words of one event say of the edges of terms; nothing when they say something else. */
export function saidBy({ title, from, until }: DatedEvent): Said[] {
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
