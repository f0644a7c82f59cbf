import { checkLease } from '../consent/lease.ts'
import { DAY_MS, LAST_MS, londonDate, type PlainDate } from '../core/time.ts'
import { usualTerms } from '../guidance/calendar/terms.ts'
import { schoolYear, yearGroup } from '../guidance/calendar/year-group.ts'
import { comingOfAge } from '../record/birthdays.ts'
import { initials } from '../record/child.ts'
import { openCovers } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Cover } from '../vault/cover.ts'
import type { App } from './app.ts'
import { leases } from './lease-of.ts'
import { isListed } from './list-children.ts'

/** Something about a child, or what may be seen of them, that is about to be different. */
export type Change = {
  child: string
  initials: string
  on: PlainDate
  what: 'sharing-ends' | 'some-sharing-ends' | 'more-shared' | 'moves-school' | 'turns-16' | 'turns-18'
}

/** What changes in the coming year for the children who may be looked at now, soonest first. */
export async function listChanges({ vault, now }: App): Promise<Change[]> {
  const highWaterMs = await readHighWater(vault)
  const nowMs = Math.max(now(), highWaterMs)
  const { covers } = await openCovers(vault)
  const leaseOf = await leases(vault)
  const current = covers.filter((cover) => {
    const lease = checkLease(leaseOf(cover).leaseEndsAtMs, now(), highWaterMs)
    return isListed(cover, nowMs) && lease.kind === 'current'
  })
  const changes = current.flatMap((cover) => changesFor(cover, nowMs))
  return changes.sort((a, b) => a.on.localeCompare(b.on) || a.initials.localeCompare(b.initials))
}

/** What changes for one child in the coming year. */
export function changesFor(cover: Cover, nowMs: number): Change[] {
  const today = londonDate(nowMs)
  const birthdays = (cover.bornOn === undefined ? [] : comingOfAge(cover.bornOn, today)).map(
    ({ turns, on }): Change => {
      return { ...who(cover), on, what: `turns-${turns}` }
    },
  )
  return [...sharingChanges(cover, nowMs), ...moves(cover, nowMs), ...birthdays]
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

/** The years after which most children change school. A school that is all-through will know better. */
const LAST_YEARS = new Set([6, 11])

function moves(cover: Cover, nowMs: number): Change[] {
  const today = londonDate(nowMs)
  if (cover.bornOn === undefined || !LAST_YEARS.has(yearGroup(cover.bornOn, today))) return []
  return [{ ...who(cover), on: usualTerms(schoolYear(today) + 1).firstDay, what: 'moves-school' }]
}

function who({ child, name }: Cover): Pick<Change, 'child' | 'initials'> {
  return { child, initials: initials(name) }
}
