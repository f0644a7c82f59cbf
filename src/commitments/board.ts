import type { PlainDate } from '../core/time.ts'
import type { Commitment } from '../record/section-content.ts'
import { byUrgency, isOpen, type Standing } from './standing.ts'

/** One commitment to one child, as the board shows it. */
export type Row = { child: BoardChild; place: string; commitment: Commitment; standing: Standing; mine: boolean }

/** A child on the board: initials, and enough to tell two children with the same ones apart. */
export type BoardChild = {
  /** The opaque local reference. */
  reference: string
  initials: string
  second: string
  asAtMs: number
  agreedUntilMs: number | undefined
}

export type Place = { place: string; children: { child: BoardChild; rows: Row[] }[] }

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

/** The rows that fit, by place in order of name, then by child, the most pressing first. Finished rows are left out. */
export function groupByPlace(rows: Row[], filter: Filter): Place[] {
  const fitting = rows.filter((row) => isOpen(row.standing) && fits(row, filter)).sort(mostPressingFirst)
  const places = Map.groupBy(fitting, ({ place }) => place)
  return [...places]
    .sort(([a], [b]) => a.localeCompare(b))
    .map(([place, inPlace]) => {
      const children = Map.groupBy(inPlace, ({ child }) => child.reference)
      return { place, children: [...children.values()].map((rows) => ({ child: (rows[0] as Row).child, rows })) }
    })
}

/**
 * Of the commitments due so far, how many were kept by their day: undefined while none has fallen due. What nobody
 * accepted was never promised, and of what was done on an unknown day nothing can be said: neither counts.
 */
export function keptOnTime(rows: Row[], today: PlainDate): { kept: number; of: number } | undefined {
  const commitments = rows.map(({ commitment }) => commitment)
  const done = commitments.filter(({ status, finishedOn }) => status === 'done' && finishedOn !== undefined)
  const missed = commitments.filter(
    ({ status, dueOn = today }) => (status === 'accepted' || status === 'under-way') && dueOn < today,
  )
  const kept = done.filter(({ dueOn, finishedOn = '' }) => dueOn === undefined || finishedOn <= dueOn)
  const of = done.length + missed.length
  return of > 0 ? { kept: kept.length, of } : undefined
}

function fits({ mine, child, place, commitment }: Row, { mineOnly, dueBy, search }: Filter): boolean {
  if (mineOnly && !mine) return false
  if (dueBy !== undefined && commitment.dueOn !== undefined && commitment.dueOn > dueBy) return false
  const words = `${child.initials} ${child.second} ${place} ${commitment.what} ${commitment.owner}`.toLowerCase()
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => words.includes(word))
}

function mostPressingFirst(a: Row, b: Row): number {
  const dueA = a.commitment.dueOn ?? '9999'
  const dueB = b.commitment.dueOn ?? '9999'
  return byUrgency(a.standing, b.standing) || dueA.localeCompare(dueB)
}
