import type { Card, Pack } from '../card.ts'
import { faceBreak, ruleBreaks } from '../check-card.ts'
import { earliestReview } from '../review-by.ts'
import { writtenPack } from '../schema.ts'

/**
 * Reads a pack as it travels. One card that breaks a rule breaks the pack: a reader must not have half of what an agency
 * meant.
 *
 * @returns `broken` with a sentence for whoever made it
 */
export function parsePack(raw: unknown): { kind: 'pack'; pack: Pack } | { kind: 'broken'; why: string } {
  const parsed = writtenPack.safeParse(raw)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    return broken(`"${issue?.path.join('.') || 'pack'}" ${issue?.message ?? 'cannot be read'}.`)
  }
  const { cards, owner, version, ...about } = parsed.data
  const unfit = faceBreak({ title: about.title, owner })
  if (unfit) return broken(unfit)
  const ids = new Set<string>()
  for (const card of cards) {
    const [first] = ruleBreaks(card)
    if (first) return broken(`${card.id}: ${first.message}`)
    if (ids.has(card.id)) return broken(`${card.id}: this card is here twice.`)
    ids.add(card.id)
  }
  const local = { owner, version }
  const issued: Card[] = cards.map((card) => ({ ...card, local }))
  const reviewBy = earliestReview(cards) ?? ''
  return { kind: 'pack', pack: { ...about, owner, version, reviewBy, cards: issued } }
}

function broken(why: string): { kind: 'broken'; why: string } {
  return { kind: 'broken', why }
}
