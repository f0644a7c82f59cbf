import { type Agreed, compile, isEverShown, isShown, type Part } from '../../consent/compile.ts'
import type { Consent } from '../../consent/consent.ts'
import { LEASE_MS } from '../../consent/lease.ts'
import { requesterFor } from '../../consent/requester.ts'
import { londonDate, showDate } from '../../core/time.ts'
import { hiddenPlaces } from '../../fhir/hidden-places.ts'
import type { Resources } from '../../fhir/parse-resources.ts'
import { teamMembers } from '../../fhir/people.ts'
import { currentComposition } from '../../fhir/sections/entries.ts'
import { yearGroup, yearGroupName } from '../../guidance/calendar/year-group.ts'
import { type Child, fullName } from '../../record/child.ts'
import { discreetly } from '../../record/discreet.ts'
import { normaliseIdentifier } from '../../record/identifiers.ts'
import { SECTION_CODES, type SectionCode } from '../../record/sections.ts'
import type { Audience, Viewer } from '../../record/viewer.ts'
import { namesPlace } from '../../record/without-places.ts'
import type { Cover } from '../../vault/cover.ts'
import { sharingFor } from './sharing.ts'
import { agreedBy, type Telling } from './telling.ts'

/** One child's record as it comes in: for whom, from where, when. */
export type Arrival = {
  /** The opaque local reference. */
  child: string
  source: { id: string; name: string; viewer: Viewer }
  /** How long the copy may be read; left out, three days. */
  leaseMs?: number
  /** Whose key signed it, of those that are trusted for its source; left out, nobody's. */
  signedBy?: string | undefined
  nowMs: number
}

/** What of each section may be seen at some time. */
export type Kept = Partial<Record<SectionCode, Part[]>>

type Active = Extract<Consent, { kind: 'active' }>

type Read = {
  child: Child
  resources: Resources
  agreed: Agreed
  parts: Record<SectionCode, Part[]>
  kept: Kept
}

/**
 * What one viewer needs to recognise a child by, and nothing beyond that.
 *
 * @throws AppError record/unreadable
 */
export function coverFor(
  { child: reference, source, signedBy, nowMs, leaseMs = LEASE_MS }: Arrival,
  read: Read,
): Omit<Cover, 'boxes'> {
  const { child, resources, agreed, parts, kept } = read
  const { viewer } = source
  const name = nameFor(child, viewer)
  const agreeing = agreed.consents.filter((consent) => isBehind(consent, agreed, parts, viewer, nowMs))
  const places = hiddenPlaces(resources, viewer.organisation)
  const hides = places ? namesPlace(places) : () => false
  const telling = { audience: viewer.audience, knownAs: child.knownAs, resources, hides }
  return {
    child: reference,
    timelines: Object.fromEntries(
      Object.entries(kept).map(([section, ever]) => [section, ever.map((one) => one.timeline)]),
    ),
    sourceId: source.id,
    signedBy,
    heldBy: controllerFor(agreeing, telling) ?? source.name,
    patient: child.reference,
    name,
    knownAs: child.knownAs,
    second: secondIdentifier(child, viewer.audience, nowMs),
    bornOn: child.bornOn,
    third: thirdFor(child, viewer.audience),
    confirmedAtMs: undefined,
    agreedBy: agreedBy(
      telling,
      agreeing.flatMap(({ performers }) => performers),
    ),
    sharing: sharingFor({ ...telling, viewer, agreed, parts, agreeing, nowMs }),
    withholds: Object.values(parts)
      .flat()
      .some(({ items, timeline }) => items.length > 0 && !isEverShown(timeline, nowMs)),
    safeguarding: safeguardingLead(resources, viewer),
    asAtMs: currentComposition(resources).atMs,
    checkedAtMs: nowMs,
    leaseEndsAtMs: nowMs + leaseMs,
    digest: '',
    visibleUntilMs: lastShownMs(Object.values(kept).flat()),
    identifiers: searchable(child, viewer.audience),
    hiddenSinceMs: undefined,
  }
}

const IN_SCHOOL: ReadonlySet<Audience> = new Set(['class-teacher', 'designated-teacher', 'senco'])

/**
 * Whether an agreement permits anything that this viewer may see. Somebody else's agreement about the same child, one
 * that is over, or one whose permission another refuses, is nobody's business here.
 */
function isBehind(
  consent: Consent,
  agreed: Agreed,
  parts: Record<SectionCode, Part[]>,
  viewer: Viewer,
  nowMs: number,
): consent is Active {
  if (consent.kind !== 'active') return false
  const alone = compile({ ...agreed, consents: [consent], disclosures: [] })(requesterFor(viewer))
  return SECTION_CODES.some((section) =>
    parts[section].some((part) => alone[section].some((own) => areShownTogether(part, own, nowMs))),
  )
}

/** Whether two ways of looking at a section allow the same piece of it at the same time, from now on. */
function areShownTogether(a: Part, b: Part, nowMs: number): boolean {
  const isSamePiece = a.items.length === 0 || a.items.some((item) => b.items.includes(item))
  const allowed = ({ timeline }: Part) => timeline.filter(({ kind, untilMs }) => kind === 'allow' && untilMs >= nowMs)
  return (
    isSamePiece &&
    allowed(a).some((one) => allowed(b).some((other) => one.fromMs <= other.untilMs && other.fromMs <= one.untilMs))
  )
}

/** A family name that names status is left out of a class teacher's copy, as any line would be. */
function nameFor(child: Child, { audience }: Viewer): string {
  return (audience === 'class-teacher' ? discreetly(fullName(child)) : fullName(child)) ?? child.knownAs
}

/** The name of an adoption agency would tell a class teacher what the page must not. */
function controllerFor(agreeing: Active[], { audience, resources, hides }: Telling): string | undefined {
  if (audience === 'class-teacher') return undefined
  const names = agreeing.flatMap(({ organisation }) => resources.find('Organization', organisation)?.name ?? [])
  return names.find((name) => !hides(name))
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

function lastShownMs(parts: Part[]): number {
  return Math.max(...parts.flatMap(({ timeline }) => timeline.filter(isShown)).map(({ untilMs }) => untilMs))
}

/** What those who look know a child by, beside name and date of birth. */
function thirdFor({ planReference, nhsNumber, upn }: Child, audience: Audience): Cover['third'] {
  if (IN_SCHOOL.has(audience) && upn) return { label: 'UPN', value: upn }
  if (audience === 'gp' && nhsNumber) return { label: 'NHS number', value: showNhsNumber(nhsNumber) }
  return planReference ? { label: 'Plan reference', value: planReference } : undefined
}

/** "999 000 0018", as practices read it out. */
function showNhsNumber(digits: string): string {
  return digits.replace(/^(\d{3})(\d{3})(\d{4})$/, '$1 $2 $3')
}

/** What a viewer may paste to find the child: a practice the NHS number, a school the UPN, others the plan reference. */
function searchable({ planReference, nhsNumber, upn }: Child, audience: Audience): string[] {
  const identifiers = IN_SCHOOL.has(audience) ? [upn] : audience === 'gp' ? [nhsNumber, planReference] : [planReference]
  return identifiers.flatMap((one) => (one ? normaliseIdentifier(one) : []))
}
