import type { PlainDate } from '../core/time.ts'
import type { Card } from './card.ts'

/** A card that should have been read again by now. */
export function isOverdue({ reviewBy }: Pick<Card, 'reviewBy'>, today: PlainDate): boolean {
  return reviewBy < today
}

/** The day by which the first of several cards has to be read again; undefined for none. */
export function earliestReview(cards: readonly Pick<Card, 'reviewBy'>[]): PlainDate | undefined {
  return cards.map(({ reviewBy }) => reviewBy).sort()[0]
}
