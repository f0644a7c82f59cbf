import { isMine, isOpen, standing } from '../commitments/standing.ts'
import { londonDate, type PlainDate, showDay } from '../core/time.ts'
import { DAYS } from '../guidance/calendar/term-days.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import { lookAgain, lookAgainOn } from '../guidance/look-again.ts'
import { compare } from '../guidance/placing.ts'
import { isFor } from '../guidance/suggest.ts'
import { OCCASIONS } from '../guidance/transition.ts'
import { type Coming, isWithin, type YearAhead, yearAhead } from '../guidance/year-ahead.ts'
import type { Contents } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Cover } from '../vault/cover.ts'
import { readMarks } from '../vault/marks.ts'
import type { App } from './app.ts'
import { changesFor } from './list-changes.ts'
import type { OpenChild } from './open-child.ts'
import { readCards } from './read-cards.ts'
import { readSchool } from './school.ts'
import { grantedNeeds, readSchooling } from './suggest-guidance.ts'

type Opened = Extract<OpenChild, { kind: 'open' }>

/** In the order in which those of one day are listed. */
const KINDS = ['today', 'change', 'review', 'agreement', 'commitment'] as const
export type MarkKind = (typeof KINDS)[number]

/** A day, or some, to keep in mind. */
export type Mark = {
  /** The same tomorrow, and no other mark's in the same year. */
  id: string
  kind: MarkKind
  from: PlainDate
  until?: PlainDate
  words: string
  /** It should have been done by now. */
  isLate?: boolean
}

/** One child's twelve months. */
export type Year = Pick<YearAhead, 'from' | 'until' | 'terms'> & {
  /** In order of days. One of them is today, so that what is past can be told from what comes. */
  marks: Mark[]
  /** Where it is not, nobody knows which changes of school are near. */
  isAgeKnown: boolean
  /** Whether a school has given all of these term dates: the usual ones may be a week out. */
  hasOwnTerms: boolean
}

/**
 * Lays out the days of a child's year side by side: of the record what this viewer has been granted, what somebody here
 * is trying, and the moves that guidance knows of. What should have been done before today stands at today.
 *
 * @throws AppError vault/locked
 */
export async function readYear(app: App, opened: Opened): Promise<Year> {
  const { cover, contents, viewer } = opened
  const today = londonDate(app.now())
  const [school, schooling, tried] = await Promise.all([
    readSchool(app),
    readSchooling(app, opened),
    whatIsTried(app, cover, contents, today),
  ])
  const ahead = yearAhead({ today, audience: viewer.audience, calendar: school.calendar, schooling })
  const { moments, ...year } = ahead
  const marks: Mark[] = [
    { id: 'today', kind: 'today', from: today, words: 'Today' },
    ...moments.map(markOf),
    ...planReview(contents),
    ...tried,
    ...sharingEnds(cover, contents, app.now()),
    ...commitments(contents, viewer, today),
  ]
  return {
    ...year,
    marks: marks.filter((mark) => isWithin(mark, year)).sort(inOrder),
    isAgeKnown: schooling !== undefined,
    hasOwnTerms: [year.from, year.until].every((day) =>
      DAYS.every((one) => school.terms[schoolYear(day)]?.[one] !== undefined),
    ),
  }
}

function markOf({ isReview, ...coming }: Coming): Mark {
  return { ...coming, kind: isReview ? 'review' : 'change' }
}

function planReview({ plan }: Contents): Mark[] {
  const from = plan?.plan?.reviewOn
  return from === undefined ? [] : [{ id: 'plan-review', kind: 'review', from, words: 'Review of the plan' }]
}

/** What somebody here is trying with the child, on the day to ask whether it helps. */
async function whatIsTried(app: App, { child }: Cover, contents: Contents, today: PlainDate): Promise<Mark[]> {
  const { ticks } = await readMarks(app.vault, child)
  const about = OCCASIONS.filter((occasion) => Object.keys(ticks).some((id) => id.startsWith(`${occasion}/`)))
  const cards = await readCards(app, about)
  const needs = grantedNeeds(contents)
  return cards.flatMap((card): Mark[] => {
    const { id, title } = card
    const tick = ticks[id]
    if (!tick || !isFor(card, needs)) return []
    const since = tick.lookedOn ?? tick.since
    const isLate = lookAgain(since, today) === 'late'
    return [{ id: `tried/${id}`, kind: 'review', ...due(`Does it help? ${title}`, lookAgainOn(since), today), isLate }]
  })
}

const ENDS = { 'sharing-ends': 'Sharing ends', 'some-sharing-ends': 'Some sharing ends' } as const

/** The days on which what may be seen now is seen for the last time. What only begins later ends in its own time. */
function sharingEnds(cover: Cover, contents: Contents, nowMs: number): Mark[] {
  const shown = (Object.keys(contents) as SectionCode[]).flatMap((section) => cover.timelines[section] ?? []).flat()
  const agreed = shown.filter(({ kind, fromMs, untilMs }) => kind === 'allow' && fromMs <= nowMs && nowMs <= untilMs)
  const lastDays = new Set(agreed.map(({ untilMs }) => londonDate(untilMs)))
  const changes = changesFor(cover, nowMs)
  return [...lastDays].flatMap((from): Mark[] => {
    const what = whatEnds.find((one) => changes.some(({ on, what }) => on === from && what === one))
    return what ? [{ id: `${what}/${from}`, kind: 'agreement', from, words: ENDS[what] }] : []
  })
}

const whatEnds = Object.keys(ENDS) as (keyof typeof ENDS)[]

function commitments({ commitments: granted }: Contents, viewer: Viewer, today: PlainDate): Mark[] {
  return (granted?.commitments ?? []).flatMap((commitment): Mark[] => {
    const { id, kind, what, owner, dueOn } = commitment
    const stands = standing(commitment, viewer, today)
    if (dueOn === undefined || !isOpen(stands)) return []
    const asked = kind === 'advice-request' ? `“${what}”` : what
    const words = isMine(commitment, viewer) || owner === '' ? asked : `${asked}, ${owner}`
    return [{ id: `commitment/${id}`, kind: 'commitment', ...due(words, dueOn, today), isLate: stands === 'late' }]
  })
}

/** Where something that is still to be done stands. */
function due(words: string, dueOn: PlainDate, today: PlainDate): Pick<Mark, 'from' | 'words'> {
  if (dueOn >= today) return { from: dueOn, words }
  return { from: today, words: `${words}, was due ${showDay(dueOn, today)}` }
}

function inOrder(a: Mark, b: Mark): number {
  return compare(a.from, b.from) || KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || compare(a.words, b.words)
}
