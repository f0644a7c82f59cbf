import { CODE_SYSTEM } from '../record/code-systems.ts'
import type { HiddenPlaces } from '../record/without-places.ts'
import type { Resources } from './parse-resources.ts'
import { typeOf } from './read-agreement.ts'
import { showName } from './read-child.ts'

/** Organisations that cover an area: their names say less than a school's about where a child is to be found. */
const AREA_WIDE: ReadonlySet<string | undefined> = new Set(['council', 'agency', 'service'])

/**
 * The places whose names would tell where a child is to be found, and who works there, where the record says that this
 * is to be kept from those who do not know: every school and practice but the viewer's own (domain.md B4.6).
 *
 * @returns undefined where nothing is to be hidden
 */
export function hiddenPlaces(resources: Resources, ownOrganisation: string): HiddenPlaces | undefined {
  if (!isLocationHidden(resources)) return undefined
  const organisations = resources.ofType('Organization').flatMap((organisation) => {
    const reference = `Organization/${organisation.id}`
    if (AREA_WIDE.has(typeOf(organisation)) || reference === ownOrganisation) return []
    return { reference, name: organisation.name ?? '' }
  })
  const isHidden = (reference: string | undefined) => organisations.some((one) => one.reference === reference)
  const roles = resources.ofType('PractitionerRole').filter(({ organization }) => isHidden(organization?.reference))
  const people = roles.flatMap(({ practitioner }) => {
    return showName(resources.find('Practitioner', practitioner?.reference)?.name) ?? practitioner?.display ?? []
  })
  return { organisations, people }
}

function isLocationHidden({ patient }: Resources): boolean {
  return (patient.meta?.security ?? []).some(
    ({ system, code }) => system === CODE_SYSTEM.handling && code === 'location-hidden',
  )
}
