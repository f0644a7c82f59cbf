import { AppError } from '../../core/errors.ts'
import { parseFhirDate } from '../../core/time.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { Knowledge } from '../../record/section-content.ts'
import { SECTION_CODES, type SectionCode } from '../../record/sections.ts'
import type { Resources } from '../parse-resources.ts'
import type { Codeable, Resource } from '../resources.ts'

/** What an Observation in a section is: the codes of our `entry` code system, published in `fhir/profile/`. */
export const ENTRIES = {
  'own-words': 'Something the child said',
  'about-me': 'Something to know, under a heading',
  strength: 'A strength',
  do: 'Please do',
  'please-dont': 'Please do not',
  trigger: 'What can set things off',
  'word-to-use': 'A word to use',
  'word-to-avoid': 'A word to avoid',
  'address-as': 'How to address the child and the family',
  assessment: 'An assessment',
  'family-history': 'Whether family history is available',
  'prenatal-alcohol': 'What is known of alcohol before birth',
  'health-fact': 'A health fact, under a heading',
  'education-fact': 'An education fact, under a heading',
  'family-support': 'Support for the family',
  intervention: 'Something provided',
  arrangement: 'The kind of arrangement',
  'parental-responsibility': 'Who holds parental responsibility',
  objection: 'Who objects to sharing, and to which sections',
  'able-to-agree': 'The child was found able to agree for themself',
} as const
export type EntryCode = keyof typeof ENTRIES

/**
 * The latest finished Composition, which is the record as it stands, and when it was written.
 *
 * @throws AppError record/unreadable when there is none, or one has no date: a record without one cannot be called current
 */
export function currentComposition(resources: Resources): { whole: Resource<'Composition'>; atMs: number } {
  const finished = resources
    .ofType('Composition')
    .filter(({ status }) => status === 'final' || status === 'amended')
    .map((whole) => ({ whole, atMs: parseFhirDate(whole.date)?.fromMs ?? Number.NaN }))
  // The newest may be the very one whose date cannot be read.
  const isDated = finished.every(({ atMs }) => !Number.isNaN(atMs))
  const [current] = isDated ? finished.sort((a, b) => b.atMs - a.atMs) : []
  if (!current) throw new AppError('record/unreadable', 'no finished Composition with a date')
  return current
}

/** What the Composition lists under a section, in its order. A section the Composition lacks is empty. */
export function sectionEntries(resources: Resources, section: SectionCode): string[] {
  const found = currentComposition(resources).whole.section?.find(
    ({ code }) => codeIn(code, CODE_SYSTEM.section) === section,
  )
  return (found?.entry ?? []).flatMap(({ reference }) => reference ?? [])
}

/** Everything the record lists, section by section. People are on the care teams, which no section needs to list. */
export function listed(resources: Resources): Record<SectionCode, string[]> {
  const teams = resources.ofType('CareTeam').map(({ id }) => `CareTeam/${id}`)
  const entries = SECTION_CODES.map((section) => [section, sectionEntries(resources, section)] as const)
  return { ...(Object.fromEntries(entries) as Record<SectionCode, string[]>), people: teams }
}

/** The Observations of one kind in a section; those entered in error or cancelled are left out. */
export function observations(resources: Resources, section: SectionCode, entry: EntryCode): Resource<'Observation'>[] {
  return sectionEntries(resources, section)
    .flatMap((reference) => resources.find('Observation', reference) ?? [])
    .filter(({ status }) => status !== 'entered-in-error' && status !== 'cancelled')
    .filter(({ code }) => codeIn(code, CODE_SYSTEM.entry) === entry)
}

/** The texts of the Observations of one kind in a section. */
export function texts(resources: Resources, section: SectionCode, entry: EntryCode): string[] {
  return observations(resources, section, entry).flatMap(({ valueString }) => valueString ?? [])
}

/** Observations whose `code.text` is a heading and whose value is a sentence. */
export function facts(resources: Resources, section: SectionCode, entry: EntryCode) {
  return observations(resources, section, entry).flatMap(({ code, valueString, valueCodeableConcept }) => {
    const text = valueString ?? valueCodeableConcept?.text
    return code.text && text ? { label: code.text, text } : []
  })
}

export function codeIn(concept: Codeable | undefined, system: string): string | undefined {
  return concept?.coding?.find((coding) => coding.system === system)?.code
}

export function textOf(concept: Codeable | undefined): string | undefined {
  return concept?.text ?? concept?.coding?.find(({ display }) => display)?.display
}

/** Anything but a clear "confirmed" or "possible" is not known. */
/** As HL7 has it, for those who write conditions in its codes and not in ours. */
const CONDITION_VERIFIED = 'http://terminology.hl7.org/CodeSystem/condition-ver-status'
const VERIFIED: Record<string, Knowledge> = {
  confirmed: 'confirmed',
  provisional: 'possible',
  differential: 'possible',
  unconfirmed: 'possible',
}

export function knowledgeOf(concept: Codeable | undefined): Knowledge {
  const code = codeIn(concept, CODE_SYSTEM.knowledge) ?? VERIFIED[codeIn(concept, CONDITION_VERIFIED) ?? '']
  return code === 'confirmed' || code === 'possible' ? code : 'not-known'
}
