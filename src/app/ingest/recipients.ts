import { readActors } from '../../consent/actors.ts'
import { compile, type Part } from '../../consent/compile.ts'
import { NOTHING } from '../../consent/item.ts'
import { matchActor } from '../../consent/match-actor.ts'
import type { Requester } from '../../consent/request.ts'
import { PURPOSE_OF, requesterFor } from '../../consent/requester.ts'
import type { Actor, Rule } from '../../consent/rule.ts'
import { FIRST_MS, LAST_MS } from '../../core/time.ts'
import type { Resources } from '../../fhir/parse-resources.ts'
import { findPerson } from '../../fhir/people.ts'
import { typeOf } from '../../fhir/read-agreement.ts'
import { CODE_SYSTEM } from '../../record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../../record/sections.ts'
import type { Recipient } from '../../record/sharing.ts'
import { AUDIENCES, type Audience, isAudience } from '../../record/viewer.ts'
import { type ToTell, tell } from './telling.ts'

/** One actor that a permission names. */
type Named = { audience: Audience | undefined; reference: string }

/**
 * Who may see what, found by asking for each of them as for the viewer: so that it is true whatever the rules say. Of
 * whom a viewer learns it is in `mayKnow`, and how much in `mayKnowWhat`: the lead worker and the family learn it all.
 */
export function recipients(told: ToTell): Recipient[] {
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
  const isViewer = (one: Named) =>
    matchActor(asActor(one), { requester: requesterFor(viewer), item: NOTHING, atMs: nowMs, known }) === 'yes'
  const own = viewersOwn(told)
  const others = [...named.values()]
    .filter((one) => !isViewer(one))
    .flatMap((one): Recipient[] => {
      const requester = asRequester(one, resources, actors.identifiersOf)
      const place = resources.find('Organization', placeOf(one, resources))
      const isSchool = typeOf(place) === 'school'
      const isOwnPlace = placeOf(one, resources) === viewer.organisation
      if (!mayKnow(viewer.audience, { isSchool, isOwnPlace })) return []
      const shown = shownTo(compileFor(requester), nowMs)
      if (!shown) return []
      const organisation = tell(told, place?.name)
      return [
        {
          who: tell(told, whoIs(one, resources)) ?? wordsFor(one),
          isViewer: false,
          school: !isSchool ? undefined : isOwnPlace ? 'own' : 'other',
          organisation,
          ...shown,
          sections: shown.sections.filter((section) => mayKnowWhat(viewer.audience, section, own)),
        },
      ]
    })
  return [...own, ...others]
}

/** What the viewer sees is what was compiled for the viewer: an agreement with their school may leave them out of it. */
function viewersOwn(told: ToTell): Recipient[] {
  const { viewer, resources, parts, nowMs } = told
  const shown = shownTo(parts, nowMs)
  if (!shown) return []
  const isSchool = typeOf(resources.find('Organization', viewer.organisation)) === 'school'
  return [
    {
      who: AUDIENCES[viewer.audience],
      isViewer: true,
      school: isSchool ? 'own' : undefined,
      organisation: tell(told, viewer.organisationName),
      ...shown,
    },
  ]
}

/** What others see beyond what the viewer sees would tell the viewer what is withheld. */
function mayKnowWhat(audience: Audience, section: SectionCode, own: Recipient[]): boolean {
  if (audience === 'class-teacher') return false
  const seesAll = audience === 'lead-worker' || audience === 'family' || audience === 'young-person'
  return seesAll || own.some(({ sections }) => sections.includes(section))
}

/** Of whom, beside themselves, a viewer learns what they see. */
function mayKnow(audience: Audience, { isSchool, isOwnPlace }: { isSchool: boolean; isOwnPlace: boolean }): boolean {
  switch (audience) {
    case 'class-teacher':
      return isSchool && !isOwnPlace
    case 'designated-teacher':
    case 'senco':
      return isOwnPlace || isSchool
    case 'virtual-school-head':
    case 'lead-worker':
    case 'family':
    case 'young-person':
      return true
    case 'gp':
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
    purposes: audience ? [PURPOSE_OF[audience]] : Object.values(PURPOSE_OF),
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

/** "Ms Okafor, designated teacher", or the role alone where it is for all who have it there. */
function whoIs(named: Named, resources: Resources): string {
  if (named.reference.startsWith('Organization/')) return wordsFor(named)
  const name = findPerson(resources, named)?.name
  return [name, named.audience && AUDIENCES[named.audience]].filter(Boolean).join(', ') || wordsFor(named)
}

function wordsFor({ audience }: Named): string {
  return audience ? AUDIENCES[audience] : 'everybody there'
}

/** The sections that it was agreed somebody may see, now or later, from the first instant to the last; undefined for none. */
function shownTo(parts: Record<SectionCode, Part[]>, nowMs: number) {
  const shown = SECTION_CODES.flatMap((section) =>
    parts[section].flatMap(({ timeline }) =>
      timeline
        .filter(({ kind, untilMs }) => kind === 'allow' && untilMs >= nowMs)
        .map((interval) => ({ section, ...interval })),
    ),
  )
  if (shown.length === 0) return undefined
  const fromMs = Math.min(...shown.map((one) => one.fromMs))
  const untilMs = Math.max(...shown.map((one) => one.untilMs))
  return {
    sections: SECTION_CODES.filter((section) => shown.some((one) => one.section === section)),
    fromMs: fromMs === FIRST_MS ? undefined : fromMs,
    untilMs: untilMs === LAST_MS ? undefined : untilMs,
  }
}
