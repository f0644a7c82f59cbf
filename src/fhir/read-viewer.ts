import { AppError } from '../core/errors.ts'
import { CODE_SYSTEM } from '../record/code-systems.ts'
import { isAudience, type Viewer } from '../record/viewer.ts'
import { showName } from './read-child.ts'
import { RESOURCE_SCHEMAS } from './resources.ts'
import { codeIn } from './sections/entries.ts'

/**
 * Who is looking, from their PractitionerRole, Practitioner and Organization.
 *
 * @throws AppError source/no-role when the role is not active, not one of our audiences, two of them, or names nobody
 */
export function readViewer([rawRole, ...others]: unknown[]): Viewer {
  const role = RESOURCE_SCHEMAS.PractitionerRole.safeParse(rawRole).data
  const person = others.map((raw) => RESOURCE_SCHEMAS.Practitioner.safeParse(raw).data).find((one) => one)
  const organisation = others.map((raw) => RESOURCE_SCHEMAS.Organization.safeParse(raw).data).find((one) => one)
  const audiences = new Set(role?.code?.flatMap((concept) => codeIn(concept, CODE_SYSTEM.audience) ?? []))
  const [audience] = audiences.size === 1 ? audiences : []
  const name = showName(person?.name)
  if (!role || role.active === false || !person || !organisation || !name || !audience || !isAudience(audience)) {
    throw new AppError('source/no-role', 'no active role that is one of our audiences')
  }
  return {
    audience,
    name,
    organisationName: organisation.name ?? '',
    role: `PractitionerRole/${role.id}`,
    person: `Practitioner/${person.id}`,
    organisation: `Organization/${organisation.id}`,
    identifiers: [role, person, organisation].flatMap(({ identifier = [] }) =>
      identifier.flatMap(({ system, value }) => (system && value ? { system, value } : [])),
    ),
  }
}
