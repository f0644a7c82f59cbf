import { CODE_SYSTEM } from '../record/code-systems.ts'
import type { Resources } from './parse-resources.ts'
import { typeOf } from './read-agreement.ts'

/** Organisations that cover an area: their names say less than a school's about where a child is to be found. */
const AREA_WIDE: ReadonlySet<string | undefined> = new Set(['council', 'agency', 'service'])

/**
 * The places whose names would tell where a child is to be found, where the record says that this is to be kept from
 * those who do not know: every school and practice but the viewer's own (domain.md B4.6). Otherwise none.
 */
export function hiddenPlaces(resources: Resources, ownOrganisation: string): { reference: string; name: string }[] {
  if (!isLocationHidden(resources)) return []
  return resources.ofType('Organization').flatMap((organisation) => {
    const reference = `Organization/${organisation.id}`
    if (AREA_WIDE.has(typeOf(organisation)) || reference === ownOrganisation) return []
    return { reference, name: organisation.name ?? '' }
  })
}

function isLocationHidden({ patient }: Resources): boolean {
  return (patient.meta?.security ?? []).some(
    ({ system, code }) => system === CODE_SYSTEM.handling && code === 'location-hidden',
  )
}
