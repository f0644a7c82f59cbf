import type { PlainDate } from '../core/time.ts'
import type { Card } from './card.ts'

/** A card that should have been read again by now. */
export function isOverdue({ reviewBy }: Pick<Card, 'reviewBy'>, today: PlainDate): boolean {
  return reviewBy < today
}
