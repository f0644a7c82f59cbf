import { compile, isEverAllowed } from '../consent/compile.ts'
import { parseConsent } from '../consent/consent.ts'
import { parseResources } from '../fhir/parse-resources.ts'
import { readChild } from '../fhir/read-child.ts'
import { readSection } from '../fhir/read-section.ts'
import { withoutStatus } from '../record/discreet.ts'
import { peopleFor } from '../record/people-for.ts'
import type { Contents } from '../record/section-content.ts'
import { SECTION_CODES } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Cover } from '../vault/cover.ts'
import { type Arrival, coverFor } from './cover-for.ts'

/** What one child's resources come to for one viewer. `nothing` means that no part may be kept, now or later. */
export type Ingested = { kind: 'record'; cover: Omit<Cover, 'boxes'>; contents: Contents } | { kind: 'nothing' }

/**
 * The way in, without the network before it and the vault after it: raw resources become a cover and the contents of
 * the boxes. What no agreement will ever allow this viewer is dropped here, before anything is sealed.
 *
 * @throws AppError record/unreadable, record/two-children, record/two-identities
 */
export function ingest(raw: unknown[], arrival: Arrival): Ingested {
  const { viewer } = arrival.source
  const resources = parseResources(raw)
  const child = readChild(resources.patient)
  const consents = raw.filter(isConsent).map((resource) => parseConsent(resource, child.reference))
  const timelines = compile(consents, viewer)
  const kept = SECTION_CODES.filter((section) => isEverAllowed(timelines[section], arrival.nowMs))
  // A commissioner is given counts and never a child (design.md §1).
  if (kept.length === 0 || viewer.audience === 'commissioner') return { kind: 'nothing' }
  const contents = Object.fromEntries(kept.map((section) => [section, readSection(section, resources)])) as Contents
  return {
    kind: 'record',
    cover: coverFor(arrival, { child, resources, consents, timelines, kept }),
    contents: shapeFor(viewer, contents),
  }
}

/** Within what was granted, what this viewer has no use for and others might read over a shoulder is left out too. */
function shapeFor(viewer: Viewer, contents: Contents): Contents {
  const { people } = contents
  const shaped = people ? { ...contents, people: { people: peopleFor(viewer, people.people) } } : contents
  return viewer.audience === 'class-teacher' ? withoutStatus(shaped) : shaped
}

function isConsent(resource: unknown): boolean {
  return (resource as { resourceType?: unknown } | null)?.resourceType === 'Consent'
}
