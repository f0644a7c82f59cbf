import * as z from 'zod/mini'
import { FIRST_MS, LAST_MS, parseFhirDate } from '../core/time.ts'
import type { Reason } from '../record/reasons.ts'
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

export const text = z.optional(z.string())
const coding = z.looseObject({ system: text, code: text })
export const codeable = z.looseObject({ coding: z.optional(z.array(coding)) })
const identifier = z.looseObject({ system: text, value: text })
export const reference = z.looseObject({ reference: text, identifier: z.optional(identifier) })
const period = z.looseObject({ start: text, end: text })

/** An empty list is not FHIR, and must not read as "no criterion": everybody, everything. */
const filled = z.minLength(1)

export const provision = z.looseObject({
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
export type Provision = z.infer<typeof provision>

/** What R4 has there. Anything else was written to a standard that we do not read. */
const CRITERIA = names(
  'id extension type period actor action securityLabel purpose class code dataPeriod data provision',
)
const ACTOR = names('id extension role reference')
const DATA = names('id extension meaning reference')
const PERIOD = names('id extension start end')

/**
 * Reads one provision and all beneath it.
 *
 * @param faults filled with what makes the whole Consent unreadable
 */
export function readRule(raw: Provision, faults: Reason[]): Rule {
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
export function readPeriod(written: unknown): Period | undefined {
  if (written === undefined) return ALWAYS
  const raw = period.safeParse(written).data
  const isMasked = raw && (('_start' in raw && !raw.start) || ('_end' in raw && !raw.end))
  if (!raw || isMasked || hasOthers(raw, PERIOD)) return undefined
  const fromMs = raw.start === undefined ? FIRST_MS : parseFhirDate(raw.start)?.fromMs
  const untilMs = raw.end === undefined ? LAST_MS : parseFhirDate(raw.end)?.untilMs
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
export function hasOthers(part: object, known: ReadonlySet<string>): boolean {
  return Object.keys(part).some((name) => name !== 'modifierExtension' && !isNamed(name, known))
}

/** `_type` holds what FHIR says about a primitive value, never the value. */
function isNamed(name: string, known: ReadonlySet<string>): boolean {
  return known.has(name.replace(/^_/, ''))
}

export function names(...lines: string[]): ReadonlySet<string> {
  return new Set(lines.flatMap((line) => line.split(' ')))
}
