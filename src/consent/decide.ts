import type { SectionCode } from '../record/sections.ts'
import type { Timeline } from './compile.ts'

/** What a cover knows of the agreements: `child` is the opaque local reference. */
export type Agreed = { child: string; timelines: Partial<Record<SectionCode, Timeline>> }

export type Decision =
  | { kind: 'allow'; untilMs: number; grant: Grant }
  | { kind: 'not-yet'; fromMs: number }
  | { kind: 'ended'; endedAtMs: number }
  | { kind: 'withdrawn' }
  | { kind: 'withheld' }
  | { kind: 'not-covered' }

/** Leave to open one section of one child's record, now. Only `decide` makes one; the class itself is not exported. */
class Grant {
  readonly #minted = true
  readonly child: string
  readonly section: SectionCode
  readonly untilMs: number

  constructor(child: string, section: SectionCode, untilMs: number) {
    this.child = child
    this.section = section
    this.untilMs = untilMs
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

/** Says whether one section may be opened at this instant and, if not, why not. Pure: the caller brings the clock. */
export function decide({ child, timelines }: Agreed, section: SectionCode, nowMs: number): Decision {
  const timeline = timelines[section] ?? []
  const current = timeline.find(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs <= untilMs)
  if (current?.outcome === 'allow') {
    return { kind: 'allow', untilMs: current.untilMs, grant: new Grant(child, section, current.untilMs) }
  }
  if (current?.outcome === 'withdrawn' || current?.outcome === 'withheld') return { kind: current.outcome }
  const allowed = timeline.filter(({ outcome }) => outcome === 'allow')
  const past = allowed.findLast(({ untilMs }) => untilMs < nowMs)
  const future = allowed.find(({ fromMs }) => fromMs > nowMs)
  if (future) return { kind: 'not-yet', fromMs: future.fromMs }
  return past ? { kind: 'ended', endedAtMs: past.untilMs } : { kind: 'not-covered' }
}
