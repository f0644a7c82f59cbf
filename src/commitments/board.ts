import type { PlainDate } from '../core/time.ts'
import type { Commitment } from '../record/section-content.ts'
import { isOpen, STANDINGS, type Standing } from './standing.ts'

/** One commitment to one child, as the board shows it. `child` is the opaque local reference. */
export type Row = {
  child: string
  initials: string
  place: string
  commitment: Commitment
  standing: Standing
  mine: boolean
}

export type Counts = { due: number; late: number; waiting: number; asked: number; advice: number }

export type Filter = { mineOnly: boolean; dueBy: PlainDate | undefined; search: string }

/** The numbers above the board. A late commitment is not counted as due as well. */
export function count(rows: Row[]): Counts {
  const having = (...standings: Standing[]) => rows.filter(({ standing }) => standings.includes(standing)).length
  return {
    due: having('due', 'due-soon', 'under-way'),
    late: having('late'),
    waiting: having('waiting'),
    asked: having('asked'),
    advice: having('reply-due'),
  }
}

/** The rows that fit, by place in order of name, each place's most pressing first. Finished rows are left out. */
export function groupByPlace(rows: Row[], filter: Filter): { place: string; rows: Row[] }[] {
  const fitting = rows.filter((row) => isOpen(row.standing) && fits(row, filter)).sort(byUrgency)
  const places = [...new Set(fitting.map(({ place }) => place))].sort((a, b) => a.localeCompare(b))
  return places.map((place) => ({ place, rows: fitting.filter((row) => row.place === place) }))
}

/** Of the commitments due so far, how many were kept by their day: undefined while none has fallen due. */
export function keptOnTime(rows: Row[], today: PlainDate): { kept: number; of: number } | undefined {
  const fallenDue = rows.filter(
    ({ standing, commitment: { dueOn } }) =>
      standing === 'done' || (dueOn !== undefined && dueOn < today && isOpen(standing)),
  )
  const kept = fallenDue.filter(({ standing, commitment: { dueOn, finishedOn } }) => {
    return standing === 'done' && finishedOn !== undefined && (dueOn === undefined || finishedOn <= dueOn)
  })
  return fallenDue.length > 0 ? { kept: kept.length, of: fallenDue.length } : undefined
}

function fits({ mine, initials, place, commitment }: Row, { mineOnly, dueBy, search }: Filter): boolean {
  if (mineOnly && !mine) return false
  if (dueBy !== undefined && commitment.dueOn !== undefined && commitment.dueOn > dueBy) return false
  const words = `${initials} ${place} ${commitment.what} ${commitment.owner}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

const URGENCY = Object.keys(STANDINGS) as Standing[]

function byUrgency(a: Row, b: Row): number {
  const dueA = a.commitment.dueOn ?? '9999'
  const dueB = b.commitment.dueOn ?? '9999'
  return URGENCY.indexOf(a.standing) - URGENCY.indexOf(b.standing) || dueA.localeCompare(dueB)
}
