import { describe, expect, test } from 'vitest'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { NOISE, outcomeOf, parse } from '../../fixtures/agreement.ts'

/*
 * One agreement that uses every element that controls access, and grants. Each defect is a small change to it, or to what
 * it refers to, that must be noticed: nothing is shown, and the reason is the defect.
 */

type Json = Record<string, unknown>
type World = {
  consent: Json
  root: Json
  permission: Json
  group: Json
  team: Json
  role: Json
  item: Json
  others: Json[]
}

const HL7 = 'http://terminology.hl7.org/CodeSystem'
const MODIFIER = [{ url: 'https://x.example/not', valueBoolean: true }]
const refer = (reference: string) => ({ reference })
const coded = (system: string, ...codes: string[]) => ({ coding: codes.map((code) => ({ system, code })) })
const section = (code: string) => coded(CODE_SYSTEM.section, code)
const teacher = (reference: Json) => ({ role: coded(CODE_SYSTEM.audience, 'class-teacher'), reference })
const whoever = (reference: string) => ({ actor: [{ reference: refer(reference) }] })

/** Mr Khan, in the team that is in the group of staff, may see what Ms Okafor wrote of Sam's needs this year. */
function rich(): World {
  const permission = {
    type: 'permit',
    period: { start: '2026-09-01T00:00:00+01:00', end: '2027-07-20' },
    actor: [teacher(refer('Group/staff'))],
    action: [coded(`${HL7}/consentaction`, 'access')],
    purpose: [{ system: CODE_SYSTEM.purpose, code: 'education' }],
    securityLabel: [{ system: `${HL7}/v3-Confidentiality`, code: 'R' }],
    class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Condition' }],
    code: [section('needs')],
    dataPeriod: { start: '2026-01-01', end: '2026-12' },
    data: [{ meaning: 'authoredby', reference: refer('Practitioner/okafor') }],
  }
  const root = {
    type: 'deny',
    period: { start: '2026-09-01', end: '2027-07-20' },
    actor: [teacher(refer('Organization/hillside'))],
    provision: [permission, { type: 'deny', code: [section('words')] }],
  }
  const consent = {
    resourceType: 'Consent',
    id: 'rich',
    meta: { versionId: '1' },
    language: 'en-GB',
    extension: [{ url: 'https://x.example/note', valueString: 'read aloud to Sam' }],
    status: 'active',
    scope: coded(`${HL7}/consentscope`, 'patient-privacy'),
    category: [coded(`${HL7}/v3-ActCode`, 'INFAO')],
    patient: refer('Patient/sam'),
    dateTime: '2026-09-01T09:00:00+01:00',
    performer: [refer('RelatedPerson/jo')],
    organization: [refer('Organization/north-raa')],
    policy: [{ uri: 'https://x.example/policy' }],
    policyRule: coded(`${HL7}/v3-ActCode`, 'OPTOUTE'),
    verification: [{ verified: true, verificationDate: '2026-09-02' }],
    provision: root,
  }
  const group = { resourceType: 'Group', id: 'staff', actual: true, member: [{ entity: refer('CareTeam/team') }] }
  const team = {
    resourceType: 'CareTeam',
    id: 'team',
    status: 'active',
    participant: [{ member: refer('PractitionerRole/khan'), period: { start: '2026-09-01', end: '2027-07-20' } }],
  }
  const role = {
    resourceType: 'PractitionerRole',
    id: 'okafor',
    practitioner: refer('Practitioner/okafor'),
    organization: refer('Organization/hillside'),
  }
  const item = { ...NOISE, recorder: refer('PractitionerRole/okafor') }
  return structuredClone({ consent, root, permission, group, team, role, item, others: [] })
}

function outcome({ consent, group, team, role, item, others }: World): string {
  return outcomeOf(parse([consent]), { item, resources: [group, team, role, ...others] })
}

/** The plant: `lay` changes over a part, `drop` elements of one. */
const lay = (part: Exclude<keyof World, 'others'>, changes: Json) => (world: World) => {
  Object.assign(world[part], changes)
}
const drop =
  (part: Exclude<keyof World, 'others'>, ...elements: string[]) =>
  (world: World) => {
    for (const element of elements) delete world[part][element]
  }
const inConsent = (changes: Json) => lay('consent', changes)
const inRoot = (changes: Json) => lay('root', changes)
const inPermission = (changes: Json) => lay('permission', changes)

type Defect = [name: string, expected: string, plant: (world: World) => void]

const DEFECTS: Record<string, Defect[]> = {
  status: [
    ['inactive', 'withdrawn: stopped', inConsent({ status: 'inactive' })],
    ['rejected', 'withdrawn: stopped', inConsent({ status: 'rejected' })],
    ['entered in error', 'withdrawn: entered-in-error', inConsent({ status: 'entered-in-error' })],
    ['a draft', 'not-covered: only-proposed', inConsent({ status: 'draft' })],
    ['proposed', 'not-covered: only-proposed', inConsent({ status: 'proposed' })],
    ['one that R4 does not have', 'needs-check: unreadable', inConsent({ status: 'Active' })],
    ['none', 'needs-check: unreadable', drop('consent', 'status')],
  ],
  scope: [
    ['treatment', 'needs-check: not-about-sharing', inConsent({ scope: coded(`${HL7}/consentscope`, 'treatment') })],
    [
      'in another system',
      'needs-check: not-about-sharing',
      inConsent({ scope: coded('https://x.example', 'patient-privacy') }),
    ],
    ['in words', 'needs-check: not-about-sharing', inConsent({ scope: { text: 'patient-privacy' } })],
    ['none', 'needs-check: not-about-sharing', drop('consent', 'scope')],
  ],
  patient: [
    ['another', 'needs-check: wrong-child', inConsent({ patient: refer('Patient/sam-2') })],
    ['on another server', 'needs-check: wrong-child', inConsent({ patient: refer('https://x.example/Patient/sam') })],
    [
      'by identifier alone',
      'needs-check: wrong-child',
      inConsent({ patient: { identifier: { system: IDENTIFIER_SYSTEM.upn, value: 'G801200026001' } } }),
    ],
    ['none', 'needs-check: wrong-child', drop('consent', 'patient')],
    ['null', 'needs-check: unreadable', inConsent({ patient: null })],
  ],
  dateTime: [
    ['no date', 'needs-check: unreadable-date', inConsent({ dateTime: 'last week' })],
    ['no real day', 'needs-check: unreadable-date', inConsent({ dateTime: '2026-02-30' })],
    ['without a zone', 'needs-check: unreadable-date', inConsent({ dateTime: '2026-09-01T09:00:00' })],
    ['a number', 'needs-check: unreadable', inConsent({ dateTime: 1788249600 })],
  ],
  'policy, policyRule and verification': [
    [
      'neither type nor policyRule',
      'needs-check: no-decision',
      (world) => {
        drop('root', 'type')(world)
        drop('consent', 'policyRule')(world)
      },
    ],
    [
      'no type, and a policyRule in words',
      'needs-check: no-decision',
      (world) => {
        drop('root', 'type')(world)
        inConsent({ policyRule: { text: 'opt out' } })(world)
      },
    ],
    [
      'no type, and a policyRule of another system',
      'needs-check: no-decision',
      (world) => {
        drop('root', 'type')(world)
        inConsent({ policyRule: coded('https://x.example', 'OPTOUT') })(world)
      },
    ],
    [
      'a policy with a modifier',
      'needs-check: unknown-modifier',
      inConsent({ policy: [{ modifierExtension: MODIFIER }] }),
    ],
    [
      'not verified',
      'needs-check: not-verified',
      inConsent({ verification: [{ verified: true }, { verified: false }] }),
    ],
    [
      'a verification with a modifier',
      'needs-check: unknown-modifier',
      inConsent({ verification: [{ verified: true, modifierExtension: MODIFIER }] }),
    ],
    ['verified in words', 'needs-check: unreadable', inConsent({ verification: [{ verified: 'yes' }] })],
  ],
  'the whole': [
    ['a modifier', 'needs-check: unknown-modifier', inConsent({ modifierExtension: MODIFIER })],
    [
      'rules that change its meaning',
      'needs-check: unknown-modifier',
      inConsent({ implicitRules: 'https://x.example' }),
    ],
    ['an element R4 does not have', 'needs-check: unknown-criterion', inConsent({ weather: 'fine' })],
    ['R5’s decision', 'needs-check: unknown-criterion', inConsent({ decision: 'permit' })],
    [
      'R5’s list of provisions',
      'needs-check: unreadable',
      ({ consent, root }) => {
        consent.provision = [root]
      },
    ],
    [
      'R5’s subject',
      'needs-check: wrong-child',
      ({ consent }) => {
        consent.subject = consent.patient
        delete consent.patient
      },
    ],
    ['another kind of resource', 'needs-check: unreadable', inConsent({ resourceType: 'Contract' })],
    ['no id', 'needs-check: unreadable', drop('consent', 'id')],
    ['a provision in words', 'needs-check: unreadable', inConsent({ provision: 'permit' })],
    ['a null provision', 'needs-check: unreadable', inConsent({ provision: null })],
    ['no provision', 'withheld: refused', drop('consent', 'provision')],
  ],
  type: [
    ['neither permit nor deny', 'needs-check: unreadable', inPermission({ type: 'allow' })],
    ['none in a nested rule', 'needs-check: no-decision', drop('permission', 'type')],
    ['null', 'needs-check: unreadable', inPermission({ type: null })],
    ['the other', 'withheld: refused', inPermission({ type: 'deny' })],
    [
      'none in a rule beside it',
      'needs-check: no-decision',
      ({ root }) => {
        root.provision = [...(root.provision as Json[]), { code: [section('plan')] }]
      },
    ],
  ],
  period: [
    ['a start that is no date', 'needs-check: unreadable-date', inPermission({ period: { start: 'autumn' } })],
    ['an end that is no date', 'needs-check: unreadable-date', inPermission({ period: { end: '20/07/2027' } })],
    ['an end without a zone', 'needs-check: unreadable-date', inPermission({ period: { end: '2027-07-20T10:00:00' } })],
    ['an end on no real day', 'needs-check: unreadable-date', inPermission({ period: { end: '2027-02-29' } })],
    ['an empty end', 'needs-check: unreadable-date', inPermission({ period: { end: '' } })],
    [
      'the wrong way round',
      'needs-check: unreadable-date',
      inPermission({ period: { start: '2027-07-20', end: '2026-09-01' } }),
    ],
    ['over', 'not-covered: not-agreed', inPermission({ period: { end: '2026-11-20' } })],
    ['not begun', 'not-covered: not-agreed', inPermission({ period: { start: '2026-11-22' } })],
    ['of the rule above, over', 'not-covered: not-agreed', inRoot({ period: { end: '2026-11-20' } })],
    ['of the rule above, no date', 'needs-check: unreadable-date', inRoot({ period: { end: 'summer' } })],
    ['a number', 'needs-check: unreadable', inPermission({ period: { end: 2027 } })],
    ['words', 'needs-check: unreadable', inPermission({ period: 'this year' })],
    ['null', 'needs-check: unreadable', inPermission({ period: null })],
  ],
  'actor by reference': [
    ['contained', 'needs-check: unresolvable-actor', inPermission(whoever('#khan'))],
    [
      'on another server',
      'needs-check: unresolvable-actor',
      inPermission(whoever('https://x.example/Practitioner/khan')),
    ],
    ['one version', 'needs-check: unresolvable-actor', inPermission(whoever('Practitioner/khan/_history/2'))],
    ['a group not at hand', 'needs-check: unresolvable-actor', inPermission(whoever('Group/unheard-of'))],
    ['a team not at hand', 'needs-check: unresolvable-actor', inPermission(whoever('CareTeam/unheard-of'))],
    ['a role not at hand', 'needs-check: unresolvable-actor', inPermission(whoever('PractitionerRole/unheard-of'))],
    ['a device', 'needs-check: unresolvable-actor', inPermission(whoever('Device/whiteboard'))],
    ['somebody else', 'not-covered: not-agreed', inPermission(whoever('Practitioner/okafor'))],
    ['somebody else, above', 'not-covered: not-agreed', inRoot(whoever('Practitioner/okafor'))],
    [
      'a name alone',
      'needs-check: unresolvable-actor',
      inPermission({ actor: [{ reference: { display: 'Mr Khan' } }] }),
    ],
    ['nothing', 'needs-check: unresolvable-actor', inPermission({ actor: [{}] })],
    [
      'a modifier',
      'needs-check: unknown-modifier',
      inPermission({ actor: [{ ...teacher(refer('Group/staff')), modifierExtension: MODIFIER }] }),
    ],
    ['an empty list', 'needs-check: unreadable', inPermission({ actor: [] })],
    ['no list', 'needs-check: unreadable', inPermission({ actor: teacher(refer('Group/staff')) })],
    ['null', 'needs-check: unreadable', inPermission({ actor: null })],
    [
      'the same person in another role',
      'needs-check: unknown-role',
      (world) => {
        inPermission(whoever('PractitionerRole/governor'))(world)
        world.others.push({
          resourceType: 'PractitionerRole',
          id: 'governor',
          practitioner: refer('Practitioner/khan'),
        })
      },
    ],
  ],
  'actor by identifier': [
    [
      'of a system nobody here has',
      'needs-check: unresolvable-actor',
      inPermission({ actor: [{ reference: { identifier: { system: 'https://x.example', value: '1' } } }] }),
    ],
    [
      'of no system',
      'needs-check: unresolvable-actor',
      inPermission({ actor: [{ reference: { identifier: { value: '999001' } } }] }),
    ],
    [
      'another school’s',
      'not-covered: not-agreed',
      inPermission({
        actor: [{ reference: { identifier: { system: IDENTIFIER_SYSTEM.schoolUrn, value: '999002' } } }],
      }),
    ],
  ],
  'actor by role': [
    [
      'another audience',
      'not-covered: not-agreed',
      inPermission({ actor: [{ ...teacher(refer('Group/staff')), role: coded(CODE_SYSTEM.audience, 'senco') }] }),
    ],
    [
      'an audience there is not',
      'needs-check: unknown-role',
      inPermission({ actor: [{ ...teacher(refer('Group/staff')), role: coded(CODE_SYSTEM.audience, 'headteacher') }] }),
    ],
    [
      'two audiences',
      'needs-check: unknown-role',
      inPermission({
        actor: [{ ...teacher(refer('Group/staff')), role: coded(CODE_SYSTEM.audience, 'class-teacher', 'senco') }],
      }),
    ],
    [
      'another part',
      'needs-check: unknown-role',
      inPermission({
        actor: [{ ...teacher(refer('Group/staff')), role: coded(`${HL7}/v3-ParticipationType`, 'CST') }],
      }),
    ],
    [
      'words',
      'needs-check: unknown-role',
      inPermission({ actor: [{ ...teacher(refer('Group/staff')), role: { text: 'class teacher' } }] }),
    ],
    [
      'above, words',
      'needs-check: unknown-role',
      inRoot({ actor: [{ ...teacher(refer('Organization/hillside')), role: { text: 'class teacher' } }] }),
    ],
  ],
  'Group and CareTeam': [
    ['a group that describes', 'needs-check: unresolvable-actor', lay('group', { actual: false })],
    ['a group out of use', 'needs-check: unresolvable-actor', lay('group', { active: false })],
    ['a group that lists nobody', 'needs-check: unresolvable-actor', drop('group', 'member')],
    ['a group with nobody in it', 'not-covered: not-agreed', lay('group', { member: [] })],
    [
      'a group in itself alone',
      'not-covered: not-agreed',
      lay('group', { member: [{ entity: refer('Group/staff') }] }),
    ],
    [
      'a member without a reference',
      'needs-check: unresolvable-actor',
      lay('group', { member: [{ entity: { display: 'the team' } }] }),
    ],
    [
      'a member no more',
      'not-covered: not-agreed',
      lay('group', { member: [{ entity: refer('CareTeam/team'), inactive: true }] }),
    ],
    ['a team that is not yet', 'needs-check: unresolvable-actor', lay('team', { status: 'proposed' })],
    ['a team under another id', 'needs-check: unresolvable-actor', lay('team', { id: 'team-2' })],
    [
      'a membership that is over',
      'not-covered: not-agreed',
      lay('team', { participant: [{ member: refer('PractitionerRole/khan'), period: { end: '2026-11-20' } }] }),
    ],
    [
      'a membership that nobody can date',
      'needs-check: unreadable-date',
      lay('team', { participant: [{ member: refer('PractitionerRole/khan'), period: { start: 'autumn' } }] }),
    ],
    [
      'a membership dated the wrong way round',
      'needs-check: unreadable-date',
      lay('team', {
        participant: [{ member: refer('PractitionerRole/khan'), period: { start: '2027-07-20', end: '2026-09-01' } }],
      }),
    ],
  ],
  action: [
    ['to use', 'needs-check: another-action', inPermission({ action: [coded(`${HL7}/consentaction`, 'use')] })],
    [
      'to disclose',
      'needs-check: another-action',
      inPermission({ action: [coded(`${HL7}/consentaction`, 'disclose')] }),
    ],
    [
      'one that there is not',
      'needs-check: unreadable-code',
      inPermission({ action: [coded(`${HL7}/consentaction`, 'read')] }),
    ],
    [
      'of another system',
      'needs-check: unreadable-code',
      inPermission({ action: [coded('https://x.example', 'access')] }),
    ],
    ['words', 'needs-check: unreadable-code', inPermission({ action: [{ text: 'access' }] })],
    [
      'to look and not to look',
      'needs-check: unreadable-code',
      inPermission({ action: [coded(`${HL7}/consentaction`, 'access', 'disclose')] }),
    ],
    ['an empty list', 'needs-check: unreadable', inPermission({ action: [] })],
  ],
  purpose: [
    [
      'another',
      'not-covered: not-agreed',
      inPermission({ purpose: [{ system: CODE_SYSTEM.purpose, code: 'support-planning' }] }),
    ],
    [
      'a narrower one',
      'not-covered: not-agreed',
      inPermission({ purpose: [{ system: CODE_SYSTEM.purpose, code: 'education-oversight' }] }),
    ],
    [
      'treatment',
      'not-covered: not-agreed',
      inPermission({ purpose: [{ system: `${HL7}/v3-ActReason`, code: 'TREAT' }] }),
    ],
    [
      'one that there is not',
      'needs-check: unknown-purpose',
      inPermission({ purpose: [{ system: CODE_SYSTEM.purpose, code: 'lessons' }] }),
    ],
    ['without a system', 'needs-check: unknown-purpose', inPermission({ purpose: [{ code: 'education' }] })],
    ['an empty list', 'needs-check: unreadable', inPermission({ purpose: [] })],
  ],
  securityLabel: [
    [
      'a lower one',
      'not-covered: not-agreed',
      inPermission({ securityLabel: [{ system: `${HL7}/v3-Confidentiality`, code: 'L' }] }),
    ],
    [
      'one that there is not',
      'needs-check: unreadable-code',
      inPermission({ securityLabel: [{ system: `${HL7}/v3-Confidentiality`, code: 'S' }] }),
    ],
    ['without a system', 'needs-check: unreadable-code', inPermission({ securityLabel: [{ code: 'R' }] })],
    [
      'another sensitivity',
      'needs-check: unlabelled',
      ({ permission, item }) => {
        permission.securityLabel = [{ system: `${HL7}/v3-ActCode`, code: 'OPIOIDUD' }]
        item.meta = { security: [{ system: `${HL7}/v3-ActCode`, code: 'SUD' }] }
      },
    ],
    ['of data without one', 'needs-check: unlabelled', drop('item', 'meta')],
    [
      'of data with a higher one',
      'not-covered: not-agreed',
      lay('item', { meta: { security: [{ system: `${HL7}/v3-Confidentiality`, code: 'V' }] } }),
    ],
    [
      'of data with one that cannot be read',
      'needs-check: unlabelled',
      lay('item', { meta: { security: [{ system: `${HL7}/v3-Confidentiality`, code: 'S' }] } }),
    ],
    ['an empty list', 'needs-check: unreadable', inPermission({ securityLabel: [] })],
  ],
  class: [
    [
      'another type',
      'not-covered: not-agreed',
      inPermission({ class: [{ system: 'http://hl7.org/fhir/resource-types', code: 'Observation' }] }),
    ],
    [
      'another profile',
      'not-covered: not-agreed',
      inPermission({ class: [{ system: 'urn:ietf:rfc:3986', code: 'https://x.example/profile' }] }),
    ],
    [
      'a profile, of data that claims none',
      'needs-check: unknown-data',
      ({ permission, item }) => {
        permission.class = [{ system: 'urn:ietf:rfc:3986', code: 'https://x.example/profile' }]
        item.meta = { security: [{ system: `${HL7}/v3-Confidentiality`, code: 'N' }] }
      },
    ],
    ['without a system', 'needs-check: unreadable-code', inPermission({ class: [{ code: 'Condition' }] })],
    ['an empty list', 'needs-check: unreadable', inPermission({ class: [] })],
  ],
  code: [
    ['another section', 'not-covered: not-agreed', inPermission({ code: [section('strengths')] })],
    ['a section there is not', 'needs-check: unreadable-code', inPermission({ code: [section('star-sign')] })],
    [
      'in codes the data has none of',
      'needs-check: unknown-data',
      inPermission({ code: [coded('http://snomed.info/sct', '1')] }),
    ],
    ['without a system', 'needs-check: unreadable-code', inPermission({ code: [{ coding: [{ code: 'needs' }] }] })],
    ['words', 'needs-check: unreadable-code', inPermission({ code: [{ text: 'needs' }] })],
    ['an empty list', 'needs-check: unreadable', inPermission({ code: [] })],
    ['a code that is no concept', 'needs-check: unreadable', inPermission({ code: ['needs'] })],
  ],
  dataPeriod: [
    ['a start that is no date', 'needs-check: unreadable-date', inPermission({ dataPeriod: { start: 'spring' } })],
    ['an end on no real day', 'needs-check: unreadable-date', inPermission({ dataPeriod: { end: '2026-11-31' } })],
    [
      'the wrong way round',
      'needs-check: unreadable-date',
      inPermission({ dataPeriod: { start: '2026-12-31', end: '2026-01-01' } }),
    ],
    ['before the data', 'not-covered: not-agreed', inPermission({ dataPeriod: { end: '2026-10-08' } })],
    [
      'in the middle of the data',
      'not-covered: not-agreed',
      lay('item', { onsetPeriod: { start: '2025-12-31', end: '2026-10-09' } }),
    ],
    ['of data without a date', 'needs-check: unknown-data', drop('item', 'recordedDate')],
    ['of data whose date cannot be read', 'needs-check: unknown-data', lay('item', { recordedDate: 'in the autumn' })],
    ['of data that goes on', 'needs-check: unknown-data', lay('item', { onsetPeriod: { start: '2026-02-01' } })],
    [
      'of data dated the wrong way round',
      'needs-check: unknown-data',
      lay('item', { onsetPeriod: { start: '2026-10-09', end: '2026-02-01' } }),
    ],
  ],
  data: [
    [
      'another instance',
      'not-covered: not-agreed',
      inPermission({ data: [{ meaning: 'instance', reference: refer('Condition/dark') }] }),
    ],
    [
      'an instance on another server',
      'needs-check: unknown-data',
      inPermission({ data: [{ meaning: 'instance', reference: refer('https://x.example/Condition/noise') }] }),
    ],
    [
      'related to something not at hand',
      'needs-check: unknown-data',
      inPermission({ data: [{ meaning: 'related', reference: refer('Goal/unheard-of') }] }),
    ],
    [
      'related to something else',
      'not-covered: not-agreed',
      (world) => {
        inPermission({ data: [{ meaning: 'related', reference: refer('Goal/loud') }] })(world)
        world.others.push({ resourceType: 'Goal', id: 'loud' })
      },
    ],
    [
      'dependents of something else',
      'not-covered: not-agreed',
      inPermission({ data: [{ meaning: 'dependents', reference: refer('Goal/loud') }] }),
    ],
    [
      'authored by somebody else',
      'not-covered: not-agreed',
      inPermission({ data: [{ meaning: 'authoredby', reference: refer('Practitioner/dean') }] }),
    ],
    ['authored by nobody knows whom', 'needs-check: unknown-data', drop('item', 'recorder')],
    ['authored in a role not at hand', 'needs-check: unknown-data', lay('role', { id: 'okafor-2' })],
    [
      'a meaning that there is not',
      'needs-check: unreadable',
      inPermission({ data: [{ meaning: 'all', reference: refer('Condition/noise') }] }),
    ],
    ['no reference', 'needs-check: unknown-data', inPermission({ data: [{ meaning: 'instance' }] })],
    [
      'a modifier',
      'needs-check: unknown-modifier',
      inPermission({
        data: [{ modifierExtension: MODIFIER, meaning: 'instance', reference: refer('Condition/noise') }],
      }),
    ],
    ['an empty list', 'needs-check: unreadable', inPermission({ data: [] })],
  ],
  'rules within rules': [
    ['a modifier', 'needs-check: unknown-modifier', inPermission({ modifierExtension: MODIFIER })],
    ['a modifier in the rule above', 'needs-check: unknown-modifier', inRoot({ modifierExtension: MODIFIER })],
    ['a criterion R4 does not have', 'needs-check: unknown-criterion', inPermission({ weather: 'fine' })],
    ['a criterion R4 does not have, above', 'needs-check: unknown-criterion', inRoot({ weather: 'fine' })],
    ['R5’s resourceType', 'needs-check: unknown-criterion', inPermission({ resourceType: [{ code: 'Condition' }] })],
    [
      'too deep',
      'needs-check: too-deep',
      ({ permission }) => {
        permission.provision = [nested(7)]
      },
    ],
    ['a refusal within', 'withheld: refused', inPermission({ provision: [{ type: 'deny' }] })],
    [
      'a refusal within, of somebody not at hand',
      'needs-check: unresolvable-actor',
      inPermission({ provision: [{ type: 'deny', ...whoever('Group/unheard-of') }] }),
    ],
    [
      'a refusal beside',
      'withheld: refused',
      ({ root }) => {
        root.provision = [...(root.provision as Json[]), { type: 'deny', code: [section('needs')] }]
      },
    ],
    ['no list', 'needs-check: unreadable', inPermission({ provision: { type: 'deny' } })],
    ['null among them', 'needs-check: unreadable', inPermission({ provision: [null] })],
  ],
}

function nested(levels: number): Json {
  return levels === 0 ? { type: 'permit' } : { type: 'permit', provision: [nested(levels - 1)] }
}

describe.each(Object.entries(DEFECTS))('%s', (_, defects) => {
  test.each(defects)('%s: %s', (_, expected, plant) => {
    const world = rich()
    expect(outcome(world)).toBe('allow: agreed')
    const before = JSON.stringify(world)
    plant(world)
    expect(JSON.stringify(world)).not.toBe(before)
    expect(outcome(world)).toBe(expected)
  })
})

test('there are 60 defects or more', () => {
  expect(Object.values(DEFECTS).flat().length).toBeGreaterThanOrEqual(60)
})

describe('a defect denies whatever a sound agreement beside it grants', () => {
  test.each(['unknown-modifier', 'unreadable-date'])('%s', (reason) => {
    const [sound, broken] = [rich(), rich()]
    if (reason === 'unknown-modifier') inConsent({ modifierExtension: MODIFIER })(broken)
    else inPermission({ period: { end: 'summer' } })(broken)
    const { item, group, team, role } = sound
    for (const consents of [
      [sound.consent, broken.consent],
      [broken.consent, sound.consent],
    ]) {
      expect(outcomeOf(parse(consents), { item, resources: [group, team, role] })).toBe(`needs-check: ${reason}`)
    }
  })
})
