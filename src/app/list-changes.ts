import { checkLease } from '../consent/lease.ts'
import { DAY_MS, LAST_MS, londonDate, type PlainDate } from '../core/time.ts'
import { movesNear, type Schooling } from '../guidance/calendar/schooling.ts'
import { comingOfAge } from '../record/birthdays.ts'
import { initials } from '../record/child.ts'
import { openCovers } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Cover } from '../vault/cover.ts'
import { NO_MARKS, readAllMarks } from '../vault/marks.ts'
import type { App } from './app.ts'
import { leases } from './lease-of.ts'
import { isListed } from './list-children.ts'
import { readSchool } from './school.ts'
import { schoolingOf } from './suggest-guidance.ts'

/** Something about a child, or what may be seen of them, that is about to be different. */
export type Change = {
  child: string
  initials: string
  on: PlainDate
  what: 'sharing-ends' | 'some-sharing-ends' | 'more-shared' | 'moves-school' | 'turns-16' | 'turns-18'
}

/** What changes in the coming year for the children who may be looked at now, soonest first. */
export async function listChanges(app: App): Promise<Change[]> {
  const { vault, now } = app
  const highWaterMs = await readHighWater(vault)
  const nowMs = Math.max(now(), highWaterMs)
  const { covers } = await openCovers(vault)
  const leaseOf = await leases(vault)
  const current = covers.filter((cover) => {
    const lease = checkLease(leaseOf(cover).leaseEndsAtMs, now(), highWaterMs)
    return isListed(cover, nowMs) && lease.kind === 'current'
  })
  const [school, marks] = await Promise.all([readSchool(app), readAllMarks(vault)])
  const changes = current.flatMap((cover) => {
    const { bornOn, child } = cover
    const schooling = bornOn && schoolingOf(bornOn, school, marks.get(child) ?? NO_MARKS)
    const moving = schooling ? moves(cover, schooling, nowMs) : []
    return [...changesFor(cover, nowMs), ...moving]
  })
  return changes.sort((a, b) => a.on.localeCompare(b.on) || a.initials.localeCompare(b.initials))
}

/** What changes in the coming year in who may see what of one child, and who decides. */
export function changesFor(cover: Cover, nowMs: number): Change[] {
  const today = londonDate(nowMs)
  const birthdays = (cover.bornOn === undefined ? [] : comingOfAge(cover.bornOn, today)).map(
    ({ turns, on }): Change => {
      return { ...who(cover), on, what: `turns-${turns}` }
    },
  )
  return [...sharingChanges(cover, nowMs), ...birthdays]
}

const AHEAD_MS = 365 * DAY_MS

function sharingChanges(cover: Cover, nowMs: number): Change[] {
  const allowed = Object.values(cover.timelines)
    .flat(2)
    .filter(({ kind, untilMs }) => kind === 'allow' && untilMs > nowMs)
  const lastMs = Math.max(...allowed.map(({ untilMs }) => untilMs))
  const ends = new Set(allowed.map(({ untilMs }) => untilMs).filter((atMs) => atMs !== LAST_MS))
  const starts = new Set(allowed.map(({ fromMs }) => fromMs).filter((atMs) => atMs > nowMs))
  const change = (atMs: number, what: Change['what']): Change[] =>
    atMs < nowMs + AHEAD_MS ? [{ ...who(cover), on: londonDate(atMs), what }] : []
  return [
    ...[...ends].flatMap((atMs) => change(atMs, atMs === lastMs ? 'sharing-ends' : 'some-sharing-ends')),
    ...[...starts].flatMap((atMs) => change(atMs, 'more-shared')),
  ]
}

function moves(cover: Cover, schooling: Schooling, nowMs: number): Change[] {
  return movesNear(schooling, londonDate(nowMs))
    .filter(({ yearsSince }) => yearsSince === 0)
    .map(({ leavingYear }) => {
      return { ...who(cover), on: schooling.calendar(leavingYear + 1).firstDay, what: 'moves-school' }
    })
}

function who({ child, name }: Cover): Pick<Change, 'child' | 'initials'> {
  return { child, initials: initials(name) }
}
