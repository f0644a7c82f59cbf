import { readActors } from '../consent/actors.ts'
import { type Agreed, compile, isShown, type Part } from '../consent/compile.ts'
import type { Actor, Consent, Rule } from '../consent/consent.ts'
import { NOTHING } from '../consent/item.ts'
import { matchActor, type Requester } from '../consent/match.ts'
import { PURPOSES, requesterFor } from '../consent/requester.ts'
import { FIRST_MS, LAST_MS } from '../core/time.ts'
import type { Resources } from '../fhir/parse-resources.ts'
import { findPerson } from '../fhir/people.ts'
import { readLawfulBasis, readPerformers, typeOf } from '../fhir/read-agreement.ts'
import { areThemself, showAgreement } from '../record/capacity.ts'
import { CODE_SYSTEM } from '../record/code-systems.ts'
import { discreetly } from '../record/discreet.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import type { Recipient, Sharing, UnderDuty } from '../record/sharing.ts'
import { AUDIENCES, type Audience, isAudience, type Viewer } from '../record/viewer.ts'

type Active = Extract<Consent, { kind: 'active' }>

export type ToTell = {
  viewer: Viewer
  resources: Resources
  agreed: Agreed
  parts: Record<SectionCode, Part[]>
  /** The agreements that permit this viewer something. */
  agreeing: Active[]
  /** Who agreed, as this viewer is told. */
  agreedBy: string
  /** Places whose names would tell where the child is to be found. */
  hidden: string[]
  nowMs: number
}

/** What the sharing page says to one viewer: what concerns them, and no more of anybody else than they have to know. */
export function sharingFor(told: ToTell): Sharing {
  const { viewer, agreeing, agreedBy, parts, nowMs } = told
  return {
    agreements: agreeing.map(({ performers, agreedOn, root }) => ({
      by: viewer.audience === 'class-teacher' ? agreedBy : namesOf(told.resources, performers) || agreedBy,
      on: agreedOn,
      ...open(root.period),
    })),
    recipients: recipients(told),
    controller: controller(told),
    duties: duties(told),
    // Who in a family does not agree with whom is nothing for a classroom.
    needsCheck: viewer.audience === 'class-teacher' ? [] : needsCheck(parts, nowMs),
  }
}

function namesOf(resources: Resources, performers: string[]): string {
  const people = readPerformers(resources, performers)
  return areThemself(people) ? (people[0]?.name ?? '') : showAgreement(people)
}

/** One actor that a permission names. */
type Named = { audience: Audience | undefined; reference: string }

/**
 * Who may see what, found by asking for each of them as for the viewer: so that it is true whatever the rules say. A class
 * teacher or a practice learns about themselves and a change of school; a school also who in it sees what; those who
 * work with the family everything.
 */
function recipients(told: ToTell): Recipient[] {
  const { resources, agreed, viewer, nowMs } = told
  const compileFor = compile(agreed)
  const actors = readActors(agreed.resources)
  const known = { actors, refersTo: () => undefined }
  const named = new Map(
    agreed.consents
      .flatMap((consent) => (consent.kind === 'active' ? actorsIn(consent.root) : []))
      .flatMap(nameOf)
      .map((one) => [`${one.audience}@${one.reference}`, one]),
  )
  return [...named.values()].flatMap((one): Recipient[] => {
    const requester = asRequester(one, resources, actors.identifiersOf)
    const isViewer =
      matchActor(asActor(one), { requester: requesterFor(viewer), item: NOTHING, atMs: nowMs, known }) === 'yes'
    const place = resources.find('Organization', placeOf(one, resources))
    const isSchool = typeOf(place) === 'school'
    const isOwnPlace = placeOf(one, resources) === viewer.organisation
    if (!mayKnow(viewer.audience, { isViewer, isSchool, isOwnPlace })) return []
    const shown = shownTo(compileFor(requester), nowMs)
    if (!shown) return []
    const isNamed = isOwnPlace || !told.hidden.includes(place?.name ?? '')
    return [
      {
        who: whoIs(one, resources, isNamed),
        isViewer,
        school: !isSchool ? undefined : isOwnPlace ? 'own' : 'other',
        organisation: isNamed ? discreetName(viewer, place?.name) : undefined,
        ...shown,
        sections: viewer.audience === 'class-teacher' && !isViewer ? [] : shown.sections,
      },
    ]
  })
}

function mayKnow(
  audience: Audience,
  { isViewer, isSchool, isOwnPlace }: { isViewer: boolean; isSchool: boolean; isOwnPlace: boolean },
): boolean {
  switch (audience) {
    case 'class-teacher':
      return isViewer || (isSchool && !isOwnPlace)
    case 'gp':
      return isViewer
    case 'designated-teacher':
    case 'senco':
      return isViewer || isOwnPlace || isSchool
    case 'virtual-school-head':
    case 'lead-worker':
    case 'family':
    case 'young-person':
      return true
    case 'commissioner':
      return false
  }
}

function actorsIn(rule: Rule): Actor[] {
  return [...(rule.type === 'permit' ? (rule.actors ?? []) : []), ...rule.rules.flatMap(actorsIn)]
}

function nameOf({ reference, roles }: Actor): Named[] {
  const code = roles.find(({ system }) => system === CODE_SYSTEM.audience)?.code
  if (reference === undefined) return []
  return [{ audience: code !== undefined && isAudience(code) ? code : undefined, reference }]
}

function asActor({ audience, reference }: Named): Actor {
  const roles = audience ? [{ system: CODE_SYSTEM.audience, code: audience }] : []
  return { reference, identifier: undefined, roles, unclear: false }
}

function asRequester(
  { audience, reference }: Named,
  resources: Resources,
  identifiersOf: (reference: string) => Requester['identifiers'] | undefined,
): Requester {
  const role = resources.find('PractitionerRole', reference)
  const references = [reference, role?.practitioner?.reference, role?.organization?.reference].flatMap(
    (one) => one ?? [],
  )
  return {
    references,
    identifiers: references.flatMap((one) => identifiersOf(one) ?? []),
    audience,
    purposes: audience ? [PURPOSES[audience]] : Object.values(PURPOSES),
  }
}

function placeOf({ reference }: Named, resources: Resources): string | undefined {
  if (reference.startsWith('Organization/')) return reference
  const roles = resources.ofType('PractitionerRole')
  const role = roles.find(
    ({ id, practitioner }) => `PractitionerRole/${id}` === reference || practitioner?.reference === reference,
  )
  return role?.organization?.reference
}

function whoIs({ audience, reference }: Named, resources: Resources, isNamed: boolean): string {
  const words = audience ? AUDIENCES[audience] : 'everybody there'
  if (reference.startsWith('Organization/')) return words
  const name = isNamed ? findPerson(resources, { reference })?.name : undefined
  return [name, audience && words].filter(Boolean).join(', ') || words
}

/** The sections somebody may see now or later, from the first instant to the last; undefined for none. */
function shownTo(parts: Record<SectionCode, Part[]>, nowMs: number) {
  const shown = SECTION_CODES.flatMap((section) =>
    parts[section].flatMap(({ timeline }) =>
      timeline
        .filter((interval) => isShown(interval) && interval.untilMs >= nowMs)
        .map((interval) => ({ section, ...interval })),
    ),
  )
  if (shown.length === 0) return undefined
  return {
    sections: SECTION_CODES.filter((section) => shown.some((one) => one.section === section)),
    ...open({
      fromMs: Math.min(...shown.map(({ fromMs }) => fromMs)),
      untilMs: Math.max(...shown.map(({ untilMs }) => untilMs)),
    }),
  }
}

/** The name of an adoption agency would tell a class teacher what the page must not. */
function discreetName({ audience }: Viewer, name: string | undefined): string | undefined {
  return audience === 'class-teacher' ? discreetly(name) : name
}

function controller({ viewer, resources, agreeing }: ToTell): Sharing['controller'] {
  const reference = agreeing.map(({ organisation }) => organisation).find((one) => resources.find('Organization', one))
  const organisation = resources.find('Organization', reference)
  if (!organisation?.name) return undefined
  const basis = readLawfulBasis(resources, reference)
  if (viewer.audience === 'class-teacher') return { name: '', contact: undefined, basis }
  return { name: organisation.name, contact: findPerson(resources, { reference })?.contact, basis }
}

/** What is disclosed to this viewer under duty, each with who discloses, why and since when. */
function duties({ viewer, resources, agreed, nowMs }: ToTell): UnderDuty[] {
  const known = { actors: readActors(agreed.resources), refersTo: () => undefined }
  const request = { requester: requesterFor(viewer), item: NOTHING, atMs: nowMs, known }
  const tell = (text: string) => (viewer.audience === 'class-teacher' ? discreetly(text) : text)
  return agreed.disclosures
    .filter(
      ({ untilMs, recipients }) => untilMs >= nowMs && recipients.some((one) => matchActor(one, request) === 'yes'),
    )
    .map(({ by, on, reason, targets, untilMs }) => ({
      by: tell(resources.find('Organization', by)?.name ?? '') ?? '',
      on,
      reason: tell(reason) ?? '',
      sections: SECTION_CODES.filter((section) => agreed.listed[section].some((one) => targets.includes(one))),
      untilMs: untilMs === LAST_MS ? undefined : untilMs,
    }))
}

/** Why something that might be shown is not, until somebody has looked: the weightiest reason, never what it is about. */
function needsCheck(parts: Record<SectionCode, Part[]>, nowMs: number): Reason[] {
  const inDoubt = Object.values(parts)
    .flat()
    .flatMap(({ timeline }) => timeline.filter(({ fromMs, untilMs }) => fromMs <= nowMs && nowMs <= untilMs))
    .filter(({ kind }) => kind === 'needs-check')
  const reason = weightiest(inDoubt.map(({ reason }) => reason))
  return reason ? [reason] : []
}

function open({ fromMs, untilMs }: { fromMs: number; untilMs: number }) {
  return { fromMs: fromMs === FIRST_MS ? undefined : fromMs, untilMs: untilMs === LAST_MS ? undefined : untilMs }
}
