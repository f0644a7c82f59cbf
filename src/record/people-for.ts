import { discreetly } from './discreet.ts'
import type { Commitment, NamedPerson, PersonRole } from './section-content.ts'
import type { Viewer } from './viewer.ts'

/** Being on one of these says something about a child's health. They are a practice's routes. */
const HEALTH_ROUTES: ReadonlySet<PersonRole | undefined> = new Set<PersonRole>([
  'adoption-medical-adviser',
  'camhs',
  'fasd-pathway',
])

/**
 * The people one viewer has use for: a class teacher those in the same school, a practice everybody, others everybody
 * but the health routes, whose names alone would tell what the health section keeps to itself.
 */
export function peopleFor({ audience, organisation }: Viewer, people: NamedPerson[]): NamedPerson[] {
  if (audience === 'gp') return people
  if (audience === 'class-teacher') return people.filter((person) => person.organisationReference === organisation)
  return people.filter(({ roleCode }) => !HEALTH_ROUTES.has(roleCode))
}

/**
 * The commitments one viewer has use for: a class teacher those of the same school. The roles and organisations of
 * others would tell what the page must not.
 */
export function commitmentsFor(viewer: Viewer, commitments: Commitment[]): Commitment[] {
  if (viewer.audience !== 'class-teacher') return commitments
  const own = [viewer.role, viewer.person, viewer.organisation]
  return commitments
    .filter(
      ({ ownerReference, organisationReference }) =>
        own.includes(ownerReference) || organisationReference === viewer.organisation,
    )
    .map((one) => ({ ...one, cover: discreetly(one.cover), requester: discreetly(one.requester) }))
}
