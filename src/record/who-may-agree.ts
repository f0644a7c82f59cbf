import { ageOn, FIRST_MS, LAST_MS, type PlainDate, startOfDayMs } from '../core/time.ts'
import type { Agreeing, ArrangementCode, WhoDecides } from './arrangement.ts'
import { birthday } from './birthdays.ts'
import { type Capacity, isCapacity } from './capacity.ts'
import { REASONS, type Reason } from './reasons.ts'
import { SECTION_CODES, type SectionCode } from './sections.ts'

/** A stretch of time, both ends inclusive (ms), in which an agreement does not count, for these sections or (none listed) for all. */
export type Doubt = { reason: Reason; fromMs: number; untilMs: number; sections: SectionCode[] }

/**
 * Whether those who agreed could agree, now and later; no doubt means that they could. What is not known is never taken
 * in the agreement's favour. The result is sorted, without repeats, and does not depend on the order of what comes in.
 *
 * An agreement is judged by the child's age on the day it was given. Where that day is not known, it is judged at every
 * instant as if it were given then.
 *
 * Legal background: parental responsibility, Children Act 1989 s.2, s.12, s.14C, s.33 and Adoption and Children Act 2002
 * s.25, s.46; at 16, Family Law Reform Act 1969 s.8; before that, Gillick [1986] AC 112; GMC, 0–18 years.
 */
export function doubtsAbout(agreeing: Agreeing, decides: WhoDecides): Doubt[] {
  return tidy([...objectionsTo(agreeing, decides), ...doubtsByAge(agreeing, decides)])
}

/**
 * In what capacity one of those who agreed must have done so. The young person counts where they could agree, and never
 * alone while a council shares parental responsibility for them.
 */
const DECIDERS: Record<ArrangementCode, readonly Capacity[]> = {
  // Prospective adopters share parental responsibility with the council until the order: they do not hold it alone.
  'placed-no-order': ['council'],
  // Everybody else's parental responsibility ended with the order.
  'adoption-order': ['adoptive-parent', 'young-person'],
  // Parents keep theirs, and the guardian may act to their exclusion: parents need not be asked, and cannot decide.
  'special-guardianship-order': ['special-guardian', 'young-person'],
  // Shared equally.
  'child-arrangements-order': ['child-arrangements-carer', 'parent', 'young-person'],
  // The relative who cares for the child has none.
  'informal-kinship': ['parent', 'council', 'young-person'],
  // The council by a care order; parents where it accommodates the child for them (Children Act 1989 s.20).
  'looked-after': ['council', 'parent'],
}

/**
 * What an order does to agreements given before the day it was made. Until then they rest on whoever could decide
 * without it; from then on they end, except those of people whose say the order leaves as it was. After an adoption
 * nobody's goes on, the young person's included: the child is another in law, with another record.
 */
const ORDERS: Partial<Record<ArrangementCode, { before: readonly Capacity[]; outlast: readonly Capacity[] }>> = {
  'adoption-order': { before: ['council'], outlast: [] },
  'special-guardianship-order': { before: ['parent', 'council', 'young-person'], outlast: ['young-person'] },
  'child-arrangements-order': { before: ['parent', 'council', 'young-person'], outlast: ['parent', 'young-person'] },
}

/** What a young person of 16 decides even where somebody else agreed before. */
const OWN_HEALTH: SectionCode[] = ['health-context', 'assessment']

/** Systems without a date write 31 December 9999. Years after that one do not compare as text. */
const NOBODY_BORN_SINCE: PlainDate = '9900-01-01'

type Birthdays = { at16Ms: number; at18Ms: number }

function doubtsByAge(agreeing: Agreeing, decides: WhoDecides): Doubt[] {
  const { by, on } = agreeing
  const { bornOn } = decides
  if (by.length === 0) return [always('could-not-agree')]
  if (bornOn === undefined || bornOn >= NOBODY_BORN_SINCE) return [always('age-not-known')]
  const birthdays = { at16Ms: startOfDayMs(birthday(bornOn, 16)), at18Ms: startOfDayMs(birthday(bornOn, 18)) }
  const { at16Ms, at18Ms } = birthdays
  if (on === undefined) {
    return [
      ...within(FIRST_MS, at16Ms - 1, givenUnder16(agreeing, decides, birthdays)),
      ...within(at16Ms, at18Ms - 1, givenAt16Or17(agreeing, decides, birthdays)),
      ...within(at18Ms, LAST_MS, givenAt18(agreeing)),
    ]
  }
  const age = ageOn(bornOn, on)
  if (age < 16) return givenUnder16(agreeing, decides, birthdays)
  return age < 18 ? givenAt16Or17(agreeing, decides, birthdays) : givenAt18(agreeing)
}

/** The young person's own say lasts. Without it, they decide about their health at 16 and about everything at 18. */
function givenUnder16(agreeing: Agreeing, decides: WhoDecides, { at16Ms, at18Ms }: Birthdays): Doubt[] {
  const { on } = agreeing
  const { ableToAgreeSince } = decides
  const isAble = on !== undefined && ableToAgreeSince !== undefined && ableToAgreeSince <= on
  const isOwn = isAble && includes(agreeing, 'young-person')
  const doubts = doubtsByArrangement(agreeing, decides, isOwn)
  if (isOwn) return doubts
  return [
    ...doubts,
    { reason: 'young-person-decides', fromMs: at16Ms, untilMs: at18Ms - 1, sections: OWN_HEALTH },
    from(at18Ms, 'now-adult'),
  ]
}

function givenAt16Or17(agreeing: Agreeing, decides: WhoDecides, { at18Ms }: Birthdays): Doubt[] {
  if (!includes(agreeing, 'young-person')) return [always('young-person-decides'), from(at18Ms, 'now-adult')]
  return decides.arrangement === undefined ? [] : doubtsByArrangement(agreeing, decides, true)
}

function givenAt18(agreeing: Agreeing): Doubt[] {
  return includes(agreeing, 'adult') || includes(agreeing, 'young-person') ? [] : [always('now-adult')]
}

/** @param isOwn the young person is among those who agreed, and was able to */
function doubtsByArrangement(agreeing: Agreeing, decides: WhoDecides, isOwn: boolean): Doubt[] {
  const { arrangement, orderOn } = decides
  if (arrangement === undefined) return [always('arrangement-not-known')]
  const able = agreeing.by.filter(({ capacity }) => capacity !== 'young-person' || isOwn)
  const named = able.filter((one) => one.capacity === 'young-person' || isNamed(one, arrangement, decides.responsible))
  const reason = agreeing.by.every(({ capacity }) => isCapacity(capacity)) ? 'could-not-agree' : 'unknown-capacity'
  const order = ORDERS[arrangement]
  if (!order || orderOn === undefined || agreeing.on === undefined || agreeing.on >= orderOn) {
    return areAmong(named, DECIDERS[arrangement]) ? [] : [always(reason)]
  }
  const orderMs = startOfDayMs(orderOn)
  return [
    // Named or not: the record names those responsible since the order.
    ...(areAmong(able, order.before) ? [] : [{ ...always(reason), untilMs: orderMs - 1 }]),
    ...(areAmong(named, order.outlast) ? [] : [from(orderMs, 'order-changed')]),
  ]
}

type Agreed = Agreeing['by'][number]

function areAmong(people: Agreed[], capacities: readonly Capacity[]): boolean {
  return people.some(({ capacity }) => isCapacity(capacity) && capacities.includes(capacity))
}

/** Where a council shares parental responsibility by law, a record that names no organisation has only left it out. */
const COUNCIL_SHARES: ReadonlySet<ArrangementCode> = new Set<ArrangementCode>(['placed-no-order'])

/** Whether the record names this one as responsible, where it names anybody. */
function isNamed({ reference, capacity }: Agreed, arrangement: ArrangementCode, responsible: string[]): boolean {
  if (responsible.includes(reference)) return true
  if (responsible.length === 0) return !(arrangement === 'looked-after' && capacity === 'parent')
  return capacity === 'council' && COUNCIL_SHARES.has(arrangement) && !responsible.some(isOrganisation)
}

function isOrganisation(reference: string): boolean {
  return /(^|\/)Organization\//.test(reference)
}

/**
 * Under a child arrangements order all share parental responsibility, so that anybody's objection counts, as it does
 * while the arrangement, or who is responsible, is not known. Otherwise that of somebody the record names as responsible. Nobody's outweighs what
 * the young person decided at 16 or later, and none outlasts parental responsibility, which ends at 18. What the child
 * objects to themself always counts.
 */
function objectionsTo(agreeing: Agreeing, { arrangement, responsible, objections, bornOn }: WhoDecides): Doubt[] {
  const isTheirOwn = includes(agreeing, 'young-person') || includes(agreeing, 'adult')
  const isDecided = isTheirOwn && bornOn !== undefined && agreeing.on !== undefined && ageOn(bornOn, agreeing.on) >= 16
  const adultMs = bornOn === undefined ? LAST_MS : startOfDayMs(birthday(bornOn, 18)) - 1
  const isOwn = (by: string | undefined) => by?.startsWith('Patient/') === true
  const anybodys = arrangement === undefined || arrangement === 'child-arrangements-order' || responsible.length === 0
  return objections
    .filter(({ by }) => anybodys || by === undefined || isOwn(by) || responsible.includes(by))
    .filter(({ by }) => !isDecided || isOwn(by))
    .map(({ by, sections }) => ({ ...always('objection'), untilMs: isOwn(by) ? LAST_MS : adultMs, sections }))
}

function includes({ by }: Agreeing, capacity: Capacity): boolean {
  return by.some((one) => one.capacity === capacity)
}

function from(fromMs: number, reason: Reason): Doubt {
  return { reason, fromMs, untilMs: LAST_MS, sections: [] }
}

function always(reason: Reason): Doubt {
  return from(FIRST_MS, reason)
}

/** The parts of the doubts that lie within a stretch of time. */
function within(fromMs: number, untilMs: number, doubts: Doubt[]): Doubt[] {
  return doubts
    .map((doubt) => ({ ...doubt, fromMs: Math.max(doubt.fromMs, fromMs), untilMs: Math.min(doubt.untilMs, untilMs) }))
    .filter((doubt) => doubt.fromMs <= doubt.untilMs)
}

/** Earliest first, then the weightier, and every section in its place. */
function tidy(doubts: Doubt[]): Doubt[] {
  const placed = doubts.map((doubt) => ({
    ...doubt,
    sections: SECTION_CODES.filter((section) => doubt.sections.includes(section)),
  }))
  const different = new Map(placed.map((doubt) => [JSON.stringify(orderOf(doubt)), doubt]))
  return [...different.values()].sort((a, b) => compare(orderOf(a), orderOf(b)))
}

function orderOf({ fromMs, untilMs, reason, sections }: Doubt): number[] {
  return [fromMs, untilMs, REASONS.indexOf(reason), ...sections.map((section) => SECTION_CODES.indexOf(section))]
}

function compare(a: number[], b: number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? a.length - b.length : (a[at] ?? 0) - (b[at] ?? Number.NEGATIVE_INFINITY)
}
