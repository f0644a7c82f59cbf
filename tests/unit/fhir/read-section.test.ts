import { describe, expect, test } from 'vitest'
import { parseResources } from '../../../src/fhir/parse-resources.ts'
import { readSection } from '../../../src/fhir/read-section.ts'
import type { EntryCode } from '../../../src/fhir/sections/entries.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../../../src/record/sections.ts'

const SAM = { reference: 'Patient/sam' }
const coded = (system: string, code: string, text?: string) => ({ coding: [{ system, code }], ...(text && { text }) })

const NOW = Date.parse('2026-11-21T10:00:00Z')

/** A record of Sam with these resources in one section, and others beside it that no section lists. Made up here. */
function record(section: SectionCode, listed: object[], beside: object[] = []) {
  const entry = listed.map((one) => {
    const { resourceType, id } = one as { resourceType: string; id: string }
    return { reference: `${resourceType}/${id}` }
  })
  return parseResources(
    [
      { resourceType: 'Patient', id: 'sam', name: [{ given: ['Sam'] }], birthDate: '2016-05-12' },
      {
        resourceType: 'Composition',
        id: 'record',
        status: 'final',
        subject: SAM,
        date: '2026-11-14',
        section: [{ code: coded(CODE_SYSTEM.section, section), entry }],
      },
      ...listed,
      ...beside,
    ],
    NOW,
  )
}

function observation(entry: EntryCode, changes: object = {}) {
  const code = coded(CODE_SYSTEM.entry, entry, 'A heading')
  return { resourceType: 'Observation', id: entry, status: 'final', subject: SAM, code, ...changes }
}

test('a section that the record lacks reads as nothing known, never as none', () => {
  const written = { status: 'final', subject: { reference: 'Patient/sam' }, date: '2026-11-14' }
  const empty = { resourceType: 'Composition', id: 'record', ...written }
  const resources = parseResources([{ resourceType: 'Patient', id: 'sam' }, empty], NOW)
  expect(Object.fromEntries(SECTION_CODES.map((section) => [section, readSection(section, resources)]))).toEqual({
    'about-me': { quotes: [], facts: [] },
    strengths: { strengths: [] },
    'what-helps': { do: [], pleaseDont: [], triggers: [] },
    words: { addressAs: undefined, use: [], avoid: [] },
    needs: { needs: [] },
    assessment: { assessments: [] },
    'health-context': { familyHistory: undefined, prenatalAlcohol: undefined, facts: [] },
    'education-context': { facts: [] },
    people: { people: [] },
    'family-support': { facts: [] },
    interventions: { facts: [] },
    plan: { plan: undefined },
    commitments: { commitments: [] },
    outcomes: { goals: [] },
    arrangement: { arrangement: undefined, orderOn: undefined, responsible: [] },
  })
})

describe('what was taken back is left out', () => {
  test.each([
    ['final', 1],
    ['amended', 1],
    ['entered-in-error', 0],
    ['cancelled', 0],
  ])('an observation that is %s: %i', (status, count) => {
    const resources = record('strengths', [observation('strength', { status, valueString: 'Kind' })])
    expect(readSection('strengths', resources).strengths).toHaveLength(count)
  })

  test.each([
    ['confirmed', 1],
    ['provisional', 1],
    ['refuted', 0],
    ['entered-in-error', 0],
  ])('a need that is %s: %i', (code, count) => {
    const verificationStatus = coded('http://terminology.hl7.org/CodeSystem/condition-ver-status', code)
    const need = { resourceType: 'Condition', id: 'n', subject: SAM, code: { text: 'Noise' }, verificationStatus }
    expect(readSection('needs', record('needs', [need])).needs).toHaveLength(count)
  })

  test.each([
    ['active', 1],
    ['completed', 1],
    ['entered-in-error', 0],
  ])('a goal that is %s: %i', (lifecycleStatus, count) => {
    const goal = {
      resourceType: 'Goal',
      id: 'g',
      lifecycleStatus,
      subject: SAM,
      description: { text: 'Calm mornings' },
    }
    expect(readSection('outcomes', record('outcomes', [goal])).goals).toHaveLength(count)
  })

  test.each([
    ['active', 'Support plan'],
    ['revoked', undefined],
    ['entered-in-error', undefined],
    ['draft', undefined],
  ])('a plan that is %s: %s', (status, type) => {
    const plan = { resourceType: 'CarePlan', id: 'p', status, subject: SAM }
    expect(readSection('plan', record('plan', [plan])).plan?.type).toBe(type)
  })
})

describe('unknown stays unknown', () => {
  test.each([
    ['confirmed', 'confirmed'],
    ['possible', 'possible'],
    ['not-known', 'not-known'],
    ['denied', 'not-known'],
    [undefined, 'not-known'],
  ])('alcohol before birth, recorded as %s: %s', (code, expected) => {
    const value = code ? { valueCodeableConcept: coded(CODE_SYSTEM.knowledge, code) } : {}
    const resources = record('health-context', [observation('prenatal-alcohol', value)])
    expect(readSection('health-context', resources).prenatalAlcohol).toBe(expected)
  })

  test.each([
    ['confirmed', true],
    ['possible', false],
    ['not-known', false],
    [undefined, false],
  ])('family history recorded as %s is available: %s', (code, available) => {
    const value = code ? { valueCodeableConcept: coded(CODE_SYSTEM.knowledge, code) } : {}
    const resources = record('health-context', [observation('family-history', value)])
    expect(readSection('health-context', resources).familyHistory).toEqual({ available, lastAsked: undefined })
  })

  test('who was asked for family history, and when, are said together or not at all', () => {
    const raa = { resourceType: 'Organization', id: 'raa', name: 'North RAA' }
    const read = (effectiveDateTime: string) => {
      const asked = observation('family-history', { performer: [{ reference: 'Organization/raa' }], effectiveDateTime })
      return readSection('health-context', record('health-context', [asked], [raa])).familyHistory?.lastAsked
    }
    expect(read('2026-09-03')).toEqual({ of: 'North RAA', on: '2026-09-03' })
    expect(read('2026-09')).toBeUndefined()
  })

  test('a need with a code we do not know keeps its words', () => {
    const need = (id: string, code: string) => ({
      resourceType: 'Condition',
      id,
      subject: SAM,
      code: coded(CODE_SYSTEM.need, code, 'Noise'),
    })
    const { needs } = readSection('needs', record('needs', [need('a', 'sensory'), need('b', 'constructor')]))
    expect(needs).toEqual([
      { code: 'sensory', text: 'Noise', knowledge: 'not-known' },
      { code: undefined, text: 'Noise', knowledge: 'not-known' },
    ])
  })
})

describe('own words', () => {
  test('come newest first, with the age then and who helped', () => {
    const helper = { resourceType: 'Practitioner', id: 'okafor', name: [{ text: 'Ms Okafor' }] }
    const said = (id: string, effectiveDateTime: string, performer: object[]) =>
      observation('own-words', { id, valueString: id, effectiveDateTime, performer })
    const resources = record(
      'about-me',
      [
        said('first', '2026-05-11', [SAM]),
        said('second', '2026-05-12T15:00:00Z', [SAM, { reference: 'Practitioner/okafor' }]),
        said('undated', '2026', [SAM]),
      ],
      [helper],
    )
    expect(readSection('about-me', resources).quotes).toEqual([
      { text: 'second', saidOn: '2026-05-12', age: 10, helpedBy: 'Ms Okafor' },
      { text: 'first', saidOn: '2026-05-11', age: 9, helpedBy: undefined },
    ])
  })
})

describe('commitments', () => {
  const OWNER = { resourceType: 'Organization', id: 'practice', name: 'Bridge Street Practice' }
  const task = (changes: object) => ({
    resourceType: 'Task',
    id: 't',
    status: 'accepted',
    for: SAM,
    description: 'Hearing test',
    owner: { reference: 'Organization/practice' },
    ...changes,
  })
  const read = (changes: object, beside: object[] = []) =>
    readSection('commitments', record('commitments', [task(changes)], [OWNER, ...beside])).commitments

  test.each([
    ['requested', 'requested'],
    ['received', 'requested'],
    ['accepted', 'accepted'],
    ['ready', 'accepted'],
    ['in-progress', 'under-way'],
    ['on-hold', 'under-way'],
    ['completed', 'done'],
    ['rejected', 'rejected'],
    ['cancelled', 'cancelled'],
    ['failed', 'cancelled'],
    ['draft', undefined],
    ['entered-in-error', undefined],
    ['constructor', undefined],
  ])('a task that is %s is %s', (status, expected) => {
    expect(read({ status })[0]?.status).toBe(expected)
  })

  test('say who took what on, for whom, by when and who steps in', () => {
    const adeyemi = {
      resourceType: 'PractitionerRole',
      id: 'adeyemi',
      practitioner: { reference: 'Practitioner/adeyemi' },
    }
    const person = { resourceType: 'Practitioner', id: 'adeyemi', name: [{ text: 'Ms Adeyemi' }] }
    const changes = {
      code: coded(CODE_SYSTEM.taskKind, 'advice-request'),
      requester: { reference: 'PractitionerRole/adeyemi' },
      restriction: { period: { end: '2026-11-30' }, recipient: [{ reference: 'Practitioner/adeyemi' }] },
      status: 'completed',
      executionPeriod: { end: '2026-11-20T10:00:00Z' },
    }
    expect(read(changes, [adeyemi, person])).toEqual([
      {
        id: 't',
        kind: 'advice-request',
        what: 'Hearing test',
        status: 'done',
        ownerReference: 'Organization/practice',
        owner: 'Bridge Street Practice',
        ownerRole: undefined,
        organisation: undefined,
        organisationReference: 'Organization/practice',
        cover: 'Ms Adeyemi',
        requester: 'Ms Adeyemi',
        dueOn: '2026-11-30',
        finishedOn: '2026-11-20',
      },
    ])
  })

  test('an owner who has left is said to have left', () => {
    const left = { resourceType: 'PractitionerRole', id: 'hart', active: false, practitioner: { display: 'Ms Hart' } }
    expect(read({ owner: { reference: 'PractitionerRole/hart' } }, [left])[0]?.owner).toBe('Ms Hart (has left)')
  })

  test.each([{ owner: undefined }, { owner: { reference: 'Organization/gone' } }])(
    '%j does not vanish: it says that nobody is named',
    (changes) => {
      expect(read(changes)).toMatchObject([{ owner: 'Nobody named', ownerReference: '' }])
    },
  )

  test('one that does not say what promises nothing', () => {
    expect(read({ description: undefined })).toEqual([])
  })
})

describe('people', () => {
  const team = (changes: object, member: object) => ({
    resourceType: 'CareTeam',
    id: 'team',
    subject: SAM,
    participant: [{ role: [coded(CODE_SYSTEM.personRole, 'gp')], member }],
    ...changes,
  })
  const shah = [
    {
      resourceType: 'PractitionerRole',
      id: 'shah',
      practitioner: { reference: 'Practitioner/shah' },
      organization: { reference: 'Organization/practice' },
      telecom: [
        { system: 'email', value: 'x@practice.example' },
        { system: 'phone', value: 'ext 12' },
      ],
    },
    {
      resourceType: 'Practitioner',
      id: 'shah',
      name: [
        { use: 'old', text: 'Dr Past' },
        { given: ['Anya'], family: 'Shah' },
      ],
    },
    { resourceType: 'Organization', id: 'practice', name: 'Bridge Street Practice' },
  ]
  const read = (changes: object, member: object = { reference: 'PractitionerRole/shah' }, beside: object[] = shah) =>
    readSection('people', record('people', [], [team(changes, member), ...beside])).people

  test('are followed from role to person and place, by the name they use now', () => {
    expect(read({})).toMatchObject([
      { name: 'Anya Shah', role: 'GP', roleCode: 'gp', organisation: 'Bridge Street Practice', contact: 'ext 12' },
    ])
  })

  test.each([
    ['active', 1],
    ['inactive', 0],
    ['entered-in-error', 0],
    ['proposed', 0],
  ])('a team that is %s: %i', (status, count) => {
    expect(read({ status })).toHaveLength(count)
  })

  test('somebody who has left is not in the team', () => {
    const [role, ...others] = shah
    expect(read({}, undefined, [{ ...role, active: false }, ...others])).toEqual([])
  })

  test('somebody unknown is known by the name in the reference, a child never', () => {
    expect(read({}, { reference: 'Practitioner/locum', display: 'Dr Locum' })).toMatchObject([{ name: 'Dr Locum' }])
    expect(read({}, { reference: 'Patient/before', display: 'Samuel Past' })).toEqual([])
    expect(read({}, { reference: 'https://x.example/Patient/before', display: 'Samuel Past' })).toEqual([])
  })
})

test('who holds parental responsibility, by name and capacity', () => {
  const jo = { resourceType: 'RelatedPerson', id: 'jo', patient: SAM, name: [{ text: 'Jo Carter' }] }
  const held = observation('parental-responsibility', {
    valueString: 'adoptive parent',
    focus: [{ reference: 'RelatedPerson/jo' }, { reference: 'RelatedPerson/nobody' }],
  })
  const order = observation('arrangement', {
    valueCodeableConcept: { text: 'Adoption order' },
    effectiveDateTime: '2019-06-20',
  })
  expect(readSection('arrangement', record('arrangement', [order, held], [jo]))).toEqual({
    arrangement: 'Adoption order',
    orderOn: '2019-06-20',
    responsible: [{ name: 'Jo Carter', capacity: 'adoptive parent' }],
  })
})
