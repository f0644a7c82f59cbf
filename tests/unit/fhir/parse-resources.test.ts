import { expect, test } from 'vitest'
import { parseResources } from '../../../src/fhir/parse-resources.ts'
import { RESOURCE_SCHEMAS, type ResourceType } from '../../../src/fhir/resources.ts'
import { FAMILIES } from '../../../src/practice/families/index.ts'
import { IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { readBundle } from '../../../src/sources/read-bundle.ts'

const NOW = Date.parse('2026-11-21T10:00:00Z')
const SAM = readBundle(FAMILIES.find(({ id }) => id === 'sam-bundle')) as { resourceType: string }[]

test.each(Object.keys(RESOURCE_SCHEMAS) as ResourceType[])('a %s keeps no field but those on the list', (type) => {
  const remark = { text: { div: 'x' }, contained: [{}], implicitRules: 'x', unheardOf: 'x' }
  const extension = [{ url: 'x', valueString: 'y', valueAddress: { text: 'x' }, valueReference: {}, id: 'x' }]
  const resources = parseResources(
    SAM.map((one) => ({ ...one, ...remark, extension })),
    NOW,
  )
  const [first] = resources.ofType(type)
  expect(Object.keys(first ?? {}).length).toBeGreaterThan(1)
  for (const field of Object.keys(remark)) expect(first).not.toHaveProperty(field)
  // An organisation says in one on what footing it keeps records: a code or a text, and nothing else.
  if (first?.resourceType === 'Organization') expect(first.extension).toEqual([{ url: 'x', valueString: 'y' }])
  else expect(first).not.toHaveProperty('extension')
})

test('resources are found by type and reference, never by one alone', () => {
  const resources = parseResources(SAM, NOW)
  expect(resources.find('Goal', 'Goal/sam-outcomes-1')?.id).toBe('sam-outcomes-1')
  expect(resources.find('Task', 'Goal/sam-outcomes-1')).toBeUndefined()
  expect(resources.find('Goal', 'sam-outcomes-1')).toBeUndefined()
  expect(resources.find('Goal', undefined)).toBeUndefined()
})

test('kinds that are not read are left out, whoever they are about', () => {
  const stray = { resourceType: 'Encounter', id: 'e', subject: { reference: 'Patient/mia' } }
  expect(parseResources([...SAM, stray], NOW).patient.id).toBe('sam')
})

test.each<[string, object, boolean]>([
  [
    'a member of a team who has left it',
    { resourceType: 'CareTeam', participant: [{ period: { end: '2026-11-20' } }] },
    false,
  ],
  ['one who leaves today', { resourceType: 'CareTeam', participant: [{ period: { end: '2026-11-21' } }] }, true],
  ['a relative who is one no longer', { resourceType: 'RelatedPerson', period: { end: '2026-11' } }, true],
  ['a relative who was one until last month', { resourceType: 'RelatedPerson', period: { end: '2026-10' } }, false],
  ['a relative who is not to be counted on', { resourceType: 'RelatedPerson', active: false }, false],
  ['a role that has ended', { resourceType: 'PractitionerRole', period: { end: '2025' } }, false],
  ['a role with no end', { resourceType: 'PractitionerRole', period: { start: '2025' } }, true],
])('%s is there or not as of now', (_, part, expected) => {
  const resource = { id: 'part', patient: { reference: 'Patient/sam' }, subject: { reference: 'Patient/sam' }, ...part }
  const resources = parseResources([{ resourceType: 'Patient', id: 'sam' }, resource], NOW)
  const [team] = resources.ofType('CareTeam')
  const [relative] = resources.ofType('RelatedPerson')
  const [role] = resources.ofType('PractitionerRole')
  expect(team ? team.participant?.length === 1 : role ? role.active : relative !== undefined).toBe(expected)
})

test.each([
  ['https://fhir.nhs.uk/Id/nhs-number', 'http://fhir.nhs.net/Id/nhs-number'],
  ['https://fhir.nhs.uk/Id/nhs-number', 'https://fhir.nhs.uk/Id/NHS-number'],
  [IDENTIFIER_SYSTEM.planReference, IDENTIFIER_SYSTEM.planReference],
  [IDENTIFIER_SYSTEM.upn, IDENTIFIER_SYSTEM.upn],
])('two numbers under %s and %s are two identities', (one, other) => {
  const identifier = [
    { system: one, value: '9990000018' },
    { system: other, value: '9990000026' },
  ]
  expect(() => parseResources([{ resourceType: 'Patient', id: 'sam', identifier }], NOW)).toThrow(
    expect.objectContaining({ code: 'record/two-identities' }),
  )
})

test('two resources under one name are refused: one could be granted and the other shown', () => {
  const team = SAM.find(({ resourceType }) => resourceType === 'CareTeam')
  expect(() => parseResources([...SAM, { ...team, participant: [] }], NOW)).toThrow(
    expect.objectContaining({ code: 'record/unreadable' }),
  )
})
