import type { Coding, Consent, ConsentProvision, ConsentProvisionActor, Patient, Reference } from '@medplum/fhirtypes'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import { SECTIONS, type SectionCode } from '../../record/sections.ts'
import { AUDIENCES, type Audience } from '../../record/viewer.ts'
import { CONFIDENTIALITY } from './entries.ts'

/** A reference to an organisation, a role or a person, limited to an audience where one is given. */
type Party = { with?: Audience; at: string }

export type AgreementSpec = {
  status?: Consent['status']
  agreedOn: string
  /** References to relatives, to the child, or to the organisation that agreed. */
  by: string[]
  controller: string
  until?: string
  shares: { with: Audience; at: string; sections: SectionCode[]; from?: string; until?: string }[]
  /**
   * What stays unshared whatever is shared above: with nobody named, from everybody. `labels` are v3-Confidentiality and
   * refuse that and above; in a section they are about, everything needs one, as what has none might be any.
   */
  refuses?: { to?: Party[]; sections?: SectionCode[]; labels?: string[] }[]
}

const ACT_REASON = 'http://terminology.hl7.org/CodeSystem/v3-ActReason'

/** What each audience may use it for. Where HL7 has no word for it, the word is ours. */
const PURPOSE: Record<Audience, Coding> = {
  'class-teacher': { system: CODE_SYSTEM.purpose, code: 'education' },
  'designated-teacher': { system: CODE_SYSTEM.purpose, code: 'education' },
  senco: { system: CODE_SYSTEM.purpose, code: 'education' },
  'virtual-school-head': { system: CODE_SYSTEM.purpose, code: 'education-oversight' },
  gp: { system: ACT_REASON, code: 'TREAT' },
  'lead-worker': { system: CODE_SYSTEM.purpose, code: 'support-planning' },
  commissioner: { system: CODE_SYSTEM.purpose, code: 'support-planning' },
  family: { system: ACT_REASON, code: 'FAMRQT' },
  'young-person': { system: ACT_REASON, code: 'PATRQT' },
}

/**
 * "Nothing is shared, but for …". The root names every actor beneath it, so that a server that indexes the root alone
 * finds the agreement by any of them.
 */
export function agreementOf(agreement: AgreementSpec, id: string, patient: string): Consent {
  const { shares, refuses = [] } = agreement
  return {
    resourceType: 'Consent',
    id,
    status: agreement.status ?? 'active',
    scope: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/consentscope', code: 'patient-privacy' }] },
    category: [{ coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'INFAO' }] }],
    patient: { reference: patient } as Reference<Patient>,
    dateTime: agreement.agreedOn,
    performer: agreement.by.map((reference) => ({ reference }) as Reference<Patient>),
    organization: [{ reference: agreement.controller } as Reference<never>],
    policyRule: { coding: [{ system: 'http://terminology.hl7.org/CodeSystem/v3-ActCode', code: 'OPTOUTE' }] },
    provision: {
      type: 'deny',
      ...periodOf(agreement.agreedOn, agreement.until),
      actor: eachOnce([...shares, ...refuses.flatMap(({ to = [] }) => to)]).map(actorOf),
      provision: [...shares.map(permitOf), ...refuses.map(denyOf)],
    },
  }
}

function permitOf(share: AgreementSpec['shares'][number]): ConsentProvision {
  return {
    type: 'permit',
    ...periodOf(share.from, share.until),
    actor: [actorOf(share)],
    purpose: [PURPOSE[share.with]],
    code: share.sections.map(codeOf),
  }
}

function denyOf({ to, sections, labels }: NonNullable<AgreementSpec['refuses']>[number]): ConsentProvision {
  return {
    type: 'deny',
    ...(to && { actor: to.map(actorOf) }),
    ...(labels && { securityLabel: labels.map((code) => ({ system: CONFIDENTIALITY, code })) }),
    ...(sections && { code: sections.map(codeOf) }),
  }
}

/** FHIR wants a role of every actor: somebody named in no particular one is whom information goes to. */
function actorOf({ with: audience, at }: Party): ConsentProvisionActor {
  const role = audience
    ? { system: CODE_SYSTEM.audience, code: audience, display: AUDIENCES[audience] }
    : { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }
  return { role: { coding: [role] }, reference: { reference: at } as Reference<never> }
}

function eachOnce(parties: Party[]): Party[] {
  return [...new Map(parties.map((party) => [`${party.with} ${party.at}`, party])).values()]
}

function codeOf(section: SectionCode) {
  return { coding: [{ system: CODE_SYSTEM.section, code: section, display: SECTIONS[section] }] }
}

function periodOf(start: string | undefined, end: string | undefined): Pick<ConsentProvision, 'period'> {
  return start || end ? { period: { ...(start && { start }), ...(end && { end }) } } : {}
}
