import * as z from 'zod/mini'
import { isTooDeep } from '../core/json.ts'
import { type PlainDate, parseFhirDate, writtenDay } from '../core/time.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import type { SectionCode } from '../record/sections.ts'
import { SYSTEM } from './concepts.ts'
import { codeable, hasOthers, names, type Period, provision, type Rule, readRule, reference, text } from './rule.ts'

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

/** What R4 has in a Consent. Anything else was written to a standard that we do not read. */
const ELEMENTS = names(
  'resourceType id meta language text contained extension identifier status scope category patient dateTime performer',
  'organization sourceAttachment sourceReference policy policyRule verification provision implicitRules',
)

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
const MOST_RULES = 200

/** Nobody writes rules within rules so deep, or so many; whoever sends them wants to exhaust the reader. */
function isNestedTooDeep(resource: unknown): boolean {
  let level: unknown[] = [resource]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST || level.length > MOST_RULES) return true
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
  const base = baseOf(data.policyRule)
  const type = data.provision?.type ?? (base === 'unknown' ? undefined : base)
  // A permission where the policy is to refuse, or is one we do not know: the two cannot both be meant.
  const isContradicted = type === 'permit' && (base === 'deny' || base === 'unknown')
  if (!type || isContradicted) return { root: undefined, faults: ['no-decision'] }
  const faults: Reason[] = []
  const root = readRule({ ...data.provision, type }, faults)
  return { root: { ...root, doubts: [...root.doubts, ...wholeDoubts(data)] }, faults }
}

/** `unknown` is one of HL7's directives that is none of these. */
function baseOf(policyRule: Raw['policyRule']): 'permit' | 'deny' | 'unknown' | undefined {
  const codes = (policyRule?.coding ?? []).flatMap(({ system, code }) =>
    system === SYSTEM.actCode && code ? code : [],
  )
  if (codes.some((code) => code.startsWith('OPTOUT') || code === 'NOCONSENT')) return 'deny'
  if (codes.some((code) => code === 'OPTIN' || code === 'OPTINR')) return 'permit'
  return codes.length > 0 ? 'unknown' : undefined
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
