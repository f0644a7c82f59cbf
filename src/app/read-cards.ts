import type { Card } from '../guidance/card.ts'
import { isShipped, loadPack } from '../guidance/load-pack.ts'
import { joinPacks } from '../guidance/local/join-packs.ts'
import type { Occasion } from '../guidance/transition.ts'
import type { App } from './app.ts'
import { readPacks } from './local-packs.ts'

/** The cards for some occasions: those that ship, and what local packs put in their place or beside them. */
export async function readCards(app: Pick<App, 'vault'>, occasions: readonly Occasion[]): Promise<Card[]> {
  const packs = await readPacks(app)
  const cards = await Promise.all(
    occasions.map(async (occasion) => {
      const shipped = isShipped(occasion) ? (await loadPack(occasion)).cards : []
      return joinPacks(shipped, packs, occasion)
    }),
  )
  return cards.flat()
}
