import { fits, SERVICE_KINDS, SERVICE_TIERS, type Service, type ServiceTier, tierOf } from '../record/services.ts'
import type { Audience } from '../record/viewer.ts'

export type ServiceGroup = { tier: ServiceTier; services: Service[] }

/**
 * What is worth showing to this viewer for somebody of this age, from what is there for anybody to what few need. Picked
 * on this computer: nobody is told.
 *
 * @param age whole years; undefined when it is not known
 * @returns a group for every tier, also those with nothing in them; the most lately assured of a kind come first
 */
export function groupServices(
  services: readonly Service[],
  audience: Audience,
  age: number | undefined,
): ServiceGroup[] {
  const fitting = services.filter((service) => fits(service, audience, age))
  return SERVICE_TIERS.map((tier) => ({ tier, services: fitting.filter((one) => tierOf(one) === tier).sort(inOrder) }))
}

const KIND_ORDER = Object.keys(SERVICE_KINDS)

/** Kinds together, in the order of the journey; within one the most lately assured first, and then by name. */
function inOrder(a: Service, b: Service): number {
  const byKind = KIND_ORDER.indexOf(a.kind) - KIND_ORDER.indexOf(b.kind)
  const byDay = (b.assuredOn ?? '').localeCompare(a.assuredOn ?? '')
  return byKind || byDay || a.name.localeCompare(b.name, 'en-GB')
}
