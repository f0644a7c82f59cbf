import { describe, expect, test } from 'vitest'
import { parseConsent } from '../../../src/consent/consent.ts'
import { evaluate, type Outcome } from '../../../src/consent/evaluate.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { agreement, deny, parse, permit, sharing } from '../../fixtures/agreement.ts'
import { GP, TEACHER } from '../../fixtures/viewers.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const KHAN = 'class-teacher@Organization/hillside'

/** What Mr Khan, class teacher at Hillside, may see of Sam's needs. */
function outcome(consents: object[], { section = 'needs' as SectionCode, at = NOW, viewer = TEACHER } = {}): Outcome {
  return evaluate(parse(consents), { viewer, section, atMs: at })
}

describe('status: only what is active agrees to anything', () => {
  test.each<[string, Outcome]>([
    ['active', 'allow'],
    ['inactive', 'withdrawn'],
    ['rejected', 'withdrawn'],
    ['entered-in-error', 'withdrawn'],
    ['draft', 'not-covered'],
    ['proposed', 'not-covered'],
    ['banana', 'withheld'],
  ])('%s: %s', (status, expected) => {
    expect(outcome([agreement(deny({ rules: [permit({ to: [KHAN] })] }), { status })])).toBe(expected)
  })

  test('no agreement at all covers nothing', () => {
    expect(outcome([])).toBe('not-covered')
  })
})

describe('period: both ends count, and days are days in England', () => {
  test.each<[from: string | undefined, until: string | undefined, at: string, Outcome]>([
    ['2026-09-01', '2027-07-20', '2026-11-21T10:00:00Z', 'allow'],
    // Summer time: the day begins and ends an hour before UTC's.
    [undefined, '2027-07-20', '2027-07-20T22:59:59.999Z', 'allow'],
    [undefined, '2027-07-20', '2027-07-20T23:00:00.000Z', 'not-covered'],
    ['2027-07-20', undefined, '2027-07-19T23:00:00.000Z', 'allow'],
    ['2027-07-20', undefined, '2027-07-19T22:59:59.999Z', 'not-covered'],
    // Winter time
    [undefined, '2026-12-18', '2026-12-18T23:59:59.999Z', 'allow'],
    [undefined, '2026-12-18', '2026-12-19T00:00:00.000Z', 'not-covered'],
    // The day on which the clocks go back is 25 hours long.
    [undefined, '2026-10-25', '2026-10-25T23:59:59.999Z', 'allow'],
    ['2026-10-25', undefined, '2026-10-24T23:00:00.000Z', 'allow'],
    ['2026-11', '2026-11', '2026-11-30T23:59:59.999Z', 'allow'],
    ['2026', '2026', '2027-01-01T00:00:00.000Z', 'not-covered'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00.999Z', 'allow'],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-21T10:00:01.000Z', 'not-covered'],
    ['2026-11-21T10:00:00+01:00', undefined, '2026-11-21T09:00:00.000Z', 'allow'],
  ])('from %s until %s, at %s: %s', (from, until, at, expected) => {
    const period = { ...(from && { from }), ...(until && { until }) }
    expect(outcome([sharing(permit({ to: [KHAN], ...period }))], { at: Date.parse(at) })).toBe(expected)
    expect(outcome([agreement(deny({ ...period, rules: [permit({ to: [KHAN] })] }))], { at: Date.parse(at) })).toBe(
      expected,
    )
  })

  test.each(['soon', '20/07/2027', '2027-02-30', '2027-02-30T10:00:00Z', '2027-07-20T10:00:00', ''])(
    'an end of “%s” cannot be read, so nothing is shown',
    (end) => {
      const consent = agreement(deny({ rules: [permit({ to: [KHAN], also: { period: { end } } })] }))
      expect(outcome([consent])).toBe('withheld')
    },
  )
})

describe('whom a permission is for', () => {
  test.each<[to: string, Outcome]>([
    ['class-teacher@Organization/hillside', 'allow'],
    ['class-teacher@PractitionerRole/khan', 'allow'],
    ['class-teacher@Practitioner/khan', 'allow'],
    ['Practitioner/khan', 'allow'],
    ['Organization/hillside', 'allow'],
    ['senco@Organization/hillside', 'not-covered'],
    ['class-teacher@Organization/larkfield', 'not-covered'],
    ['class-teacher@PractitionerRole/okafor', 'not-covered'],
    ['gp@Organization/bridge-street', 'not-covered'],
    ['headteacher@Organization/hillside', 'not-covered'], // an audience we do not know is nobody's
    ['Group/staff', 'not-covered'],
    ['CareTeam/sam-team', 'not-covered'],
    ['https://elsewhere.example/fhir/Practitioner/khan', 'not-covered'],
    ['Organization/hillside/_history/1', 'not-covered'],
  ])('%s: %s', (to, expected) => {
    expect(outcome([sharing(permit({ to: [to] }))])).toBe(expected)
  })

  test('two codes for one audience are none that we know', () => {
    const coding = ['senco', 'class-teacher'].map((code) => ({ system: CODE_SYSTEM.audience, code }))
    const actor = [{ role: { coding }, reference: { reference: 'Organization/hillside' } }]
    expect(outcome([sharing(permit({ also: { actor } }))])).toBe('not-covered')
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ also: { actor } }))])).toBe('withheld')
  })

  test('one of several is enough', () => {
    expect(outcome([sharing(permit({ to: ['gp@Organization/bridge-street', KHAN] }))])).toBe('allow')
    expect(outcome([sharing(permit({ to: ['CareTeam/sam-team', KHAN] }))])).toBe('allow')
  })
})

describe('whom a refusal is for: where that cannot be worked out, it holds', () => {
  test.each<[to: string, Outcome]>([
    ['class-teacher@Organization/hillside', 'withheld'],
    ['Practitioner/khan', 'withheld'],
    ['senco@Organization/hillside', 'allow'],
    ['Practitioner/okafor', 'allow'],
    ['headteacher@Organization/hillside', 'withheld'],
    ['Group/staff', 'withheld'],
    ['CareTeam/sam-team', 'withheld'],
    ['https://elsewhere.example/fhir/Practitioner/khan', 'withheld'],
    ['gp@CareTeam/sam-team', 'allow'], // whoever is in the team, a class teacher is no GP
  ])('%s: %s', (to, expected) => {
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ to: [to] }))])).toBe(expected)
  })

  test('an actor named by identifier alone cannot be resolved', () => {
    const also = { actor: [{ reference: { identifier: { value: 'X1' } } }] }
    expect(outcome([sharing(permit({ also }))])).toBe('not-covered')
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ also }))])).toBe('withheld')
  })
})

describe('section', () => {
  test.each<[granted: string[], asked: SectionCode, Outcome]>([
    [['needs'], 'needs', 'allow'],
    [['needs'], 'health-context', 'not-covered'],
    [['needs', 'strengths'], 'strengths', 'allow'],
    [['needs', 'star-sign'], 'needs', 'not-covered'],
    [['star-sign'], 'needs', 'not-covered'],
  ])('%j granted, %s asked for: %s', (sections, section, expected) => {
    expect(outcome([sharing(permit({ to: [KHAN], sections }))], { section })).toBe(expected)
  })

  test.each<[refused: string[], asked: SectionCode, Outcome]>([
    [['needs'], 'needs', 'withheld'],
    [['needs'], 'strengths', 'allow'],
    [['star-sign'], 'needs', 'withheld'],
    [['needs', 'star-sign'], 'strengths', 'withheld'],
  ])('%j refused, %s asked for: %s', (sections, section, expected) => {
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ sections }))], { section })).toBe(expected)
  })

  test('two sections in one code, with an unknown code beside it, still leave something unclear', () => {
    const code = [
      { coding: ['strengths', 'words'].map((one) => ({ system: CODE_SYSTEM.section, code: one })) },
      { coding: [{ system: 'https://elsewhere.example', code: 'everything-else' }] },
    ]
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ also: { code } }))])).toBe('withheld')
  })
})

describe('rules within rules: the deepest that is about the viewer decides', () => {
  const needs = { sections: ['needs'] }
  test.each<[string, object, Outcome]>([
    ['a refusal inside a permission', sharing(permit({ to: [KHAN], rules: [deny(needs)] })), 'withheld'],
    ['one about something else', sharing(permit({ to: [KHAN], rules: [deny({ sections: ['words'] })] })), 'allow'],
    [
      'a permission inside a refusal',
      agreement(permit({ to: [KHAN], rules: [deny({ rules: [permit(needs)] })] })),
      'allow',
    ],
    [
      'a permission inside a refusal, about something else',
      agreement(permit({ rules: [deny({ rules: [permit({ sections: ['words'] })] })] })),
      'withheld',
    ],
    [
      'three deep',
      sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit({ ...needs, until: '2026-12-31' })] })] })),
      'allow',
    ],
    [
      'three deep, and over',
      sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit({ ...needs, until: '2026-10-31' })] })] })),
      'withheld',
    ],
    [
      'a permission inside a permission of the same kind',
      sharing(permit({ to: [KHAN], rules: [permit(needs)] })),
      'allow',
    ],
    ['a refusal inside a refusal', agreement(permit({ rules: [deny({ rules: [deny(needs)] })] })), 'withheld'],
    ['a refusal that stands beside a permission', sharing(permit({ to: [KHAN] }), deny(needs)), 'withheld'],
    ['a root that permits', agreement(permit({ to: [KHAN] })), 'allow'],
    ['a root that permits somebody else', agreement(permit({ to: ['gp@Organization/bridge-street'] })), 'not-covered'],
    ['a root that refuses', agreement(deny()), 'withheld'],
    ['a root that refuses somebody else', agreement(deny({ to: ['gp@Organization/bridge-street'] })), 'not-covered'],
  ])('%s', (_, consent, expected) => {
    expect(outcome([consent])).toBe(expected)
  })
})

describe('several agreements: a refusal in any of them wins', () => {
  const granted = sharing(permit({ to: [KHAN] }))
  test.each<[string, object[], Outcome]>([
    ['two that permit', [granted, granted], 'allow'],
    ['one that refuses outright', [granted, agreement(deny())], 'withheld'],
    ['one that refuses a section', [granted, agreement(deny({ sections: ['needs'] }))], 'withheld'],
    ['one that refuses another section', [granted, agreement(deny({ sections: ['words'] }))], 'allow'],
    ['one that is silent about the viewer', [granted, sharing(permit({ to: ['Practitioner/shah'] }))], 'allow'],
    [
      'a refusal of all that repeats itself',
      [granted, agreement(deny({ rules: [deny({ to: ['Group/x'] })] }))],
      'withheld',
    ],
    ['one that was withdrawn', [granted, agreement(deny(), { status: 'inactive' })], 'allow'],
    ['one that cannot be read', [granted, { resourceType: 'Consent', id: 'x', status: 'active' }], 'withheld'],
  ])('%s', (_, consents, expected) => {
    expect(outcome(consents)).toBe(expected)
    expect(outcome(consents.toReversed())).toBe(expected)
  })
})

describe('what cannot be evaluated', () => {
  const label = { securityLabel: [{ code: 'R' }] }
  const criteria: [string, Record<string, unknown>][] = [
    ['a security label', label],
    ['a purpose', { purpose: [{ code: 'TREAT' }] }],
    ['a class of resource', { class: [{ code: 'Observation' }] }],
    ['a period of the data', { dataPeriod: { end: '2020' } }],
    ['a piece of data', { data: [{ meaning: 'instance', reference: { reference: 'Goal/1' } }] }],
    ['a modifier extension', { modifierExtension: [{ url: 'https://elsewhere.example' }] }],
    ['something not in R4', { weather: 'fine' }],
    ['an action other than access', { action: [{ coding: [{ code: 'collect' }] }] }],
    ['a code in words alone', { code: [{ text: 'needs' }] }],
    [
      'a modifier extension on the actor',
      { actor: [{ modifierExtension: [{ url: 'x' }], reference: { reference: 'Practitioner/khan' } }] },
    ],
  ]
  test.each(criteria)('%s: a permission does not hold, a refusal does', (_, also) => {
    expect(outcome([sharing(permit({ to: [KHAN], also }))])).toBe('not-covered')
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ also }))])).toBe('withheld')
    expect(outcome([agreement(permit({ also }))])).toBe('not-covered')
    expect(outcome([sharing(permit({ to: [KHAN] })), agreement(deny({ also }))])).toBe('withheld')
  })

  test('what an unclear permission refuses beneath it is refused', () => {
    const unclear = permit({ also: label, rules: [deny({ sections: ['needs'] })] })
    expect(outcome([sharing(permit({ to: [KHAN] }), unclear)])).toBe('withheld')
    expect(outcome([sharing(permit({ to: [KHAN] }), unclear)], { section: 'words' })).toBe('allow')
  })

  test('what an unclear refusal permits beneath it is not permitted by that', () => {
    const unclear = deny({ also: label, rules: [permit({ to: [KHAN] })] })
    expect(outcome([sharing(permit({ to: ['Practitioner/shah'] }), unclear)])).toBe('not-covered')
    expect(outcome([sharing(unclear)])).toBe('withheld')
  })

  test.each<[string, Record<string, unknown>]>([
    ['a modifier extension on the whole', { modifierExtension: [{ url: 'https://elsewhere.example' }] }],
    ['another child', { patient: { reference: 'Patient/mia' } }],
    ['no child', { patient: {} }],
    ['a nested rule with no type', { provision: { type: 'deny', provision: [{}] } }],
    ['a type that is neither', { provision: { type: 'maybe' } }],
    ['an actor list with nobody in it', { provision: { type: 'permit', actor: [] } }],
    ['a code list with nothing in it', { provision: { type: 'permit', code: [] } }],
  ])('%s: the whole agreement denies', (_, changes) => {
    expect(outcome([sharing(permit({ to: [KHAN] })), agreement(permit(), changes)])).toBe('withheld')
  })

  test.each([undefined, null, 'text', 7, [], {}, { resourceType: 'Patient', id: 'x' }])(
    '%j is no Consent, and is unreadable rather than thrown',
    (raw) => {
      expect(parseConsent(raw, 'Patient/sam').kind).toBe('unreadable')
    },
  )
})

describe('a root without a type leaves it to policyRule', () => {
  const policy = (code: string, system = 'http://terminology.hl7.org/CodeSystem/v3-ActCode') => ({
    policyRule: { coding: [{ system, code }] },
  })
  test.each<[string, object, Outcome]>([
    ['opt in, for anybody', agreement({}, policy('OPTIN')), 'not-covered'],
    ['opt in, for somebody', agreement({ to: [KHAN] }, policy('OPTIN')), 'allow'],
    ['opt out', agreement({}, policy('OPTOUT')), 'withheld'],
    ['opt out, with exceptions', agreement({}, policy('OPTOUTE')), 'withheld'],
    ['a code of somebody else’s', agreement({}, policy('OPTIN', 'https://elsewhere.example')), 'withheld'],
    ['none', agreement({}), 'withheld'],
    ['no provision and opt in', agreement(undefined, policy('OPTIN')), 'not-covered'],
    ['no provision and nothing', agreement(undefined), 'withheld'],
    ['opt in, but for needs', agreement({ rules: [deny({ sections: ['needs'] })] }, policy('OPTIN')), 'withheld'],
    ['a type, which comes first', agreement(deny(), policy('OPTIN')), 'withheld'],
  ])('%s', (_, consent, expected) => {
    expect(outcome([consent])).toBe(expected)
  })
})

describe('an agreement about something else', () => {
  const shared = permit({ to: [KHAN] })
  const scope = (code: string) => ({
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code }] },
  })
  test.each<[string, Record<string, unknown>]>([
    ['to treatment', scope('treatment')],
    ['to research', scope('research')],
    ['of no known scope', { scope: undefined }],
    ['whose verification failed', { verification: [{ verified: false }] }],
  ])('%s permits nothing, and may refuse', (_, changes) => {
    expect(outcome([agreement(deny({ rules: [shared] }), changes)])).toBe('not-covered')
    expect(outcome([sharing(shared), agreement(deny(), changes)])).toBe('withheld')
  })

  test('that names nobody permits nothing', () => {
    expect(outcome([agreement(permit())])).toBe('not-covered')
    expect(outcome([agreement(permit({ sections: ['needs'] }))])).toBe('not-covered')
  })
})

test('rules nested without end are not read, and so refuse', () => {
  let rule: object = { type: 'permit' }
  for (let depth = 0; depth < 5000; depth++) rule = { type: 'permit', provision: [rule] }
  expect(parseConsent(agreement(undefined, { provision: rule }), 'Patient/sam').kind).toBe('unreadable')
})

test('what one person was given is not given to another', () => {
  const consents = [sharing(permit({ to: [KHAN] }))]
  expect(outcome(consents, { viewer: GP })).toBe('not-covered')
})

test('says who agreed, and when, where a whole day is written', () => {
  const performer = [{ reference: 'RelatedPerson/jo' }, {}]
  const organization = [{ reference: 'Organization/north-raa' }]
  const read = (dateTime: string) =>
    parseConsent(agreement(permit(), { performer, organization, dateTime }), 'Patient/sam')
  expect(read('2026-09-01T09:00:00Z')).toMatchObject({
    agreedOn: '2026-09-01',
    performers: ['RelatedPerson/jo'],
    organisation: 'Organization/north-raa',
  })
  expect(read('2026-09')).toMatchObject({ kind: 'active', agreedOn: undefined })
})
