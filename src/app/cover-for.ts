import { compile, isEverAllowed, type Timelines } from '../consent/compile.ts'
import type { Consent } from '../consent/consent.ts'
import { LEASE_MS } from '../consent/lease.ts'
import { londonDate, showDate } from '../core/time.ts'
import type { Resources } from '../fhir/parse-resources.ts'
import { teamMembers } from '../fhir/people.ts'
import { readPerformers } from '../fhir/read-agreement.ts'
import { currentComposition, sectionEntries } from '../fhir/sections/entries.ts'
import { yearGroup, yearGroupName } from '../guidance/calendar/year-group.ts'
import { areFamily, showAgreement } from '../record/capacity.ts'
import { type Child, fullName } from '../record/child.ts'
import { discreetly } from '../record/discreet.ts'
import { normaliseIdentifier } from '../record/identifiers.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import type { Audience, Viewer } from '../record/viewer.ts'
import type { Cover } from '../vault/cover.ts'

/** One child's record as it comes in: for whom, from where, when. */
export type Arrival = {
  /** The opaque local reference. */
  child: string
  source: { id: string; name: string; viewer: Viewer }
  nowMs: number
}

type Read = { child: Child; resources: Resources; consents: Consent[]; timelines: Timelines; kept: SectionCode[] }

/**
 * What one viewer needs to recognise a child by, and nothing beyond that.
 *
 * @throws AppError record/unreadable
 */
export function coverFor({ child: reference, source, nowMs }: Arrival, read: Read): Omit<Cover, 'boxes'> {
  const { child, resources, timelines, kept } = read
  const { viewer } = source
  const name = nameFor(child, viewer)
  const agreeing = read.consents.filter((consent) => permitsSomething(consent, viewer, nowMs))
  return {
    child: reference,
    timelines,
    sourceId: source.id,
    heldBy: controllerFor(agreeing, resources, viewer) ?? source.name,
    patient: child.reference,
    name,
    knownAs: child.knownAs,
    second: secondIdentifier(child, viewer.audience, nowMs),
    bornOn: IN_SCHOOL.has(viewer.audience) ? child.bornOn : undefined,
    agreedBy: agreedBy(agreeing, resources, child, viewer),
    withholds: SECTION_CODES.some((one) => !kept.includes(one) && sectionEntries(resources, one).length > 0),
    safeguarding: safeguardingLead(resources, viewer),
    asAtMs: currentComposition(resources).atMs,
    checkedAtMs: nowMs,
    leaseEndsAtMs: nowMs + LEASE_MS,
    visibleUntilMs: lastAllowedMs(timelines),
    identifiers: searchable(child, viewer.audience),
    hiddenSinceMs: undefined,
  }
}

const IN_SCHOOL: ReadonlySet<Audience> = new Set(['class-teacher', 'designated-teacher', 'senco'])

/** Somebody else's agreement about the same child, or one that is over, is nobody's business here. */
function permitsSomething(consent: Consent, viewer: Viewer, nowMs: number): consent is Consent & { kind: 'active' } {
  return (
    consent.kind === 'active' &&
    Object.values(compile([consent], viewer)).some((timeline) => isEverAllowed(timeline, nowMs))
  )
}

/** A family name that names status is left out of a class teacher's copy, as any line would be. */
function nameFor(child: Child, { audience }: Viewer): string {
  return (audience === 'class-teacher' ? discreetly(fullName(child)) : fullName(child)) ?? child.knownAs
}

/** A class teacher is told that it was agreed, not by whom: names and capacities would say what the page must not. */
function agreedBy(
  agreeing: (Consent & { kind: 'active' })[],
  resources: Resources,
  { knownAs }: Child,
  { audience }: Viewer,
): string {
  const people = readPerformers(resources, [...new Set(agreeing.flatMap(({ performers }) => performers))])
  if (audience !== 'class-teacher' && people.length > 0) return showAgreement(people)
  return areFamily(people.map(({ capacity }) => capacity))
    ? `${knownAs}’s family`
    : `the people who decide for ${knownAs}`
}

/** The name of an adoption agency would tell a class teacher what the page must not. */
function controllerFor(agreeing: (Consent & { kind: 'active' })[], resources: Resources, { audience }: Viewer) {
  if (audience === 'class-teacher') return undefined
  return agreeing.map(({ organisation }) => resources.find('Organization', organisation)?.name).find((name) => name)
}

/** A school knows a pupil by year and birthday, a practice by date of birth, everybody else by the plan. */
function secondIdentifier({ bornOn, planReference }: Child, audience: Audience, nowMs: number): string {
  const year = bornOn && yearGroupName(yearGroup(bornOn, londonDate(nowMs)))
  const parts = IN_SCHOOL.has(audience)
    ? [year, bornOn && `born ${showDate(bornOn, 'day')}`]
    : [
        audience === 'gp' ? bornOn && `born ${showDate(bornOn)}` : year,
        planReference && `plan reference ${planReference}`,
      ]
  return parts.filter(Boolean).join(' · ') || 'Second identifier not known'
}

/** The lead where the viewer works. Elsewhere's lead is the wrong person to ring, so it is unknown rather than close. */
function safeguardingLead(resources: Resources, { audience, organisation }: Viewer): Cover['safeguarding'] {
  const leads = teamMembers(resources).filter(({ roleCode }) => roleCode === 'safeguarding-lead')
  const lead = leads.find(({ organisationReference }) => organisationReference === organisation)
  if (!lead || audience !== 'class-teacher') return lead && { name: lead.name, contact: lead.contact }
  return { name: discreetly(lead.name) ?? 'Your school’s', contact: discreetly(lead.contact) }
}

function lastAllowedMs(timelines: Timelines): number {
  const allowed = Object.values(timelines).flatMap((timeline) => timeline.filter(({ outcome }) => outcome === 'allow'))
  return Math.max(...allowed.map(({ untilMs }) => untilMs))
}

/** What a viewer may paste to find the child: a practice the NHS number, a school the UPN, others the plan reference. */
function searchable({ planReference, nhsNumber, upn }: Child, audience: Audience): string[] {
  const identifiers = IN_SCHOOL.has(audience) ? [upn] : audience === 'gp' ? [nhsNumber, planReference] : [planReference]
  return identifiers.flatMap((one) => (one ? normaliseIdentifier(one) : []))
}
