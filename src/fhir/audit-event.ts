import * as z from 'zod/mini'
import { CODE_SYSTEM, EXTENSION } from '../record/code-systems.ts'
import type { Audience } from '../record/viewer.ts'

type Coding = { system: string; code: string; display?: string }

/** What is told of one access. References on the source it goes to, and codes: nothing that names anybody. */
export type Accessed = {
  /** A UUID. */
  id: string
  atMs: number
  action: keyof typeof KINDS
  outcome: 'done' | 'refused'
  /** A short code: `ended`. */
  why: string | undefined
  by: { audience: Audience; role: string; person: string; organisation: string }
  /** `Patient/…`; undefined for what is about no one child. */
  patient: string | undefined
  /** A UUID that tells the log apart in which this was noted. */
  log: string
  /** Its number among all that this log has for the source, from 1. */
  nth: number
  /** What chains it to the one before, in base64; undefined when that is no longer known. */
  tag: string | undefined
  missed: number | undefined
}

const DICOM = 'http://dicom.nema.org/resources/ontology/DCM'
const LIFECYCLE = 'http://terminology.hl7.org/CodeSystem/iso-21089-lifecycle'

/** Looked at here, from a copy: no RESTful operation, so not `rest`. @source R4 value set audit-event-type */
const KINDS = {
  view: { action: 'R', type: { system: LIFECYCLE, code: 'access', display: 'Access/View Record Lifecycle Event' } },
  search: { action: 'E', type: { system: DICOM, code: '110112', display: 'Query' } },
  print: {
    action: 'R',
    type: { system: LIFECYCLE, code: 'report', display: 'Report (Output) Record Lifecycle Event' },
  },
  export: { action: 'R', type: { system: DICOM, code: '110106', display: 'Export' } },
  erase: {
    action: 'D',
    type: { system: LIFECYCLE, code: 'destroy', display: 'Destroy/Delete Record Lifecycle Event' },
  },
}

const OUTCOMES = { done: '0', refused: '4' }

const RECIPIENT = { system: 'http://terminology.hl7.org/CodeSystem/v3-ParticipationType', code: 'IRCP' }
const PERSON = { system: 'http://terminology.hl7.org/CodeSystem/audit-entity-type', code: '1', display: 'Person' }
const PATIENT = { system: 'http://terminology.hl7.org/CodeSystem/object-role', code: '1', display: 'Patient' }
const USER_DEVICE = {
  system: 'http://terminology.hl7.org/CodeSystem/security-source-type',
  code: '1',
  display: 'User Device',
}
const URI = 'urn:ietf:rfc:3986'

export type AuditEvent = ReturnType<typeof auditEvent>

/**
 * One access as a FHIR R4 AuditEvent.
 *
 * @param purpose what the viewer looks for, which follows from who they are
 */
export function auditEvent(accessed: Accessed, purpose: Coding) {
  const { action, type } = KINDS[accessed.action]
  const { audience, role, person, organisation } = accessed.by
  return {
    resourceType: 'AuditEvent' as const,
    id: accessed.id,
    extension: [chainExtension(accessed)],
    type,
    action,
    recorded: new Date(accessed.atMs).toISOString(),
    outcome: OUTCOMES[accessed.outcome],
    ...(accessed.why !== undefined && { outcomeDesc: accessed.why }),
    purposeOfEvent: [{ coding: [purpose] }],
    agent: [
      {
        type: { coding: [RECIPIENT] },
        role: [{ coding: [{ system: CODE_SYSTEM.audience, code: audience }] }],
        who: { reference: role },
        requestor: true,
      },
      // Not found by the role alone: whoever asks for all that a person, or a school, has looked at.
      { who: { reference: person }, requestor: false },
      { who: { reference: organisation }, requestor: false },
    ],
    source: {
      observer: { type: 'Device', identifier: { system: URI, value: `urn:uuid:${accessed.log}` } },
      type: [USER_DEVICE],
    },
    ...(accessed.patient !== undefined && { entity: [entityOf(accessed.patient, accessed.action)] }),
  }
}

function entityOf(patient: string, action: Accessed['action']) {
  const whatWent = action === 'erase' && { description: 'The copy on the viewer’s computer' }
  return { what: { reference: patient }, type: PERSON, role: PATIENT, ...whatWent }
}

function chainExtension({ nth, tag, missed }: Accessed) {
  return {
    url: EXTENSION.accessLog,
    extension: [
      { url: 'number', valuePositiveInt: nth },
      ...(tag === undefined ? [] : [{ url: 'tag', valueBase64Binary: tag }]),
      ...(missed === undefined ? [] : [{ url: 'missed', valuePositiveInt: missed }]),
    ],
  }
}

/**
 * What the AuditEvents of one log do not account for: numbers that are `missing`, because entries were removed before they
 * were sent, or were not taken; or numbers given out `twice`, because an old copy of the log was put back.
 */
export type Break = { log: string; kind: 'missing' | 'twice'; from: number; until: number }

const received = z.object({
  id: z.string(),
  source: z.object({ observer: z.object({ identifier: z.object({ value: z.string() }) }) }),
  extension: z.array(z.object({ url: z.string(), extension: z.optional(z.array(z.looseObject({ url: z.string() }))) })),
})

/**
 * For whoever keeps AuditEvents of ours: whether what they were told hangs together. What is cut off the end of a log shows
 * as soon as the log goes on.
 *
 * @param events all that were received, in any order; those that are not ours are left out
 */
export function findBreaks(events: unknown[]): Break[] {
  const links = Map.groupBy(events.flatMap(linkIn), ({ log }) => log)
  return [...links].flatMap(([log, inLog]) => {
    const sorted = inLog.toSorted((a, b) => a.nth - b.nth)
    return sorted.flatMap((link, index): Break[] => {
      const { nth } = link
      const before = sorted[index - 1]
      if (nth === before?.nth) return isSame(link, before) ? [] : [{ log, kind: 'twice', from: nth, until: nth }]
      const from = (before?.nth ?? 0) + 1
      return nth === from ? [] : [{ log, kind: 'missing', from, until: nth - 1 }]
    })
  })
}

type Link = { log: string; nth: number; id: string; tag: unknown }

function linkIn(event: unknown): Link[] {
  const { data } = received.safeParse(event)
  const parts = data?.extension.find(({ url }) => url === EXTENSION.accessLog)?.extension
  const nth = parts?.find(({ url }) => url === 'number')?.valuePositiveInt
  const tag = parts?.find(({ url }) => url === 'tag')?.valueBase64Binary
  if (!data || typeof nth !== 'number') return []
  return [{ log: data.source.observer.identifier.value, nth, id: data.id, tag }]
}

/** One that is given out again, from where the tag is no longer known, is the same. */
function isSame(a: Link, b: Link): boolean {
  return a.id === b.id && (a.tag === b.tag || a.tag === undefined || b.tag === undefined)
}
