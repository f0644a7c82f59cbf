import { expect, test } from 'vitest'
import { parseResources } from '../../../src/fhir/parse-resources.ts'
import { RESOURCE_SCHEMAS, type ResourceType } from '../../../src/fhir/resources.ts'
import { FAMILIES } from '../../../src/practice/families/index.ts'
import { readBundle } from '../../../src/sources/file/read-bundle.ts'

const SAM = readBundle(FAMILIES.find(({ id }) => id === 'sam-bundle')) as { resourceType: string }[]

test.each(Object.keys(RESOURCE_SCHEMAS) as ResourceType[])('a %s keeps no field but those on the list', (type) => {
  const remark = { text: { div: 'x' }, contained: [{}], implicitRules: 'x', unheardOf: 'x' }
  const extension = [{ url: 'x', valueString: 'y', valueAddress: { text: 'x' }, valueReference: {}, id: 'x' }]
  const resources = parseResources(SAM.map((one) => ({ ...one, ...remark, extension })))
  const [first] = resources.ofType(type)
  expect(Object.keys(first ?? {}).length).toBeGreaterThan(1)
  for (const field of Object.keys(remark)) expect(first).not.toHaveProperty(field)
  // An organisation says in one on what footing it keeps records: a code or a text, and nothing else.
  if (first?.resourceType === 'Organization') expect(first.extension).toEqual([{ url: 'x', valueString: 'y' }])
  else expect(first).not.toHaveProperty('extension')
})

test('resources are found by type and reference, never by one alone', () => {
  const resources = parseResources(SAM)
  expect(resources.find('Goal', 'Goal/sam-outcomes-1')?.id).toBe('sam-outcomes-1')
  expect(resources.find('Task', 'Goal/sam-outcomes-1')).toBeUndefined()
  expect(resources.find('Goal', 'sam-outcomes-1')).toBeUndefined()
  expect(resources.find('Goal', undefined)).toBeUndefined()
})

test('kinds that are not read are left out, whoever they are about', () => {
  const stray = { resourceType: 'Encounter', id: 'e', subject: { reference: 'Patient/mia' } }
  expect(parseResources([...SAM, stray]).patient.id).toBe('sam')
})
