import { AppError } from '../core/errors.ts'
import { parseFhirDate } from '../core/time.ts'
import { IDENTIFIER_SYSTEM } from '../record/code-systems.ts'
import { normaliseIdentifier } from '../record/identifiers.ts'
import { isFormer } from './former.ts'
import { type Period, RESOURCE_SCHEMAS, type Resource, type ResourceType } from './resources.ts'

/** The resources about one child, checked and stripped to the allow-list, found by type or by relative reference. */
export type Resources = {
  patient: Resource<'Patient'>
  ofType<Type extends ResourceType>(type: Type): Resource<Type>[]
  find<Type extends ResourceType>(type: Type, reference: string | undefined): Resource<Type> | undefined
}

/** The same record with no data of the child's but these resources. People and organisations stay, to put names to them. */
export function only(resources: Resources, references: readonly string[]): Resources {
  const isKept = ({ resourceType, id }: Resource) =>
    KEPT.has(resourceType) || references.includes(`${resourceType}/${id}`)
  return {
    patient: resources.patient,
    ofType: (type) => resources.ofType(type).filter(isKept),
    find: (type, reference) => {
      const found = resources.find(type, reference)
      return found && isKept(found) ? found : undefined
    },
  }
}

const KEPT: ReadonlySet<ResourceType> = new Set<ResourceType>([
  'Patient',
  'Composition',
  'RelatedPerson',
  'Practitioner',
  'PractitionerRole',
  'Organization',
])

/**
 * Checks everything that arrived about one child before any of it is used.
 *
 * @param raw FHIR resources in any order; kinds that are not read are left out
 * @throws AppError record/unreadable (a resource breaks its schema or is there twice, or there is no Patient), record/two-children
 *   (anything is about somebody else), record/two-identities (two NHS numbers, pupil numbers or plan references)
 */
export function parseResources(raw: unknown[], nowMs: number): Resources {
  const parsed = raw.flatMap(parseResource).flatMap((resource) => asOf(resource, nowMs))
  const ofType = <Type extends ResourceType>(type: Type) =>
    parsed.filter((resource): resource is Resource<Type> => resource.resourceType === type)
  const [patient, ...others] = ofType('Patient')
  if (others.length > 0) throw new AppError('record/two-children', 'more than one Patient in one answer')
  if (!patient) throw new AppError('record/unreadable', 'no Patient in the answer')
  const subjects = [...parsed.map(subjectOf), ...raw.map(consentSubject)].filter((subject) => subject !== undefined)
  if (subjects.some((subject) => subject !== `Patient/${patient.id}`)) {
    throw new AppError('record/two-children', 'a resource is about another Patient')
  }
  refuseTwoIdentities(patient)
  refuseTwice(parsed)
  const byReference = new Map(parsed.map((resource) => [`${resource.resourceType}/${resource.id}`, resource]))
  return {
    patient,
    ofType,
    find: <Type extends ResourceType>(type: Type, reference: string | undefined) => {
      const found = byReference.get(reference ?? '')
      return found?.resourceType === type ? (found as Resource<Type>) : undefined
    },
  }
}

/** Of two resources under one name, one could be granted and the other shown. */
function refuseTwice(parsed: Resource[]): void {
  const names = parsed.map(({ resourceType, id }) => `${resourceType}/${id}`)
  if (new Set(names).size < names.length) throw new AppError('record/unreadable', 'a resource is there twice')
}

function parseResource(raw: unknown): Resource[] {
  const type = (raw as { resourceType?: unknown } | null)?.resourceType
  if (typeof type !== 'string') throw new AppError('record/unreadable', 'an entry is not a resource')
  if (!Object.hasOwn(RESOURCE_SCHEMAS, type)) return []
  // It may turn what it stands in into its opposite: "not done", "not so".
  if ('modifierExtension' in (raw as object)) return []
  const parsed = RESOURCE_SCHEMAS[type as ResourceType].safeParse(raw)
  if (!parsed.success) throw new AppError('record/unreadable', `a ${type} breaks its schema`)
  return [parsed.data]
}

/** What of a resource is so now: who has left a team or a role, or is related no longer, is not shown as if they were. */
function asOf(resource: Resource, nowMs: number): Resource[] {
  const isOver = (period: Period | undefined) =>
    (parseFhirDate(period?.end ?? '')?.untilMs ?? nowMs) < nowMs ||
    (parseFhirDate(period?.start ?? '')?.fromMs ?? nowMs) > nowMs
  switch (resource.resourceType) {
    case 'RelatedPerson':
      return resource.active === false || isOver(resource.period) ? [] : [resource]
    case 'PractitionerRole':
      return [{ ...resource, active: resource.active !== false && !isOver(resource.period) }]
    case 'CareTeam':
      if (isOver(resource.period)) return []
      return [{ ...resource, participant: resource.participant?.filter(({ period }) => !isOver(period)) }]
    default:
      return [resource]
  }
}

/** The child a resource is about; undefined for people and organisations, an empty text where it should say and does not. */
function subjectOf(resource: Resource): string | undefined {
  if ('subject' in resource) return resource.subject.reference ?? ''
  if ('for' in resource) return resource.for.reference ?? ''
  return 'patient' in resource ? (resource.patient.reference ?? '') : undefined
}

/** Consents are read by `consent/`, but one about another child shows that the answer is mixed. */
function consentSubject(raw: unknown): string | undefined {
  const { resourceType, patient } = raw as { resourceType?: unknown; patient?: { reference?: string } }
  return resourceType === 'Consent' ? (patient?.reference ?? '') : undefined
}

/**
 * An identifier from before an order beside the one from after it links two identities (domain.md B4). A plan reference
 * that is marked as former says nothing of the kind, and is left out. Systems are compared by their last part: the NHS
 * number has had other addresses.
 */
function refuseTwoIdentities(patient: Resource<'Patient'>): void {
  const { nhsNumber, upn, planReference } = IDENTIFIER_SYSTEM
  const kindOf = (system: string | undefined) => system?.toLowerCase().split('/').at(-1)
  for (const system of [nhsNumber, upn, planReference]) {
    const values = (patient.identifier ?? [])
      .filter((identifier) => kindOf(identifier.system) === kindOf(system))
      .filter((identifier) => system !== planReference || !isFormer(identifier))
      .map(({ value }) => normaliseIdentifier(value ?? ''))
    if (new Set(values).size > 1) throw new AppError('record/two-identities', 'two identifiers of one kind')
  }
}
