import { readdirSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { openFiles } from '../../../src/app/open-files.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { codeOf } from '../../../src/core/errors.ts'
import type { Contents } from '../../../src/record/section-content.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import type { RawResource } from '../../../src/sources/read-bundle.ts'
import { openLaptop } from '../../faults/laptop.ts'
import { MIA } from '../../fixtures/small-family.ts'
import { arrive, family, find, type Resource, textsIn, VIEWER } from '../app/arrive.ts'

/* HL7 UK's examples of UK Core, as they are published: every one of tests/vectors/ukcore-examples. */
const FOLDER = new URL('../../vectors/ukcore-examples/', import.meta.url)
const START = Date.parse('2026-11-22T09:00:00Z')

/**
 * What becomes of each: `alone` as a file; `beside` Sam's resources, as it stands; `ofSam`, written about Sam, or for a
 * Patient, Sam's record written about them; in an answer about Mia, a `part` written about her.
 *
 * `same`: nobody is shown anything else by it. `less`: somebody is shown less, and nobody more. Else the code of the refusal.
 */
const OUTCOMES: [name: string, alone: string, beside: string, ofSam: string, part: string][] = [
  ['Bundle-AllergyList', 'link/unknown', 'same', 'same', 'same'],
  ['Bundle-Batch', 'record/unreadable', 'same', 'same', 'same'],
  ['Bundle-BatchPOST', 'record/unreadable', 'same', 'same', 'same'],
  ['Bundle-NEWS2Observations', 'link/unknown', 'same', 'same', 'same'],
  ['Bundle-Sn-NoAllergyData', 'record/unreadable', 'same', 'same', 'same'],
  ['CarePlan-WellnessPlan', 'link/unknown', 'record/two-children', 'same', 'same'],
  ['CareTeam-WeightManagementTeam', 'link/unknown', 'record/two-children', 'same', 'same'],
  ['Composition-Discharge', 'link/unknown', 'record/two-children', 'record/two-children', 'record/two-children'],
  ['Condition-BleedingFromEar', 'link/unknown', 'record/two-children', 'same', 'same'],
  ['Condition-HipReplacement', 'link/unknown', 'record/two-children', 'same', 'same'],
  ['Consent-ForInformationAccess', 'link/unknown', 'record/two-children', 'less', 'needs check'],
  ['Encounter-InpatientEncounter', 'link/unknown', 'same', 'same', 'same'],
  ['Organization-LeedsTeachingHospital', 'link/unknown', 'same', 'same', 'same'],
  ['Organization-WhiteRoseMedicalCentre', 'link/unknown', 'same', 'same', 'same'],
  ['Patient-BabyPatient', 'record/for-nobody', 'record/two-children', 'Melanie JONES', 'record/two-children'],
  ['Patient-RichardSmith', 'record/for-nobody', 'record/two-children', 'needs check', 'record/two-children'],
  ['Patient-Sn-Makaton', 'record/for-nobody', 'record/two-children', 'needs check', 'record/two-children'],
  ['Patient-Sn-MultipleLanguages', 'record/for-nobody', 'record/two-children', 'needs check', 'record/two-children'],
  ['Patient-Sn-Photo', 'record/for-nobody', 'record/two-children', 'record/unreadable', 'record/two-children'],
  ['Patient-Sn-SingleLanguage', 'record/for-nobody', 'record/two-children', 'needs check', 'record/two-children'],
  ['Practitioner-ConsultantSandraGose', 'link/unknown', 'same', 'same', 'same'],
  ['Practitioner-DoctorPaulRastall', 'link/unknown', 'same', 'same', 'same'],
  ['Practitioner-PharmacistJimmyChuck', 'link/unknown', 'same', 'same', 'same'],
  ['Practitioner-Sn-Photo', 'link/unknown', 'same', 'same', 'same'],
  ['Practitioner-Sn-Qualification', 'link/unknown', 'same', 'same', 'same'],
  ['PractitionerRole-GeneralPractitioner', 'link/unknown', 'same', 'same', 'same'],
  ['PractitionerRole-Sn-Organization-Code', 'link/unknown', 'same', 'same', 'same'],
  ['Provenance-RARecordConsent', 'link/unknown', 'same', 'same', 'same'],
  ['Questionnaire-EOLPlan', 'link/unknown', 'same', 'same', 'same'],
  ['Questionnaire-FitnessForWork', 'link/unknown', 'same', 'same', 'same'],
  ['Questionnaire-InpatientSurvey', 'link/unknown', 'same', 'same', 'same'],
  ['QuestionnaireResponse-BabyPatientSurvey', 'link/unknown', 'same', 'same', 'same'],
  ['QuestionnaireResponse-EOLPlan', 'link/unknown', 'same', 'same', 'same'],
  ['QuestionnaireResponse-FitnessForWork', 'link/unknown', 'same', 'same', 'same'],
  ['QuestionnaireResponse-InpatientSurvey', 'link/unknown', 'same', 'same', 'same'],
  ['RelatedPerson-JoySmith', 'link/unknown', 'record/two-children', 'same', 'same'],
  ['Task-Colonoscopy', 'link/unknown', 'record/two-children', 'same', 'same'],
]

test('every example is in the table', () => {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith('.json'))
  expect(OUTCOMES.map(([name]) => `UKCore-${name}-Example.json`)).toEqual(names)
})

test.each(OUTCOMES)('%s', async (name, ...expected) => {
  const resource = example(name)
  const outcomes = [await alone(resource), await beside(resource), await ofSam(resource), await part(resource)]
  expect(outcomes).toEqual(expected)
})

test('an agreement whose root says neither permit nor deny shows nothing to anybody, alone or beside another', () => {
  const unclear = about(example('Consent-ForInformationAccess'), 'Patient/sam')
  expect(unclear.provision).not.toHaveProperty('type')
  const byParent = { ...unclear, performer: find(family('sam'), 'Consent').performer, provision: {} }
  for (const consent of [unclear, byParent]) {
    const others = family('sam').filter(({ resourceType }) => resourceType !== 'Consent')
    for (const viewer of Object.values(VIEWER)) {
      expect(arrive([...others, consent], viewer)).toEqual({ kind: 'nothing', needsCheck: true })
      expect(arrive([...family('sam'), consent], viewer)).toEqual({ kind: 'nothing', needsCheck: true })
    }
  }
})

test('an NHS number is read beside what says how sure it is', () => {
  const baby = example('Patient-BabyPatient')
  const ingested = arrive([...familyOf(baby), baby])
  expect(ingested).toMatchObject({
    cover: { name: 'Melanie JONES', third: { label: 'NHS number', value: '991 200 3890' } },
  })
})

test('a Task is owned by a Practitioner without a role, who is called by name', () => {
  const task = { ...about(example('Task-Colonoscopy'), 'Patient/sam'), description: 'Colonoscopy' }
  const { commitments } = shown('commitments', task, example('Practitioner-ConsultantSandraGose'))
  const { what, owner, ownerRole, requester, dueOn } = commitments?.commitments.at(-1) ?? {}
  expect({ what, owner, ownerRole, requester, dueOn }).toEqual({
    what: 'Colonoscopy',
    owner: 'Sandra Gose',
    ownerRole: undefined,
    requester: 'Dr Paul Rastall',
    dueOn: '2021-10-13',
  })
})

test('a team of Practitioners without roles is shown, and not once it is inactive', () => {
  const doctor = { ...example('Practitioner-DoctorPaulRastall'), id: 'UKCore-Practitioner-PaulRastall-Example' }
  const team = about(example('CareTeam-WeightManagementTeam'), 'Patient/sam')
  const named = ({ people }: Contents) => people?.people.filter(({ name }) => name === 'Paul Rastall')
  expect(named(shown('people', { ...team, status: 'active' }, doctor))).toMatchObject([{ role: 'Involved' }])
  expect(named(shown('people', team, doctor))).toEqual([])
})

function example(name: string): RawResource {
  return JSON.parse(readFileSync(new URL(`UKCore-${name}-Example.json`, FOLDER), 'utf8'))
}

function about<Value>(value: Value, patient: string): Value {
  return JSON.parse(JSON.stringify(value).replace(/"Patient\/[^"]+"/g, JSON.stringify(patient)))
}

/** Sam's record but for the Patient, written about somebody else. */
function familyOf({ id }: RawResource): Resource[] {
  const others = family('sam').filter(({ resourceType }) => resourceType !== 'Patient')
  return about(others, `Patient/${id}`)
}

/** What Sam's GP is shown when a section lists one thing more. */
function shown(section: SectionCode, listed: RawResource, ...others: RawResource[]): Contents {
  const resources = family('sam')
  const sections = find(resources, 'Composition').section as { code: unknown; entry: object[] }[]
  const isListed = ({ code }: { code: unknown }) => JSON.stringify(code).includes(`"${section}"`)
  sections.find(isListed)?.entry.push({ reference: `${listed.resourceType}/${listed.id}` })
  const ingested = arrive([...resources, listed, ...others])
  if (ingested.kind !== 'record') throw new Error('nothing may be kept')
  return Object.fromEntries(Object.entries(ingested.contents).map(([name, boxes]) => [name, boxes[0]])) as Contents
}

/** Any error that is not ours comes out as app/unexpected. */
async function outcome(attempt: () => string | Promise<string>): Promise<string> {
  try {
    return await attempt()
  } catch (error) {
    return codeOf(error)
  }
}

async function alone(resource: object): Promise<string> {
  const laptop = await openLaptop(START, [])
  const said = { name: 'Dr Shah', roleAndPlace: 'GP, Bridge Street Practice' }
  const files = [new Blob([JSON.stringify(resource)])]
  return outcome(async () => (await openFiles(laptop.app, files, { said, link: undefined })).kind).finally(laptop.close)
}

const BEFORE = shownToAll(family('sam'))

function beside(resource: object): Promise<string> {
  return outcome(() => {
    const after = shownToAll([...family('sam'), resource])
    if (JSON.stringify(after) === JSON.stringify(BEFORE)) return 'same'
    return after.every((one, who) => textsIn(one).every((text) => textsIn(BEFORE[who]).includes(text)))
      ? 'less'
      : 'more'
  })
}

function ofSam(resource: RawResource): Promise<string> {
  if (resource.resourceType !== 'Patient') return beside(about(resource, 'Patient/sam'))
  return outcome(() => {
    const ingested = arrive([...familyOf(resource), resource])
    return ingested.kind === 'record' ? ingested.cover.name : ingested.needsCheck ? 'needs check' : 'nothing'
  })
}

function shownToAll(raw: unknown[]): unknown[] {
  return Object.values(VIEWER).map((viewer) => {
    const ingested = arrive(raw, viewer)
    return ingested.kind === 'record' ? [ingested.contents, ingested.cover.sharing, ingested.cover.name] : []
  })
}

async function part(resource: object): Promise<string> {
  const laptop = await openLaptop(START, [MIA])
  try {
    await refresh(laptop.app)
    const { fetch } = laptop.server
    laptop.server.fetch = async (input, init) => {
      const response = await fetch(input, init)
      if (!String(init?.body).includes('Observation?subject=Patient%2Fmia&_count')) return response
      const answer = (await response.json()) as { entry: { resource: { entry: object[] } }[] }
      answer.entry[1]?.resource.entry.push({ resource: about(resource, 'Patient/mia') })
      return new Response(JSON.stringify(answer), { headers: { 'content-type': 'application/fhir+json' } })
    }
    const [summary] = await refresh(laptop.app)
    const { failed, refused, needsCheck } = summary ?? {}
    return failed ?? refused?.[0]?.code ?? (needsCheck ? 'needs check' : 'same')
  } finally {
    await laptop.close()
  }
}
