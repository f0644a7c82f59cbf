import { FIRST_MS, LAST_MS } from '../core/time.ts'
import { CODE_SYSTEM } from '../record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import { type Actors, readActors } from './actors.ts'
import type { Consent } from './consent.ts'
import type { Disclosure } from './disclosure.ts'
import { evaluate, type Outcome } from './evaluate.ts'
import { type Item, listedUnder, NOTHING, readItem } from './item.ts'
import { matchActor } from './match-actor.ts'
import type { Known, Requester } from './request.ts'
import type { Period, Rule } from './rule.ts'

/** What is shown, and on which footing, or why it is not. */
export type Fate = Outcome | { kind: 'under-duty'; reason: 'under-duty' }

/** One stretch of time in which the answer is the same. */
export type Interval = Period & Fate

/** The whole of time, in order and without gaps. */
export type Timeline = Interval[]

/** Those pieces of a section that share one fate: references, none when nothing is written in the section. */
export type Part = { timeline: Timeline; items: string[] }

/** What a compilation needs: the agreements, what is disclosed under duty, and the whole record as resources. */
export type Agreed = {
  consents: Consent[]
  disclosures: Disclosure[]
  resources: unknown[]
  /** What the record lists in each section. */
  listed: Record<SectionCode, string[]>
}

/**
 * Works out, once and while the agreements are at hand, what one requester may see of each section and when, so that
 * every later look is a look-up. The answer can change only where a rule, a membership or a disclosure begins or ends:
 * each stretch between two such instants is evaluated at its first.
 *
 * @returns one part for each fate, in the order of the record; a section in which nothing is written is one empty part
 */
export function compile({
  consents,
  disclosures,
  resources,
  listed,
}: Agreed): (requester: Requester) => Record<SectionCode, Part[]> {
  const { actors, items } = readRecord(resources)
  const known: Known = { actors, refersTo: (reference) => items.get(reference)?.refersTo }
  const starts = instants([...consents.flatMap(changesMs), ...disclosures.flatMap(bounds), ...actors.changesMs])

  return (requester) => {
    const fateOf = (item: Item, atMs: number): Fate => {
      const request = { requester, item, atMs, known }
      const outcome = evaluate(consents, request)
      const isDisclosed = disclosures.some(
        ({ fromMs, untilMs, recipients, targets }) =>
          fromMs <= atMs &&
          atMs <= untilMs &&
          targets.includes(item.reference ?? '') &&
          recipients.some((recipient) => matchActor(recipient, request) === 'yes'),
      )
      return outcome.kind !== 'allow' && isDisclosed ? { kind: 'under-duty', reason: 'under-duty' } : outcome
    }
    const timelineOf = (item: Item): Timeline => joined(starts, (atMs) => fateOf(item, atMs))
    const partsOf = (section: SectionCode): Part[] => {
      const code = { system: CODE_SYSTEM.section, code: section }
      const written = listed[section].flatMap((reference) => items.get(reference) ?? [])
      if (written.length === 0) return [{ timeline: timelineOf(listedUnder(NOTHING, code)), items: [] }]
      const parts = new Map<string, Part>()
      for (const item of written) {
        const timeline = timelineOf(listedUnder(item, code))
        const key = JSON.stringify(timeline)
        const part = parts.get(key) ?? { timeline, items: [] }
        part.items.push(item.reference ?? '')
        parts.set(key, part)
      }
      return [...parts.values()]
    }
    return Object.fromEntries(SECTION_CODES.map((section) => [section, partsOf(section)])) as Record<
      SectionCode,
      Part[]
    >
  }
}

type ReadRecord = { actors: Actors; items: Map<string | undefined, Item> }

/** One record is compiled for several requesters, and read once. */
const READ = new WeakMap<unknown[], ReadRecord>()

function readRecord(resources: unknown[]): ReadRecord {
  const known = READ.get(resources)
  if (known) return known
  const items = new Map(resources.map(readItem).map((item) => [item.reference, item]))
  const read = { actors: readActors(resources), items }
  READ.set(resources, read)
  return read
}

/** Whether anything of a part may be seen at or after an instant: if not, it is dropped before it is sealed. */
export function isEverShown(timeline: Timeline, afterMs: number): boolean {
  return timeline.some((interval) => isShown(interval) && interval.untilMs >= afterMs)
}

export function isShown({ kind }: Pick<Fate, 'kind'>): boolean {
  return kind === 'allow' || kind === 'under-duty'
}

function joined(starts: number[], fateAt: (atMs: number) => Fate): Timeline {
  const timeline: Timeline = []
  for (const [index, fromMs] of starts.entries()) {
    const fate = fateAt(fromMs)
    const untilMs = (starts[index + 1] ?? LAST_MS + 1) - 1
    const last = timeline.at(-1)
    if (last?.kind === fate.kind && last.reason === fate.reason) last.untilMs = untilMs
    else timeline.push({ fromMs, untilMs, ...fate })
  }
  return timeline
}

function instants(changes: number[]): number[] {
  const inTime = changes.filter((atMs) => atMs > FIRST_MS && atMs <= LAST_MS)
  return [...new Set([FIRST_MS, ...inTime])].sort((a, b) => a - b)
}

function changesMs(consent: Consent): number[] {
  if (consent.kind !== 'active' && consent.kind !== 'stopped') return []
  const inRule = ({ period, rules }: Rule): number[] => [...bounds(period), ...rules.flatMap(inRule)]
  const lapses = consent.kind === 'active' ? consent.lapses : []
  return [...(consent.root ? inRule(consent.root) : []), ...lapses.flatMap(bounds)]
}

function bounds({ fromMs, untilMs }: Period): number[] {
  return [fromMs, untilMs + 1]
}
