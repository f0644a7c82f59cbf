import type { Card, Pack } from '../card.ts'
import type { Occasion } from '../transition.ts'

/**
 * The cards for one occasion, with what local packs add. A local card takes the place of the one with its id; of two
 * packs that replace the same card, the later in the list.
 */
export function joinPacks(cards: readonly Card[], packs: readonly Pack[], occasion: Occasion): Card[] {
  const joined = new Map(cards.map((card) => [card.id, card]))
  for (const card of packs.flatMap((pack) => pack.cards)) {
    if (card.transition === occasion) joined.set(card.id, card)
  }
  return [...joined.values()]
}
