import type { Pack } from './card.ts'
import { isOccasion, type Occasion } from './transition.ts'

const packs = {
  'school-year': () => import('./packs/school-year.json', { with: { type: 'json' } }),
  'starting-school': () => import('./packs/starting-school.json', { with: { type: 'json' } }),
  'infant-to-junior': () => import('./packs/infant-to-junior.json', { with: { type: 'json' } }),
  'year-6-to-7': () => import('./packs/year-6-to-7.json', { with: { type: 'json' } }),
  'year-11-to-post-16': () => import('./packs/year-11-to-post-16.json', { with: { type: 'json' } }),
} satisfies Partial<Record<Occasion, () => Promise<{ default: unknown }>>>

/** An occasion that cards ship for. */
export type Shipped = keyof typeof packs

export function isShipped(text: string): text is Shipped {
  return isOccasion(text) && Object.hasOwn(packs, text)
}

/** Loads the cards of one occasion, which ship beside the program. `npm run content` checked them against the schema. */
export async function loadPack(occasion: Shipped): Promise<Pack> {
  const { default: pack } = await packs[occasion]()
  return pack as Pack
}
