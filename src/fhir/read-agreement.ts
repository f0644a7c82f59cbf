import { writtenDay } from '../core/time.ts'
import { isArrangement, type WhoDecides } from '../record/arrangement.ts'
import { fullName } from '../record/child.ts'
import { CODE_SYSTEM, EXTENSION } from '../record/code-systems.ts'
import { isSectionCode, type SectionCode } from '../record/sections.ts'
import type { LawfulBasis } from '../record/sharing.ts'
import type { Resources } from './parse-resources.ts'
import { findPerson } from './people.ts'
import { readChild } from './read-child.ts'
import type { Codeable, Resource } from './resources.ts'
import { codeIn, observations } from './sections/entries.ts'

/** In what capacity a performer of a Consent agreed; undefined when the record does not say. */
export function capacityOf(resources: Resources, performer: string): string | undefined {
  if (performer === `Patient/${resources.patient.id}`) return 'young-person'
  const role = resources.find('PractitionerRole', performer)
  const organisation = resources.find('Organization', role?.organization?.reference ?? performer)
  if (organisation) return typeOf(organisation) === 'council' ? 'council' : undefined
  const relative = resources.find('RelatedPerson', performer)
  const capacity = relative?.relationship?.map((one) => codeIn(one, CODE_SYSTEM.capacity)).find((code) => code)
  // Only the child is the child, and only an organisation the council, whatever a relative is called.
  return capacity && ['young-person', 'adult', 'council'].includes(capacity) ? undefined : capacity
}

/** The people behind references in Consent.performer, with the capacity they acted in. */
export function readPerformers(
  resources: Resources,
  references: string[],
): { name: string; capacity: string | undefined }[] {
  return references.flatMap((reference) => {
    const capacity = capacityOf(resources, reference)
    if (capacity === 'young-person') return { name: fullName(readChild(resources.patient)), capacity }
    const person = findPerson(resources, { reference })
    return person ? { name: person.name, capacity } : []
  })
}

/** What the record says that decides who may agree to sharing, whoever may see it. */
export function readWhoDecides(resources: Resources): WhoDecides {
  const [arrangement, ...others] = observations(resources, 'arrangement', 'arrangement')
  const code = codeIn(arrangement?.valueCodeableConcept, CODE_SYSTEM.arrangement)
  const focusOf = ({ focus = [] }: { focus?: { reference?: string | undefined }[] | undefined }) =>
    focus.flatMap(({ reference }) => reference ?? [])
  return {
    // Two arrangements at once say that nobody knows which.
    arrangement: isArrangement(code) && others.length === 0 ? code : undefined,
    orderOn: writtenDay(arrangement?.effectiveDateTime),
    bornOn: writtenDay(resources.patient.birthDate),
    responsible: observations(resources, 'arrangement', 'parental-responsibility').flatMap(focusOf),
    objections: objections(resources).flatMap((objection): WhoDecides['objections'] => {
      const sections = sectionsIn(objection.valueCodeableConcept)
      const by = focusOf(objection)
      return by.length > 0 ? by.map((one) => ({ by: one, sections })) : [{ by: undefined, sections }]
    }),
    ableToAgreeSince: observations(resources, 'arrangement', 'able-to-agree')
      .flatMap(({ effectiveDateTime }) => writtenDay(effectiveDateTime) ?? [])
      .sort()[0],
  }
}

/** Every objection in the record, whether a section lists it or not: one that was overlooked must not count as none. */
function objections(resources: Resources): Resource<'Observation'>[] {
  return resources
    .ofType('Observation')
    .filter(({ code, status }) => codeIn(code, CODE_SYSTEM.entry) === 'objection' && status !== 'entered-in-error')
    .filter(({ status }) => status !== 'cancelled')
}

/** None stands for all of them, as does one that we do not know. */
function sectionsIn(concept: Codeable | undefined): SectionCode[] {
  const codings = concept?.coding ?? []
  const codes = codings.map(({ system, code = '' }) => (system === CODE_SYSTEM.section ? code : ''))
  return codes.every(isSectionCode) ? codes : []
}

/** What kind of organisation it is, in our codes; undefined when it does not say. */
export function typeOf(
  organisation: { type?: Parameters<typeof codeIn>[0][] | undefined } | undefined,
): string | undefined {
  return organisation?.type?.map((one) => codeIn(one, CODE_SYSTEM.organisationType)).find((code) => code)
}

/** On what footing an organisation keeps records, where it says so. */
export function readLawfulBasis(resources: Resources, organisation: string | undefined): LawfulBasis | undefined {
  const said = resources
    .find('Organization', organisation)
    ?.extension?.find(({ url }) => url === EXTENSION.lawfulBasis)?.extension
  const part = (url: string) => said?.find((one) => one.url === url)
  return (
    said && {
      article6: part('article6')?.valueCode,
      article9: part('article9')?.valueCode,
      schedule1: part('schedule1')?.valueCode,
      keptUntil: part('keptUntil')?.valueString,
    }
  )
}
