import * as z from 'zod/mini'
import { isTooDeep } from '../core/json.ts'
import { londonDate, type PlainDate } from '../core/time.ts'
import { CODE_SYSTEM } from '../record/code-systems.ts'
import { type Code, SYSTEM } from './concepts.ts'
import { type Actor, type Period, readPeriod } from './rule.ts'

/**
 * A part of a record that a body discloses because the law says it must, whoever agreed to what: Children Act 2004
 * s.16LA. It comes from the source alone: nothing a viewer does makes one or widens it.
 */
export type Disclosure = Period & {
  /** Who discloses: `Organization/…`. */
  by: string
  on: PlainDate
  reason: string
  recipients: Actor[]
  /** The very resources that are disclosed. */
  targets: string[]
}

const coding = z.object({ system: z.string(), code: z.string() })
const codeable = z.object({ coding: z.array(coding).check(z.minLength(1)) })
const reference = z.object({ reference: z.string() })

const provenance = z.object({
  resourceType: z.literal('Provenance'),
  target: z.array(reference),
  occurredPeriod: z.object({ start: z.string(), end: z.optional(z.string()) }),
  reason: z.array(z.object({ text: z.string().check(z.regex(/\S/)) })),
  activity: codeable,
  agent: z.array(z.object({ type: codeable, role: z.optional(z.array(codeable)), who: reference })),
})

/**
 * Reads a disclosure under duty: a Provenance whose activity is our `disclosure-under-duty`, with discloser, reason, date
 * and recipients. One that lacks any of these, or is about another child as well, discloses nothing.
 *
 * @param patient it must be about this child, `Patient/…`
 */
export function parseDisclosure(resource: unknown, patient: string): Disclosure | undefined {
  const { data } = isPlain(resource) ? provenance.safeParse(resource) : { data: undefined }
  if (
    !data?.activity.coding.some(({ system, code }) => system === CODE_SYSTEM.basis && code === 'disclosure-under-duty')
  ) {
    return undefined
  }
  const period = readPeriod((resource as { occurredPeriod: unknown }).occurredPeriod)
  const targets = data.target.map(({ reference }) => reference)
  const by = data.agent.find(({ type }) => has(type.coding, { system: SYSTEM.provenanceAgent, code: 'custodian' }))
  const recipients = data.agent.filter(({ type }) => has(type.coding, { system: SYSTEM.participation, code: 'IRCP' }))
  const [reason] = data.reason
  const isAboutAnother = targets.some((one) => one.startsWith('Patient/') && one !== patient)
  if (!period || !by || !reason || recipients.length === 0) return undefined
  if (!targets.includes(patient) || isAboutAnother) return undefined
  return {
    by: by.who.reference,
    on: londonDate(period.fromMs),
    reason: reason.text,
    fromMs: period.fromMs,
    untilMs: period.untilMs,
    recipients: recipients.map(({ who, role }) => ({
      reference: who.reference,
      identifier: undefined,
      roles: role?.flatMap(({ coding }) => coding) ?? [],
      unclear: false,
    })),
    targets: targets.filter((one) => one !== patient),
  }
}

/** Without anything, anywhere in it, that may change what it says. */
function isPlain(resource: unknown): boolean {
  return !isTooDeep(resource) && !/"(modifierExtension|implicitRules)":/.test(JSON.stringify(resource) ?? '')
}

function has(codes: Code[], { system, code }: Code): boolean {
  return codes.some((one) => one.system === system && one.code === code)
}
