import { asAgreement } from '../../consent/agreement.ts'
import { compile, isEverShown, type Part } from '../../consent/compile.ts'
import { parseConsent } from '../../consent/consent.ts'
import { parseDisclosure } from '../../consent/disclosure.ts'
import { requesterFor } from '../../consent/requester.ts'
import { AppError } from '../../core/errors.ts'
import { isTooDeep } from '../../core/json.ts'
import { hiddenPlaces } from '../../fhir/hidden-places.ts'
import { only, parseResources, type Resources } from '../../fhir/parse-resources.ts'
import { capacityOf, readWhoDecides, typeOf } from '../../fhir/read-agreement.ts'
import { readChild } from '../../fhir/read-child.ts'
import { readSection } from '../../fhir/read-section.ts'
import { listed } from '../../fhir/sections/entries.ts'
import { withoutStatus } from '../../record/discreet.ts'
import { commitmentsFor, peopleFor } from '../../record/people-for.ts'
import type { Boxed, Contents } from '../../record/section-content.ts'
import { SECTION_CODES, type SectionCode } from '../../record/sections.ts'
import type { Viewer } from '../../record/viewer.ts'
import { withoutPlaces } from '../../record/without-places.ts'
import type { Cover } from '../../vault/cover.ts'
import { type Arrival, coverFor, type Kept } from './cover.ts'

/**
 * What one child's resources come to for one viewer. `nothing` means that no part may be kept, now or later;
 * `needsCheck` that it might be otherwise once somebody has looked at the agreement.
 */
export type Ingested =
  | { kind: 'record'; cover: Omit<Cover, 'boxes'>; contents: Boxed }
  | { kind: 'nothing'; needsCheck: boolean }

/**
 * The way in, without the network before it and the vault after it: raw resources become a cover and the contents of
 * the boxes. What no agreement will ever allow this viewer is dropped here, before anything is sealed.
 *
 * @throws AppError record/unreadable, record/two-children, record/two-identities
 */
export function ingest(raw: unknown[], arrival: Arrival): Ingested {
  const { source, nowMs } = arrival
  if (raw.some(isTooDeep)) throw new AppError('record/unreadable', 'a resource is nested too deep')
  const resources = parseResources(raw, nowMs)
  const child = readChild(resources.patient)
  const decides = readWhoDecides(resources)
  const agreements = raw.filter(isConsent)
  if (agreements.length > MOST_AGREEMENTS) throw new AppError('record/unreadable', 'more agreements than can be read')
  const consents = agreements.map((one) =>
    asAgreement(parseConsent(one, child.reference), decides, (by) => capacityOf(resources, by)),
  )
  const disclosures = raw
    .flatMap((one) => parseDisclosure(one, child.reference) ?? [])
    .filter(({ by }) => maySayDuty(resources, by, source.viewer))
  const agreed = { consents, disclosures, resources: raw, listed: listed(resources) }
  const parts = compile(agreed)(requesterFor(source.viewer))
  const kept = keep(parts, nowMs)
  // A commissioner is given counts and never a child (design.md §1).
  if (Object.keys(kept).length === 0 || source.viewer.audience === 'commissioner') {
    return {
      kind: 'nothing',
      needsCheck: Object.values(parts)
        .flat()
        .some((part) => isInDoubt(part, nowMs)),
    }
  }
  return {
    kind: 'record',
    cover: coverFor(arrival, { child, resources, agreed, parts, kept }),
    contents: boxesFor(source.viewer, resources, kept),
  }
}

/** Nobody has as many. Whoever sends more wants to keep the reader busy. */
const MOST_AGREEMENTS = 100

/** A duty to share is a council's or an agency's, and is not what somebody says who gains by it. */
function maySayDuty(resources: Resources, by: string, { organisation, isDeclared }: Viewer): boolean {
  if (isDeclared) return false // whoever makes a link, or a file, may write any council into it
  const type = typeOf(resources.find('Organization', by))
  return (type === 'council' || type === 'agency') && by !== organisation
}

/** The parts that may be seen at some time from now on. The rest is not kept, nor that there was any. */
function keep(parts: Record<SectionCode, Part[]>, nowMs: number): Kept {
  const kept = SECTION_CODES.map((section) => {
    return [section, parts[section].filter(({ timeline }) => isEverShown(timeline, nowMs))] as const
  })
  return Object.fromEntries(kept.filter(([, ever]) => ever.length > 0))
}

function isInDoubt({ timeline }: Part, nowMs: number): boolean {
  return timeline.some(({ kind, fromMs, untilMs }) => kind === 'needs-check' && fromMs <= nowMs && nowMs <= untilMs)
}

function boxesFor(viewer: Viewer, resources: Resources, kept: Kept): Boxed {
  const shape = shaper(viewer, resources)
  const box = (section: SectionCode, { items }: Part) =>
    shape({ [section]: readSection(section, only(resources, items)) })[section]
  const sections = Object.entries(kept) as [SectionCode, Part[]][]
  return Object.fromEntries(sections.map(([section, parts]) => [section, parts.map((part) => box(section, part))]))
}

/** Within what was granted, what this viewer has no use for and others might read over a shoulder is left out too. */
function shaper(viewer: Viewer, resources: Resources): (contents: Contents) => Contents {
  const places = hiddenPlaces(resources, viewer.organisation)
  return (contents) => {
    const { people, commitments } = contents
    const shaped = {
      ...contents,
      ...(people && { people: { people: peopleFor(viewer, people.people) } }),
      ...(commitments && { commitments: { commitments: commitmentsFor(viewer, commitments.commitments) } }),
    }
    const placeless = places ? withoutPlaces(shaped, places) : shaped
    return viewer.audience === 'class-teacher' ? withoutStatus(placeless) : placeless
  }
}

function isConsent(resource: unknown): boolean {
  return (resource as { resourceType?: unknown } | null)?.resourceType === 'Consent'
}
