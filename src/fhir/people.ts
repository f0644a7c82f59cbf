import { CODE_SYSTEM } from '../record/code-systems.ts'
import { type NamedPerson, PERSON_ROLES, type PersonRole } from '../record/section-content.ts'
import type { Resources } from './parse-resources.ts'
import { showName } from './read-child.ts'
import type { Reference, Resource } from './resources.ts'
import { codeIn, textOf } from './sections/entries.ts'

/** A reference to anybody, followed to a name. */
export type Person = {
  reference: string
  name: string
  role: string | undefined
  organisation: string | undefined
  organisationReference: string | undefined
  contact: string | undefined
  /** Their role has ended: what they took on needs somebody else. */
  hasLeft: boolean
}

/** Follows a reference to a practitioner in a role, a practitioner, a relative or an organisation. */
export function findPerson(resources: Resources, reference: Reference | undefined): Person | undefined {
  const to = reference?.reference
  if (!to) return undefined
  const role = resources.find('PractitionerRole', to)
  if (role) return personInRole(resources, to, role)
  const practitioner = resources.find('Practitioner', to)
  const relative = resources.find('RelatedPerson', to)
  const organisation = resources.find('Organization', to)
  // What a reference calls a child or a relative who is not in the record may be another's name, or a past one.
  const display = /^(PractitionerRole|Practitioner|Organization)\/[^/]+$/.test(to) ? reference.display : undefined
  const name = showName(practitioner?.name ?? relative?.name) ?? organisation?.name ?? display
  if (!name) return undefined
  return {
    reference: to,
    name,
    role: textOf(relative?.relationship?.[0]),
    organisation: undefined,
    organisationReference: organisation ? to : undefined,
    contact: contactOf(practitioner?.telecom ?? organisation?.telecom),
    hasLeft: false,
  }
}

/** Everybody in the care teams, as the `people` section shows them. */
export function teamMembers(resources: Resources): NamedPerson[] {
  const teams = resources.ofType('CareTeam').filter(({ status }) => status === undefined || status === 'active')
  return teams.flatMap(({ participant }) =>
    (participant ?? []).flatMap(({ role, member, onBehalfOf }) => {
      const person = findPerson(resources, member)
      if (!person || person.hasLeft) return []
      const code = codeIn(role?.[0], CODE_SYSTEM.personRole)
      const roleCode = code !== undefined && Object.hasOwn(PERSON_ROLES, code) ? (code as PersonRole) : undefined
      return {
        roleCode,
        role: roleCode ? PERSON_ROLES[roleCode] : (textOf(role?.[0]) ?? person.role ?? 'Involved'),
        name: person.name,
        organisation: person.organisation,
        organisationReference: onBehalfOf?.reference ?? person.organisationReference,
        contact: person.contact,
      }
    }),
  )
}

function personInRole(resources: Resources, reference: string, role: Resource<'PractitionerRole'>): Person | undefined {
  const practitioner = resources.find('Practitioner', role.practitioner?.reference)
  const organisation = resources.find('Organization', role.organization?.reference)
  const name = showName(practitioner?.name) ?? role.practitioner?.display
  if (!name) return undefined
  return {
    reference,
    name,
    role: textOf(role.code?.[0]),
    organisation: organisation?.name ?? role.organization?.display,
    organisationReference: role.organization?.reference,
    contact: contactOf(role.telecom) ?? contactOf(practitioner?.telecom),
    hasLeft: role.active === false,
  }
}

function contactOf(telecom: { system?: string | undefined; value?: string | undefined }[] | undefined) {
  const contact = telecom?.find(({ system }) => system === 'phone')?.value ?? telecom?.find(({ value }) => value)?.value
  return contact?.toWellFormed() // half a character would break whatever an address is made of
}
