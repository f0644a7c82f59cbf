import { readActors } from '../../consent/actors.ts'
import type { Part } from '../../consent/compile.ts'
import { NOTHING } from '../../consent/item.ts'
import { matchActor } from '../../consent/match-actor.ts'
import { requesterFor } from '../../consent/requester.ts'
import { FIRST_MS, LAST_MS } from '../../core/time.ts'
import { findPerson } from '../../fhir/people.ts'
import { readLawfulBasis } from '../../fhir/read-agreement.ts'
import { type Reason, weightiest } from '../../record/reasons.ts'
import { SECTION_CODES, type SectionCode } from '../../record/sections.ts'
import type { Sharing, UnderDuty } from '../../record/sharing.ts'
import { recipients } from './recipients.ts'
import { agreedBy, type ToTell, tell } from './telling.ts'

/** What the sharing page says to one viewer: what concerns them, and no more of anybody else than they have to know. */
export function sharingFor(told: ToTell): Sharing {
  const { audience, agreeing, parts, nowMs } = told
  return {
    agreements: agreeing.map(({ performers, agreedOn, root: { period } }) => ({
      by: agreedBy(told, performers),
      on: agreedOn,
      fromMs: period.fromMs === FIRST_MS ? undefined : period.fromMs,
      untilMs: period.untilMs === LAST_MS ? undefined : period.untilMs,
    })),
    recipients: recipients(told),
    controller: controller(told),
    duties: duties(told),
    // Who in a family does not agree with whom is nothing for a classroom.
    needsCheck: audience === 'class-teacher' ? [] : needsCheck(parts, nowMs),
  }
}

/** The name of an adoption agency would tell a class teacher what the page must not. */
function controller(told: ToTell): Sharing['controller'] {
  const { audience, agreeing, agreed, resources } = told
  const keepers = [...agreeing.map(({ organisation }) => organisation), ...agreed.disclosures.map(({ by }) => by)]
  const reference = keepers.find((one) => resources.find('Organization', one))
  const organisation = resources.find('Organization', reference)
  if (!organisation?.name) return undefined
  const basis = readLawfulBasis(resources, reference)
  const name = audience === 'class-teacher' ? undefined : tell(told, organisation.name)
  return {
    name: name ?? '',
    contact: name && findPerson(resources, { reference })?.contact,
    basis: basis && { ...basis, keptUntil: tell(told, basis.keptUntil) },
  }
}

/** What is disclosed to this viewer under duty, each with who discloses, why and since when. */
function duties(told: ToTell): UnderDuty[] {
  const { viewer, resources, agreed, nowMs } = told
  const known = { actors: readActors(agreed.resources), refersTo: () => undefined }
  const request = { requester: requesterFor(viewer), item: NOTHING, atMs: nowMs, known }
  return agreed.disclosures
    .filter(({ untilMs }) => untilMs >= nowMs)
    .filter(({ recipients }) => recipients.some((one) => matchActor(one, request) === 'yes'))
    .map(({ by, on, reason, targets, untilMs }) => ({
      by: (told.audience !== 'class-teacher' && tell(told, resources.find('Organization', by)?.name)) || '',
      on,
      reason: tell(told, reason) ?? '',
      sections: SECTION_CODES.filter((section) => agreed.listed[section].some((one) => targets.includes(one))),
      untilMs: untilMs === LAST_MS ? undefined : untilMs,
    }))
}

/** Why something that might be shown is not, until somebody has looked: the weightiest reason, never what it is about. */
function needsCheck(parts: Record<SectionCode, Part[]>, nowMs: number): Reason[] {
  const inDoubt = Object.values(parts)
    .flat()
    .filter(({ items }) => items.length > 0)
    .flatMap(({ timeline }) => timeline.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs <= untilMs))
    .filter(({ kind }) => kind === 'needs-check')
  const reason = weightiest(inDoubt.map(({ reason }) => reason))
  return reason ? [reason] : []
}
