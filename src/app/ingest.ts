import { compile, isEverAllowed, type Timelines } from '../consent/compile.ts'
import { type Consent, parseConsent } from '../consent/consent.ts'
import { LEASE_MS } from '../consent/lease.ts'
import { londonDate, showDate } from '../core/time.ts'
import { parseResources, type Resources } from '../fhir/parse-resources.ts'
import { teamMembers } from '../fhir/people.ts'
import { readPerformers } from '../fhir/read-agreement.ts'
import { readChild } from '../fhir/read-child.ts'
import { readSection } from '../fhir/read-section.ts'
import { currentComposition } from '../fhir/sections/entries.ts'
import { yearGroup, yearGroupName } from '../guidance/calendar/year-group.ts'
import { areFamily, showAgreement } from '../record/capacity.ts'
import { type Child, fullName } from '../record/child.ts'
import { withoutStatus } from '../record/discreet.ts'
import { normaliseIdentifier } from '../record/identifiers.ts'
import { peopleFor } from '../record/people-for.ts'
import type { Contents } from '../record/section-content.ts'
import { SECTION_CODES } from '../record/sections.ts'
import type { Audience, Viewer } from '../record/viewer.ts'
import type { Cover } from '../vault/cover.ts'

/** What one child's resources come to for one viewer. `nothing` means that no part may be kept, now or later. */
export type Ingested = { kind: 'record'; cover: Omit<Cover, 'boxes'>; contents: Contents } | { kind: 'nothing' }

export type Arrival = {
  /** The opaque local reference. */
  child: string
  source: { id: string; name: string; viewer: Viewer }
  nowMs: number
}

/**
 * The way in, without the network before it and the vault after it: raw resources become a cover and the contents of
 * the boxes. What no agreement will ever allow this viewer is dropped here, before anything is sealed.
 *
 * @throws AppError record/unreadable, record/two-children, record/two-identities
 */
export function ingest(raw: unknown[], { child, source, nowMs }: Arrival): Ingested {
  const resources = parseResources(raw)
  const person = readChild(resources.patient)
  const consents = raw.filter(isConsent).map((resource) => parseConsent(resource, person.reference))
  const timelines = compile(consents, source.viewer)
  const kept = SECTION_CODES.filter((section) => isEverAllowed(timelines[section], nowMs))
  if (kept.length === 0) return { kind: 'nothing' }

  const { audience } = source.viewer
  const cover: Omit<Cover, 'boxes'> = {
    child,
    timelines,
    sourceId: source.id,
    patient: person.reference,
    name: fullName(person),
    knownAs: person.knownAs,
    second: secondIdentifier(person, audience, nowMs),
    bornOn: IN_SCHOOL.has(audience) ? person.bornOn : undefined,
    ...agreement(consents, resources, person, source),
    safeguarding: safeguardingLead(resources, source.viewer),
    asAtMs: currentComposition(resources)?.atMs ?? nowMs,
    checkedAtMs: nowMs,
    leaseEndsAtMs: nowMs + LEASE_MS,
    visibleUntilMs: lastAllowedMs(timelines),
    identifiers: searchable(person, audience),
    hiddenSinceMs: undefined,
  }
  const read = Object.fromEntries(kept.map((section) => [section, readSection(section, resources)])) as Contents
  const contents = shapeFor(source.viewer, read)
  return { kind: 'record', cover, contents }
}

/** Within what was granted, what this viewer has no use for and others might read over a shoulder is left out too. */
function shapeFor(viewer: Viewer, contents: Contents): Contents {
  const { people } = contents
  const shaped = people ? { ...contents, people: { people: peopleFor(viewer, people.people) } } : contents
  return viewer.audience === 'class-teacher' ? withoutStatus(shaped) : shaped
}

const IN_SCHOOL: ReadonlySet<Audience> = new Set(['class-teacher', 'designated-teacher', 'senco'])

function isConsent(resource: unknown): boolean {
  return (resource as { resourceType?: unknown } | null)?.resourceType === 'Consent'
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

/** A class teacher is told that it was agreed, not by whom: names and capacities would say what the page must not. */
function agreement(consents: Consent[], resources: Resources, { knownAs }: Child, { name, viewer }: Arrival['source']) {
  const active = consents.filter((consent) => consent.kind === 'active')
  const people = readPerformers(resources, [...new Set(active.flatMap(({ performers }) => performers))])
  const family = areFamily(people.map(({ capacity }) => capacity))
  const discreet = family ? `${knownAs}’s family` : `the people who decide for ${knownAs}`
  const inClass = viewer.audience === 'class-teacher'
  const controller = active.map(({ organisation }) => resources.find('Organization', organisation)?.name)[0]
  return {
    heldBy: (inClass ? undefined : controller) ?? name,
    agreedBy: inClass || people.length === 0 ? discreet : showAgreement(people),
    agreedOn: active
      .flatMap(({ agreedOn }) => agreedOn ?? [])
      .sort()
      .at(-1),
  }
}

/** The lead where the viewer works. Elsewhere's lead is the wrong person to ring, so it is unknown rather than close. */
function safeguardingLead(resources: Resources, viewer: Viewer): Cover['safeguarding'] {
  const leads = teamMembers(resources).filter(({ roleCode }) => roleCode === 'safeguarding-lead')
  const lead = leads.find(({ organisationReference }) => organisationReference === viewer.organisation)
  return lead && { name: lead.name, contact: lead.contact }
}

function lastAllowedMs(timelines: Timelines): number {
  const allowed = Object.values(timelines).flatMap((timeline) => timeline.filter(({ outcome }) => outcome === 'allow'))
  return Math.max(...allowed.map(({ untilMs }) => untilMs))
}

/** A practice searches by NHS number, a school by UPN; the plan reference is on the page for everybody else. */
function searchable({ planReference, nhsNumber, upn }: Child, audience: Audience): string[] {
  const identifiers = [planReference, audience === 'gp' && nhsNumber, IN_SCHOOL.has(audience) && upn]
  return identifiers.flatMap((one) => (one ? normaliseIdentifier(one) : []))
}
