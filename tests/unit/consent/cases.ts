import fc from 'fast-check'
import { readActors } from '../../../src/consent/actors.ts'
import { SYSTEM } from '../../../src/consent/concepts.ts'
import { listedUnder, readItem } from '../../../src/consent/item.ts'
import type { Known } from '../../../src/consent/request.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import type { SectionCode } from '../../../src/record/sections.ts'
import type { Asking, Coding, Concept, Period, Provision, RawConsent, RawResource } from './reference.ts'

/*
 * A small world, so that rules meet, nest and contradict each other often: ten days in January, three who ask, five
 * pieces of data in three sections, and Consents about them as raw FHIR, some with defects. Everybody is made up.
 */

export const PATIENT = 'Patient/sam'

const { schoolUrn, ods } = IDENTIFIER_SYSTEM
const { purpose } = CODE_SYSTEM

export const ASKERS: Asking[] = [
  {
    references: ['PractitionerRole/khan', 'Practitioner/khan', 'Organization/hillside'],
    identifiers: [{ system: schoolUrn, code: '999001' }],
    audience: 'class-teacher',
    purposes: [{ system: purpose, code: 'education-oversight' }],
  },
  {
    references: ['PractitionerRole/shah', 'Practitioner/shah', 'Organization/bridge-street'],
    identifiers: [{ system: ods, code: 'X99901' }],
    audience: 'gp',
    purposes: [{ system: SYSTEM.actReason, code: 'TREAT' }],
  },
  {
    references: ['Practitioner/nurse'],
    identifiers: [{ system: schoolUrn, code: '999002' }],
    audience: undefined,
    purposes: [{ system: SYSTEM.actReason, code: 'ETREAT' }],
  },
]

const refer = (reference: string) => ({ reference })
const conf = (code: string): Coding => ({ system: SYSTEM.confidentiality, code })
const sens = (code: string): Coding => ({ system: SYSTEM.actCode, code })
const need = (code: string): Coding => ({ system: CODE_SYSTEM.need, code })
const PROFILE = 'https://fhir.hl7.org.uk/StructureDefinition/UKCore-Condition'

/** What is asked for, each with the section that lists it. */
export const ITEMS: { section: SectionCode; raw: RawResource }[] = [
  {
    section: 'needs',
    raw: {
      resourceType: 'Observation',
      id: 'quote',
      meta: { security: [conf('N')] },
      code: { coding: [need('sensory')] },
      effectiveDateTime: '2026-01-03',
      performer: [refer('Practitioner/khan')],
      derivedFrom: [refer('Condition/noise')],
    },
  },
  {
    section: 'words',
    raw: {
      resourceType: 'Condition',
      id: 'noise',
      meta: { security: [conf('N'), conf('R'), sens('HIV')], profile: [PROFILE] },
      code: { coding: [need('memory')] },
      onsetPeriod: { start: '2026-01-02', end: '2026-01-06' },
      recorder: refer('PractitionerRole/khan'),
    },
  },
  {
    section: 'plan',
    raw: {
      resourceType: 'Goal',
      id: 'quiet',
      meta: { security: [sens('SUD'), { display: 'something' }] },
      category: [{ coding: [{ system: CODE_SYSTEM.section, code: 'needs' }] }],
      addresses: [refer('Condition/noise')],
    },
  },
  {
    section: 'needs',
    raw: {
      resourceType: 'Condition',
      id: 'odd',
      meta: { security: [conf('L'), conf('X')] },
      code: { coding: [{ code: 'loud' }, need('sensory')] },
      onsetPeriod: { start: '2026-01-07', end: '2026-01-04' },
      recorder: refer('PractitionerRole/nobody'),
    },
  },
  { section: 'words', raw: {} },
]

export const RESOURCES: RawResource[] = [
  ...ITEMS.map(({ raw }) => raw).filter(({ resourceType }) => resourceType),
  { resourceType: 'Organization', id: 'e0102', identifier: [{ system: schoolUrn, value: '999001' }] },
  {
    resourceType: 'PractitionerRole',
    id: 'khan',
    practitioner: refer('Practitioner/khan'),
    organization: refer('Organization/hillside'),
  },
  {
    resourceType: 'PractitionerRole',
    id: 'governor',
    practitioner: refer('Practitioner/khan'),
    organization: refer('Organization/larkfield'),
  },
  { resourceType: 'PractitionerRole', id: 'shah', practitioner: refer('Practitioner/shah') },
  {
    resourceType: 'Group',
    id: 'staff',
    actual: true,
    member: [
      { entity: refer('Practitioner/khan'), period: { start: '2026-01-03', end: '2026-01-07' } },
      { entity: refer('CareTeam/team') },
    ],
  },
  {
    resourceType: 'Group',
    id: 'circle',
    member: [
      { entity: refer('CareTeam/team') },
      { entity: refer('Organization/hillside'), inactive: true },
      { entity: refer('Practitioner/nurse'), period: { start: '2026-01-08', end: '2026-01-02' } },
    ],
  },
  { resourceType: 'Group', id: 'described', actual: false, member: [{ entity: refer('Practitioner/khan') }] },
  {
    resourceType: 'CareTeam',
    id: 'team',
    status: 'active',
    participant: [
      { member: refer('Group/circle') },
      { member: refer('PractitionerRole/shah'), period: { start: '2026-01-04' } },
      { member: refer('Practitioner/khan'), period: { start: 'autumn' } },
    ],
  },
  { resourceType: 'CareTeam', id: 'former', status: 'inactive', participant: [{ member: refer('Practitioner/khan') }] },
  {
    resourceType: 'Provenance',
    id: 'quiet-by',
    target: [refer('Goal/quiet')],
    agent: [
      { type: { coding: [{ system: SYSTEM.provenanceAgent, code: 'author' }] }, who: refer('PractitionerRole/shah') },
    ],
  },
]

const items = new Map(RESOURCES.map(readItem).map((item) => [item.reference, item]))
export const KNOWN: Known = { actors: readActors(RESOURCES), refersTo: (reference) => items.get(reference)?.refersTo }
export const READ_ITEMS = ITEMS.map(({ section, raw }) =>
  listedUnder(readItem(raw), { system: CODE_SYSTEM.section, code: section }),
)

/** Consents, who asks, and two instants worth asking at. */
export type Case = { consents: RawConsent[]; asker: Asking; instants: number[]; more: Choices }

/** What a case is made of. Each byte is one choice; 0 is always the simplest, so that a failing case shrinks to a plain one. */
export const cases: fc.Arbitrary<Case> = fc
  .noBias(fc.uint8Array({ minLength: 240, maxLength: 240 }))
  .map((bytes) => writeCase(new Choices(bytes)))

export class Choices {
  readonly #bytes: Uint8Array
  #at = 0
  constructor(bytes: Uint8Array) {
    this.#bytes = bytes
  }

  upTo(count: number): number {
    const byte = this.#bytes[this.#at++] ?? 0
    return byte % count
  }

  oneIn(count: number): boolean {
    return this.upTo(count) === count - 1
  }

  from<Value>(values: readonly [Value, ...Value[]]): Value {
    return values[this.upTo(values.length)] ?? values[0]
  }

  some<Value>(most: number, write: () => Value): Value[] {
    return Array.from({ length: 1 + this.upTo(most) }, write)
  }

  toString(): string {
    return `(${this.#at} choices)`
  }
}

const DAYS = ['02', '03', '04', '05', '06', '07', '08', '09', '10'].map((day) => `2026-01-${day}`) as [
  string,
  ...string[],
]

export const INSTANTS = DAYS.flatMap((day) => {
  const atMs = Date.parse(`${day}T00:00:00Z`)
  return [atMs, atMs - 1, atMs + 12 * 3_600_000]
}) as [number, ...number[]]

function writeCase(choose: Choices): Case {
  const asker = choose.from(ASKERS as [Asking, ...Asking[]])
  const instants = [choose.from(INSTANTS), choose.from(INSTANTS)]
  const isFlawed = choose.oneIn(4)
  const consents = Array.from({ length: choose.from([1, 1, 2, 3]) }, () => writeConsent(choose, isFlawed))
  return { asker, instants, consents, more: choose }
}

function writeConsent(choose: Choices, isFlawed: boolean): RawConsent {
  const status = choose.from([
    'active',
    'active',
    'active',
    'active',
    'active',
    'active',
    'inactive',
    'draft',
    'rejected',
    'entered-in-error',
  ])
  const scope = choose.oneIn(14) ? 'research' : 'patient-privacy'
  const root = writeRule(choose, 0, isFlawed)
  const base = choose.upTo(8)
  if (base > 4) root.type = 'deny'
  else if (base === 4) delete root.type
  return {
    resourceType: 'Consent',
    id: 'agreement',
    status,
    scope: { coding: [{ system: SYSTEM.scope, code: scope }] },
    patient: refer(PATIENT),
    dateTime: '2026-01-02',
    ...(base === 4 && {
      policyRule: { coding: [{ system: SYSTEM.actCode, code: choose.from(['OPTIN', 'OPTOUT']) }] },
    }),
    ...(choose.oneIn(16) && { verification: [{ verified: true }, { verified: choose.oneIn(2) }] }),
    provision: root,
    ...(isFlawed && choose.oneIn(4) && flawInConsent(choose)),
  }
}

function flawInConsent(choose: Choices): Partial<RawConsent> {
  return choose.from<Partial<RawConsent>>([
    { patient: refer('Patient/mia') },
    { patient: undefined },
    { dateTime: 'last week' },
    { modifierExtension: [{ url: 'https://x.example' }] },
    { implicitRules: 'https://x.example' },
    { decision: 'permit' },
    { scope: undefined },
    { policyRule: undefined, provision: { provision: [{ type: 'permit' }] } },
    { provision: undefined },
  ])
}

/** How many rules stand within one, by how deep it stands. */
const WITHIN = [
  [1, 0, 1, 2, 2],
  [0, 0, 1, 1, 2],
  [0, 0, 0, 1],
  [0, 0, 0, 0, 1],
] as [number, ...number[]][]

function writeRule(choose: Choices, depth: number, isFlawed: boolean): Provision {
  const rule: Provision = { type: choose.from(['permit', 'deny', 'permit']) }
  if (choose.oneIn(depth === 0 ? 6 : 3)) rule.period = writePeriod(choose)
  if (depth > 0 && choose.upTo(3) > 0)
    rule.actor = choose.some(2, () => choose.from(choose.oneIn(2) ? ACTORS : LIKELY_ACTORS))
  // Seldom at the root, where a criterion that does not fit leaves nothing to see beneath it.
  const isPlain = depth === 0 && choose.upTo(3) < 2
  const [few, fewer] = isPlain ? [0, 0] : [choose.upTo(24), choose.upTo(24)]
  if (few === 1) rule.action = choose.some(2, () => choose.from(ACTIONS))
  if (few >= 2 && few <= 4) rule.purpose = choose.some(2, () => choose.from(PURPOSES))
  if (few >= 5 && few <= 8) rule.securityLabel = choose.some(2, () => choose.from(LABELS))
  if (fewer === 1) rule.class = choose.some(2, () => choose.from(CLASSES))
  if (fewer >= 2 && fewer <= 8) rule.code = choose.some(2, () => choose.from(CODES))
  if (fewer === 9 || fewer === 10) rule.dataPeriod = writePeriod(choose)
  if (fewer >= 11 && fewer <= 13) rule.data = choose.some(2, () => choose.from(DATA))
  if (fewer === 14 && choose.oneIn(3)) rule.weather = 'fine'
  const within = choose.from(WITHIN[depth] ?? [0])
  if (within > 0) rule.provision = Array.from({ length: within }, () => writeRule(choose, depth + 1, isFlawed))
  if (isFlawed && choose.oneIn(12)) Object.assign(rule, flawInRule(choose))
  return rule
}

/** A refusal with nothing beneath it. */
export function writeRefusal(choose: Choices): Provision {
  return { ...writeRule(choose, 9, false), type: 'deny' }
}

function flawInRule(choose: Choices): Provision {
  return choose.from<Provision>([
    { weather: 'fine' },
    { type: undefined },
    { period: { start: 'soon' } },
    { period: { start: '2026-01-08', end: '2026-01-03' } },
    { dataPeriod: { end: '2026-02-30' } },
    { actor: [] },
    { code: [] },
    { modifierExtension: [{ url: 'https://x.example' }] },
    { actor: [{ modifierExtension: [{ url: 'https://x.example' }], reference: refer('Practitioner/khan') }] },
  ])
}

function writePeriod(choose: Choices): Period {
  const [first, second] = [choose.from(DAYS), choose.from(DAYS)].sort()
  const until = choose.oneIn(6) ? `${second}T12:00:00Z` : second
  return choose.from<Period>([{ start: first, end: until }, { end: until }, { start: first }])
}

type Actor = NonNullable<Provision['actor']>[number]
const audience = (code: string): Coding => ({ system: CODE_SYSTEM.audience, code })
const part = (code: string): Coding => ({ system: SYSTEM.participation, code })
const to = (reference: string, ...coding: Coding[]): Actor => ({
  ...(coding.length > 0 && { role: { coding } }),
  reference: refer(reference),
})
const LIKELY_ACTORS: [Actor, ...Actor[]] = [
  to('Practitioner/khan'),
  to('Practitioner/shah'),
  to('Practitioner/nurse'),
  to('Organization/hillside', audience('class-teacher')),
  to('Organization/bridge-street', part('IRCP')),
  to('Group/staff'),
  to('CareTeam/team'),
]
const ACTORS: [Actor, ...Actor[]] = [
  to('PractitionerRole/khan'),
  to('Organization/hillside', audience('class-teacher')),
  to('Organization/hillside', audience('senco')),
  to('Organization/bridge-street', audience('gp'), part('IRCP')),
  to('Organization/hillside', part('IRCP')),
  to('Organization/bridge-street'),
  to('Organization/e0102'),
  to('Group/staff'),
  to('Group/staff', audience('gp')),
  to('CareTeam/team'),
  to('Group/circle'),
  to('Group/described'),
  to('Group/unheard-of'),
  to('CareTeam/former'),
  to('PractitionerRole/governor'),
  to('PractitionerRole/unheard-of'),
  to('RelatedPerson/jo'),
  to('#contained'),
  to('Organization/hillside', audience('headteacher')),
  to('Organization/hillside', audience('gp'), audience('class-teacher')),
  to('Organization/hillside', part('CST')),
  { role: { text: 'teacher' }, reference: refer('Practitioner/khan') },
  { reference: { identifier: { system: schoolUrn, value: '999001' } } },
  { reference: { identifier: { system: schoolUrn, value: '999002' } } },
  { reference: { identifier: { system: ods, value: 'X99902' } } },
  { reference: { display: 'Mr Khan' } },
]

const action = (...codes: string[]): Concept => ({ coding: codes.map((code) => ({ system: SYSTEM.action, code })) })
const ACTIONS: [Concept, ...Concept[]] = [
  action('access'),
  action('access'),
  action('disclose'),
  action('use'),
  action('correct'),
  action('disclose', 'access'),
  action('access', 'correct'),
  { text: 'access' },
]

const PURPOSES: [Coding, ...Coding[]] = [
  { system: purpose, code: 'education' },
  { system: purpose, code: 'education-oversight' },
  { system: purpose, code: 'support-planning' },
  { system: SYSTEM.actReason, code: 'TREAT' },
  { system: SYSTEM.actReason, code: 'ETREAT' },
  { system: SYSTEM.actReason, code: 'HRESCH' },
  { system: SYSTEM.actReason, code: 'EDUCATION' },
  { display: 'education' },
]

const LABELS: [Coding, ...Coding[]] = [
  conf('N'),
  conf('R'),
  conf('L'),
  sens('HIV'),
  sens('SPI'),
  sens('OPIOIDUD'),
  conf('X'),
  { display: 'HIV' },
]

const type = (code: string): Coding => ({ system: SYSTEM.resourceType, code })
const CLASSES: [Coding, ...Coding[]] = [
  type('Condition'),
  type('Observation'),
  { system: SYSTEM.uri, code: PROFILE },
  { system: SYSTEM.uri, code: 'https://x.example' },
  { system: 'http://loinc.org', code: '34133-9' },
  { code: 'Condition' },
]

const concept = (...coding: Coding[]): Concept => ({ coding })
const section = (code: string): Coding => ({ system: CODE_SYSTEM.section, code })
const CODES: [Concept, ...Concept[]] = [
  concept(section('needs')),
  concept(section('words')),
  concept(section('plan')),
  concept(need('sensory')),
  concept({ system: 'http://snomed.info/sct', code: '1' }, need('memory')),
  concept({ system: 'http://snomed.info/sct', code: '1' }),
  concept(section('star-sign')),
  { text: 'needs' },
]

const data = (meaning: string, reference: string) => ({ meaning, reference: refer(reference) })
const DATA: [ReturnType<typeof data>, ...ReturnType<typeof data>[]] = [
  data('instance', 'Observation/quote'),
  data('instance', 'Condition/noise'),
  data('instance', 'https://x.example/Condition/noise'),
  data('related', 'Condition/noise'),
  data('related', 'Goal/quiet'),
  data('related', 'Goal/unheard-of'),
  data('dependents', 'Condition/noise'),
  data('dependents', 'Observation/quote'),
  data('authoredby', 'Practitioner/khan'),
  data('authoredby', 'PractitionerRole/khan'),
  data('authoredby', 'PractitionerRole/shah'),
  data('authoredby', 'Organization/hillside'),
]
