import type { CarePlan, Condition, Goal, Observation, Patient, Reference, Task } from '@medplum/fhirtypes'
import { ENTRIES, type EntryCode } from '../../fhir/sections/entries.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import type { NeedCode } from '../../record/needs.ts'
import type { Knowledge } from '../../record/section-content.ts'
import type { SectionCode } from '../../record/sections.ts'

/** Whose record an entry goes into. */
export type About = { patient: string; writtenAt: string }

/** Something in a section, waiting to be told whose it is and what it is called. */
export type Entry = (about: About, id: string) => Observation | Condition | CarePlan | Goal | Task

type Details = { on?: string; by?: string[]; heading?: string; method?: string; of?: string[] }

/** How confidential something is: U, L, M, N, R or V, the last the most. */
export const CONFIDENTIALITY = 'http://terminology.hl7.org/CodeSystem/v3-Confidentiality'

/** The same entry with a label on it, so that an agreement can refuse this one and share the rest of its section. */
export function labelled(entry: Entry, [system, code]: [system: string, code: string]): Entry {
  return (about, id) => ({ ...entry(about, id), meta: { security: [{ system, code }] } })
}

/** A sentence: what helps, a word to use, something the child said. */
export function text(entry: EntryCode, sentence: string, { on, by, heading, method, of }: Details = {}): Entry {
  return (about, id) => ({
    ...observation(about, id, entry, heading),
    valueString: sentence,
    effectiveDateTime: on ?? about.writtenAt,
    ...(by && { performer: by.map((reference) => ({ reference }) as Reference<Patient>) }),
    ...(of && { focus: of.map((reference) => ({ reference })) }),
    ...(method && { method: { text: method } }),
  })
}

/** What is known of something, in our `knowledge` codes. */
export function known(entry: EntryCode, code: Knowledge, sentence: string, { on, by }: Details = {}): Entry {
  return (about, id) => ({
    ...observation(about, id, entry, undefined),
    valueCodeableConcept: { coding: [{ system: CODE_SYSTEM.knowledge, code }], text: sentence },
    effectiveDateTime: on ?? about.writtenAt,
    ...(by && { performer: by.map((reference) => ({ reference }) as Reference<Patient>) }),
  })
}

/** The kind of arrangement, with the day the order was made. */
export function arrangement(code: string, words: string, on?: string): Entry {
  return (about, id) => ({
    ...observation(about, id, 'arrangement', undefined),
    valueCodeableConcept: { coding: [{ system: CODE_SYSTEM.arrangement, code }], text: words },
    ...(on && { effectiveDateTime: on }),
  })
}

/** Somebody with parental responsibility does not want sharing of these sections, or, when there are none, of any. */
export function objection(by: string, words: string, on: string, sections: SectionCode[] = []): Entry {
  const coding = sections.map((code) => ({ system: CODE_SYSTEM.section, code }))
  return (about, id) => ({
    ...observation(about, id, 'objection', undefined),
    focus: [{ reference: by }],
    valueCodeableConcept: { ...(coding.length > 0 && { coding }), text: words },
    effectiveDateTime: on,
  })
}

/** The child, under 16, understands enough to agree for themself, as the one in this role found. */
export function ableToAgree(foundBy: string, on: string): Entry {
  return text('able-to-agree', 'Understands what is shared, with whom and why, and can decide', { on, by: [foundBy] })
}

export function need(words: string, knowledge: Knowledge, code?: NeedCode): Entry {
  return ({ patient }, id) => ({
    resourceType: 'Condition',
    id,
    subject: { reference: patient } as Reference<Patient>,
    code: { ...(code && { coding: [{ system: CODE_SYSTEM.need, code }] }), text: words },
    verificationStatus: {
      coding: [
        {
          system: 'http://terminology.hl7.org/CodeSystem/condition-ver-status',
          code: knowledge === 'confirmed' ? 'confirmed' : knowledge === 'possible' ? 'provisional' : 'unconfirmed',
        },
        { system: CODE_SYSTEM.knowledge, code: knowledge },
      ],
    },
  })
}

export function plan(spec: {
  type: [code: string, words: string]
  tier: [code: string, words: string]
  from: string
  reviewOn: string
  about: string
}): Entry {
  const category = (system: string, [code, words]: [string, string]) => ({ coding: [{ system, code }], text: words })
  return ({ patient }, id) => ({
    resourceType: 'CarePlan',
    id,
    status: 'active',
    intent: 'plan',
    subject: { reference: patient } as Reference<Patient>,
    category: [category(CODE_SYSTEM.planType, spec.type), category(CODE_SYSTEM.tier, spec.tier)],
    period: { start: spec.from, end: spec.reviewOn },
    description: spec.about,
  })
}

export function goal(words: string, dueOn: string): Entry {
  return ({ patient }, id) => ({
    resourceType: 'Goal',
    id,
    lifecycleStatus: 'active',
    subject: { reference: patient } as Reference<Patient>,
    description: { text: words },
    target: [{ measure: { text: words }, detailString: words, dueDate: dueOn }],
  })
}

export type Promised = {
  owner: string
  requester: string
  status: NonNullable<Task['status']>
  dueOn?: string
  doneOn?: string
  cover?: string
  kind?: 'commitment' | 'advice-request'
}

/** Something somebody took on, or is asked to. */
export function commitment(what: string, promised: Promised): Entry {
  const { owner, requester, status, dueOn, doneOn, cover, kind = 'commitment' } = promised
  const restriction = {
    ...(dueOn && { period: { end: dueOn } }),
    ...(cover && { recipient: [{ reference: cover } as Reference<Patient>] }),
  }
  return ({ patient, writtenAt }, id) => ({
    resourceType: 'Task',
    id,
    status,
    intent: 'plan',
    code: { coding: [{ system: CODE_SYSTEM.taskKind, code: kind }] },
    description: what,
    for: { reference: patient },
    authoredOn: writtenAt,
    requester: { reference: requester } as NonNullable<Task['requester']>,
    owner: { reference: owner } as NonNullable<Task['owner']>,
    ...(Object.keys(restriction).length > 0 && { restriction }),
    ...(doneOn && { executionPeriod: { end: doneOn } }),
  })
}

function observation({ patient }: About, id: string, entry: EntryCode, heading: string | undefined) {
  return {
    resourceType: 'Observation' as const,
    id,
    status: 'final' as const,
    subject: { reference: patient } as Reference<Patient>,
    code: { coding: [{ system: CODE_SYSTEM.entry, code: entry }], text: heading ?? ENTRIES[entry] },
  }
}
