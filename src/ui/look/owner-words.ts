import type { Face } from '../../guidance/card.ts'
import { discreetly } from '../../record/discreet.ts'

/** Who is behind local guidance, for a page that may be read over a shoulder: the name of an agency may tell why. */
export function ownerWords({ owner }: Face): string {
  return discreetly(owner) ?? 'a regional agency'
}
