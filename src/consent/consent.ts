import * as z from 'zod/mini'
import { isTooDeep } from '../core/json.ts'
import { FIRST_MS, LAST_MS, type PlainDate, parseFhirDate, writtenDay } from '../core/time.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import type { SectionCode } from '../record/sections.ts'
import { type Code, SYSTEM } from './concepts.ts'

/** A stretch of time, both ends inclusive. */
export type Period = { fromMs: number; untilMs: number }

/** Who a rule is about: a reference or an identifier, and in what role. `undefined` is what the source does not say. */
export type Actor = { reference: string | undefined; identifier: Code | undefined; roles: Code[]; unclear: boolean }

export type DataMeaning = 'instance' | 'related' | 'dependents' | 'authoredby'

/**
 * One provision of a Consent. Criteria are ANDed; the values of one criterion are ORed; a criterion that is not there is
 * `undefined`. A value that cannot be read is `undefined` in its list: it may be anything.
 */
export type Rule = {
  type: 'permit' | 'deny'
  period: Period
  actors: Actor[] | undefined
  actions: (string | undefined)[] | undefined
  purposes: (Code | undefined)[] | undefined
  labels: (Code | undefined)[] | undefined
  classes: (Code | undefined)[] | undefined
  /** Each concept by all its codings: any of them names it. */
  codes: (Code[] | undefined)[] | undefined
  dataPeriod: Period | undefined
  data: { meaning: DataMeaning; reference: string | undefined }[] | undefined
  /** Why it, and what it adds, can refuse and cannot permit. */
  doubts: Reason[]
  /** Neither it nor a rule above it says who it is for, where that is asked for: it permits nothing itself. */
  namesNobody: boolean
  rules: Rule[]
}

/** A stretch of time in which an agreement permits nothing, in these sections or, none listed, at all. */
export type Lapse = Period & { reason: Reason; sections: SectionCode[] }

export type Consent =
  | {
      kind: 'active'
      id: string
      /** When it was stated: `dateTime`, its first instant. */
      statedAtMs: number | undefined
      agreedOn: PlainDate | undefined
      performers: string[]
      organisation: string | undefined
      root: Rule
      lapses: Lapse[]
    }
  /** Permits nothing any more. `root` says what it was about; undefined when that cannot be read. */
  | { kind: 'stopped'; id: string; reason: 'stopped' | 'entered-in-error'; root: Rule | undefined }
  | { kind: 'proposed'; id: string } // agrees to nothing yet
  | { kind: 'unreadable'; id: string; reason: Reason } // denies everything: see evaluate.ts

const text = z.optional(z.string())
const coding = z.looseObject({ system: text, code: text })
const codeable = z.looseObject({ coding: z.optional(z.array(coding)) })
const identifier = z.looseObject({ system: text, value: text })
const reference = z.looseObject({ reference: text, identifier: z.optional(identifier) })
const period = z.looseObject({ start: text, end: text })

/** An empty list is not FHIR, and must not read as "no criterion": everybody, everything. */
const filled = z.minLength(1)

const provision = z.looseObject({
  type: z.optional(z.enum(['permit', 'deny'])),
  period: z.optional(period),
  actor: z.optional(
    z.array(z.looseObject({ role: z.optional(codeable), reference: z.optional(reference) })).check(filled),
  ),
  action: z.optional(z.array(codeable).check(filled)),
  purpose: z.optional(z.array(coding).check(filled)),
  securityLabel: z.optional(z.array(coding).check(filled)),
  class: z.optional(z.array(coding).check(filled)),
  code: z.optional(z.array(codeable).check(filled)),
  dataPeriod: z.optional(period),
  data: z.optional(
    z
      .array(
        z.looseObject({
          meaning: z.enum(['instance', 'related', 'dependents', 'authoredby']),
          reference: z.optional(reference),
        }),
      )
      .check(filled),
  ),
  get provision() {
    return z.optional(z.array(provision))
  },
})
type Provision = z.infer<typeof provision>

const consent = z.looseObject({
  resourceType: z.literal('Consent'),
  id: z.string(),
  status: z.enum(['draft', 'proposed', 'active', 'rejected', 'inactive', 'entered-in-error']),
  scope: z.optional(codeable),
  patient: z.optional(reference),
  dateTime: text,
  performer: z.optional(z.array(reference)),
  organization: z.optional(z.array(reference)),
  policy: z.optional(z.array(z.looseObject({}))),
  policyRule: z.optional(codeable),
  verification: z.optional(z.array(z.looseObject({ verified: z.optional(z.boolean()) }))),
  provision: z.optional(provision),
})
type Raw = z.infer<typeof consent>

/** What R4 has in a Consent and in a provision. Anything else was written to a standard that we do not read. */
const ELEMENTS = names(
  'resourceType id meta language text contained extension identifier status scope category patient dateTime performer',
  'organization sourceAttachment sourceReference policy policyRule verification provision implicitRules',
)
const CRITERIA = names(
  'id extension type period actor action securityLabel purpose class code dataPeriod data provision',
)
const ACTOR = names('id extension role reference')
const DATA = names('id extension meaning reference')
const PERIOD = names('id extension start end')

/**
 * Reads one FHIR R4 Consent. Never throws: one that cannot be read, or is about somebody else, comes back as
 * `unreadable`, because leaving it out could leave out a refusal.
 *
 * @param patient the reference of the child the Consent must be about, `Patient/…`
 */
export function parseConsent(resource: unknown, patient: string): Consent {
  if (isTooDeep(resource) || isNestedTooDeep(resource)) return { kind: 'unreadable', id: '', reason: 'too-deep' }
  const { data } = consent.safeParse(resource)
  // One that is not in force refuses nothing, however badly it is written.
  const status = data?.status ?? statusOf(resource)
  const { id = '' } = data ?? {}
  if (status === 'draft' || status === 'proposed') return { kind: 'proposed', id }
  const reason = whyOver(status)
  if (!data && reason) return { kind: 'stopped', id, reason, root: undefined }
  if (!data) return { kind: 'unreadable', id, reason: 'unreadable' }
  const read = readRoot(data)
  const fault = weightiest([...wholeFaults(data, patient), ...read.faults])
  if (reason) return { kind: 'stopped', id, reason, root: fault ? undefined : read.root }
  if (fault || !read.root) return { kind: 'unreadable', id, reason: fault ?? 'no-decision' }
  return {
    kind: 'active',
    id,
    statedAtMs: parseFhirDate(data.dateTime ?? '')?.fromMs,
    agreedOn: writtenDay(data.dateTime),
    performers: (data.performer ?? []).flatMap(({ reference }) => reference ?? []),
    organisation: data.organization?.[0]?.reference,
    root: read.root,
    lapses: [],
  }
}

function statusOf(resource: unknown): unknown {
  const { resourceType, status } = (resource ?? {}) as { resourceType?: unknown; status?: unknown }
  return resourceType === 'Consent' ? status : undefined
}

function whyOver(status: unknown): 'stopped' | 'entered-in-error' | undefined {
  if (status === 'entered-in-error') return status
  return status === 'inactive' || status === 'rejected' ? 'stopped' : undefined
}

const DEEPEST = 8

/** Nobody writes rules within rules so deep; whoever sends them wants to exhaust the reader. */
function isNestedTooDeep(resource: unknown): boolean {
  let level: unknown[] = [resource]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    level = level.flatMap((rule) => (rule as { provision?: unknown } | null)?.provision ?? [])
  }
  return false
}

function wholeFaults(data: Raw, patient: string): Reason[] {
  const parts = [data, ...(data.policy ?? []), ...(data.verification ?? [])]
  return [
    ...(data.patient?.reference === patient ? [] : ['wrong-child' as const]),
    ...(parts.some((part) => 'modifierExtension' in part) || 'implicitRules' in data
      ? ['unknown-modifier' as const]
      : []),
    ...(hasOthers(data, ELEMENTS) ? ['unknown-criterion' as const] : []),
    ...(data.dateTime !== undefined && !parseFhirDate(data.dateTime) ? ['unreadable-date' as const] : []),
  ]
}

/** The root rule. Its type is the base decision; without one that comes from `policyRule`, and without either there is none. */
function readRoot(data: Raw): { root: Rule | undefined; faults: Reason[] } {
  const type = data.provision?.type ?? baseOf(data.policyRule)
  if (!type) return { root: undefined, faults: ['no-decision'] }
  const faults: Reason[] = []
  const root = readRule({ ...data.provision, type }, faults)
  return { root: { ...root, doubts: [...root.doubts, ...wholeDoubts(data)] }, faults }
}

function baseOf(policyRule: Raw['policyRule']): 'permit' | 'deny' | undefined {
  const codes = (policyRule?.coding ?? []).flatMap(({ system, code }) =>
    system === SYSTEM.actCode && code ? code : [],
  )
  if (codes.some((code) => code.startsWith('OPTOUT') || code === 'NOCONSENT')) return 'deny'
  return codes.some((code) => code === 'OPTIN' || code === 'OPTINR') ? 'permit' : undefined
}

/** An agreement to treatment or research, or one whose verification failed, may refuse: it permits no sharing. */
function wholeDoubts({ scope, verification = [] }: Raw): Reason[] {
  const isAboutSharing = scope?.coding?.some(
    ({ system, code }) => system === SYSTEM.scope && code === 'patient-privacy',
  )
  return [
    ...(isAboutSharing ? [] : ['not-about-sharing' as const]),
    ...(verification.some(({ verified }) => verified !== true) ? ['not-verified' as const] : []),
  ]
}

/** @param faults filled with what makes the whole Consent unreadable */
function readRule(raw: Provision, faults: Reason[]): Rule {
  const parts = [raw, ...(raw.actor ?? []), ...(raw.data ?? [])]
  // It may turn what it stands in into its opposite.
  if (parts.some((part) => 'modifierExtension' in part)) faults.push('unknown-modifier')
  const isStrange =
    hasOthers(raw, CRITERIA) ||
    raw.actor?.some((one) => hasOthers(one, ACTOR)) ||
    raw.data?.some((one) => hasOthers(one, DATA))
  const period = readPeriod(raw.period)
  const dataPeriod = readPeriod(raw.dataPeriod)
  if (!period || !dataPeriod) faults.push('unreadable-date')
  if (!raw.type) faults.push('no-decision')
  return {
    type: raw.type ?? 'deny',
    period: period ?? ALWAYS,
    actors: raw.actor?.map(readActor),
    actions: raw.action?.map(readAction),
    purposes: raw.purpose?.map(readCode),
    labels: raw.securityLabel?.map(readCode),
    classes: raw.class?.map(readCode),
    codes: raw.code?.map(readConcept),
    dataPeriod: raw.dataPeriod && (dataPeriod ?? ALWAYS),
    data: raw.data?.map(({ meaning, reference }) => ({ meaning, reference: reference?.reference })),
    doubts: isStrange ? ['unknown-criterion'] : [],
    namesNobody: false,
    rules: (raw.provision ?? []).map((one) => readRule(one, faults)),
  }
}

const ALWAYS: Period = { fromMs: FIRST_MS, untilMs: LAST_MS }

/** Undefined when an end that is given, or masked, cannot be read, or the ends are the wrong way round. */
function readPeriod(raw: z.infer<typeof period> | undefined): Period | undefined {
  const isMasked = raw && (('_start' in raw && !raw.start) || ('_end' in raw && !raw.end))
  if (raw && (isMasked || hasOthers(raw, PERIOD))) return undefined
  const fromMs = raw?.start === undefined ? FIRST_MS : parseFhirDate(raw.start)?.fromMs
  const untilMs = raw?.end === undefined ? LAST_MS : parseFhirDate(raw.end)?.untilMs
  if (fromMs === undefined || untilMs === undefined || fromMs > untilMs) return undefined
  return { fromMs, untilMs }
}

function readActor({ role, reference }: NonNullable<Provision['actor']>[number]): Actor {
  const roles = role && readConcept(role)
  const { system, value } = reference?.identifier ?? {}
  return {
    reference: reference?.reference,
    identifier: system !== undefined && value !== undefined ? { system, code: value } : undefined,
    roles: roles ?? [],
    unclear: role !== undefined && roles === undefined,
  }
}

/** Undefined for one that is none of HL7's, or several at once. */
function readAction(concept: z.infer<typeof codeable>): string | undefined {
  const [action, ...others] = readConcept(concept)?.filter(({ system }) => system === SYSTEM.action) ?? []
  return others.length === 0 ? action?.code : undefined
}

/** Undefined for a concept in words alone. */
function readConcept({ coding }: z.infer<typeof codeable>): Code[] | undefined {
  const codes = (coding ?? []).map(readCode)
  return codes.length > 0 && codes.every((one) => one !== undefined) ? codes : undefined
}

function readCode({ system, code }: z.infer<typeof coding>): Code | undefined {
  return system !== undefined && code !== undefined ? { system, code } : undefined
}

/** Whether it has parts that R4 does not know there. */
function hasOthers(part: object, known: ReadonlySet<string>): boolean {
  return Object.keys(part).some((name) => name !== 'modifierExtension' && !isNamed(name, known))
}

/** `_type` holds what FHIR says about a primitive value, never the value. */
function isNamed(name: string, known: ReadonlySet<string>): boolean {
  return known.has(name.replace(/^_/, ''))
}

function names(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
