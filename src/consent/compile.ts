import { FIRST_MS, LAST_MS } from '../core/time.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Consent, Rule } from './consent.ts'
import { evaluate, type Outcome } from './evaluate.ts'

/** One stretch of time, both ends inclusive, in which the answer is the same. */
export type Interval = { fromMs: number; untilMs: number; outcome: Outcome }

/** The whole of time, in order and without gaps. */
export type Timeline = Interval[]

export type Timelines = Record<SectionCode, Timeline>

/**
 * Works out, once and while the agreements are at hand, what one viewer may see of each section and when, so that
 * every later look is a look-up. The answer can change only where some rule begins or ends: each stretch between two
 * such instants is evaluated at its first.
 */
export function compile(consents: Consent[], viewer: Viewer): Timelines {
  const starts = changes(consents)
  const compileSection = (section: SectionCode): Timeline => {
    const timeline: Timeline = []
    for (const [index, fromMs] of starts.entries()) {
      const outcome = evaluate(consents, { viewer, section, atMs: fromMs })
      const untilMs = (starts[index + 1] ?? LAST_MS + 1) - 1
      const last = timeline.at(-1)
      if (last?.outcome === outcome) last.untilMs = untilMs
      else timeline.push({ fromMs, untilMs, outcome })
    }
    return timeline
  }
  return Object.fromEntries(SECTION_CODES.map((section) => [section, compileSection(section)])) as Timelines
}

/** Whether anything of the section may be seen at or after an instant: if not, it is dropped before it is sealed. */
export function isEverAllowed(timeline: Timeline, afterMs: number): boolean {
  return timeline.some(({ outcome, untilMs }) => outcome === 'allow' && untilMs >= afterMs)
}

function changes(consents: Consent[]): number[] {
  const instants = new Set([FIRST_MS])
  const visit = ({ period, rules }: Rule) => {
    instants.add(period.fromMs)
    if (period.untilMs < LAST_MS) instants.add(period.untilMs + 1)
    rules.forEach(visit)
  }
  for (const consent of consents) if (consent.kind === 'active' && consent.root) visit(consent.root)
  return [...instants].sort((a, b) => a - b)
}
