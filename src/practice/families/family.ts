import type { Bundle, CareTeam, Consent, Patient, Reference, RelatedPerson, Resource } from '@medplum/fhirtypes'
import { CAPACITIES, type Capacity } from '../../record/capacity.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../record/code-systems.ts'
import { PERSON_ROLES, type PersonRole } from '../../record/section-content.ts'
import { SECTIONS, type SectionCode } from '../../record/sections.ts'
import { AUDIENCES, type Audience } from '../../record/viewer.ts'
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
}

export type AgreementSpec = {
  status?: Consent['status']
  agreedOn: string
  /** References to relatives or to the organisation that agreed. */
  by: string[]
  controller: string
  until?: string
  shares: { with: Audience; at: string; sections: SectionCode[]; from?: string; until?: string }[]
}

/** A whole record as one collection Bundle, the people and organisations it names included. */
export function family(spec: FamilySpec): Bundle {
  const patient = `Patient/${spec.id}`
  const sections = Object.entries(spec.sections) as [SectionCode, Entry[]][]
  const entered = sections.map(([section, entries]) => ({
    section,
    resources: entries.map((entry, index) => entry({ ...spec, patient }, `${spec.id}-${section}-${index + 1}`)),
  }))
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
    teamOf(spec, patient),
  ]
  return {
    resourceType: 'Bundle',
    id: `${spec.id}-bundle`,
    type: 'collection',
    timestamp: spec.writtenAt,
    entry: [...own, ...peopleAround(own)].map((resource) => ({ resource })) as NonNullable<Bundle['entry']>,
  }
}

function patientOf({ id, knownAs, familyName, bornOn, planReference, nhsNumber, upn }: FamilySpec): Patient {
  const identifiers = [
    { system: IDENTIFIER_SYSTEM.planReference, value: planReference },
    { system: IDENTIFIER_SYSTEM.nhsNumber, value: nhsNumber },
    { system: IDENTIFIER_SYSTEM.upn, value: upn },
  ]
  return {
    resourceType: 'Patient',
    id,
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

/**
 * "Nothing is shared, but for …". The root names every actor beneath it, so that a server that indexes the root alone
 * finds the agreement by any of them.
 */
function agreementOf(agreement: AgreementSpec, id: string, patient: string): Consent {
  const actor = ({ with: audience, at }: AgreementSpec['shares'][number]) => ({
    role: { coding: [{ system: CODE_SYSTEM.audience, code: audience, display: AUDIENCES[audience] }] },
    reference: { reference: at } as Reference<never>,
  })
  const period = (start: string | undefined, end: string | undefined) =>
    start || end ? { period: { ...(start && { start }), ...(end && { end }) } } : {}
  return {
    resourceType: 'Consent',
    id,
    status: agreement.status ?? 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'INFAO' }] }],
    patient: { reference: patient } as Reference<Patient>,
    dateTime: agreement.agreedOn,
    performer: agreement.by.map((reference) => ({ reference }) as Reference<RelatedPerson>),
    organization: [{ reference: agreement.controller } as Reference<never>],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUTE' }] },
    provision: {
      type: 'deny',
      ...period(agreement.agreedOn, agreement.until),
      actor: agreement.shares.map(actor),
      provision: agreement.shares.map((share) => ({
        type: 'permit',
        ...period(share.from, share.until),
        actor: [actor(share)],
        code: share.sections.map((section) => ({
          coding: [{ system: CODE_SYSTEM.section, code: section, display: SECTIONS[section] }],
        })),
      })),
    },
  }
}
