import type { Bundle, CareTeam, Patient, Reference, RelatedPerson, Resource } from '@medplum/fhirtypes'
import { CAPACITIES, type Capacity } from '../../record/capacity.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../record/code-systems.ts'
import { PERSON_ROLES, type PersonRole } from '../../record/section-content.ts'
import { SECTIONS, type SectionCode } from '../../record/sections.ts'
import { type AgreementSpec, agreementOf } from './agreement.ts'
import { type DutySpec, dutyOf } from './duty.ts'
import type { Entry } from './entries.ts'
import { peopleAround } from './people.ts'

/** One made-up child, as a family and an agency would describe them. `family` writes it as FHIR. */
export type FamilySpec = {
  id: string
  knownAs: string
  familyName: string
  bornOn: string
  planReference?: string
  nhsNumber?: string
  upn?: string
  /** When the record was last changed, with a time zone. */
  writtenAt: string
  relatives: { id: string; name: string; capacity: Capacity }[]
  team: { role: PersonRole; member: string }[]
  sections: Partial<Record<SectionCode, Entry[]>>
  agreements: AgreementSpec[]
  duties?: DutySpec[]
  /** Where the child lives or goes to school must not be told to anybody elsewhere. */
  locationHidden?: true
}

/** A whole record as one collection Bundle, the people and organisations it names included. */
export function family(spec: FamilySpec): Bundle {
  const patient = `Patient/${spec.id}`
  const sections = Object.entries(spec.sections) as [SectionCode, Entry[]][]
  const entered = sections.map(([section, entries]) => ({
    section,
    resources: entries.map((entry, index) => entry({ ...spec, patient }, `${spec.id}-${section}-${index + 1}`)),
  }))
  const team = teamOf(spec, patient)
  const inSections = (wanted: SectionCode[]) => [
    ...entered.flatMap(({ section, resources }) => (wanted.includes(section) ? resources : [])),
    ...(wanted.includes('people') ? [team] : []),
  ]
  const own: Resource[] = [
    patientOf(spec),
    ...spec.relatives.map((relative) => relativeOf(relative, patient)),
    ...spec.agreements.map((agreement, index) => agreementOf(agreement, `${spec.id}-agreement-${index + 1}`, patient)),
    {
      resourceType: 'Composition',
      id: `${spec.id}-record`,
      status: 'final',
      type: { text: 'Support record' },
      subject: { reference: patient },
      date: spec.writtenAt,
      author: [{ reference: spec.agreements[0]?.controller ?? '' }],
      title: 'Support record',
      section: entered
        .filter(({ resources }) => resources.length > 0)
        .map(({ section, resources }) => ({
          title: SECTIONS[section],
          code: { coding: [{ system: CODE_SYSTEM.section, code: section, display: SECTIONS[section] }] },
          entry: resources.map((resource) => ({ reference: `${resource.resourceType}/${resource.id}` })),
        })),
    },
    ...entered.flatMap(({ resources }) => resources),
    team,
    ...(spec.duties ?? []).map((duty, index) =>
      dutyOf(duty, `${spec.id}-duty-${index + 1}`, patient, inSections(duty.sections)),
    ),
  ]
  return {
    resourceType: 'Bundle',
    id: `${spec.id}-bundle`,
    type: 'collection',
    timestamp: spec.writtenAt,
    entry: [...own, ...peopleAround(own)].map((resource) => ({ resource })) as NonNullable<Bundle['entry']>,
  }
}

function patientOf(spec: FamilySpec): Patient {
  const { id, knownAs, familyName, bornOn, planReference, nhsNumber, upn, locationHidden } = spec
  const identifiers = [
    { system: IDENTIFIER_SYSTEM.planReference, value: planReference },
    { system: IDENTIFIER_SYSTEM.nhsNumber, value: nhsNumber },
    { system: IDENTIFIER_SYSTEM.upn, value: upn },
  ]
  return {
    resourceType: 'Patient',
    id,
    ...(locationHidden && { meta: { security: [{ system: CODE_SYSTEM.handling, code: 'location-hidden' }] } }),
    identifier: identifiers.flatMap(({ system, value }) => (value ? { system, value } : [])),
    name: [{ use: 'usual', given: [knownAs], family: familyName }],
    birthDate: bornOn,
  }
}

function relativeOf({ id, name, capacity }: FamilySpec['relatives'][number], patient: string): RelatedPerson {
  return {
    resourceType: 'RelatedPerson',
    id,
    patient: { reference: patient } as Reference<Patient>,
    relationship: [{ coding: [{ system: CODE_SYSTEM.capacity, code: capacity }], text: CAPACITIES[capacity][0] }],
    name: [{ use: 'usual', text: name }],
  }
}

function teamOf({ id, team }: FamilySpec, patient: string): CareTeam {
  return {
    resourceType: 'CareTeam',
    id: `${id}-team`,
    status: 'active',
    subject: { reference: patient } as Reference<Patient>,
    participant: team.map(({ role, member }) => ({
      role: [{ coding: [{ system: CODE_SYSTEM.personRole, code: role }], text: PERSON_ROLES[role] }],
      member: { reference: member } as NonNullable<CareTeam['participant']>[number]['member'] & object,
    })),
  }
}
