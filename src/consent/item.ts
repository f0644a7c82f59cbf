import { isTooDeep } from '../core/json.ts'
import { parseFhirDate } from '../core/time.ts'
import { type Code, confidentialityOf, SYSTEM } from './concepts.ts'
import type { Period } from './rule.ts'

/**
 * What an agreement can tell one piece of data from another by. A part that is `undefined` is not known, so a rule about
 * it can refuse and cannot permit.
 */
export type Item = {
  /** `Observation/…` */
  reference: string | undefined
  type: string | undefined
  profiles: string[]
  /** Every code found in it, and the section it is listed in. */
  codes: Code[]
  /** What kind of document it is. */
  documentTypes: Code[]
  /** Security labels; undefined for one that cannot be read. */
  labels: (Code | undefined)[]
  /** When it was so, or was done: not when it was written down. */
  period: Period | undefined
  refersTo: string[]
  authors: string[]
}

/** A part of a record in which nothing is written. */
export const NOTHING: Item = {
  reference: undefined,
  type: undefined,
  profiles: [],
  codes: [],
  documentTypes: [],
  labels: [],
  period: undefined,
  refersTo: [],
  authors: [],
}

type Json = Record<string, unknown>

/** Reads what consent needs of any FHIR resource, and nothing else. Never throws: what cannot be read is not known. */
export function readItem(raw: unknown): Item {
  if (!isObject(raw) || isTooDeep(raw)) return NOTHING
  const { resourceType, id } = raw
  const meta = isObject(raw.meta) ? raw.meta : {}
  const type = typeof resourceType === 'string' ? resourceType : undefined
  return {
    reference: type && typeof id === 'string' ? `${type}/${id}` : undefined,
    type,
    profiles: list(meta.profile).filter((one) => typeof one === 'string'),
    codes: codingsIn({ ...raw, meta: undefined }),
    documentTypes: type === 'Composition' || type === 'DocumentReference' ? codingsOf(raw.type) : [],
    labels: list(meta.security).map((label) => codeOf(label).find(isReadable)),
    period: periodOf(raw),
    refersTo: referencesIn(raw),
    authors: AUTHOR_FIELDS.flatMap((field) => list(raw[field]).flatMap(referenceOf)),
  }
}

/** The same piece of data, listed in a section. Only the list says so: what a resource claims of itself does not count. */
export function listedUnder(item: Item, section: Code): Item {
  return { ...item, codes: [...item.codes.filter(({ system }) => system !== section.system), section] }
}

/** One without a system, or of a level that is none, may be any label. */
function isReadable(label: Code): boolean {
  return label.system === SYSTEM.confidentiality ? confidentialityOf(label) !== undefined : label.system !== ''
}

/** Where R4 resources say who wrote or did something. */
const AUTHOR_FIELDS = ['author', 'recorder', 'performer', 'asserter', 'contributor', 'requester', 'source']

/** Where R4 resources say when something was so. The first that is there counts. */
const TIME_FIELDS = [
  'effectiveDateTime',
  'effectivePeriod',
  'effectiveInstant',
  'onsetDateTime',
  'onsetPeriod',
  'performedDateTime',
  'performedPeriod',
  'occurrenceDateTime',
  'occurrencePeriod',
  'executionPeriod',
  'period',
  'startDate',
  'authoredOn',
  'recordedDate',
  'created',
  'date',
]

function periodOf(raw: Json): Period | undefined {
  const field = TIME_FIELDS.find((name) => raw[name] !== undefined)
  const time = field === undefined ? undefined : raw[field]
  if (typeof time === 'string') return parseFhirDate(time)
  if (!isObject(time)) return undefined
  const [start, end] = [time.start, time.end].map((one) => (typeof one === 'string' ? parseFhirDate(one) : undefined))
  // An end that is open, or cannot be read, leaves it unknown how far the data reaches.
  return start && end && start.fromMs <= end.untilMs ? { fromMs: start.fromMs, untilMs: end.untilMs } : undefined
}

function codingsOf(concept: unknown): Code[] {
  return isObject(concept) ? list(concept.coding).flatMap(codeOf) : []
}

function codeOf(coding: unknown): Code[] {
  if (!isObject(coding) || typeof coding.code !== 'string') return []
  return [{ system: typeof coding.system === 'string' ? coding.system : '', code: coding.code }]
}

function codingsIn(value: unknown): Code[] {
  if (Array.isArray(value)) return value.flatMap(codingsIn)
  if (!isObject(value)) return []
  return [...codeOf(value), ...Object.values(value).flatMap(codingsIn)]
}

function referenceOf(reference: unknown): string[] {
  return isObject(reference) && typeof reference.reference === 'string' ? [reference.reference] : []
}

function referencesIn(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(referencesIn)
  if (!isObject(value)) return []
  return [...referenceOf(value), ...Object.values(value).flatMap(referencesIn)]
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : value === undefined ? [] : [value]
}

function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** Whether a Provenance agent is the author of what it is about. */
export function isAuthorCode({ system, code }: Code): boolean {
  return (system === SYSTEM.provenanceAgent && code === 'author') || (system === SYSTEM.participation && code === 'AUT')
}
