import * as z from 'zod/mini'
import { FIRST_MS, LAST_MS, parseFhirDate, writtenDay } from '../core/time.ts'
import { CODE_SYSTEM } from '../record/code-systems.ts'
import { isSectionCode, type SectionCode } from '../record/sections.ts'
import { type Audience, isAudience } from '../record/viewer.ts'

/** A stretch of time, both ends inclusive. */
export type Period = { fromMs: number; untilMs: number }

/**
 * Who a rule is about: a reference on the source and, where the rule names one, the audience it is limited to: `unknown`
 * when it is none of ours, or more than one.
 */
export type Actor = { reference: string; audience?: Audience | 'unknown' }

/** One provision of a Consent. Criteria are ANDed; the values of one criterion are ORed; an empty list is no criterion. */
export type Rule = {
  /** Absent only at the root of a Consent that leaves its base decision to `policyRule`. */
  type: 'permit' | 'deny' | undefined
  period: Period
  actors: Actor[]
  sections: SectionCode[]
  /** It has a criterion that is not evaluated: it may be about the viewer, and it may not. */
  unclear: boolean
  rules: Rule[]
}

export type Consent =
  | {
      kind: 'active'
      id: string
      agreedOn: string | undefined
      performers: string[]
      organisation: string | undefined
      base: 'permit' | 'deny'
      root: Rule | undefined
    }
  | { kind: 'stopped'; id: string } // inactive, rejected or entered in error
  | { kind: 'proposed'; id: string } // draft or proposed: agrees to nothing yet
  | { kind: 'unreadable'; id: string } // denies everything: see evaluate.ts

const coding = z.object({ system: z.optional(z.string()), code: z.optional(z.string()) })
const codeable = z.object({ coding: z.optional(z.array(coding)) })
const reference = z.object({ reference: z.optional(z.string()) })
const period = z.object({ start: z.optional(z.string()), end: z.optional(z.string()) })

/** An empty list is not FHIR, and must not read as "no criterion": everybody, everything. */
const filled = z.minLength(1)

const provision = z.looseObject({
  type: z.optional(z.enum(['permit', 'deny'])),
  period: z.optional(period),
  actor: z.optional(z.array(z.looseObject({ role: z.optional(codeable), reference })).check(filled)),
  action: z.optional(z.array(codeable).check(filled)),
  code: z.optional(z.array(codeable).check(filled)),
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
  verification: z.optional(z.array(z.object({ verified: z.optional(z.boolean()) }))),
  patient: reference,
  dateTime: z.optional(z.string()),
  performer: z.optional(z.array(reference)),
  organization: z.optional(z.array(reference)),
  policyRule: z.optional(codeable),
  provision: z.optional(provision),
})

const EVALUATED = new Set(['id', 'type', 'period', 'actor', 'action', 'code', 'provision'])
const ACT_CODE = 'http://terminology.hl7.org/CodeSystem/v3-ActCode'
const SCOPE = 'http://terminology.hl7.org/CodeSystem/consentscope'
const ACTION = 'http://terminology.hl7.org/CodeSystem/consentaction'

/**
 * Reads one FHIR R4 Consent. Never throws: one that cannot be read, or is about somebody else, comes back as
 * `unreadable`, because leaving it out could leave out a refusal.
 *
 * @param patient the reference of the child the Consent must be about, `Patient/…`
 */
export function parseConsent(resource: unknown, patient: string): Consent {
  if (isTooDeep(resource)) return { kind: 'unreadable', id: '' }
  const parsed = consent.safeParse(resource)
  if (!parsed.success) return { kind: 'unreadable', id: '' }
  const { data } = parsed
  if (data.status === 'draft' || data.status === 'proposed') return { kind: 'proposed', id: data.id }
  if (data.status !== 'active') return { kind: 'stopped', id: data.id }
  const root = data.provision && parseRule(data.provision)
  if (data.patient.reference !== patient || 'modifierExtension' in data || root === 'unreadable') {
    return { kind: 'unreadable', id: data.id }
  }
  return {
    kind: 'active',
    id: data.id,
    agreedOn: writtenDay(data.dateTime),
    performers: (data.performer ?? []).flatMap(({ reference }) => reference ?? []),
    organisation: data.organization?.[0]?.reference,
    base: root?.type ?? baseOf(data.policyRule),
    root: root && { ...root, unclear: root.unclear || !isAboutSharing(data) },
  }
}

/** An agreement to treatment or research, or one whose verification failed, may refuse: it permits no sharing. */
function isAboutSharing({ scope, verification = [] }: z.infer<typeof consent>): boolean {
  return (
    codesIn(scope && [scope], SCOPE).includes('patient-privacy') &&
    !verification.some(({ verified }) => verified === false)
  )
}

const DEEPEST = 8

/** Nobody writes rules within rules so deep; whoever sends them wants to exhaust the reader. */
function isTooDeep(resource: unknown): boolean {
  let level: unknown[] = [resource]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    level = level.flatMap((rule) => (rule as { provision?: unknown } | null)?.provision ?? [])
  }
  return false
}

/** A Consent with no base decision denies (standards.md §2.1). */
function baseOf(policyRule: z.infer<typeof codeable> | undefined): 'permit' | 'deny' {
  return policyRule?.coding?.some(({ system, code }) => system === ACT_CODE && code === 'OPTIN') ? 'permit' : 'deny'
}

function parseRule(raw: Provision): Rule | 'unreadable' {
  const period = parsePeriod(raw.period)
  const rules = (raw.provision ?? []).map(parseRule)
  if (!period || rules.includes('unreadable') || rules.some((rule) => rule !== 'unreadable' && !rule.type)) {
    return 'unreadable'
  }
  const sections = codesIn(raw.code, CODE_SYSTEM.section)
  const actions = codesIn(raw.action, ACTION)
  return {
    type: raw.type,
    period,
    actors: (raw.actor ?? []).map(parseActor),
    sections: sections.filter(isSectionCode),
    unclear:
      Object.keys(raw).some((key) => !EVALUATED.has(key)) ||
      (raw.actor ?? []).some((actor) => 'modifierExtension' in actor) ||
      (raw.code ?? []).some((one) => codesIn([one], CODE_SYSTEM.section).filter(isSectionCode).length !== 1) ||
      (raw.action !== undefined && !actions.includes('access')),
    rules: rules as Rule[],
  }
}

/** Undefined when an end that is given cannot be read. */
function parsePeriod(raw: z.infer<typeof period> | undefined): Period | undefined {
  const start = raw?.start === undefined ? FIRST_MS : parseFhirDate(raw.start)?.fromMs
  const end = raw?.end === undefined ? LAST_MS : parseFhirDate(raw.end)?.untilMs
  return start === undefined || end === undefined ? undefined : { fromMs: start, untilMs: end }
}

function parseActor({ role, reference }: NonNullable<Provision['actor']>[number]): Actor {
  const [audience, ...others] = codesIn(role && [role], CODE_SYSTEM.audience)
  const named = { reference: reference.reference ?? '' }
  if (audience === undefined) return named
  return { ...named, audience: isAudience(audience) && others.length === 0 ? audience : 'unknown' }
}

function codesIn(concepts: z.infer<typeof codeable>[] | undefined, system: string): string[] {
  return (concepts ?? []).flatMap(({ coding }) =>
    (coding ?? []).flatMap((one) => (one.system === system && one.code !== undefined ? one.code : [])),
  )
}
