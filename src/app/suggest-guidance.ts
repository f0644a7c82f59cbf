import { londonDate, type PlainDate } from '../core/time.ts'
import { isPhases } from '../guidance/calendar/phases.ts'
import { movesNear, type Schooling, yearGroupOf } from '../guidance/calendar/schooling.ts'
import type { Card } from '../guidance/card.ts'
import { type LookAgain, lookAgain } from '../guidance/look-again.ts'
import type { InTime } from '../guidance/placing.ts'
import { isFor, type Suggestion, suggest } from '../guidance/suggest.ts'
import { isOccasion, OCCASIONS, type Occasion } from '../guidance/transition.ts'
import { whichSchool } from '../guidance/which-school.ts'
import { type WholeClass, wholeClass } from '../guidance/whole-class.ts'
import type { NeedCode } from '../record/needs.ts'
import type { Contents } from '../record/section-content.ts'
import { type Marks, readMarks, type Tick } from '../vault/marks.ts'
import type { App } from './app.ts'
import type { OpenChild } from './open-child.ts'
import { readCards } from './read-cards.ts'
import { readSchool } from './school.ts'

type Opened = Extract<OpenChild, { kind: 'open' }>

/** A suggestion, and since when somebody here has been trying it. */
export type Suggested = Suggestion & { tick: Tick | undefined }

/** Something tried with a child for six weeks and more: does it help? */
export type ToLookAt = {
  card: Card
  since: PlainDate
  lookedOn: PlainDate | undefined
  due: Exclude<LookAgain, 'not-yet'>
}

export type Guidance = InTime<Suggested> & {
  toLookAt: ToLookAt[]
  /** Whether the child changes school this year; `not-known` without a date of birth. There need be no cards for it. */
  changesSchool: 'yes' | 'no' | 'not-known'
}

/**
 * The guidance that helps this child next, and what has been tried long enough to look at again. Only needs that the
 * viewer has been granted go in. Without a date of birth nobody knows what comes next, and there is none.
 *
 * @throws AppError vault/locked
 */
export async function suggestGuidance(app: App, opened: Opened): Promise<Guidance> {
  const { cover, viewer, contents } = opened
  const today = londonDate(app.now())
  const [schooling, { years }, { ticks }] = await Promise.all([
    readSchooling(app, opened),
    readSchool(app),
    readMarks(app.vault, cover.child),
  ])
  const near = schooling ? movesNear(schooling, today) : []
  const occasions = [...near.map(({ transition }) => transition), ...Object.keys(ticks).flatMap(occasionOf)]
  const cards = await readCards(app, [...new Set(occasions)])
  const needs = grantedNeeds(contents)
  const toLookAgain = cards
    .filter((card) => isFor(card, needs)) // what needs once led to must not tell of them when they are shared no more
    .flatMap((card) => toLookAt(card, ticks[card.id], today))
  if (!schooling) return { now: [], next: [], later: [], toLookAt: toLookAgain, changesSchool: 'not-known' }

  const school = whichSchool(cover.sharing.recipients, years, yearGroupOf(schooling, today))
  const { now, next, later } = suggest({ cards, needs, schooling, today, audience: viewer.audience, school })
  const ticked = (one: Suggestion): Suggested => ({ ...one, tick: ticks[one.card.id] })
  return {
    now: now.map(ticked),
    next: next.map(ticked),
    later: later.map(ticked),
    toLookAt: toLookAgain,
    changesSchool: near.some(({ yearsSince }) => yearsSince === 0) ? 'yes' : 'no',
  }
}

/** Where the child is in school; undefined when nobody has said when they were born. */
export async function readSchooling(app: App, { cover }: Opened): Promise<Schooling | undefined> {
  if (cover.bornOn === undefined) return undefined
  const [school, marks] = await Promise.all([readSchool(app), readMarks(app.vault, cover.child)])
  return schoolingOf(cover.bornOn, school, marks)
}

/** What is marked of the child counts before what is said of the school somebody works in. */
export function schoolingOf(
  bornOn: PlainDate,
  { phases, calendar }: Pick<Schooling, 'phases' | 'calendar'>,
  marks: Pick<Marks, 'yearsApart' | 'phases'>,
): Schooling {
  const own = marks.phases !== undefined && isPhases(marks.phases) ? marks.phases : phases
  return { bornOn, yearsApart: marks.yearsApart, phases: own, calendar }
}

/** What helps any class, this week and before a lesson. Can be read locked. */
export async function wholeClassThisWeek(app: Pick<App, 'vault' | 'now'>): Promise<WholeClass> {
  const [cards, school] = await Promise.all([readCards(app, OCCASIONS), readSchool(app)])
  return wholeClass(cards, londonDate(app.now()), school, school.calendar)
}

/** The needs that may be seen now, as codes. */
export function grantedNeeds({ needs }: Contents): NeedCode[] {
  return needs?.needs.flatMap(({ code }) => code ?? []) ?? []
}

function toLookAt(card: Card, tick: Tick | undefined, today: PlainDate): ToLookAt[] {
  if (!tick) return []
  const due = lookAgain(tick.lookedOn ?? tick.since, today)
  return due === 'not-yet' ? [] : [{ card, since: tick.since, lookedOn: tick.lookedOn, due }]
}

/** The id of a card begins with what it is about. */
function occasionOf(id: string): Occasion[] {
  const [occasion = ''] = id.split('/')
  return isOccasion(occasion) ? [occasion] : []
}
