import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile, type Timeline } from '../../../src/consent/compile.ts'
import { type Consent, parseConsent } from '../../../src/consent/consent.ts'
import { decide } from '../../../src/consent/decide.ts'
import { evaluate, type Outcome } from '../../../src/consent/evaluate.ts'
import { matchWhat, matchWho } from '../../../src/consent/match.ts'
import type { Request } from '../../../src/consent/request.ts'
import type { Rule } from '../../../src/consent/rule.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import type { Reason } from '../../../src/record/reasons.ts'
import { SECTION_CODES, type SectionCode } from '../../../src/record/sections.ts'
import {
  type Case,
  type Choices,
  cases,
  INSTANTS,
  ITEMS,
  KNOWN,
  PATIENT,
  READ_ITEMS,
  RESOURCES,
  writeRefusal,
} from './cases.ts'
import { type Answer, answer, type Period, type Provision, type RawConsent } from './reference.ts'

const TIMEOUT_MS = 60_000
const RUNS = { numRuns: 10_000, seed: 20261121 }

test(
  'adding a refusal anywhere never reveals more',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const refusal = writeRefusal(one.more)
        const places = one.consents.flatMap(({ provision }) => (provision ? everyRule(provision) : []))
        const at = one.more.upTo(places.length + 1)
        const before = seen(one)
        const place = places[at]
        if (place) place.provision = [...(place.provision ?? []), refusal]
        const consents = place ? one.consents : [...one.consents, stating(refusal)]
        expectNoMore(before, seen({ ...one, consents }))
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

// A permission with rules beneath it takes their refusals with it when it ends, and then another one may hold.
test(
  'shortening a permission with nothing beneath it never reveals more',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const leaf = permissionOf(one, ({ provision }) => provision === undefined)
        fc.pre(leaf !== undefined)
        const before = seen(one)
        leaf.period = shorter(leaf.period ?? {}, one.more)
        expectNoMore(before, seen(one))
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'a doubt about a permission never reveals more',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const permission = permissionOf(one, ({ weather }) => weather === undefined)
        fc.pre(permission !== undefined)
        const before = seen(one)
        permission.weather = 'fine'
        expectNoMore(before, seen(one))
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'without an active agreement nothing is granted',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        for (const consent of one.consents) {
          if (consent.status === 'active') consent.status = one.more.from(['draft', 'proposed', 'rejected', 'inactive'])
        }
        expect(seen(one)).toEqual([])
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'one agreement that cannot be read hides everything',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const unreadable = stating({ type: 'permit', provision: [{}] })
        expect(seen({ ...one, consents: [...one.consents, unreadable] })).toEqual([])
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'no order, of agreements, of rules beside each other or in any list, changes a decision or its reason',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(outcomes({ ...one, consents: shuffled(one.consents, one.more) })).toEqual(outcomes(one))
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'the result is that of the slow reference',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const expected = asked(one).map(({ section, raw, atMs }): Answer => {
          return answer(one.consents, PATIENT, { asking: one.asker, item: raw, section, atMs, resources: RESOURCES })
        })
        expect(outcomes(one).map(({ kind }) => kind)).toEqual(expected)
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

const LISTED = Object.fromEntries(
  SECTION_CODES.map((section) => [
    section,
    ITEMS.flatMap(({ section: one, raw }) => (one === section && raw.id ? `${raw.resourceType}/${raw.id}` : [])),
  ]),
) as Record<SectionCode, string[]>

test(
  'a compiled answer is the answer evaluated at that instant',
  () => {
    fc.assert(
      fc.property(cases, (one) => {
        const consents = one.consents.map((consent) => lapsing(parseConsent(consent, PATIENT), one.more))
        const parts = compile({ consents, disclosures: [], resources: RESOURCES, listed: LISTED })(one.asker)
        const [decided, evaluated]: [unknown[], unknown[]] = [[], []]
        for (const [index, { section, raw }] of ITEMS.entries()) {
          const { timeline } = parts[section].find(({ items }) => items.includes(`${raw.resourceType}/${raw.id}`)) ?? {}
          const item = READ_ITEMS[index]
          if (!timeline || !item) continue // nothing is written in a section in which something is
          for (const atMs of around(timeline, one.instants)) {
            const [decision] = decide({ child: 'c', timelines: { [section]: [timeline] } }, section, atMs)
            const isNotNow = decision?.kind === 'not-yet' || decision?.kind === 'ended'
            decided.push([atMs, isNotNow ? 'not-covered' : decision?.kind, decision?.reason])
            const { kind, reason } = evaluate(consents, { requester: one.asker, item, atMs, known: KNOWN })
            evaluated.push([atMs, kind, reason])
          }
        }
        expect(decided).toEqual(evaluated)
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

/** The properties above say nothing unless plenty of what is generated is seen, and plenty is not. */
test('what is generated reveals neither too little nor too much, and holds everything that can be decided', () => {
  const sample = fc.sample(cases, { numRuns: 2000, seed: RUNS.seed })
  const revealing = sample.filter((one) => seen(one).length > 0).length
  expect(revealing).toBeGreaterThan(sample.length * 0.15)
  expect(revealing).toBeLessThan(sample.length * 0.85)

  const kinds = new Set(sample.flatMap(outcomes).map(({ kind }) => kind))
  expect([...kinds].sort()).toEqual(['allow', 'needs-check', 'not-covered', 'withdrawn', 'withheld'])

  const matched = new Set(sample.flatMap(matches))
  const criteria = ['actors', 'actions', 'purposes', 'labels', 'classes', 'codes', 'dataPeriod', 'data']
  expect(
    criteria
      .flatMap((one) => ['yes', 'no', 'doubt'].map((match) => `${one}: ${match}`))
      .filter((one) => !matched.has(one)),
  ).toEqual([])
})

/** Every piece of data at each instant of a case. */
function asked({ instants }: Case) {
  return instants.flatMap((atMs) => ITEMS.map((item, index) => ({ ...item, index, atMs })))
}

function outcomes(one: Case): Outcome[] {
  const consents = one.consents.map((consent) => parseConsent(consent, PATIENT))
  return requests(one).map((request) => evaluate(consents, request))
}

function requests(one: Case): Request[] {
  return asked(one).flatMap(({ index, atMs }) => {
    const item = READ_ITEMS[index]
    return item ? { requester: one.asker, item, atMs, known: KNOWN } : []
  })
}

/** What is allowed, by its place among what is asked. */
function seen(one: Case): number[] {
  return outcomes(one).flatMap(({ kind }, at) => (kind === 'allow' ? at : []))
}

function expectNoMore(before: number[], after: number[]): void {
  expect(after.filter((one) => !before.includes(one))).toEqual([])
}

function stating(provision: Provision): RawConsent {
  return {
    resourceType: 'Consent',
    id: 'another',
    status: 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    patient: { reference: PATIENT },
    provision,
  }
}

/** At times with a stretch in which it permits nothing in a section, or in any. */
function lapsing(consent: Consent, more: Choices): Consent {
  if (consent.kind !== 'active' || more.oneIn(2)) return consent
  const [fromMs, untilMs] = [more.from(INSTANTS), more.from(INSTANTS)]
  const sections = more.from<SectionCode[]>([[], ['needs'], ['words', 'plan']])
  return { ...consent, lapses: [{ reason: 'objection', fromMs, untilMs, sections }] }
}

function everyRule(rule: Provision): Provision[] {
  return [rule, ...(rule.provision ?? []).flatMap(everyRule)]
}

function permissionOf({ consents, more }: Case, isWanted: (rule: Provision) => boolean): Provision | undefined {
  const rules = consents.flatMap(({ provision }) => (provision ? everyRule(provision) : []))
  const wanted = rules.filter((rule) => rule.type === 'permit' && isWanted(rule))
  return wanted[more.upTo(Math.max(1, wanted.length))]
}

/** Later at its start, earlier at its end, or both. Days of `cases.ts` compare as text. */
function shorter({ start = '2026-01-01', end = '2026-01-11' }: Period, more: Choices): Period {
  const [first = '', last = ''] = [INSTANTS, INSTANTS].map((days) =>
    new Date(more.from(days)).toISOString().slice(0, 10),
  )
  return { start: first > start.slice(0, 10) ? first : start, end: last < end.slice(0, 10) ? last : end }
}

/** The same JSON with every list in it in another order. */
function shuffled<Value>(value: Value, more: Choices): Value {
  if (Array.isArray(value)) {
    const rest = value.map((one) => shuffled(one, more))
    const turned: unknown[] = []
    while (rest.length > 0) turned.push(...rest.splice(more.upTo(rest.length), 1))
    return (more.oneIn(2) ? turned : turned.reverse()) as Value
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, shuffled(one, more)])) as Value
}

/** Where the answer changes, a millisecond to either side, and elsewhere. */
function around(timeline: Timeline, instants: number[]): number[] {
  const ends = timeline.flatMap(({ fromMs, untilMs }) => [
    fromMs - 1,
    fromMs,
    fromMs + 1,
    untilMs - 1,
    untilMs,
    untilMs + 1,
  ])
  return [...new Set([...ends, ...instants])].filter((atMs) => FIRST_MS <= atMs && atMs <= LAST_MS)
}

/** How each criterion of each rule fits by itself: "labels: doubt". */
function matches(one: Case): string[] {
  const rules = one.consents.map((consent) => parseConsent(consent, PATIENT)).flatMap(rulesOf)
  return rules.flatMap((rule) =>
    requests(one).flatMap((request) => [
      ...(['actors', 'actions'] as const).flatMap((criterion) => {
        return rule[criterion]
          ? `${criterion}: ${plain(matchWho({ ...NONE, [criterion]: rule[criterion] }, request))}`
          : []
      }),
      ...(['purposes', 'labels', 'classes', 'codes', 'dataPeriod', 'data'] as const).flatMap((criterion) => {
        const alone = { ...NONE, type: rule.type, [criterion]: rule[criterion] }
        return rule[criterion] ? `${criterion}: ${plain(matchWhat(alone, request))}` : []
      }),
    ]),
  )
}

const NONE: Rule = {
  type: 'permit',
  period: { fromMs: FIRST_MS, untilMs: LAST_MS },
  actors: undefined,
  actions: undefined,
  purposes: undefined,
  labels: undefined,
  classes: undefined,
  codes: undefined,
  dataPeriod: undefined,
  data: undefined,
  doubts: [],
  namesNobody: false,
  rules: [],
}

function plain(match: 'yes' | 'no' | Reason): string {
  return match === 'yes' || match === 'no' ? match : 'doubt'
}

function rulesOf(consent: Consent): Rule[] {
  const under = (rule: Rule): Rule[] => [rule, ...rule.rules.flatMap(under)]
  return consent.kind === 'active' ? under(consent.root) : []
}
