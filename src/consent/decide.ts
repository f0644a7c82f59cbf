import type { Reason } from '../record/reasons.ts'
import type { SectionCode } from '../record/sections.ts'
import { isShown, type Timeline } from './compile.ts'

/** What a cover knows of the agreements: `child` is the opaque local reference; one timeline for each box of a section. */
export type Timelines = { child: string; timelines: Partial<Record<SectionCode, Timeline[]>> }

export type Decision =
  | { kind: 'allow'; reason: Reason; untilMs: number; grant: Grant }
  | { kind: 'under-duty'; reason: Reason; untilMs: number; grant: Grant }
  | { kind: 'not-yet'; reason: Reason; fromMs: number }
  | { kind: 'ended'; reason: Reason; endedAtMs: number }
  | { kind: 'withdrawn' | 'withheld' | 'needs-check' | 'not-covered'; reason: Reason }

/** Known to this file alone: with a grant in hand nobody makes another. */
const MINT = Symbol('mint')

/** Leave to open one box of one child's record, now. Only `decide` makes one; the class itself is not exported. */
class Grant {
  readonly #minted = true
  readonly child: string
  readonly section: SectionCode
  /** Which of the section's boxes. */
  readonly box: number
  readonly untilMs: number

  constructor(mint: typeof MINT, child: string, section: SectionCode, box: number, untilMs: number) {
    if (mint !== MINT) throw new TypeError('only decide makes a grant')
    this.child = child
    this.section = section
    this.box = box
    this.untilMs = untilMs
    Object.freeze(this)
  }

  static isMinted(value: object): boolean {
    return #minted in value
  }
}

export type { Grant }

/** Tells a real grant from an object that looks like one: the last check before a box is opened. */
export function isGrant(value: object): value is Grant {
  return Grant.isMinted(value)
}

/**
 * Says of each box of a section whether it may be opened at this instant and, if not, why not. Pure: the caller brings
 * the clock.
 *
 * @returns nothing for a section of which nothing was kept
 */
export function decide({ child, timelines }: Timelines, section: SectionCode, nowMs: number): Decision[] {
  return (timelines[section] ?? []).map((timeline, box) =>
    decideBox(timeline, nowMs, (untilMs) => {
      return new Grant(MINT, child, section, box, untilMs)
    }),
  )
}

function decideBox(timeline: Timeline, nowMs: number, grantUntil: (untilMs: number) => Grant): Decision {
  const at = timeline.findIndex(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs <= untilMs)
  const current = timeline[at]
  if (!current) return { kind: 'not-covered', reason: 'no-agreement' }
  const { kind, reason } = current
  if (kind === 'allow' || kind === 'under-duty') {
    return { kind, reason, untilMs: current.untilMs, grant: grantUntil(current.untilMs) }
  }
  if (kind !== 'not-covered') return { kind, reason }
  const future = timeline.slice(at).find(isShown)
  if (future) return { kind: 'not-yet', reason, fromMs: future.fromMs }
  const past = timeline.slice(0, at).findLast(isShown)
  return past ? { kind: 'ended', reason, endedAtMs: past.untilMs } : { kind, reason }
}
