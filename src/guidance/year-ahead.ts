import { addDays, type PlainDate, yearOf } from '../core/time.ts'
import { birthday } from '../record/birthdays.ts'
import type { Audience } from '../record/viewer.ts'
import { type Anchor, anchors, type Move } from './calendar/anchors.ts'
import { mondayOf } from './calendar/movable-days.ts'
import { movesNear, type Schooling, yearGroupOf } from './calendar/schooling.ts'
import type { Calendar } from './calendar/terms.ts'
import { compulsoryFrom, schoolYear } from './calendar/year-group.ts'
import { compare } from './placing.ts'

/** Days from the first to the last, both included. */
export type Stretch = { from: PlainDate; until: PlainDate }

/** Half a term, from its first day of school to its last; either may be outside the year that is looked at. */
export type HalfTerm = Stretch & { name: string }

/** A day, or some, on which something changes for a child. `id` stays the same from day to day. */
export type Coming = { id: string; from: PlainDate; until?: PlainDate; words: string; isReview: boolean }

export type YearAhead = Stretch & { terms: HalfTerm[]; moments: Coming[] }

export type YearQuestion = {
  today: PlainDate
  audience: Audience
  calendar: Calendar
  /** Left out where nobody knows when the child was born: then there are half-terms, and no moments. */
  schooling: Schooling | undefined
}

/**
 * The twelve months that begin with this one: when school is open, and what comes with the moves this child is near to.
 * Days that are about families, such as Mothering Sunday, are for whole classes and never here.
 *
 * @returns both lists in order of days
 */
export function yearAhead({ today, audience, calendar, schooling }: YearQuestion): YearAhead {
  const year = yearFrom(today)
  const moments = schooling
    ? [
        ...movesNear(schooling, today).flatMap((move) => momentsOf(move, calendar)),
        ...ages(schooling.bornOn),
        ...(CLAIMS.has(audience) ? censuses(year, calendar, schooling) : []),
      ]
    : []
  return {
    ...year,
    terms: schoolYears(year)
      .flatMap((september) => halfTerms(september, calendar))
      .filter((one) => isWithin(one, year)),
    moments: moments.filter((one) => isWithin(one, year)).sort((a, b) => compare(a.from, b.from)),
  }
}

/** Whether any of these days is in a stretch. */
export function isWithin({ from, until = from }: { from: PlainDate; until?: PlainDate }, stretch: Stretch): boolean {
  return from <= stretch.until && until >= stretch.from
}

function yearFrom(today: PlainDate): Stretch {
  const from = `${today.slice(0, 7)}-01`
  return { from, until: addDays(`${yearOf(from) + 1}${from.slice(4)}`, -1) }
}

/** Those a year touches, each by its September; the last may begin in the August of its end. */
function schoolYears({ from, until }: Stretch): number[] {
  return [...new Set([schoolYear(from), schoolYear(until), yearOf(until)])]
}

/** From the Monday that a holiday is named by to the Friday before it. */
const FRIDAY_BEFORE = -3
const WEEK = 7

/** Christmas and Easter are two weeks, half-terms one. A calendar that leaves no room for one leaves it out. */
function halfTerms(september: number, calendar: Calendar): HalfTerm[] {
  const terms = calendar(september)
  const { octoberHalfTerm, christmasHoliday, februaryHalfTerm, easterHoliday, mayHalfTerm } = terms
  const until = (holiday: PlainDate) => addDays(mondayOf(holiday), FRIDAY_BEFORE)
  const after = (holiday: PlainDate, weeks: number) => addDays(mondayOf(holiday), weeks * WEEK)
  return [
    { name: 'Autumn 1', from: terms.firstDay, until: until(octoberHalfTerm) },
    { name: 'Autumn 2', from: after(octoberHalfTerm, 1), until: until(christmasHoliday) },
    { name: 'Spring 1', from: after(christmasHoliday, 2), until: until(februaryHalfTerm) },
    { name: 'Spring 2', from: after(februaryHalfTerm, 1), until: until(easterHoliday) },
    { name: 'Summer 1', from: after(easterHoliday, 2), until: until(mayHalfTerm) },
    { name: 'Summer 2', from: after(mayHalfTerm, 1), until: terms.lastDay },
  ].filter(({ from, until }) => from <= until)
}

/** What a move has, in the words of those it is about; anything else that is hung on a school year is left out. */
const MOVE_WORDS: Partial<Record<Anchor, string>> = {
  'application-deadline': 'Last day to apply for a school place',
  'plan-named': 'Last day for an EHC plan to name the next place',
  'offer-day': 'Offer day: families hear which school',
  'school-leaving-date': 'School leaving date',
  'transition-week': 'Transition week',
  'last-day': 'Last day of the summer term',
  'first-day': 'First day at the new school',
  'week-6-8-review': 'Review of the move, in weeks 6 to 8',
}
const FIRST_DAYS: Partial<Record<Move['transition'], string>> = {
  'starting-school': 'First day at school',
  'year-11-to-post-16': 'First day in the new place',
}

function momentsOf(move: Move, calendar: Calendar): Coming[] {
  const { transition, leavingYear } = move
  const dates = anchors(move, calendar)
  return (Object.keys(MOVE_WORDS) as Anchor[]).flatMap((anchor) => {
    const [from, usual] = [dates[anchor], MOVE_WORDS[anchor]]
    if (from === undefined || usual === undefined) return []
    return {
      id: `${transition}/${leavingYear}/${anchor}`,
      from,
      ...(anchor === 'transition-week' && { until: addDays(from, FRIDAY) }),
      words: (anchor === 'first-day' && FIRST_DAYS[transition]) || usual,
      isReview: anchor === 'week-6-8-review',
    }
  })
}

/** From the Monday of the same week. */
const FRIDAY = 4

/**
 * Of every child, near a move or not: when they have to be in education, who decides from 16 and 18, and what goes on
 * after school and may end at 25.
 */
function ages(bornOn: PlainDate): Coming[] {
  const birthdays = [16, 18, 25].map((turns) => ({
    id: `birthday/${turns}`,
    from: birthday(bornOn, turns),
    words: `${turns}th birthday`,
    isReview: false,
  }))
  const compulsory = { id: 'compulsory', from: compulsoryFrom(bornOn), words: 'Compulsory school age', isReview: false }
  return [compulsory, ...birthdays]
}

/** Who has to have things in order by the census, for what the school may claim. */
const CLAIMS: ReadonlySet<Audience> = new Set(['designated-teacher', 'senco', 'virtual-school-head'])

/** Reception to Year 11: before and after them Pupil Premium Plus does not hang on it. */
function censuses(year: Stretch, calendar: Calendar, schooling: Schooling): Coming[] {
  return schoolYears(year).flatMap((leavingYear) => {
    const from = anchors({ transition: 'school-year', leavingYear }, calendar)['october-census']
    const group = from === undefined ? -1 : yearGroupOf(schooling, from)
    if (from === undefined || group < 0 || group > 11) return []
    return { id: `census/${leavingYear}`, from, words: 'October census', isReview: false }
  })
}
