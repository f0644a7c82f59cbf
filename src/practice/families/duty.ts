import type { Patient, Provenance, Reference, Resource } from '@medplum/fhirtypes'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { SectionCode } from '../../record/sections.ts'
import { AUDIENCES, type Audience } from '../../record/viewer.ts'

/** Something an organisation must tell somebody to keep a child safe and well, whoever agreed to what. */
export type DutySpec = {
  /** The organisation that discloses. */
  by: string
  on: string
  reason: string
  to: { with: Audience; at: string }[]
  sections: SectionCode[]
  until?: string
}

const SECTION_16LA = 'https://www.legislation.gov.uk/ukpga/2004/31/section/16LA'

/**
 * A disclosure as it is recorded: by whom, to whom, why and since when. It names each resource, so that what is written
 * into a section later is not disclosed with it.
 *
 * @param disclosed the resources of `duty.sections`
 */
export function dutyOf(duty: DutySpec, id: string, patient: string, disclosed: Resource[]): Provenance {
  const refer = (reference: string) => ({ reference }) as Reference<never>
  return {
    resourceType: 'Provenance',
    id,
    target: [patient, ...disclosed.map(({ resourceType, id }) => `${resourceType}/${id}`)].map(
      (reference) => ({ reference }) as Reference<Patient>,
    ),
    occurredPeriod: { start: duty.on, ...(duty.until && { end: duty.until }) },
    recorded: `${duty.on}T09:00:00Z`,
    policy: [SECTION_16LA],
    activity: { coding: [{ system: CODE_SYSTEM.basis, code: 'disclosure-under-duty' }] },
    reason: [{ text: duty.reason }],
    agent: [
      {
        type: typed('http://terminology.hl7.org/CodeSystem/provenance-participant-type', 'custodian'),
        who: refer(duty.by),
      },
      ...duty.to.map(({ with: audience, at }) => ({
        type: typed('http://terminology.hl7.org/CodeSystem/v3-ParticipationType', 'IRCP'),
        role: [{ coding: [{ system: CODE_SYSTEM.audience, code: audience, display: AUDIENCES[audience] }] }],
        who: refer(at),
      })),
    ],
  }
}

function typed(system: string, code: string) {
  return { coding: [{ system, code }] }
}
