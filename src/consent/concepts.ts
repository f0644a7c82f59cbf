import { CODE_SYSTEM } from '../record/code-systems.ts'

/** One FHIR Coding. */
export type Code = { system: string; code: string }

const HL7 = 'http://terminology.hl7.org/CodeSystem'

export const SYSTEM = {
  actCode: `${HL7}/v3-ActCode`,
  actReason: `${HL7}/v3-ActReason`,
  confidentiality: `${HL7}/v3-Confidentiality`,
  participation: `${HL7}/v3-ParticipationType`,
  provenanceAgent: `${HL7}/provenance-participant-type`,
  scope: `${HL7}/consentscope`,
  action: `${HL7}/consentaction`,
  resourceType: 'http://hl7.org/fhir/resource-types',
  fhirType: 'http://hl7.org/fhir/fhir-types',
  uri: 'urn:ietf:rfc:3986',
} as const

export function isSameCode(a: Code, b: Code): boolean {
  return a.system === b.system && a.code === b.code
}

/**
 * Each purpose of use with the wider one it is a kind of, undefined at the top. HL7 has no purpose for education: those
 * are ours.
 *
 * @source HL7 v3-ActReason 2018-08-12, PurposeOfUse; fhir/profile/CodeSystem-purpose.json
 */
const PURPOSES: Record<string, Record<string, string | undefined>> = {
  [CODE_SYSTEM.purpose]: {
    education: undefined,
    'education-oversight': 'education',
    'support-planning': undefined,
  },
  [SYSTEM.actReason]: {
    PurposeOfUse: undefined,
    ...below('PurposeOfUse', ['HMARKT', 'HOPERAT', 'HPAYMT', 'HRESCH', 'PATRQT', 'PUBHLTH', 'TREAT']),
    ...below('HOPERAT', ['CAREMGT', 'DONAT', 'FRAUD', 'GOV', 'HACCRED', 'HCOMPL', 'HDECD', 'HDIRECT', 'HDM']),
    ...below('HOPERAT', ['HLEGAL', 'HOUTCOMS', 'HPRGRP', 'HQUALIMP', 'HSYSADMIN', 'MEMADMIN', 'MILCDM', 'PATADMIN']),
    ...below('HOPERAT', ['PATSFTY', 'PERFMSR', 'RECORDMGT', 'SYSDEV', 'TRAIN']),
    ...below('HSYSADMIN', ['LABELING', 'METAMGT']),
    ...below('SYSDEV', ['HTEST']),
    ...below('HPAYMT', ['CLMATTCH', 'COVAUTH', 'COVERAGE', 'REMITADV']),
    ...below('COVERAGE', ['ELIGDTRM', 'ELIGVER', 'ENROLLM', 'MILDCRG']),
    ...below('HRESCH', ['BIORCH', 'CLINTRCH', 'DSRCH', 'POARCH', 'TRANSRCH']),
    ...below('CLINTRCH', ['CLINTRCHNPC', 'CLINTRCHPC', 'PRECLINTRCH']),
    ...below('PATRQT', ['FAMRQT', 'PWATRNY', 'SUPNWK']),
    ...below('PUBHLTH', ['DISASTER', 'THREAT']),
    ...below('TREAT', ['CLINTRL', 'COC', 'ETREAT', 'POPHLTH']),
    ...below('ETREAT', ['BTG', 'ERTREAT']),
  },
}

/**
 * Each sensitivity with the wider one it is a kind of.
 *
 * @source HL7 v3-ActCode 2018-08-12, InformationSensitivityPolicy
 */
const SENSITIVITIES: Record<string, Record<string, string | undefined>> = {
  [SYSTEM.actCode]: {
    ...below('_ActInformationSensitivityPolicy', [
      'ETH',
      'GDIS',
      'HIV',
      'MST',
      'SCA',
      'SDV',
      'SEX',
      'SPI',
      'STD',
      'TBOO',
    ]),
    ...below('_ActInformationSensitivityPolicy', ['VIO', 'SICKLE']),
    ...below('SPI', ['BH', 'MH', 'PSY', 'PSYTHPN', 'SUD']),
    ...below('BH', ['COGN', 'DVD', 'EMOTDIS']),
    ...below('SUD', ['ETHUD', 'OPIOIDUD']),
  },
}

function below(wider: string, codes: string[]): Record<string, string> {
  return Object.fromEntries(codes.map((code) => [code, wider]))
}

/** Whether we know what a purpose means: one we do not know may include anything. */
export function isKnownPurpose(purpose: Code): boolean {
  return isIn(PURPOSES, purpose)
}

/** Whether we know what a sensitivity means. */
export function isKnownLabel(label: Code): boolean {
  return isIn(SENSITIVITIES, label)
}

function isIn(tree: typeof PURPOSES, { system, code }: Code): boolean {
  return Object.hasOwn(tree, system) && Object.hasOwn(tree[system] ?? {}, code)
}

/** Whether two codes would be the same but for case or spaces: one of them was mistyped, and may be meant. */
export function isNearCode(a: Code, b: Code): boolean {
  const plain = ({ system, code }: Code) => `${system} ${code}`.toLowerCase().replaceAll(/\s+/g, ' ').trim()
  return !isSameCode(a, b) && plain(a) === plain(b)
}

/** Whether a purpose is the other, or a kind of it. */
export function isPurposeWithin(purpose: Code, wider: Code): boolean {
  return isWithin(PURPOSES, purpose, wider)
}

/** Whether a sensitivity label is the other, or a kind of it. */
export function isLabelWithin(label: Code, wider: Code): boolean {
  return isWithin(SENSITIVITIES, label, wider)
}

function isWithin(tree: typeof PURPOSES, { system, code }: Code, wider: Code): boolean {
  if (system !== wider.system) return false
  if (!isIn(tree, { system, code })) return code === wider.code
  for (let at: string | undefined = code; at !== undefined; at = tree[system]?.[at]) if (at === wider.code) return true
  return false
}

/** From least to most confidential. */
const CONFIDENTIALITY = ['U', 'L', 'M', 'N', 'R', 'V']

/** How confidential a label says something is; undefined when it is no label of that kind, or one that is not known. */
export function confidentialityOf({ system, code }: Code): number | undefined {
  const level = system === SYSTEM.confidentiality ? CONFIDENTIALITY.indexOf(code) : -1
  return level < 0 ? undefined : level
}
