import { describe, expect, test } from 'vitest'
import { parseConsent } from '../../../src/consent/consent.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import { type Asked, agreement, deny, NOISE, outcomeOf, parse, permit, sharing } from '../../fixtures/agreement.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'

const KHAN = 'class-teacher@Organization/hillside'
const HL7 = 'http://terminology.hl7.org/CodeSystem'

const ALLOW = 'allow: agreed'
const WITHHELD = 'withheld: refused'
const NOT_COVERED = 'not-covered: not-agreed'

/** What Mr Khan, class teacher at Hillside, may see of one of Sam's needs. */
const outcome = (consents: unknown[], asked: Asked = {}) => outcomeOf(parse(consents), asked)

/** The same criteria, once in a permission that stands alone and once in a refusal beside a permission. */
function both(also: Record<string, unknown>, asked: Asked = {}): [permitted: string, refused: string] {
  return [
    outcome([sharing(permit({ to: [KHAN], also }))], asked),
    outcome([sharing(permit({ to: [KHAN] }), deny({ also }))], asked),
  ]
}

/** What `both` gives where the criteria fit, where they do not, and where nobody can tell. */
const FITS = [ALLOW, WITHHELD]
const FITS_NOT = [NOT_COVERED, ALLOW]
const UNCLEAR = (reason: string) => [`needs-check: ${reason}`, `needs-check: ${reason}`]

describe('status: only what is active agrees to anything', () => {
  test.each<[string, string]>([
    ['active', ALLOW],
    ['inactive', 'withdrawn: stopped'],
    ['rejected', 'withdrawn: stopped'],
    ['entered-in-error', 'withdrawn: entered-in-error'],
    ['draft', 'not-covered: only-proposed'],
    ['proposed', 'not-covered: only-proposed'],
    ['banana', 'needs-check: unreadable'],
  ])('%s: %s', (status, expected) => {
    expect(outcome([agreement(deny({ rules: [permit({ to: [KHAN] })] }), { status })])).toBe(expected)
  })

  test('no agreement at all covers nothing', () => {
    expect(outcome([])).toBe('not-covered: no-agreement')
  })

  test('one that was stopped withdraws only what it would have allowed', () => {
    const stopped = (...rules: Parameters<typeof sharing>) =>
      agreement(deny({ rules }), { status: 'inactive', id: 'stopped' })
    const elsewhere = sharing(permit({ to: ['Practitioner/shah'] }))
    expect(outcome([stopped(permit({ to: [KHAN] })), elsewhere])).toBe('withdrawn: stopped')
    expect(outcome([stopped(permit({ to: ['Practitioner/shah'] })), elsewhere])).toBe(NOT_COVERED)
    expect(outcome([stopped(permit({ to: [KHAN], sections: ['words'] }))])).toBe('not-covered: no-agreement')
    expect(outcome([stopped(permit({ to: [KHAN], until: '2026-10-31' }))])).toBe('not-covered: no-agreement')
    expect(outcome([stopped(permit({ to: [KHAN] })), sharing(permit({ to: [KHAN] }))])).toBe(ALLOW)
    expect(outcome([stopped(permit({ to: [KHAN] })), agreement(deny())])).toBe(WITHHELD)
  })

  test('one that was stopped refuses nothing either', () => {
    const granted = sharing(permit({ to: [KHAN] }))
    for (const status of ['inactive', 'rejected', 'entered-in-error', 'draft', 'proposed']) {
      expect(outcome([granted, agreement(deny(), { status })])).toBe(ALLOW)
    }
  })

  test('entered in error is said before stopped is not', () => {
    const granting = (status: string) => agreement(deny({ rules: [permit({ to: [KHAN] })] }), { status })
    expect(outcome([granting('entered-in-error'), granting('inactive')])).toBe('withdrawn: stopped')
    expect(outcome([granting('inactive'), granting('entered-in-error')])).toBe('withdrawn: stopped')
  })
})

describe('scope and verification: an agreement about something else permits nothing, and may refuse', () => {
  const shared = permit({ to: [KHAN] })
  const scope = (...coding: object[]) => ({ scope: { coding } })
  const scopes = `${HL7}/consentscope`
  test.each<[string, Record<string, unknown>, string]>([
    ['to treatment', scope({ system: scopes, code: 'treatment' }), 'not-about-sharing'],
    ['to research', scope({ system: scopes, code: 'research' }), 'not-about-sharing'],
    ['of no scope', { scope: undefined }, 'not-about-sharing'],
    ['of a scope in words', { scope: { text: 'patient-privacy' } }, 'not-about-sharing'],
    ['of somebody else’s scope', scope({ system: 'https://x.example', code: 'patient-privacy' }), 'not-about-sharing'],
    ['whose verification failed', { verification: [{ verified: false }] }, 'not-verified'],
    ['verified once, and once not', { verification: [{ verified: true }, { verified: false }] }, 'not-verified'],
  ])('%s', (_, changes, reason) => {
    const about = (...rules: Parameters<typeof sharing>) => agreement(deny({ rules }), changes)
    expect(outcome([about(shared)])).toBe(`needs-check: ${reason}`)
    expect(outcome([agreement(shared, changes)])).toBe(`needs-check: ${reason}`)
    expect(outcome([about(shared), sharing(shared)])).toBe(ALLOW)
    expect(outcome([sharing(shared), agreement(deny(), changes)])).toBe(`needs-check: ${reason}`)
    expect(outcome([about(permit({ to: ['Practitioner/shah'] }))])).toBe(NOT_COVERED)
  })

  test('whatever rules it has within rules', () => {
    const changes = scope({ system: scopes, code: 'research' })
    const within = { to: [KHAN], rules: [permit({ sections: ['needs'] })] }
    expect(outcome([agreement(permit(within), changes)])).toBe('needs-check: not-about-sharing')
    expect(outcome([agreement(deny({ rules: [deny(within)] }), changes)])).toBe('needs-check: not-about-sharing')
    expect(outcome([agreement(deny({ rules: [permit(within)] }), changes)])).toBe('needs-check: not-about-sharing')
  })

  test.each<[string, Record<string, unknown>]>([
    ['verified', { verification: [{ verified: true }] }],
    ['of two scopes', scope({ system: scopes, code: 'treatment' }, { system: scopes, code: 'patient-privacy' })],
  ])('%s permits', (_, changes) => {
    expect(outcome([agreement(deny({ rules: [shared] }), changes)])).toBe(ALLOW)
  })
})

describe('patient and dateTime', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['about this child', {}, ALLOW],
    ['about another', { patient: { reference: 'Patient/mia' } }, 'needs-check: wrong-child'],
    ['about nobody', { patient: undefined }, 'needs-check: wrong-child'],
    ['about somebody by name', { patient: { display: 'Sam' } }, 'needs-check: wrong-child'],
    [
      'about a child on another server',
      { patient: { reference: 'https://x.example/Patient/sam' } },
      'needs-check: wrong-child',
    ],
    ['stated on a day', { dateTime: '2026-09-01' }, ALLOW],
    ['stated at a time', { dateTime: '2026-09-01T09:00:00+01:00' }, ALLOW],
    ['stated in a month', { dateTime: '2026-09' }, ALLOW],
    ['stated on no real day', { dateTime: '2026-02-30' }, 'needs-check: unreadable-date'],
    ['stated on no day that can be read', { dateTime: 'last week' }, 'needs-check: unreadable-date'],
    ['stated on no text at all', { dateTime: 20260901 }, 'needs-check: unreadable'],
  ])('%s: %s', (_, changes, expected) => {
    expect(outcome([agreement(deny({ rules: [permit({ to: [KHAN] })] }), changes)])).toBe(expected)
  })

  test('says who agreed, and when, where a whole day is written', () => {
    const performer = [{ reference: 'RelatedPerson/jo' }, {}]
    const organization = [{ reference: 'Organization/north-raa' }]
    const read = (dateTime: string) =>
      parseConsent(agreement(permit(), { performer, organization, dateTime }), 'Patient/sam')
    expect(read('2026-09-01T09:00:00Z')).toMatchObject({
      agreedOn: '2026-09-01',
      statedAtMs: Date.parse('2026-09-01T09:00:00Z'),
      performers: ['RelatedPerson/jo'],
      organisation: 'Organization/north-raa',
    })
    expect(read('2026-09')).toMatchObject({ kind: 'active', agreedOn: undefined })
  })
})

describe('a root without a type leaves it to policyRule', () => {
  const policy = (code: string, system = `${HL7}/v3-ActCode`) => ({ policyRule: { coding: [{ system, code }] } })
  test.each<[string, object, string]>([
    ['opt in', agreement({}, policy('OPTIN')), ALLOW],
    ['opt in, for somebody', agreement({ to: [KHAN] }, policy('OPTIN')), ALLOW],
    ['opt in, for somebody else', agreement({ to: ['Practitioner/shah'] }, policy('OPTIN')), NOT_COVERED],
    ['opt in with restrictions', agreement({}, policy('OPTINR')), ALLOW],
    ['opt in, but for needs', agreement({ rules: [deny({ sections: ['needs'] })] }, policy('OPTIN')), WITHHELD],
    ['opt out', agreement({}, policy('OPTOUT')), WITHHELD],
    ['opt out, with exceptions', agreement({}, policy('OPTOUTE')), WITHHELD],
    ['opt out, with the exception', agreement({ rules: [permit({ to: [KHAN] })] }, policy('OPTOUTE')), ALLOW],
    ['no consent', agreement({}, policy('NOCONSENT')), WITHHELD],
    ['a code of somebody else’s', agreement({}, policy('OPTIN', 'https://x.example')), 'needs-check: no-decision'],
    [
      'a code without a system',
      agreement({}, { policyRule: { coding: [{ code: 'OPTIN' }] } }),
      'needs-check: no-decision',
    ],
    ['a policy in words', agreement({}, { policyRule: { text: 'OPTIN' } }), 'needs-check: no-decision'],
    ['none', agreement({}), 'needs-check: no-decision'],
    ['no provision and opt in', agreement(undefined, policy('OPTIN')), ALLOW],
    ['no provision and opt out', agreement(undefined, policy('OPTOUT')), WITHHELD],
    ['no provision and nothing', agreement(undefined), 'needs-check: no-decision'],
    ['a type, which comes first', agreement(deny(), policy('OPTIN')), WITHHELD],
    ['a type that says the opposite', agreement(permit(), policy('OPTOUT')), 'needs-check: no-decision'],
  ])('%s', (_, consent, expected) => {
    expect(outcome([consent])).toBe(expected)
  })

  test('where it says both, it says no', () => {
    const coding = ['OPTIN', 'OPTOUT'].map((code) => ({ system: `${HL7}/v3-ActCode`, code }))
    for (const both of [coding, coding.toReversed()]) {
      expect(outcome([agreement({}, { policyRule: { coding: both } })])).toBe(WITHHELD)
    }
  })
})

describe('period: both ends count, and days are days in England', () => {
  test.each<[from: string | undefined, until: string | undefined, at: string, string]>([
    ['2026-09-01', '2027-07-20', '2026-11-21T10:00:00Z', ALLOW],
    // Summer time: the day begins and ends an hour before UTC's.
    [undefined, '2027-07-20', '2027-07-20T22:59:59.999Z', ALLOW],
    [undefined, '2027-07-20', '2027-07-20T23:00:00.000Z', NOT_COVERED],
    ['2027-07-20', undefined, '2027-07-19T23:00:00.000Z', ALLOW],
    ['2027-07-20', undefined, '2027-07-19T22:59:59.999Z', NOT_COVERED],
    // Winter time
    [undefined, '2026-12-18', '2026-12-18T23:59:59.999Z', ALLOW],
    [undefined, '2026-12-18', '2026-12-19T00:00:00.000Z', NOT_COVERED],
    // The day on which the clocks go back is 25 hours long, and the one on which they go forward 23.
    [undefined, '2026-10-25', '2026-10-25T23:59:59.999Z', ALLOW],
    ['2026-10-25', undefined, '2026-10-24T23:00:00.000Z', ALLOW],
    ['2027-03-28', '2027-03-28', '2027-03-28T00:00:00.000Z', ALLOW],
    ['2027-03-28', '2027-03-28', '2027-03-28T22:59:59.999Z', ALLOW],
    ['2027-03-28', '2027-03-28', '2027-03-28T23:00:00.000Z', NOT_COVERED],
    ['2026-11', '2026-11', '2026-11-30T23:59:59.999Z', ALLOW],
    ['2026-11', '2026-11', '2026-10-31T23:59:59.999Z', NOT_COVERED],
    ['2026', '2026', '2026-12-31T23:59:59.999Z', ALLOW],
    ['2026', '2026', '2027-01-01T00:00:00.000Z', NOT_COVERED],
    [undefined, '9999-12-31', '2126-11-21T10:00:00.000Z', ALLOW],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-21T10:00:00.999Z', ALLOW],
    ['2026-11-21T10:00:00Z', '2026-11-21T10:00:00Z', '2026-11-21T10:00:01.000Z', NOT_COVERED],
    ['2026-11-21T10:00:00.500Z', undefined, '2026-11-21T10:00:00.499Z', NOT_COVERED],
    // Zones
    ['2026-11-21T10:00:00+01:00', undefined, '2026-11-21T09:00:00.000Z', ALLOW],
    ['2026-11-21T10:00:00+01:00', undefined, '2026-11-21T08:59:59.999Z', NOT_COVERED],
    [undefined, '2026-11-21T10:00:00-05:00', '2026-11-21T15:00:00.999Z', ALLOW],
    [undefined, '2026-11-21T10:00:00-05:00', '2026-11-21T15:00:01.000Z', NOT_COVERED],
  ])('from %s until %s, at %s: %s', (from, until, at, expected) => {
    const period = { ...(from && { from }), ...(until && { until }) }
    const atMs = Date.parse(at)
    expect(outcome([sharing(permit({ to: [KHAN], ...period }))], { atMs })).toBe(expected)
    expect(outcome([agreement(deny({ ...period, rules: [permit({ to: [KHAN] })] }))], { atMs })).toBe(expected)
    const refusal = deny({ sections: ['needs'], ...period })
    expect(outcome([sharing(permit({ to: [KHAN] }), refusal)], { atMs })).toBe(expected === ALLOW ? WITHHELD : ALLOW)
  })

  test.each(['soon', '20/07/2027', '2027-02-30', '2027-02-30T10:00:00Z', '2027-07-20T10:00:00', '1066-10-14', ''])(
    'an end of “%s” cannot be read, so nothing is shown',
    (end) => {
      const granted = sharing(permit({ to: [KHAN] }))
      const unreadable = sharing(permit({ to: [KHAN], also: { period: { end } } }))
      expect(outcome([unreadable])).toBe('needs-check: unreadable-date')
      expect(outcome([granted, unreadable])).toBe('needs-check: unreadable-date')
    },
  )

  test('an end before the start cannot be read either', () => {
    const reversed = sharing(permit({ to: [KHAN], from: '2027-07-20', until: '2026-09-01' }))
    expect(outcome([reversed])).toBe('needs-check: unreadable-date')
  })

  test('a rule is in force only while the one above it is', () => {
    const share = (above: object) => agreement(deny({ ...above, rules: [permit({ to: [KHAN] })] }))
    expect(outcome([share({ until: '2026-10-31' })])).toBe(NOT_COVERED)
    expect(outcome([sharing(permit({ until: '2026-10-31', rules: [permit({ to: [KHAN] })] }))])).toBe(NOT_COVERED)
    expect(outcome([sharing(permit({ to: [KHAN], rules: [deny({ until: '2026-10-31' })] }))])).toBe(ALLOW)
  })
})

const GROUP = (id: string, member: object[], also: object = {}) => ({
  resourceType: 'Group',
  id,
  actual: true,
  member,
  ...also,
})
const entity = (reference: string, also: object = {}) => ({ entity: { reference }, ...also })
const TEAM = (participant: object[], also: object = {}) => ({
  resourceType: 'CareTeam',
  id: 'team',
  status: 'active',
  participant,
  ...also,
})
const member = (reference: string, also: object = {}) => ({ member: { reference }, ...also })

describe('whom a rule is for, by reference', () => {
  test.each<[to: string, expected: string[]]>([
    ['Practitioner/khan', FITS],
    ['PractitionerRole/khan', FITS],
    ['Organization/hillside', FITS],
    ['class-teacher@Organization/hillside', FITS],
    ['class-teacher@PractitionerRole/khan', FITS],
    ['class-teacher@Practitioner/khan', FITS],
    ['senco@Organization/hillside', FITS_NOT],
    ['class-teacher@Organization/larkfield', FITS_NOT],
    ['gp@Organization/bridge-street', FITS_NOT],
    ['Practitioner/okafor', FITS_NOT],
    ['RelatedPerson/jo', FITS_NOT],
    ['Patient/sam', FITS_NOT],
    ['headteacher@Organization/hillside', UNCLEAR('unknown-role')], // an audience we do not know is nobody's
    ['headteacher@Organization/larkfield', FITS_NOT],
    ['PractitionerRole/okafor', UNCLEAR('unresolvable-actor')],
    ['Group/staff', UNCLEAR('unresolvable-actor')],
    ['CareTeam/sam-team', UNCLEAR('unresolvable-actor')],
    ['gp@CareTeam/sam-team', FITS_NOT], // whoever is in the team, a class teacher is no GP
    ['https://elsewhere.example/fhir/Practitioner/khan', UNCLEAR('unresolvable-actor')],
    ['Organization/hillside/_history/1', UNCLEAR('unresolvable-actor')],
    ['#khan', UNCLEAR('unresolvable-actor')],
    ['Device/whiteboard', UNCLEAR('unresolvable-actor')],
    ['Practitioner', UNCLEAR('unresolvable-actor')],
    ['', UNCLEAR('unresolvable-actor')],
  ])('%s: %j', (to, expected) => {
    const [reference, audience] = to.split('@').reverse()
    const role = audience && { role: { coding: [{ system: CODE_SYSTEM.audience, code: audience }] } }
    expect(both({ actor: [{ ...role, reference: { reference } }] })).toEqual(expected)
  })

  test('one of several is enough', () => {
    expect(outcome([sharing(permit({ to: ['gp@Organization/bridge-street', KHAN] }))])).toBe(ALLOW)
    expect(outcome([sharing(permit({ to: ['CareTeam/sam-team', KHAN] }))])).toBe(ALLOW)
  })

  test('the same organisation under another reference, by its number', () => {
    const hillside = {
      resourceType: 'Organization',
      id: 'e0102',
      identifier: [{ system: IDENTIFIER_SYSTEM.schoolUrn, value: '999001' }],
    }
    const actor = [{ reference: { reference: 'Organization/e0102' } }]
    expect(both({ actor }, { resources: [hillside] })).toEqual(FITS)
    expect(both({ actor })).toEqual(FITS_NOT)
  })

  test('a role of the same person elsewhere lets nobody in, and may keep them out', () => {
    const governor = {
      resourceType: 'PractitionerRole',
      id: 'khan-governor',
      practitioner: { reference: 'Practitioner/khan' },
      organization: { reference: 'Organization/larkfield' },
    }
    const actor = [{ reference: { reference: 'PractitionerRole/khan-governor' } }]
    expect(both({ actor }, { resources: [governor] })).toEqual(UNCLEAR('unknown-role'))
    const somebody = { ...governor, practitioner: { reference: 'Practitioner/okafor' } }
    expect(both({ actor }, { resources: [somebody] })).toEqual(FITS_NOT)
  })
})

describe('whom a rule is for, by identifier', () => {
  const by = (identifier: object, also: object = {}) => ({ actor: [{ reference: { identifier }, ...also }] })
  test.each<[string, Record<string, unknown>, expected: string[]]>([
    ['their school’s', by({ system: IDENTIFIER_SYSTEM.schoolUrn, value: '999001' }), FITS],
    ['another school’s', by({ system: IDENTIFIER_SYSTEM.schoolUrn, value: '999002' }), FITS_NOT],
    ['a practice’s', by({ system: IDENTIFIER_SYSTEM.ods, value: 'X99901' }), UNCLEAR('unresolvable-actor')],
    ['of no system', by({ value: '999001' }), UNCLEAR('unresolvable-actor')],
    ['of no value', by({ system: IDENTIFIER_SYSTEM.schoolUrn }), UNCLEAR('unresolvable-actor')],
    ['nothing but a name', { actor: [{ reference: { display: 'Mr Khan' } }] }, UNCLEAR('unresolvable-actor')],
    ['nobody', { actor: [{}] }, UNCLEAR('unresolvable-actor')],
  ])('%s', (_, also, expected) => {
    expect(both(also)).toEqual(expected)
  })

  test('a reference and a number that do not agree name nobody for certain', () => {
    const identifier = { system: IDENTIFIER_SYSTEM.schoolUrn, value: '999001' }
    expect(both({ actor: [{ reference: { reference: 'Practitioner/okafor', identifier } }] })).toEqual(
      UNCLEAR('unresolvable-actor'),
    )
    const other = { ...identifier, value: '999002' }
    expect(both({ actor: [{ reference: { reference: 'Practitioner/okafor', identifier: other } }] })).toEqual(FITS_NOT)
    expect(both({ actor: [{ reference: { reference: 'Practitioner/khan', identifier: other } }] })).toEqual(FITS)
  })
})

describe('whom a rule is for, by role', () => {
  const role = (...coding: object[]) => ({
    actor: [{ role: { coding }, reference: { reference: 'Organization/hillside' } }],
  })
  const audience = (code: string) => ({ system: CODE_SYSTEM.audience, code })
  const part = (code: string) => ({ system: `${HL7}/v3-ParticipationType`, code })
  test.each<[string, Record<string, unknown>, expected: string[]]>([
    ['an audience', role(audience('class-teacher')), FITS],
    ['another audience', role(audience('senco')), FITS_NOT],
    [
      'two audiences, which are none that we know',
      role(audience('senco'), audience('class-teacher')),
      UNCLEAR('unknown-role'),
    ],
    ['a recipient', role(part('IRCP')), FITS],
    ['a primary recipient', role(part('PRCP')), FITS],
    ['a recipient who is an audience', role(part('IRCP'), audience('class-teacher')), FITS],
    ['a recipient who is another audience', role(part('IRCP'), audience('senco')), FITS_NOT],
    ['a custodian', role(part('CST')), UNCLEAR('unknown-role')],
    ['somebody else’s code', role({ system: 'https://x.example', code: 'class-teacher' }), UNCLEAR('unknown-role')],
    ['a code without a system', role({ code: 'class-teacher' }), UNCLEAR('unknown-role')],
    ['no code', role(), UNCLEAR('unknown-role')],
    [
      'words',
      { actor: [{ role: { text: 'class teacher' }, reference: { reference: 'Organization/hillside' } }] },
      UNCLEAR('unknown-role'),
    ],
    [
      'a role without a place',
      { actor: [{ role: { coding: [audience('class-teacher')] } }] },
      UNCLEAR('unresolvable-actor'),
    ],
  ])('%s', (_, also, expected) => {
    expect(both(also)).toEqual(expected)
  })
})

describe('whom a rule is for, through a Group or a CareTeam', () => {
  const group = { actor: [{ reference: { reference: 'Group/staff' } }] }
  const team = { actor: [{ reference: { reference: 'CareTeam/team' } }] }
  const from = { period: { start: '2026-09-01' } }
  const past = { period: { end: '2026-10-31' } }
  const future = { period: { start: '2027-01-01' } }
  const staff = (...members: object[]) => [GROUP('staff', members)]
  test.each<[string, object[], expected: string[]]>([
    ['the person', staff(entity('Practitioner/khan')), FITS],
    ['their role', staff(entity('PractitionerRole/khan')), FITS],
    ['where they work', staff(entity('Organization/hillside')), FITS],
    ['among others', staff(entity('Practitioner/okafor'), entity('Practitioner/khan')), FITS],
    ['somebody else', staff(entity('Practitioner/okafor')), FITS_NOT],
    ['nobody', staff(), FITS_NOT],
    ['a member for now', staff(entity('Practitioner/khan', from)), FITS],
    ['a member once', staff(entity('Practitioner/khan', past)), FITS_NOT],
    ['a member later', staff(entity('Practitioner/khan', future)), FITS_NOT],
    ['a member no more', staff(entity('Practitioner/khan', { inactive: true })), FITS_NOT],
    [
      'a member since nobody can read when',
      staff(entity('Practitioner/khan', { period: { start: 'autumn' } })),
      UNCLEAR('unreadable-date'),
    ],
    [
      'somebody else since nobody can read when',
      staff(entity('Practitioner/okafor', { period: { start: 'autumn' } })),
      FITS_NOT,
    ],
    ['a member who is not named', staff({ entity: { display: 'Mr Khan' } }), UNCLEAR('unresolvable-actor')],
    ['a member elsewhere', staff(entity('https://x.example/Practitioner/khan')), UNCLEAR('unresolvable-actor')],
    [
      'one that is described, not listed',
      [GROUP('staff', [entity('Practitioner/khan')], { actual: false })],
      UNCLEAR('unresolvable-actor'),
    ],
    [
      'one that is out of use',
      [GROUP('staff', [entity('Practitioner/khan')], { active: false })],
      UNCLEAR('unresolvable-actor'),
    ],
    ['a group in the group', [...staff(entity('Group/year-6')), GROUP('year-6', [entity('Practitioner/khan')])], FITS],
    [
      'a group in the group, for now',
      [...staff(entity('Group/year-6', from)), GROUP('year-6', [entity('Practitioner/khan', from)])],
      FITS,
    ],
    [
      'a group in the group, once',
      [...staff(entity('Group/year-6', past)), GROUP('year-6', [entity('Practitioner/khan')])],
      FITS_NOT,
    ],
    ['a group in the group that is not at hand', staff(entity('Group/year-6')), UNCLEAR('unresolvable-actor')],
    ['a group in itself, and nobody else', staff(entity('Group/staff')), FITS_NOT],
    ['a group in itself, with the person', staff(entity('Group/staff'), entity('Practitioner/khan')), FITS],
    [
      'two groups in each other, and nobody else',
      [...staff(entity('Group/year-6')), GROUP('year-6', [entity('Group/staff')])],
      FITS_NOT,
    ],
    ['a team in the group', [...staff(entity('CareTeam/team')), TEAM([member('PractitionerRole/khan')])], FITS],
  ])('%s', (_, resources, expected) => {
    expect(both(group, { resources })).toEqual(expected)
  })

  test.each<[string, object[], expected: string[]]>([
    ['the person', [TEAM([member('Practitioner/khan')])], FITS],
    ['their role', [TEAM([member('PractitionerRole/khan')])], FITS],
    ['somebody else', [TEAM([member('PractitionerRole/okafor')])], UNCLEAR('unresolvable-actor')],
    [
      'somebody else, whose role is at hand',
      [
        TEAM([member('PractitionerRole/okafor')]),
        { resourceType: 'PractitionerRole', id: 'okafor', practitioner: { reference: 'Practitioner/okafor' } },
      ],
      FITS_NOT,
    ],
    ['a member once', [TEAM([member('Practitioner/khan', past)])], FITS_NOT],
    [
      'one that is no more',
      [TEAM([member('Practitioner/khan')], { status: 'inactive' })],
      UNCLEAR('unresolvable-actor'),
    ],
    [
      'one that is only proposed',
      [TEAM([member('Practitioner/khan')], { status: 'proposed' })],
      UNCLEAR('unresolvable-actor'),
    ],
  ])('%s', (_, resources, expected) => {
    expect(both(team, { resources })).toEqual(expected)
  })

  test('an audience in a group is that audience alone', () => {
    const teachers = (code: string) => ({
      actor: [{ role: { coding: [{ system: CODE_SYSTEM.audience, code }] }, reference: { reference: 'Group/staff' } }],
    })
    const resources = staff(entity('Practitioner/khan'))
    expect(both(teachers('class-teacher'), { resources })).toEqual(FITS)
    expect(both(teachers('senco'), { resources })).toEqual(FITS_NOT)
  })

  test('a membership counts from its first instant to its last', () => {
    const resources = staff(entity('Practitioner/khan', { period: { start: '2026-12-01', end: '2026-12-18' } }))
    const at = (text: string) => outcome([sharing(permit({ also: group }))], { resources, atMs: Date.parse(text) })
    expect(at('2026-11-30T23:59:59.999Z')).toBe(NOT_COVERED)
    expect(at('2026-12-01T00:00:00.000Z')).toBe(ALLOW)
    expect(at('2026-12-18T23:59:59.999Z')).toBe(ALLOW)
    expect(at('2026-12-19T00:00:00.000Z')).toBe(NOT_COVERED)
  })

  test('a membership that ends before it begins cannot be read', () => {
    const resources = staff(entity('Practitioner/khan', { period: { start: '2027-01-01', end: '2026-10-31' } }))
    expect(both(group, { resources })).toEqual(UNCLEAR('unreadable-date'))
  })
})

describe('action: looking is access', () => {
  const act = (...codes: string[]) => ({
    action: codes.map((code) => ({ coding: [{ system: `${HL7}/consentaction`, code }] })),
  })
  test.each<[string, Record<string, unknown>, expected: string[]]>([
    ['access', act('access'), FITS],
    ['use', act('use'), UNCLEAR('another-action')],
    ['collect', act('collect'), UNCLEAR('another-action')],
    ['disclose', act('disclose'), UNCLEAR('another-action')],
    ['correct', act('correct'), FITS_NOT],
    ['one of several', act('disclose', 'access'), FITS],
    ['one that may be, of several', act('disclose', 'use'), UNCLEAR('another-action')],
    ['one that we do not know', act('admire'), UNCLEAR('unreadable-code')],
    [
      'somebody else’s',
      { action: [{ coding: [{ system: 'https://x.example', code: 'access' }] }] },
      UNCLEAR('unreadable-code'),
    ],
    ['words', { action: [{ text: 'access' }] }, UNCLEAR('unreadable-code')],
  ])('%s', (_, also, expected) => {
    expect(both(also)).toEqual(expected)
  })
})

describe('purpose: the purpose itself, or a kind of it', () => {
  const ours = (code: string) => ({ purpose: [{ system: CODE_SYSTEM.purpose, code }] })
  const hl7 = (...codes: string[]) => ({ purpose: codes.map((code) => ({ system: `${HL7}/v3-ActReason`, code })) })
  test.each<[string, Record<string, unknown>, viewer: typeof GP, expected: string[]]>([
    ['education, for a teacher', ours('education'), TEACHER, FITS],
    ['education, for a Virtual School Head, whose oversight is a kind of it', ours('education'), HEAD, FITS],
    ['oversight, for a Virtual School Head', ours('education-oversight'), HEAD, FITS],
    ['oversight, for a teacher, whose purpose is wider', ours('education-oversight'), TEACHER, FITS_NOT],
    ['support planning, for a teacher', ours('support-planning'), TEACHER, FITS_NOT],
    ['one of ours that there is not', ours('teaching'), TEACHER, UNCLEAR('unknown-purpose')],
    ['treatment, for a teacher', hl7('TREAT'), TEACHER, FITS_NOT],
    ['treatment, for a GP', hl7('TREAT'), GP, FITS],
    ['any purpose, for a GP', hl7('PurposeOfUse'), GP, FITS],
    ['emergency treatment, for a GP', hl7('ETREAT'), GP, FITS_NOT],
    ['breaking the glass, which nobody does here', hl7('BTG'), GP, FITS_NOT],
    ['research or treatment', hl7('HRESCH', 'TREAT'), GP, FITS],
    ['research', hl7('HRESCH'), GP, FITS_NOT],
    ['one that HL7 does not have', hl7('EDUCATION'), GP, UNCLEAR('unknown-purpose')],
    ['one of those known, and one not', hl7('TREAT', 'EDUCATION'), GP, FITS],
    ['without a system', { purpose: [{ code: 'TREAT' }] }, GP, UNCLEAR('unknown-purpose')],
    ['in words', { purpose: [{ display: 'Treatment' }] }, GP, UNCLEAR('unknown-purpose')],
  ])('%s', (_, also, viewer, expected) => {
    const whom = permit({ to: ['Practitioner/khan', 'Practitioner/shah', 'Practitioner/adeyemi'] })
    expect([
      outcome([sharing({ ...whom, also })], { viewer }),
      outcome([sharing(whom, deny({ also }))], { viewer }),
    ]).toEqual(expected)
  })
})

const CONFIDENTIALITY = `${HL7}/v3-Confidentiality`
const ACT_CODE = `${HL7}/v3-ActCode`
const labelled = (...security: object[]) => ({ ...NOISE, meta: { security } })

describe('securityLabel', () => {
  const conf = (code: string) => ({ system: CONFIDENTIALITY, code })
  const sens = (code: string) => ({ system: ACT_CODE, code })
  test.each<[rule: string, data: string[], permitted: string, refused: string]>([
    // A permission covers what is as confidential, or less; a refusal what is as confidential, or more.
    ['N', ['N'], ALLOW, WITHHELD],
    ['R', ['N'], ALLOW, ALLOW],
    ['N', ['R'], NOT_COVERED, WITHHELD],
    ['V', ['U'], ALLOW, ALLOW],
    ['U', ['V'], NOT_COVERED, WITHHELD],
    ['L', ['M'], NOT_COVERED, WITHHELD],
    ['M', ['L'], ALLOW, ALLOW],
    // Of several labels on the data, the highest counts.
    ['N', ['L', 'R'], NOT_COVERED, WITHHELD],
    ['R', ['L', 'R'], ALLOW, WITHHELD],
    ['N', [], 'needs-check: unlabelled', 'needs-check: unlabelled'],
    ['X', ['N'], 'needs-check: unreadable-code', 'needs-check: unreadable-code'],
    ['N', ['X'], 'needs-check: unlabelled', 'needs-check: unlabelled'],
  ])('confidentiality %s, of data labelled %j: %s, and refused %s', (rule, data, ...expected) => {
    expect(both({ securityLabel: [conf(rule)] }, { item: labelled(...data.map(conf)) })).toEqual(expected)
  })

  test.each<[rule: string, data: string[], permitted: string, refused: string]>([
    ['HIV', ['HIV'], ALLOW, WITHHELD],
    ['SUD', ['OPIOIDUD'], ALLOW, WITHHELD], // a kind of it
    ['SPI', ['COGN'], ALLOW, WITHHELD], // a kind of a kind of it
    ['_ActInformationSensitivityPolicy', ['HIV'], ALLOW, WITHHELD],
    ['OPIOIDUD', ['SUD'], 'needs-check: unlabelled', 'needs-check: unlabelled'], // it may be this kind
    ['HIV', ['SUD'], NOT_COVERED, ALLOW],
    ['HIV', ['SUD', 'HIV'], ALLOW, WITHHELD],
    ['HIV', [], 'needs-check: unlabelled', 'needs-check: unlabelled'],
  ])('sensitivity %s, of data labelled %j: %s, and refused %s', (rule, data, ...expected) => {
    expect(both({ securityLabel: [sens(rule)] }, { item: labelled(...data.map(sens)) })).toEqual(expected)
  })

  test('one of several is enough', () => {
    const securityLabel = [sens('HIV'), conf('N')]
    expect(both({ securityLabel }, { item: labelled(conf('N')) })).toEqual(FITS)
    expect(both({ securityLabel }, { item: labelled(sens('HIV')) })).toEqual(FITS)
    expect(both({ securityLabel }, { item: labelled(sens('SUD'), conf('R')) })).toEqual([NOT_COVERED, WITHHELD])
  })

  test.each<[string, object]>([
    ['without a system', { code: 'N' }],
    ['in words', { display: 'normal' }],
  ])('a label %s cannot be read', (_, label) => {
    expect(both({ securityLabel: [label] })).toEqual(UNCLEAR('unreadable-code'))
  })

  test('a label on the data that cannot be read may be any', () => {
    const permitted = (rule: object, data: object[]) => both({ securityLabel: [rule] }, { item: labelled(...data) })[0]
    const refused = (rule: object, data: object[]) => both({ securityLabel: [rule] }, { item: labelled(...data) })[1]
    expect(permitted(conf('N'), [conf('L'), { system: CONFIDENTIALITY, code: 'X' }])).not.toBe(ALLOW)
    expect(refused(conf('R'), [conf('L'), { system: CONFIDENTIALITY, code: 'X' }])).not.toBe(ALLOW)
    expect(refused(sens('HIV'), [sens('SUD'), { display: 'HIV' }])).not.toBe(ALLOW)
  })
})

describe('class', () => {
  const type = (code: string, system = 'http://hl7.org/fhir/resource-types') => ({ class: [{ system, code }] })
  const profile = (code: string) => type(code, 'urn:ietf:rfc:3986')
  const CORE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition'
  const report = {
    resourceType: 'Composition',
    id: 'report',
    type: { coding: [{ system: 'http://loinc.org', code: '34133-9' }] },
  }
  test.each<[string, Record<string, unknown>, item: object, expected: string[]]>([
    ['the type', type('Condition'), NOISE, FITS],
    ['the type, in FHIR’s other list', type('Condition', 'http://hl7.org/fhir/fhir-types'), NOISE, FITS],
    ['another type', type('Observation'), NOISE, FITS_NOT],
    ['one of two types', { class: [...type('Observation').class, ...type('Condition').class] }, NOISE, FITS],
    ['the profile', profile(CORE), NOISE, FITS],
    ['another profile', profile(`${CORE}-2`), NOISE, FITS_NOT],
    ['a profile, of data that claims none', profile(CORE), { ...NOISE, meta: {} }, UNCLEAR('unknown-data')],
    ['the kind of document', type('34133-9', 'http://loinc.org'), report, FITS],
    ['another kind of document', type('11488-4', 'http://loinc.org'), report, FITS_NOT],
    ['a kind of document, of something else', type('34133-9', 'http://loinc.org'), NOISE, UNCLEAR('unknown-data')],
    [
      'a kind of document in other codes',
      type('2163961000000100', 'http://snomed.info/sct'),
      report,
      UNCLEAR('unknown-data'),
    ],
    ['a type, of data without one', type('Condition'), { id: 'x' }, UNCLEAR('unknown-data')],
    ['without a system', { class: [{ code: 'Condition' }] }, NOISE, UNCLEAR('unreadable-code')],
    ['in words', { class: [{ display: 'Condition' }] }, NOISE, UNCLEAR('unreadable-code')],
  ])('%s', (_, also, item, expected) => {
    expect(both(also, { item })).toEqual(expected)
  })
})

describe('code', () => {
  const code = (...codings: object[][]) => ({ code: codings.map((coding) => ({ coding })) })
  const section = (one: string) => ({ system: CODE_SYSTEM.section, code: one })
  const need = (one: string) => ({ system: CODE_SYSTEM.need, code: one })
  test.each<[string, Record<string, unknown>, SectionCode, expected: string[]]>([
    ['the section', code([section('needs')]), 'needs', FITS],
    ['another section', code([section('needs')]), 'health-context', FITS_NOT],
    ['one of two sections', code([section('needs')], [section('strengths')]), 'strengths', FITS],
    ['a section there is not', code([section('star-sign')]), 'needs', UNCLEAR('unreadable-code')],
    ['a section there is not, beside the one', code([section('star-sign')], [section('needs')]), 'needs', FITS],
    [
      'a section there is not, beside another',
      code([section('star-sign')], [section('words')]),
      'needs',
      UNCLEAR('unreadable-code'),
    ],
    ['a code in the data', code([need('sensory')]), 'needs', FITS],
    ['another code of that system', code([need('memory')]), 'needs', FITS_NOT],
    [
      'a code of a system the data has none of',
      code([{ system: 'http://snomed.info/sct', code: '1' }]),
      'needs',
      UNCLEAR('unknown-data'),
    ],
    [
      'one concept in two systems, one of which the data has',
      code([{ system: 'http://snomed.info/sct', code: '1' }, need('sensory')]),
      'needs',
      FITS,
    ],
    ['without a system', code([{ code: 'needs' }]), 'needs', UNCLEAR('unreadable-code')],
    ['with no coding', code([]), 'needs', UNCLEAR('unreadable-code')],
    ['in words', { code: [{ text: 'needs' }] }, 'needs', UNCLEAR('unreadable-code')],
  ])('%s', (_, also, asked, expected) => {
    expect(both(also, { section: asked })).toEqual(expected)
  })

  test('a code of the data without a system may be any, but not a section', () => {
    const item = { ...NOISE, code: { coding: [{ code: 'sensory' }, { system: CODE_SYSTEM.need, code: 'memory' }] } }
    expect(both(code([need('sensory')]), { item })).toEqual(UNCLEAR('unknown-data'))
    expect(both(code([need('memory')]), { item })).toEqual(FITS)
    expect(both(code([section('needs')]), { item })).toEqual(FITS)
    expect(both(code([section('words')]), { item })).toEqual(FITS_NOT)
  })

  test('what a resource says of its own section does not count', () => {
    const posing = { ...NOISE, category: [{ coding: [section('strengths')] }] }
    expect(both(code([section('strengths')]), { item: posing })).toEqual(FITS_NOT)
  })

  test('two sections in one code, with an unknown code beside it, still leave something unclear', () => {
    const also = code([section('strengths'), section('words')], [{ system: 'https://x.example', code: 'the-rest' }])
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ also }))])).toBe('needs-check: unknown-data')
  })
})

describe('dataPeriod: a permission is for data wholly in it, a refusal for whatever touches it', () => {
  const dated = (when: object) => ({ ...NOISE, recordedDate: undefined, ...when })
  const during = { dataPeriod: { start: '2026-09-01', end: '2026-12-18' } }
  test.each<[string, item: object, permitted: string, refused: string]>([
    ['within', dated({ recordedDate: '2026-10-09' }), ALLOW, WITHHELD],
    ['on its first day', dated({ recordedDate: '2026-09-01' }), ALLOW, WITHHELD],
    ['on its last day', dated({ recordedDate: '2026-12-18' }), ALLOW, WITHHELD],
    ['the day before', dated({ recordedDate: '2026-08-31' }), NOT_COVERED, ALLOW],
    ['the day after', dated({ recordedDate: '2026-12-19' }), NOT_COVERED, ALLOW],
    ['partly', dated({ onsetPeriod: { start: '2026-08-01', end: '2026-09-02' } }), NOT_COVERED, WITHHELD],
    ['all around', dated({ onsetPeriod: { start: '2025-08-01', end: '2027-09-02' } }), NOT_COVERED, WITHHELD],
    ['a month of it', dated({ recordedDate: '2026-12' }), NOT_COVERED, WITHHELD],
    [
      'when it was so, not when it was written down',
      dated({ onsetDateTime: '2020-01-01', recordedDate: '2026-10-09' }),
      NOT_COVERED,
      ALLOW,
    ],
    ['at no time', dated({}), 'needs-check: unknown-data', 'needs-check: unknown-data'],
    [
      'without an end',
      dated({ onsetPeriod: { start: '2026-10-01' } }),
      'needs-check: unknown-data',
      'needs-check: unknown-data',
    ],
    [
      'at a time that cannot be read',
      dated({ onsetDateTime: 'autumn' }),
      'needs-check: unknown-data',
      'needs-check: unknown-data',
    ],
    [
      'from later to earlier',
      dated({ onsetPeriod: { start: '2026-12-01', end: '2026-09-02' } }),
      'needs-check: unknown-data',
      'needs-check: unknown-data',
    ],
  ])('%s', (_, item, ...expected) => {
    expect(both(during, { item })).toEqual(expected)
  })

  test('an open end reaches for ever', () => {
    expect(both({ dataPeriod: { start: '2026-09-01' } })).toEqual(FITS)
    expect(both({ dataPeriod: { end: '2026-09-01' } })).toEqual(FITS_NOT)
    expect(both({ dataPeriod: {} })).toEqual(FITS)
  })

  test.each(['whenever', '2026-13-01'])('one that begins “%s” cannot be read', (start) => {
    expect(both({ dataPeriod: { start } })).toEqual(UNCLEAR('unreadable-date'))
  })
})

describe('data', () => {
  const data = (meaning: string, reference: string) => ({ data: [{ meaning, reference: { reference } }] })
  const quiet = { resourceType: 'Goal', id: 'quiet', addresses: [{ reference: 'Condition/noise' }] }
  const quote = { resourceType: 'Observation', id: 'quote' }
  const elsewhere = { ...NOISE, evidence: [{ detail: [{ reference: 'https://x.example/Observation/quote' }] }] }
  const linked = { ...NOISE, evidence: [{ detail: [{ reference: 'Observation/quote' }] }] }
  test.each<[string, Record<string, unknown>, Asked, expected: string[]]>([
    ['this very resource', data('instance', 'Condition/noise'), {}, FITS],
    ['another', data('instance', 'Condition/dark'), {}, FITS_NOT],
    ['what refers to it is not it', data('instance', 'Observation/quote'), { item: linked }, FITS_NOT],
    [
      'one of two',
      { data: [...data('instance', 'Condition/dark').data, ...data('instance', 'Condition/noise').data] },
      {},
      FITS,
    ],
    ['related: itself', data('related', 'Condition/noise'), {}, FITS],
    ['related: what it refers to', data('related', 'Observation/quote'), { item: linked }, FITS],
    ['related: what refers to it', data('related', 'Goal/quiet'), { resources: [quiet] }, FITS],
    ['related: neither', data('related', 'Goal/loud'), { resources: [{ resourceType: 'Goal', id: 'loud' }] }, FITS_NOT],
    ['related: to something not at hand', data('related', 'Goal/quiet'), {}, UNCLEAR('unknown-data')],
    ['dependents: itself', data('dependents', 'Condition/noise'), {}, FITS],
    ['dependents: what it refers to', data('dependents', 'Observation/quote'), { item: linked }, FITS],
    ['dependents: not what refers to it', data('dependents', 'Goal/quiet'), { resources: [quiet] }, FITS_NOT],
    [
      'related: to something elsewhere, which may be it',
      data('related', 'Observation/quote'),
      { item: elsewhere, resources: [quote] },
      UNCLEAR('unknown-data'),
    ],
    [
      'dependents: of something elsewhere, which may be it',
      data('dependents', 'Observation/quote'),
      { item: elsewhere },
      UNCLEAR('unknown-data'),
    ],
    ['on another server', data('instance', 'https://x.example/Condition/noise'), {}, UNCLEAR('unknown-data')],
    ['one version of it', data('instance', 'Condition/noise/_history/1'), {}, UNCLEAR('unknown-data')],
    ['contained', data('instance', '#noise'), {}, UNCLEAR('unknown-data')],
    ['by a name', { data: [{ meaning: 'instance', reference: { display: 'noise' } }] }, {}, UNCLEAR('unknown-data')],
    [
      'of data without a reference',
      data('instance', 'Condition/noise'),
      { item: { resourceType: 'Condition' } },
      UNCLEAR('unknown-data'),
    ],
  ])('%s', (_, also, asked, expected) => {
    expect(both(also, asked)).toEqual(expected)
  })

  const role = {
    resourceType: 'PractitionerRole',
    id: 'okafor',
    practitioner: { reference: 'Practitioner/okafor' },
    organization: { reference: 'Organization/hillside' },
  }
  const by = (reference: string) => ({ ...NOISE, recorder: { reference } })
  const provenance = (who: string, code = 'author', system = `${HL7}/provenance-participant-type`) => ({
    resourceType: 'Provenance',
    id: 'p',
    target: [{ reference: 'Condition/noise' }],
    agent: [{ type: { coding: [{ system, code }] }, who: { reference: who } }],
  })
  const nobody = { ...NOISE, recorder: undefined }
  test.each<[string, author: string, Asked, expected: string[]]>([
    ['the person', 'Practitioner/okafor', {}, FITS],
    ['somebody else', 'Practitioner/dean', {}, FITS_NOT],
    ['nobody knows', 'Practitioner/okafor', { item: nobody }, UNCLEAR('unknown-data')],
    ['the person in a role', 'Practitioner/okafor', { item: by('PractitionerRole/okafor'), resources: [role] }, FITS],
    [
      'the organisation of a role',
      'Organization/hillside',
      { item: by('PractitionerRole/okafor'), resources: [role] },
      FITS,
    ],
    ['somebody in a role', 'Practitioner/dean', { item: by('PractitionerRole/okafor'), resources: [role] }, FITS_NOT],
    ['somebody contained', 'Practitioner/okafor', { item: by('#okafor') }, UNCLEAR('unknown-data')],
    [
      'somebody on another server',
      'Practitioner/okafor',
      { item: by('https://x.example/Practitioner/1') },
      UNCLEAR('unknown-data'),
    ],
    ['a role not at hand', 'Practitioner/okafor', { item: by('PractitionerRole/okafor') }, UNCLEAR('unknown-data')],
    [
      'a person who may have been in the role',
      'PractitionerRole/okafor',
      { resources: [role] },
      UNCLEAR('unknown-data'),
    ],
    [
      'a Provenance says so',
      'Practitioner/okafor',
      { item: nobody, resources: [provenance('Practitioner/okafor')] },
      FITS,
    ],
    [
      'a Provenance names a role',
      'Practitioner/okafor',
      { item: nobody, resources: [provenance('PractitionerRole/okafor'), role] },
      FITS,
    ],
    [
      'a Provenance says so in other words',
      'Practitioner/okafor',
      { item: nobody, resources: [provenance('Practitioner/okafor', 'AUT', `${HL7}/v3-ParticipationType`)] },
      FITS,
    ],
    [
      'a Provenance of somebody who is no author',
      'Practitioner/okafor',
      { item: nobody, resources: [provenance('Practitioner/okafor', 'enterer')] },
      UNCLEAR('unknown-data'),
    ],
    ['a Provenance beside the resource', 'Practitioner/dean', { resources: [provenance('Practitioner/dean')] }, FITS],
  ])('authored by: %s', (_, author, asked, expected) => {
    expect(both(data('authoredby', author), asked)).toEqual(expected)
  })
})

describe('criteria are all needed', () => {
  test('one that does not fit is enough to be about something else', () => {
    expect(outcome([sharing(permit({ to: [KHAN], sections: ['needs'], from: '2027-01-01' }))])).toBe(NOT_COVERED)
    expect(
      outcome([sharing(permit({ to: [KHAN], sections: ['words'], also: { action: [{ text: 'access' }] } }))]),
    ).toBe(NOT_COVERED)
  })

  test('the weightiest doubt is the reason, wherever it stands', () => {
    const also = { action: [{ text: 'access' }], purpose: [{ display: 'x' }] }
    expect(outcome([sharing(permit({ to: ['Group/staff'], also }))])).toBe('needs-check: unreadable-code')
    expect(outcome([sharing(permit({ to: ['Group/staff'] }))])).toBe('needs-check: unresolvable-actor')
  })
})

describe('rules within rules', () => {
  const needs = { sections: ['needs'] }
  const words = { sections: ['words'] }
  test.each<[string, object, string]>([
    ['a refusal inside a permission', sharing(permit({ to: [KHAN], rules: [deny(needs)] })), WITHHELD],
    ['one about something else', sharing(permit({ to: [KHAN], rules: [deny(words)] })), ALLOW],
    [
      'a permission inside a refusal',
      agreement(permit({ to: [KHAN], rules: [deny({ rules: [permit(needs)] })] })),
      ALLOW,
    ],
    [
      'a permission inside a refusal, about something else',
      agreement(permit({ rules: [deny({ rules: [permit(words)] })] })),
      WITHHELD,
    ],
    [
      'an exception, where the rule itself does not fit',
      sharing(permit({ to: [KHAN] }), deny({ ...words, rules: [permit(needs)] })),
      ALLOW,
    ],
    [
      'an exception alone, where the rule itself does not fit',
      agreement(deny({ ...words, rules: [permit({ to: [KHAN], ...needs })] })),
      NOT_COVERED,
    ],
    [
      'three deep',
      sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit({ ...needs, until: '2026-12-31' })] })] })),
      ALLOW,
    ],
    [
      'three deep, and over',
      sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit({ ...needs, until: '2026-10-31' })] })] })),
      WITHHELD,
    ],
    [
      'four deep',
      sharing(permit({ to: [KHAN], rules: [deny({ rules: [permit({ rules: [deny(needs)] })] })] })),
      WITHHELD,
    ],
    ['a permission inside a permission', sharing(permit({ to: [KHAN], rules: [permit(needs)] })), ALLOW],
    [
      'a permission that adds to one about something else',
      sharing(permit({ to: [KHAN], ...words, rules: [permit(needs)] })),
      ALLOW,
    ],
    [
      'a permission that adds for somebody else',
      sharing(permit({ to: [KHAN], ...words, rules: [permit({ to: ['Practitioner/shah'] })] })),
      NOT_COVERED,
    ],
    [
      'a permission that adds to one for somebody else',
      sharing(permit({ to: ['Practitioner/shah'], rules: [permit({ to: [KHAN] })] })),
      NOT_COVERED,
    ],
    ['a refusal inside a refusal', agreement(permit({ rules: [deny({ rules: [deny(needs)] })] })), WITHHELD],
    ['a refusal inside a refusal never flips it', agreement(deny({ rules: [deny({ to: [KHAN] })] })), WITHHELD],
    [
      'a refusal inside a refusal about something else',
      sharing(permit({ to: [KHAN] }), deny({ ...words, rules: [deny(needs)] })),
      WITHHELD,
    ],
    [
      'a permission inside a refusal inside a refusal',
      agreement(deny({ rules: [deny({ rules: [permit({ to: [KHAN] })] })] })),
      WITHHELD,
    ],
    [
      'a permission inside a refusal that adds to one about something else',
      agreement(deny({ ...words, rules: [deny({ rules: [permit({ to: [KHAN] })] })] })),
      ALLOW,
    ],
    [
      'a permission inside a refusal, beside a refusal',
      agreement(permit({ to: [KHAN], rules: [deny({ rules: [permit(needs), deny(needs)] })] })),
      WITHHELD,
    ],
    ['a refusal that stands beside a permission', sharing(permit({ to: [KHAN] }), deny(needs)), WITHHELD],
    ['a root that permits', agreement(permit({ to: [KHAN] })), ALLOW],
    ['a root that permits somebody else', agreement(permit({ to: ['gp@Organization/bridge-street'] })), NOT_COVERED],
    ['a root that refuses', agreement(deny()), WITHHELD],
    ['a root that refuses somebody else', agreement(deny({ to: ['gp@Organization/bridge-street'] })), NOT_COVERED],
    ['a root that refuses all but words', agreement(deny({ rules: [permit({ to: [KHAN], ...words })] })), NOT_COVERED],
    [
      'a root that refuses needs but for a time',
      agreement(deny({ ...needs, rules: [permit({ to: [KHAN], until: '2026-10-31' })] })),
      WITHHELD,
    ],
  ])('%s', (_, consent, expected) => {
    expect(outcome([consent])).toBe(expected)
  })

  test('“nothing, but for …” leaves the rest to another agreement; “nothing” does not', () => {
    const granted = sharing(permit({ to: [KHAN] }))
    expect(outcome([granted, sharing(permit({ to: ['Practitioner/shah'] }))])).toBe(ALLOW)
    expect(outcome([granted, sharing(permit({ to: [KHAN], until: '2026-10-31' }))])).toBe(ALLOW)
    expect(outcome([granted, agreement(deny({ rules: [deny({ to: ['Practitioner/shah'] })] }))])).toBe(WITHHELD)
    expect(outcome([granted, agreement(deny({ ...needs, rules: [permit({ to: ['Practitioner/shah'] })] }))])).toBe(
      WITHHELD,
    )
  })

  test('a permission inside a permission is not narrowed by what the outer one is for', () => {
    const outer = { purpose: [{ system: `${HL7}/v3-ActReason`, code: 'HRESCH' }] }
    expect(outcome([agreement(permit({ to: [KHAN], also: outer, rules: [permit(needs)] }))])).toBe(ALLOW)
  })
})

describe('rules within rules that cannot be decided', () => {
  const label = { purpose: [{ display: 'something' }] }
  const UNKNOWN = 'needs-check: unknown-purpose'

  test('what an unclear permission refuses beneath it is refused', () => {
    const unclear = permit({ also: label, rules: [deny({ sections: ['needs'] })] })
    expect(outcome([sharing(permit({ to: [KHAN] }), unclear)])).toBe(UNKNOWN)
    expect(outcome([sharing(permit({ to: [KHAN] }), unclear)], { section: 'words' })).toBe(ALLOW)
  })

  test('what an unclear refusal permits beneath it is not permitted by that', () => {
    const unclear = deny({ also: label, rules: [permit({ to: [KHAN] })] })
    expect(outcome([sharing(permit({ to: ['Practitioner/shah'] }), unclear)])).toBe(UNKNOWN)
    expect(outcome([sharing(unclear)])).toBe(WITHHELD) // with no permission beneath it, "nothing" is meant
  })

  test('an unclear exception excuses from nothing', () => {
    const excused = (also: object) =>
      agreement(permit({ to: [KHAN], rules: [deny({ rules: [permit({ also: { ...also } })] })] }))
    expect(outcome([excused({})])).toBe(ALLOW)
    expect(outcome([excused(label)])).toBe(UNKNOWN)
    // What the rule refuses, it refuses to other agreements too.
    expect(outcome([sharing(permit({ to: [KHAN] })), excused(label)])).toBe(UNKNOWN)
  })

  test('for whom an outer rule is, where that is unclear, is unclear for what it adds', () => {
    const unclear = (rules: Parameters<typeof sharing>) => sharing(permit({ to: ['Group/staff'], rules }))
    expect(outcome([unclear([permit({ to: [KHAN] })])])).toBe('needs-check: unresolvable-actor')
    expect(outcome([unclear([permit({ to: [KHAN] })]), sharing(permit({ to: [KHAN] }))])).toBe(ALLOW)
  })

  test('a criterion that we do not know may be about whom a rule and what it adds are for', () => {
    const strange = permit({ to: [KHAN], also: { weather: 'fine' }, rules: [permit({ sections: ['needs'] })] })
    expect(outcome([sharing(strange)])).toBe('needs-check: unknown-criterion')
  })
})

describe('several agreements: a refusal in any of them wins', () => {
  const granted = sharing(permit({ to: [KHAN] }))
  test.each<[string, unknown[], string]>([
    ['two that permit', [granted, granted], ALLOW],
    ['one that refuses outright', [granted, agreement(deny())], WITHHELD],
    ['one that refuses a section', [granted, agreement(deny({ sections: ['needs'] }))], WITHHELD],
    ['one that refuses another section', [granted, agreement(deny({ sections: ['words'] }))], ALLOW],
    ['one that is silent about the viewer', [granted, sharing(permit({ to: ['Practitioner/shah'] }))], ALLOW],
    [
      'a refusal of all that repeats itself',
      [granted, agreement(deny({ rules: [deny({ to: ['Group/x'] })] }))],
      WITHHELD,
    ],
    ['one that was withdrawn', [granted, agreement(deny(), { status: 'inactive' })], ALLOW],
    [
      'one that cannot be read',
      [granted, { resourceType: 'Consent', id: 'x', status: 'active' }],
      'needs-check: wrong-child',
    ],
    ['one that is no Consent', [granted, 'text'], 'needs-check: unreadable'],
    ['one that cannot be read, and one that refuses', [granted, 'text', agreement(deny())], WITHHELD],
    ['one that is in doubt', [granted, sharing(permit({ to: ['Group/x'] }))], ALLOW],
    ['one that refuses in doubt', [granted, agreement(deny({ to: ['Group/x'] }))], 'needs-check: unresolvable-actor'],
    ['one newer than the refusal', [agreement(deny(), { dateTime: '2020-01-01' }), granted], WITHHELD],
  ])('%s', (_, consents, expected) => {
    expect(outcome(consents)).toBe(expected)
    expect(outcome(consents.toReversed())).toBe(expected)
  })
})

describe('lapses: a stretch of time in which an agreement permits nothing', () => {
  const [consent] = parse([sharing(permit({ to: [KHAN] }))])
  const lapsing = (lapse: object) => ({ ...consent, lapses: [lapse] }) as NonNullable<typeof consent>
  const always = { fromMs: Number.NEGATIVE_INFINITY, untilMs: Number.POSITIVE_INFINITY, sections: [] }
  test.each<[string, object, string]>([
    ['now', { ...always, reason: 'objection' }, 'needs-check: objection'],
    ['in this section', { ...always, reason: 'objection', sections: ['needs'] }, 'needs-check: objection'],
    ['in another section', { ...always, reason: 'objection', sections: ['words'] }, ALLOW],
    ['until now', { ...always, reason: 'objection', untilMs: 100 }, ALLOW],
    ['from the day after', { ...always, reason: 'now-adult', fromMs: Date.parse('2026-11-22') }, ALLOW],
  ])('%s', (_, lapse, expected) => {
    expect(outcomeOf([lapsing(lapse)])).toBe(expected)
  })

  test('takes nothing back that another agreement permits, and refuses nothing', () => {
    const lapsed = lapsing({ ...always, reason: 'objection' })
    expect(outcomeOf([lapsed, ...parse([sharing(permit({ to: [KHAN] }))])])).toBe(ALLOW)
  })

  test('leaves a refusal as it is', () => {
    const [refusing] = parse([sharing(permit({ to: [KHAN] }), deny({ sections: ['needs'] }))])
    const lapse = { ...always, reason: 'objection' }
    expect(outcomeOf([{ ...refusing, lapses: [lapse] } as NonNullable<typeof refusing>])).toBe(WITHHELD)
  })
})

describe('what is not R4 as we read it', () => {
  test.each<[string, Record<string, unknown>]>([
    ['a modifier extension', { modifierExtension: [{ url: 'https://x.example' }] }],
    [
      'a modifier extension on the actor',
      { actor: [{ modifierExtension: [{ url: 'x' }], reference: { reference: 'Practitioner/khan' } }] },
    ],
    [
      'a modifier extension on the data',
      {
        data: [{ modifierExtension: [{ url: 'x' }], meaning: 'instance', reference: { reference: 'Condition/dark' } }],
      },
    ],
  ])('%s in a rule: the whole agreement denies', (_, also) => {
    const granted = sharing(permit({ to: [KHAN] }))
    expect(outcome([granted, sharing(permit({ to: ['Practitioner/shah'], also }))])).toBe(
      'needs-check: unknown-modifier',
    )
    expect(outcome([sharing(permit({ to: [KHAN] }), deny({ sections: ['words'], also }))])).toBe(
      'needs-check: unknown-modifier',
    )
  })

  test('something that R4 does not have: a permission does not hold, a refusal does', () => {
    expect(both({ weather: 'fine' })).toEqual(UNCLEAR('unknown-criterion'))
    expect(outcome([agreement(permit({ also: { weather: 'fine' } }))])).toBe('needs-check: unknown-criterion')
  })

  test('an extension, and what FHIR says about a value, change nothing', () => {
    expect(both({ extension: [{ url: 'https://x.example' }], _type: { id: 'a' }, id: 'b' })).toEqual(FITS)
    const changes = { extension: [{ url: 'https://x.example' }], _status: { id: 'a' }, language: 'en-GB', text: {} }
    expect(outcome([agreement(deny({ rules: [permit({ to: [KHAN] })] }), changes)])).toBe(ALLOW)
  })

  test.each<[string, Record<string, unknown>, string]>([
    ['a modifier extension on the whole', { modifierExtension: [{ url: 'https://x.example' }] }, 'unknown-modifier'],
    ['rules that change its meaning', { implicitRules: 'https://x.example' }, 'unknown-modifier'],
    ['another child', { patient: { reference: 'Patient/mia' } }, 'wrong-child'],
    ['no child', { patient: {} }, 'wrong-child'],
    ['an element that R4 does not have', { decision: 'permit' }, 'unknown-criterion'],
    ['a nested rule with no type', { provision: { type: 'deny', provision: [{}] } }, 'no-decision'],
    ['a type that is neither', { provision: { type: 'maybe' } }, 'unreadable'],
    ['an actor list with nobody in it', { provision: { type: 'permit', actor: [] } }, 'unreadable'],
    ['a code list with nothing in it', { provision: { type: 'permit', code: [] } }, 'unreadable'],
  ])('%s: the whole agreement denies', (_, changes, reason) => {
    expect(outcome([sharing(permit({ to: [KHAN] })), agreement(permit(), changes)])).toBe(`needs-check: ${reason}`)
  })

  test.each([undefined, null, 'text', 7, [], {}, { resourceType: 'Patient', id: 'x' }])(
    '%j is no Consent, and is unreadable rather than thrown',
    (raw) => {
      expect(parseConsent(raw, 'Patient/sam').kind).toBe('unreadable')
    },
  )
})

describe('rules nested without end', () => {
  const nested = (levels: number) => {
    let rule: object = { type: 'permit' }
    for (let level = 1; level < levels; level++) rule = { type: 'permit', provision: [rule] }
    return agreement(undefined, { provision: rule })
  }

  test.each<[levels: number, string]>([
    [1, ALLOW],
    [8, ALLOW],
    [9, 'needs-check: too-deep'],
    [5000, 'needs-check: too-deep'],
  ])('%i levels: %s', (levels, expected) => {
    expect(outcome([nested(levels)])).toBe(expected)
  })
})

test('what one person was given is not given to another', () => {
  expect(outcome([sharing(permit({ to: [KHAN] }))], { viewer: GP })).toBe(NOT_COVERED)
})

describe('what stands in a rule and is not R4’s is not passed over', () => {
  const masked = {
    extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/data-absent-reason', valueCode: 'masked' }],
  }
  const khan = { reference: { reference: 'Practitioner/khan' } }
  test.each<[string, Record<string, unknown>, string]>([
    ['a misspelt start', { period: { begin: '2030-01-01' } }, 'needs-check: unreadable-date'],
    ['a masked end', { period: { start: '2026-09-01', _end: masked } }, 'needs-check: unreadable-date'],
    ['a remark on an end that is there', { period: { end: '2027-09-01', _end: masked } }, ALLOW],
    ['a period of an actor', { actor: [{ ...khan, period: { end: '2020' } }] }, 'needs-check: unknown-criterion'],
    [
      'something more of a piece of data',
      { data: [{ meaning: 'instance', reference: { reference: 'Condition/noise' }, weather: 'fine' }] },
      'needs-check: unknown-criterion',
    ],
  ])('%s: %s', (_, also, expected) => {
    const to = 'actor' in also ? {} : { to: ['Practitioner/khan'] }
    expect(outcomeOf(parse([sharing(permit({ ...to, also }))]))).toBe(expected)
  })

  test.each<[rule: string, declared: string[], permitted: string, refused: string]>([
    ['https://p.example', ['https://p.example|1.0'], ALLOW, 'withheld: refused'],
    ['https://p.example|1.0', ['https://p.example|1.0'], ALLOW, 'withheld: refused'],
    ['https://p.example|1.0', ['https://p.example|2.0'], 'not-covered: not-agreed', ALLOW],
    ['https://p.example|1.0', ['https://p.example'], 'needs-check: unknown-data', 'needs-check: unknown-data'],
  ])('a class of profile %s, of data that declares %j', (code, profile, permitted, refused) => {
    const also = { class: [{ system: 'urn:ietf:rfc:3986', code }] }
    const item = { ...NOISE, meta: { profile } }
    const to = ['Practitioner/khan']
    expect(outcomeOf(parse([sharing(permit({ to, also }))]), { item })).toBe(permitted)
    expect(outcomeOf(parse([sharing(permit({ to }), deny({ also }))]), { item })).toBe(refused)
  })

  test.each(['Resource', 'DomainResource'])('every need is a %s', (code) => {
    const also = { class: [{ system: 'http://hl7.org/fhir/resource-types', code }] }
    expect(outcomeOf(parse([sharing(permit({ to: ['Practitioner/khan'] }), deny({ also }))]))).toBe('withheld: refused')
  })

  test.each(['draft', 'proposed', 'inactive', 'rejected', 'entered-in-error'])(
    'one that is %s refuses nothing, however badly it is written',
    (status) => {
      const broken = { resourceType: 'Consent', id: 'x', status, provision: { actor: [] } }
      expect(outcomeOf(parse([sharing(permit({ to: ['Practitioner/khan'] })), broken]))).toBe(ALLOW)
    },
  )
})

test('groups that list each other over and over are each looked into once', () => {
  const DEEP = 30 // looked into every time, this is a thousand million
  const resources = Array.from({ length: DEEP }, (_, at) => {
    const next = at + 1 < DEEP ? `Group/g${at + 1}` : 'Practitioner/khan'
    const entity = { reference: next }
    return { resourceType: 'Group', id: `g${at}`, actual: true, member: [{ entity }, { entity }] }
  })
  expect(outcome([sharing(permit({ to: ['Group/g0'] }))], { resources })).toBe(ALLOW)
  expect(outcome([sharing(permit({ to: ['Group/g0'] }))], { resources: resources.slice(0, -1) })).toBe(
    'needs-check: unresolvable-actor',
  )
})
