import type { Bundle, Composition, Extension, Resource } from '@medplum/fhirtypes'
import { EXTENSION } from '../../record/code-systems.ts'
import { roleOf } from './people.ts'

/**
 * A child's record as a family or an agency would share it with one reader, by a link or as a file: it says whom it was
 * made for, and brings that reader along.
 *
 * @param practitionerRole `PractitionerRole/…` of somebody among the made-up people
 */
export function sharedWith(bundle: Bundle, practitionerRole: string): Bundle {
  const madeFor: Extension = { url: EXTENSION.madeFor, valueReference: { reference: practitionerRole } }
  const resources = (bundle.entry ?? []).flatMap(({ resource }) => (resource ? [addressed(resource, madeFor)] : []))
  const there = new Set(resources.map(nameOf))
  const reader = roleOf(practitionerRole).filter((one) => !there.has(nameOf(one)))
  return {
    ...bundle,
    entry: [...resources, ...reader].map((resource) => ({ resource })) as NonNullable<Bundle['entry']>,
  }
}

function addressed(resource: Resource, madeFor: Extension): Resource {
  return resource.resourceType === 'Composition'
    ? ({ ...resource, extension: [madeFor] } satisfies Composition)
    : resource
}

function nameOf({ resourceType, id }: Resource): string {
  return `${resourceType}/${id}`
}
