import { describe, expect, test } from 'vitest'
import { asAgreement } from '../../../src/consent/agreement.ts'
import type { WhoDecides } from '../../../src/record/arrangement.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { type Asked, agreement, deny, outcomeOf, parse, permit, sharing } from '../../fixtures/agreement.ts'

const KHAN = 'class-teacher@Organization/hillside'
const ALLOW = 'allow: agreed'
const WITHHELD = 'withheld: refused'
const NOBODY = 'needs-check: names-nobody'

const ADOPTED: WhoDecides = {
  arrangement: 'adoption-order',
  orderOn: '2024-02-06',
  bornOn: '2016-05-12',
  responsible: [],
  objections: [],
  ableToAgreeSince: undefined,
}
const CAPACITIES: Record<string, string> = {
  'RelatedPerson/jo': 'adoptive-parent',
  'RelatedPerson/gran': 'relative',
  'RelatedPerson/parent': 'parent',
  'Organization/northmoor': 'council',
  'Patient/sam': 'young-person',
}
const JO = { performer: [{ reference: 'RelatedPerson/jo' }], dateTime: '2026-09-01' }

/** Consents, as agreements about a child in these circumstances. Unless it says otherwise, Jo, who adopted Sam, agreed. */
function outcome(consents: object[], decides: Partial<WhoDecides> = {}, asked: Asked = {}): string {
  const parsed = parse(consents.map((consent) => ({ ...JO, ...consent })))
  const agreements = parsed.map((one) => asAgreement(one, { ...ADOPTED, ...decides }, (by) => CAPACITIES[by]))
  return outcomeOf(agreements, asked)
}

describe('no family shares with just anybody', () => {
  const optIn = {
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTIN' }] },
  }
  test.each<[string, object, string]>([
    ['a permission to somebody', sharing(permit({ to: [KHAN] })), ALLOW],
    ['a permission to nobody in particular', sharing(permit()), NOBODY],
    ['one for a section', sharing(permit({ sections: ['needs'] })), NOBODY],
    ['a root that permits', agreement(permit()), NOBODY],
    ['a root that permits somebody', agreement(permit({ to: [KHAN] })), ALLOW],
    ['opt in, for anybody', agreement({}, optIn), NOBODY],
    ['opt in, for somebody', agreement({ to: [KHAN] }, optIn), ALLOW],
    ['no provision and opt in', agreement(undefined, optIn), NOBODY],
    [
      'one beneath a permission to somebody',
      agreement(permit({ to: [KHAN], rules: [permit({ sections: ['needs'] })] })),
      ALLOW,
    ],
    [
      'one beneath a refusal to somebody',
      agreement(deny({ to: [KHAN], rules: [permit({ sections: ['needs'] })] })),
      ALLOW,
    ],
    [
      'one to somebody, beneath one to nobody in particular',
      agreement(permit({ rules: [permit({ to: [KHAN] })] })),
      ALLOW,
    ],
    ['one beneath that', sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit()] })] })), ALLOW],
    ['a refusal of nobody in particular', sharing(permit({ to: [KHAN] }), deny()), WITHHELD],
    ['a root that refuses', agreement(deny()), WITHHELD],
  ])('%s', (_, consent, expected) => {
    expect(outcome([consent])).toBe(expected)
  })

  test('a permission that names nobody takes nothing from another', () => {
    expect(outcome([sharing(permit({ to: [KHAN] })), sharing(permit())])).toBe(ALLOW)
  })
})

describe('an agreement counts from when it was given', () => {
  test.each<[dateTime: string, at: string, string]>([
    ['2026-09-01', '2026-08-31T22:59:59.999Z', 'not-covered: not-agreed'],
    ['2026-09-01', '2026-08-31T23:00:00.000Z', ALLOW],
    ['2027-01-01', '2026-11-21T10:00:00Z', 'not-covered: not-agreed'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00.000Z', ALLOW],
    ['2026-11-21T10:00:00Z', '2026-11-21T09:59:59.999Z', 'not-covered: not-agreed'],
    ['2026-11', '2026-11-01T00:00:00.000Z', ALLOW],
  ])('given %s, at %s: %s', (dateTime, at, expected) => {
    const given = agreement(deny({ rules: [permit({ to: [KHAN] })] }), { dateTime })
    expect(outcome([given], {}, { atMs: Date.parse(at) })).toBe(expected)
  })

  test('its own period, where it begins later, comes first', () => {
    const later = agreement(deny({ from: '2026-12-01', rules: [permit({ to: [KHAN] })] }), { dateTime: '2026-09-01' })
    expect(outcome([later])).toBe('not-covered: not-agreed')
    expect(outcome([later], {}, { atMs: Date.parse('2026-12-01T00:00:00Z') })).toBe(ALLOW)
  })
})

describe('an agreement by somebody who could not give it covers nothing', () => {
  const by = (...references: string[]) =>
    agreement(deny({ rules: [permit({ to: [KHAN] }), deny({ sections: ['words'] })] }), {
      performer: references.map((reference) => ({ reference })),
    })
  test.each<[string, object, Partial<WhoDecides>, string]>([
    ['by an adoptive parent', by('RelatedPerson/jo'), {}, ALLOW],
    ['by a relative', by('RelatedPerson/gran'), {}, 'needs-check: could-not-agree'],
    ['by a relative and an adoptive parent', by('RelatedPerson/gran', 'RelatedPerson/jo'), {}, ALLOW],
    ['by somebody nobody knows', by('RelatedPerson/somebody'), {}, 'needs-check: unknown-capacity'],
    ['by nobody', by(), {}, 'needs-check: could-not-agree'],
    ['by a child of ten', by('Patient/sam'), {}, 'needs-check: could-not-agree'],
    ['by a child of ten who was found able to', by('Patient/sam'), { ableToAgreeSince: '2026-06-01' }, ALLOW],
    [
      'where the arrangement is not known',
      by('RelatedPerson/jo'),
      { arrangement: undefined },
      'needs-check: arrangement-not-known',
    ],
    ['where the age is not known', by('RelatedPerson/jo'), { bornOn: undefined }, 'needs-check: age-not-known'],
    ['before the order was made', by('RelatedPerson/jo'), { orderOn: '2026-10-01' }, 'needs-check: order-changed'],
    ['by the parent whose say ended with the order', by('RelatedPerson/parent'), {}, 'needs-check: could-not-agree'],
    [
      'by the council before the order',
      by('Organization/northmoor'),
      { orderOn: '2026-10-01' },
      'needs-check: order-changed',
    ],
    ['of a young person of 16', by('RelatedPerson/jo'), { bornOn: '2010-05-12' }, 'needs-check: young-person-decides'],
    ['of a young person of 16, themselves', by('Patient/sam'), { bornOn: '2010-05-12' }, ALLOW],
    ['of an adult', by('RelatedPerson/jo'), { bornOn: '2007-05-12' }, 'needs-check: now-adult'],
  ])('%s: what it permits', (_, consent, decides, expected) => {
    expect(outcome([consent], decides)).toBe(expected)
    // What it refuses stays refused.
    expect(outcome([consent], decides, { section: 'words' })).toBe(WITHHELD)
  })

  test('nor where somebody objects whose objection counts', () => {
    const objecting = (sections: SectionCode[]) => ({
      arrangement: 'child-arrangements-order' as const,
      orderOn: '2024-02-06',
      objections: [{ by: 'RelatedPerson/parent', sections }],
    })
    const shared = by('RelatedPerson/parent')
    expect(outcome([shared], objecting([]))).toBe('needs-check: objection')
    expect(outcome([shared], objecting(['needs']))).toBe('needs-check: objection')
    expect(outcome([shared], objecting(['strengths']))).toBe(ALLOW)
  })

  test('it counts again, or no longer, as birthdays pass', () => {
    const shared = by('RelatedPerson/jo')
    const at = (text: string, section: SectionCode) => outcome([shared], {}, { atMs: Date.parse(text), section })
    expect(at('2032-05-11T22:59:59.999Z', 'health-context')).toBe(ALLOW)
    expect(at('2032-05-11T23:00:00.000Z', 'health-context')).toBe('needs-check: young-person-decides')
    expect(at('2032-05-11T23:00:00.000Z', 'needs')).toBe(ALLOW)
    expect(at('2034-05-11T22:59:59.999Z', 'needs')).toBe(ALLOW)
    expect(at('2034-05-11T23:00:00.000Z', 'needs')).toBe('needs-check: now-adult')
  })

  test('takes nothing from a valid one', () => {
    const shared = sharing(permit({ to: [KHAN] }))
    expect(outcome([{ ...shared, performer: [{ reference: 'RelatedPerson/gran' }] }, shared])).toBe(ALLOW)
  })

  test('covers nothing that a valid one would not', () => {
    const elsewhere = agreement(deny({ rules: [permit({ to: ['Practitioner/shah'] })] }), {
      performer: [{ reference: 'RelatedPerson/gran' }],
    })
    expect(outcome([elsewhere])).toBe('not-covered: not-agreed')
  })
})

test('what is not active is left as it is', () => {
  const others = parse([
    agreement(deny({ rules: [permit()] }), { status: 'inactive' }),
    agreement(permit(), { status: 'draft' }),
    'text',
  ])
  for (const one of others) expect(asAgreement(one, ADOPTED, () => undefined)).toBe(one)
})
