import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compile } from '../../../src/consent/compile.ts'
import type { Consent, Rule } from '../../../src/consent/consent.ts'
import { decide } from '../../../src/consent/decide.ts'
import { evaluate } from '../../../src/consent/evaluate.ts'
import { FIRST_MS, LAST_MS } from '../../../src/core/time.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { TEACHER } from '../../fixtures/viewers.ts'

/*
 * Time is twenty ticks long, there are three sections and four actors, so that rules meet, nest and contradict each
 * other often.
 */
const RUNS = { numRuns: 20000 }
const SECTIONS: SectionCode[] = ['needs', 'words', 'plan']
const MOMENTS = Array.from({ length: 22 }, (_, tick) => tick - 1)

const actor = fc.constantFrom(
  { reference: 'Practitioner/khan' },
  { reference: 'Organization/hillside', audience: 'class-teacher' as const },
  { reference: 'Practitioner/shah' },
  { reference: 'CareTeam/sam-team' },
)
const tick = fc.integer({ min: 0, max: 20 })
const period = fc.oneof(
  { weight: 2, arbitrary: fc.constant({ fromMs: FIRST_MS, untilMs: LAST_MS }) },
  { weight: 1, arbitrary: fc.tuple(tick, tick).map(([fromMs, untilMs]) => ({ fromMs, untilMs })) },
)
const type = fc.constantFrom<('permit' | 'deny')[]>('permit', 'deny')
const shape = (rules: fc.Arbitrary<Rule[]>): fc.Arbitrary<Rule> =>
  fc.record({
    type,
    period,
    actors: fc.array(actor, { maxLength: 2 }),
    sections: fc.subarray(SECTIONS, { maxLength: 2 }),
    unclear: fc.nat({ max: 4 }).map((one) => one === 0),
    rules,
  })
const leaf = shape(fc.constant([]))
const middle = shape(fc.array(leaf, { maxLength: 2 }))
const root = shape(fc.array(fc.oneof(leaf, middle), { maxLength: 3 }))
const active = root.map(asConsent)
const silent = fc.constantFrom<Consent[]>({ kind: 'stopped', id: 'x' }, { kind: 'proposed', id: 'x' })
const consents = fc.array(fc.oneof({ weight: 5, arbitrary: active }, { weight: 1, arbitrary: silent }), {
  minLength: 1,
  maxLength: 3,
})
const chosen = fc.nat()

test('adding a refusal anywhere never reveals more', () => {
  fc.assert(
    fc.property(consents, leaf, chosen, (before, refusal, at) => {
      const deny: Rule = { ...refusal, type: 'deny' }
      const places = before.flatMap((consent) => rulesIn(consent))
      const place = places[at % (places.length + 1)]
      const add = (rule: Rule): Rule => {
        const rules = rule.rules.map(add)
        return { ...rule, rules: rule === place ? [...rules, deny] : rules }
      }
      expectNoMore(before, place ? before.map((one) => change(one, add)) : [...before, asConsent(deny)])
    }),
    RUNS,
  )
})

test('shortening a permission never reveals more', () => {
  fc.assert(
    fc.property(consents, period, chosen, (before, to, at) => {
      const permissions = before.flatMap(rulesIn).filter(({ type, rules }) => type === 'permit' && rules.length === 0)
      fc.pre(permissions.length > 0)
      const one = permissions[at % permissions.length]
      const shorten = (rule: Rule): Rule => {
        const { fromMs, untilMs } = rule.period
        const shorter = { fromMs: Math.max(fromMs, to.fromMs), untilMs: Math.min(untilMs, to.untilMs) }
        return { ...rule, period: rule === one ? shorter : rule.period, rules: rule.rules.map(shorten) }
      }
      expectNoMore(
        before,
        before.map((consent) => change(consent, shorten)),
      )
    }),
    RUNS,
  )
})

test('a doubt about a permission never reveals more', () => {
  fc.assert(
    fc.property(consents, chosen, (before, at) => {
      const permissions = before.flatMap(rulesIn).filter(({ type }) => type === 'permit')
      fc.pre(permissions.length > 0)
      const one = permissions[at % permissions.length]
      const doubt = (rule: Rule): Rule => ({
        ...rule,
        unclear: rule.unclear || rule === one,
        rules: rule.rules.map(doubt),
      })
      expectNoMore(
        before,
        before.map((consent) => change(consent, doubt)),
      )
    }),
    RUNS,
  )
})

test('without an active agreement nothing is granted', () => {
  fc.assert(
    fc.property(fc.array(silent, { maxLength: 4 }), (none) => {
      expect(seen(none)).toEqual([])
    }),
    RUNS,
  )
})

test('one agreement that cannot be read hides everything', () => {
  fc.assert(
    fc.property(consents, (some) => {
      expect(seen([...some, { kind: 'unreadable', id: 'x' }])).toEqual([])
    }),
    RUNS,
  )
})

test('the order of agreements, and of rules beside each other, changes nothing', () => {
  fc.assert(
    fc.property(consents, (some) => {
      const turn = (rule: Rule): Rule => ({ ...rule, rules: rule.rules.map(turn).reverse() })
      expect(answers(some.map((one) => change(one, turn)).reverse())).toEqual(answers(some))
    }),
    RUNS,
  )
})

test('a compiled answer is the answer evaluated at that instant', () => {
  fc.assert(
    fc.property(consents, (some) => {
      const timelines = compile(some, TEACHER)
      for (const section of SECTIONS) {
        for (const atMs of [FIRST_MS, ...MOMENTS, LAST_MS]) {
          const outcome = evaluate(some, { viewer: TEACHER, section, atMs })
          const { kind } = decide({ child: 'c', timelines }, section, atMs)
          expect(kind === 'not-yet' || kind === 'ended' ? 'not-covered' : kind).toBe(outcome)
        }
      }
    }),
    RUNS,
  )
})

/** The properties above say nothing unless plenty of what is generated is seen, and plenty is not. */
test('what is generated reveals something about half the time', () => {
  const sample = fc.sample(consents, RUNS)
  const revealing = sample.filter((some) => seen(some).length > 0).length
  expect(revealing).toBeGreaterThan(RUNS.numRuns * 0.15)
  expect(revealing).toBeLessThan(RUNS.numRuns * 0.85)
})

function asConsent(root: Rule): Consent {
  const base = root.type ?? 'deny'
  return { kind: 'active', id: 'x', agreedOn: undefined, performers: [], organisation: undefined, base, root }
}

function rulesIn(consent: Consent): Rule[] {
  const under = (rule: Rule): Rule[] => [rule, ...rule.rules.flatMap(under)]
  return consent.kind === 'active' && consent.root ? under(consent.root) : []
}

function change(consent: Consent, how: (rule: Rule) => Rule): Consent {
  return consent.kind === 'active' && consent.root ? { ...consent, root: how(consent.root) } : consent
}

function answers(some: Consent[]): string[] {
  return SECTIONS.flatMap((section) =>
    MOMENTS.map((atMs) => `${section} at ${atMs}: ${evaluate(some, { viewer: TEACHER, section, atMs })}`),
  )
}

function seen(some: Consent[]): string[] {
  return answers(some).filter((answer) => answer.endsWith(': allow'))
}

function expectNoMore(before: Consent[], after: Consent[]): void {
  const had = seen(before)
  expect(seen(after).filter((one) => !had.includes(one))).toEqual([])
}
