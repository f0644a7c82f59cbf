import { CODE_SYSTEM } from '../record/code-systems.ts'
import type { HiddenPlaces } from '../record/without-places.ts'
import type { Resources } from './parse-resources.ts'
import type { HumanName, Reference, Resource } from './resources.ts'

/** Organisations that cover an area: their names say less than a school's about where a child is to be found. */
const AREA_WIDE: ReadonlySet<string | undefined> = new Set(['council', 'agency', 'service'])

/**
 * The places whose names would tell where a child is to be found, and who works there, where the record says that this
 * is to be kept from those who do not know (domain.md B4.6). Hidden is whatever is not known to be the viewer's own or
 * area-wide, so that a place of which the record has no more than a name is hidden too, and so is who may work there.
 *
 * @returns undefined where nothing is to be hidden
 */
export function hiddenPlaces(resources: Resources, ownOrganisation: string): HiddenPlaces | undefined {
  if (!isLocationHidden(resources)) return undefined
  const organisations = resources.ofType('Organization')
  const isOpen = (one: Resource<'Organization'>) => isAreaWide(one) || to(one) === ownOrganisation
  const open = organisations.filter(isOpen)
  const hidden = organisations.filter((one) => !isOpen(one))
  const openReferences = new Set([ownOrganisation, ...open.map(to)])
  const openNames = new Set(open.flatMap(({ name }) => name ?? []))
  const isOpenPlace = (at: Reference | undefined) =>
    at?.reference ? openReferences.has(at.reference) : openNames.has(at?.display ?? '')

  const roles = resources.ofType('PractitionerRole')
  const participants = resources.ofType('CareTeam').flatMap(({ participant }) => participant ?? [])
  /** Somebody's reference, and that of the person behind the role. */
  const whole = ({ reference = '' }: Reference) => {
    const behind = resources.find('PractitionerRole', reference)?.practitioner?.reference
    return behind ? [reference, behind] : [reference]
  }
  const inRoles = (those: typeof roles) => new Set(those.flatMap((role) => whole({ reference: to(role) })))
  const elsewhere = inRoles(roles.filter(({ organization }) => isOpenPlace(organization)))
  const there = inRoles(roles.filter(({ organization }) => !isOpenPlace(organization)))
  for (const { member, onBehalfOf } of participants) {
    if (member && onBehalfOf && !isOpenPlace(onBehalfOf)) for (const one of whole(member)) there.add(one)
  }

  const named = [...participants.flatMap(({ member }) => member ?? []), ...actors(resources)]
  const places = [
    ...roles.flatMap(({ organization }) => organization ?? []),
    ...participants.flatMap(({ onBehalfOf }) => onBehalfOf ?? []),
    ...named.filter(isPlace),
  ].filter((at) => !isOpenPlace(at))
  const people = named
    .filter((one) => !isPlace(one) && !isFamily(one))
    .filter((one) => whole(one).some((it) => there.has(it)) || !whole(one).some((it) => elsewhere.has(it)))
  const workers = new Set([...there, ...people.flatMap(whole)])
  const isWorker = (one: Resource<'Practitioner'>) => workers.has(to(one)) || !elsewhere.has(to(one))
  const practitioners = resources.ofType('Practitioner').filter(isWorker)
  const hiddenRoles = roles.filter((one) => workers.has(to(one)))

  const inHand = (one: Reference) => whole(one).some((it) => resources.find('Practitioner', it))
  const openPeople = new Set(
    [
      ...resources.ofType('Practitioner').filter((one) => !isWorker(one)),
      ...resources.ofType('RelatedPerson'),
      resources.patient,
    ].flatMap(({ name }) => spellings(name)),
  )
  const written = (display: string | undefined) =>
    display && !openNames.has(display) && !openPeople.has(display) ? display : undefined
  // Who is known by a display alone may be a person or a place.
  const unknown = people.filter((one) => !inHand(one)).flatMap(({ display }) => written(display) ?? [])
  return {
    organisations: [
      ...hidden.map((one) => ({ reference: to(one), name: one.name ?? '' })),
      ...places.flatMap(({ reference = '', display }) => ({ reference, name: written(display) ?? '' })),
      ...unknown.map((name) => ({ reference: '', name })),
    ],
    people: [
      ...practitioners.flatMap(({ name }) => spellings(name)),
      ...[...people, ...hiddenRoles.flatMap(({ practitioner }) => practitioner ?? [])].flatMap(
        ({ display }) => written(display) ?? [],
      ),
    ],
    contacts: [...hidden, ...hiddenRoles, ...practitioners].flatMap(({ telecom }) =>
      (telecom ?? []).flatMap(({ value }) => value ?? []),
    ),
  }
}

/** Everybody of whom the record says that they do, did or asked for something. */
function actors(resources: Resources): Reference[] {
  const tasks = resources
    .ofType('Task')
    .flatMap(({ owner, requester, restriction }) => [owner, requester, ...(restriction?.recipient ?? [])])
  const observed = resources.ofType('Observation').flatMap(({ performer = [], focus = [] }) => [...performer, ...focus])
  return [...tasks, ...observed].flatMap((one) => one ?? [])
}

/** Any word on how the record is to be handled that is not known counts too: better hidden than told. */
function isLocationHidden(resources: Resources): boolean {
  type Labelled = { security?: { system?: string | undefined; code?: string | undefined }[] | undefined } | undefined
  return [resources.patient, ...resources.ofType('Composition')]
    .flatMap(({ meta }) => (meta as Labelled)?.security ?? [])
    .some(({ system, code }) => plain(system) === plain(CODE_SYSTEM.handling) || plain(code) === 'location-hidden')
}

function plain(text = ''): string {
  return text.trim().toLowerCase().replace(/\/+$/, '')
}

/** One that is of two kinds is only as wide as the narrower. */
function isAreaWide({ type = [] }: Resource<'Organization'>): boolean {
  const ours = type
    .flatMap(({ coding }) => coding ?? [])
    .filter(({ system }) => plain(system) === CODE_SYSTEM.organisationType.toLowerCase())
  return ours.length > 0 && ours.every(({ code }) => AREA_WIDE.has(code))
}

function to({ resourceType, id }: { resourceType: string; id: string }): string {
  return `${resourceType}/${id}`
}

function isPlace({ reference }: Reference): boolean {
  return /\bOrganization\//.test(reference ?? '')
}

function isFamily({ reference }: Reference): boolean {
  return /^(Patient|RelatedPerson)\//.test(reference ?? '')
}

/** A name as it is written, and put together. */
function spellings(names: HumanName[] | undefined): string[] {
  return (names ?? [])
    .flatMap(({ text, given = [], family }) => [text ?? '', [...given, family].filter(Boolean).join(' ')])
    .filter(Boolean)
}
