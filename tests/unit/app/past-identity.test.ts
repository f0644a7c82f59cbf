import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Ingested } from '../../../src/app/ingest/ingest.ts'
import { AppError } from '../../../src/core/errors.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { arrive, family, find, NAMES, type Resource, VIEWER } from './arrive.ts'

/*
 * Security T17: what a source knows of who a child was before. Every plant puts a text of its own in one place where
 * systems keep a past name, a past number, the family of birth or a stray remark, and none of it may be kept.
 */

type Plant = (raw: Resource[], canary: string, pick: <One>(from: One[]) => One) => unknown

const { planReference, nhsNumber, upn } = IDENTIFIER_SYSTEM

const PLANTS: Record<string, Plant> = {
  'an old name': (raw, canary, pick) =>
    namesIn(raw).splice(pick([0, namesIn(raw).length]), 0, {
      use: pick(['old', 'maiden', 'temp']),
      given: [canary],
      family: canary,
      text: canary,
    }),
  'a name with an end': (raw, canary, pick) =>
    namesIn(raw).splice(pick([0, namesIn(raw).length]), 0, {
      ...pick([{ use: 'usual' }, { use: 'official' }, {}]),
      given: [canary],
      period: { start: '2016-05-12', end: pick(['2019-06-20', '2019', '2031-01-01']) },
    }),
  'the name in the register, beside the usual one': (raw, canary, pick) =>
    namesIn(raw).splice(pick([0, namesIn(raw).length]), 0, { use: 'official', given: [canary], family: canary }),
  'more given names, and a name written out': (raw, canary) =>
    Object.assign(namesIn(raw)[0] ?? {}, {
      text: canary,
      prefix: [canary],
      suffix: [canary],
      given: [...givenIn(raw), canary],
    }),
  'names in extensions of names': (raw, canary) =>
    Object.assign(namesIn(raw)[0] ?? {}, {
      _family: {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/humanname-mothers-family', valueString: canary }],
      },
      _given: [{ id: canary, extension: [{ url: 'urn:x', valueString: canary }] }],
    }),
  'an old plan reference': (raw, canary, pick) =>
    numbersIn(raw).splice(pick([0, numbersIn(raw).length]), 0, {
      system: planReference,
      value: canary,
      ...pick([{ use: 'old' }, { period: { end: '2019-06-20' } }, { use: 'temp' }]),
    }),
  'an old NHS number alone': (raw, canary) => onlyNumber(raw, { use: 'old', system: nhsNumber, value: canary }),
  'an old UPN alone': (raw, canary) => onlyNumber(raw, { period: { end: '2019' }, system: upn, value: canary }),
  'a number of another kind': (raw, canary, pick) =>
    numbersIn(raw).unshift({
      system: pick(['https://council.example/looked-after-number', 'urn:oid:2.16.840.1.113883.2.1.4.1', '']),
      value: canary,
      type: { text: canary },
    }),
  'more about a number': (raw, canary) =>
    numbersIn(raw).forEach((one) => {
      Object.assign(one, {
        type: { text: canary },
        assigner: { display: canary },
        extension: [{ url: 'urn:x', valueString: canary }],
      })
    }),
  'links to other Patients': (raw, canary, pick) =>
    Object.assign(find(raw, 'Patient'), {
      link: [
        {
          type: pick(['replaces', 'replaced-by', 'refer', 'seealso']),
          other: { reference: `Patient/${canary}`, display: canary },
        },
      ],
    }),
  'addresses, photographs, telephones and contacts': (raw, canary) =>
    Object.assign(find(raw, 'Patient'), {
      address: [{ use: 'old', line: [canary], city: canary, text: canary }],
      photo: [{ title: canary, data: canary, url: canary }],
      telecom: [{ system: 'phone', value: canary }],
      contact: [{ name: { text: canary }, relationship: [{ text: canary }], organization: { display: canary } }],
      generalPractitioner: [{ display: canary }],
      managingOrganization: { display: canary },
      communication: [{ language: { text: canary } }],
    }),
  'a place of birth': (raw, canary) =>
    Object.assign(find(raw, 'Patient'), {
      extension: [
        { url: 'http://hl7.org/fhir/StructureDefinition/patient-birthPlace', valueAddress: { city: canary } },
        { url: 'http://hl7.org/fhir/StructureDefinition/patient-mothersMaidenName', valueString: canary },
      ],
      _birthDate: {
        extension: [{ url: 'http://hl7.org/fhir/StructureDefinition/patient-birthTime', valueDateTime: canary }],
      },
      multipleBirthInteger: 2,
      deceasedBoolean: false,
    }),
  narrative: (raw, canary, pick) =>
    Object.assign(pick(raw), {
      text: { status: 'generated', div: `<div xmlns="http://www.w3.org/1999/xhtml">${canary}</div>` },
    }),
  'contained resources': (raw, canary, pick) =>
    Object.assign(pick(raw), {
      contained: [
        { resourceType: 'RelatedPerson', id: 'c', name: [{ text: canary }] },
        { resourceType: 'Patient', id: 'p', name: [{ text: canary }] },
      ],
    }),
  'an extension': (raw, canary, pick) => {
    const one = pick(objectsIn(pick(raw)))
    one.extension = [
      ...((one.extension as object[] | undefined) ?? []),
      { url: 'https://elsewhere.example', valueString: canary },
    ]
  },
  'fields nobody has heard of': (raw, canary, pick) => {
    pick(objectsIn(pick(raw)))[`x${canary}`] = canary
  },
  'tags and profiles': (raw, canary, pick) => {
    const one = pick(raw.filter(({ resourceType }) => resourceType !== 'Consent'))
    one.meta = { ...(one.meta as object), source: canary, tag: [{ display: canary }], profile: [`urn:${canary}`] }
  },
  'the family of birth as relatives': (raw, canary, pick) =>
    raw.push({
      resourceType: 'RelatedPerson',
      id: `before-${canary}`,
      patient: { reference: about(raw) },
      active: pick([true, false]),
      relationship: [{ text: canary, coding: [{ system: CODE_SYSTEM.capacity, code: 'parent', display: canary }] }],
      name: [{ text: canary }],
      telecom: [{ value: canary }],
      address: [{ text: canary }],
      birthDate: '1990-01-01',
    }),
  'past names, addresses and telephones of relatives and professionals': (raw, canary, pick) => {
    const people = raw.filter(({ resourceType }) => /^(RelatedPerson|Practitioner)$/.test(resourceType))
    const one = pick(people)
    one.name = [{ use: pick(['old', 'maiden']), text: canary }, ...(one.name as object[])]
    Object.assign(one, {
      address: [{ text: canary }],
      photo: [{ title: canary }],
      qualification: [{ code: { text: canary } }],
    })
  },
  'other names and addresses of a place': (raw, canary, pick) =>
    Object.assign(pick(raw.filter(({ resourceType }) => resourceType === 'Organization')), {
      alias: [canary],
      address: [{ text: canary }],
      contact: [{ name: { text: canary } }],
    }),
  'notes and everything around an entry': (raw, canary, pick) =>
    Object.assign(pick(entriesIn(raw)), {
      note: [{ text: canary, authorString: canary }],
      component: [{ code: { text: canary }, valueString: canary }],
      bodySite: { text: canary },
      evidence: [{ code: [{ text: canary }] }],
      input: [{ type: { text: canary }, valueString: canary }],
      addresses: [{ display: canary }],
      encounter: { display: canary },
      identifier: [{ value: canary }],
    }),
  'names beside references': (raw, canary, pick) => {
    const known = new Set(raw.map(({ resourceType, id }) => `${resourceType}/${id}`))
    const references = raw.flatMap(objectsIn).filter(({ reference }) => known.has(String(reference)))
    pick(references).display = canary
  },
  'an entry in no section': (raw, canary) =>
    raw.push({
      resourceType: 'Observation',
      id: `stray-${canary}`,
      status: 'final',
      subject: { reference: about(raw) },
      code: { coding: [{ system: CODE_SYSTEM.entry, code: 'strength' }], text: canary },
      valueString: canary,
    }),
  'an entry that was written by mistake': (raw, canary, pick) => {
    const strengths = listIn(raw, 'strengths')
    strengths.push({ reference: `Observation/wrong-${canary}` })
    raw.push({
      resourceType: 'Observation',
      id: `wrong-${canary}`,
      status: pick(['entered-in-error', 'cancelled']),
      subject: { reference: about(raw) },
      code: { coding: [{ system: CODE_SYSTEM.entry, code: 'strength' }] },
      valueString: canary,
    })
  },
  'a record that has been replaced': (raw, canary, pick) => {
    const record = find(raw, 'Composition')
    raw.push(
      {
        ...record,
        id: `before-${canary}`,
        date: '2019-01-01',
        title: canary,
        section: [section(`Observation/before-${canary}`)],
      },
      {
        resourceType: 'Observation',
        id: `before-${canary}`,
        status: 'final',
        subject: { reference: about(raw) },
        code: { coding: [{ system: CODE_SYSTEM.entry, code: 'strength' }] },
        valueString: canary,
      },
    )
    Object.assign(record, { title: canary, confidentiality: 'R', relatesTo: [{ targetIdentifier: { value: canary } }] })
    Object.assign(pick(record.section as object[]), { title: canary, text: { div: canary } })
  },
  'an agreement of before, by whoever decided then': (raw, canary, pick) =>
    raw.push(
      {
        ...find(raw, 'Consent'),
        id: `before-${canary}`,
        status: pick(['inactive', 'rejected', 'entered-in-error']),
        performer: [{ reference: `RelatedPerson/before-${canary}`, display: canary }],
      },
      {
        resourceType: 'RelatedPerson',
        id: `before-${canary}`,
        patient: { reference: about(raw) },
        name: [{ text: canary }],
      },
    ),
  'what is written around an agreement': (raw, canary) =>
    Object.assign(find(raw, 'Consent'), {
      text: { status: 'generated', div: canary },
      identifier: [{ value: canary }],
      sourceAttachment: { title: canary, data: canary },
      verification: [{ verified: true, verifiedWith: { display: canary } }],
    }),
  'who else has written in the record': (raw, canary) =>
    raw.push({
      resourceType: 'Provenance',
      id: `wrote-${canary}`,
      target: [{ reference: about(raw), display: canary }],
      recorded: '2019-01-01T00:00:00Z',
      reason: [{ text: canary }],
      activity: { coding: [{ code: 'CREATE', display: canary }], text: canary },
      agent: [{ who: { display: canary } }],
    }),
  'kinds of resource that are not read': (raw, canary, pick) =>
    raw.push({
      resourceType: pick([
        'Encounter',
        'FamilyMemberHistory',
        'DocumentReference',
        'Person',
        'AuditEvent',
        'Flag',
        'Media',
      ]),
      id: `other-${canary}`,
      patient: { reference: about(raw) },
      name: canary,
      description: canary,
    }),
  'a team that has ended': (raw, canary) =>
    raw.push({
      resourceType: 'CareTeam',
      id: `before-${canary}`,
      status: 'inactive',
      name: canary,
      subject: { reference: about(raw) },
      participant: [{ member: { display: canary, reference: `RelatedPerson/before-${canary}` } }],
    }),
}

/** Two identities in one answer: nothing of it may be kept. */
const REFUSED: Record<string, Plant> = {
  'an old NHS number beside the new one': (raw, canary, pick) =>
    numbersIn(raw).splice(pick([0, numbersIn(raw).length]), 0, {
      system: nhsNumber,
      value: canary,
      ...pick([{ use: 'old' }, { period: { end: '2019-06-20' } }, {}]),
    }),
  'an old UPN beside the new one': (raw, canary, pick) =>
    numbersIn(raw).splice(pick([0, numbersIn(raw).length]), 0, {
      system: upn,
      value: canary,
      ...pick([{ use: 'old' }, { period: { end: '2019-06-20' } }, {}]),
    }),
}

const seeded = fc.record({
  name: fc.constantFrom(...NAMES),
  plants: fc.uniqueArray(fc.constantFrom(...Object.keys(PLANTS)), { minLength: 3, maxLength: 10 }),
  refused: fc.option(fc.constantFrom(...Object.keys(REFUSED)), { freq: 5 }),
  at: fc.array(fc.nat(), { minLength: 8, maxLength: 8 }),
})

/** A hundred records, the same every time. Each family and each plant is among them. */
const RECORDS = fc.sample(seeded, { numRuns: 100, seed: 20261121 }).map((one, index) => ({
  ...one,
  name: NAMES[index] ?? one.name,
  index,
  plants: [...new Set([...one.plants, Object.keys(PLANTS)[index] ?? ''])].filter(Boolean),
}))

describe('of who a child was before, nothing is kept for anybody', () => {
  test.each(RECORDS)('$index: $name, with $plants', ({ name, plants, refused, at }) => {
    const record = () => planted(name, refused === null ? plants : [...plants, refused], at)
    const clean = family(name)
    const isRefused =
      refused !== null && hasNumber(clean, refused.includes('UPN') ? upn : nhsNumber) && !takesNumber(plants, refused)
    expect(JSON.stringify(record())).toMatch(/Canary/)
    for (const viewer of Object.values(VIEWER)) {
      const kept = tried(() => arrive(record(), viewer))
      if (isRefused) expect(kept).toBe('record/two-identities')
      expect(canariesIn(kept, name)).toEqual([])
    }
  })
})

describe('alone, each changes nothing of what is kept', () => {
  const changing = ['an old NHS number alone', 'an old UPN alone']
  test.each(Object.keys(PLANTS).map((plant, index) => [plant, index] as const))('%s', (plant, index) => {
    for (const name of [0, 6, 12].flatMap((step) => NAMES[(index + step) % NAMES.length] ?? [])) {
      for (const viewer of Object.values(VIEWER)) {
        const kept = tried(() => arrive(planted(name, [plant], [3, 1, 4, 1, 5, 9, 2, 6]), viewer))
        expect(canariesIn(kept, name)).toEqual([])
        if (!changing.includes(plant)) expect(kept).toEqual(arrive(family(name), viewer))
      }
    }
  })
})

test('a canary that is kept would be found', () => {
  const raw = family('sam')
  find(raw, 'Observation', 'sam-strengths-1').valueString = 'Canary-1-'
  expect(canariesIn(arrive(raw, VIEWER.khan), 'sam')).toEqual(['Canary-1-'])
})

function planted(name: string, plants: string[], at: number[]): Resource[] {
  const raw = family(name)
  let drawn = 0
  const pick = <One>(from: One[]): One => {
    drawn += 1
    return from[((at[drawn % at.length] ?? 0) + drawn) % from.length] as One
  }
  for (const [index, plant] of plants.entries()) (PLANTS[plant] ?? REFUSED[plant])?.(raw, `Canary-${index}-`, pick)
  return raw
}

function tried(attempt: () => Ingested): Ingested | string {
  try {
    return attempt()
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function canariesIn(kept: unknown, name: string): string[] {
  // What comes out is asked for whatever its shape: keys as well as values.
  return Array.from(JSON.stringify([kept, name]).matchAll(/canary-?\d*-?/gi), ([canary]) => canary)
}

function about(raw: Resource[]): string {
  return `Patient/${find(raw, 'Patient').id}`
}

function namesIn(raw: Resource[]): Record<string, unknown>[] {
  return find(raw, 'Patient').name as Record<string, unknown>[]
}

function givenIn(raw: Resource[]): string[] {
  return (namesIn(raw)[0]?.given ?? []) as string[]
}

function numbersIn(raw: Resource[]): Record<string, unknown>[] {
  return find(raw, 'Patient').identifier as Record<string, unknown>[]
}

function hasNumber(raw: Resource[], system: string): boolean {
  return numbersIn(raw).some((one) => one.system === system)
}

/** Whether the only current number of the kind has been taken out by another plant. */
function takesNumber(plants: string[], refused: string): boolean {
  return plants.includes(refused.includes('UPN') ? 'an old UPN alone' : 'an old NHS number alone')
}

function onlyNumber(raw: Resource[], number: Record<string, unknown>): void {
  const others = numbersIn(raw).filter(({ system }) => system !== number.system)
  find(raw, 'Patient').identifier = [number, ...others]
}

function entriesIn(raw: Resource[]): Resource[] {
  return raw.filter(({ resourceType }) => /^(Observation|Condition|CarePlan|Goal|Task)$/.test(resourceType))
}

function listIn(raw: Resource[], code: string): { reference: string }[] {
  const sections = find(raw, 'Composition').section as ReturnType<typeof section>[]
  const found = sections.find((one) => one.code.coding[0]?.code === code) ?? section()
  if (!sections.includes(found)) sections.push({ ...found, code: { coding: [{ system: CODE_SYSTEM.section, code }] } })
  return found.entry
}

function section(...entries: string[]) {
  return {
    code: { coding: [{ system: CODE_SYSTEM.section as string, code: 'strengths' }] },
    entry: entries.map((reference) => ({ reference })),
  }
}

function objectsIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(objectsIn)
  if (typeof value !== 'object' || value === null) return []
  return [value as Record<string, unknown>, ...Object.values(value).flatMap(objectsIn)]
}

test.each(['RelatedPerson/gone', 'urn:uuid:1', '#p', 'Patient/sam'])(
  'what a reference to %s calls somebody who is not in the record is not kept',
  (reference) => {
    const raw = family('sam')
    find(raw, 'Observation', 'sam-about-me-1').performer = [{ reference, display: 'CANARY' }]
    find(raw, 'Task').requester = { reference, display: 'CANARY' }
    for (const viewer of Object.values(VIEWER)) expect(JSON.stringify(arrive(raw, viewer))).not.toContain('CANARY')
  },
)
