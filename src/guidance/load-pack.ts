import type { Pack } from './card.ts'
import type { Transition } from './transition.ts'

const packs: Record<Transition, () => Promise<{ default: unknown }>> = {
  'year-6-to-7': () => import('./packs/year-6-to-7.json', { with: { type: 'json' } }),
}

/** Loads the cards of one transition, which ship beside the program. `npm run content` checked them against the schema. */
export async function loadPack(transition: Transition): Promise<Pack> {
  const { default: pack } = await packs[transition]()
  return pack as Pack
}
