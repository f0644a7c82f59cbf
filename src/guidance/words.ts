import { showDate } from '../core/time.ts'
import { isNeedCode, NEEDS, type NeedCode } from '../record/needs.ts'
import { type Card, type Evidence, RATING_SCHEMES, type Review, type Setting, type Tier } from './card.ts'

export { isNeedCode, type NeedCode }

/** Words as the beginning of a sentence. */
export function sentence(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** The needs, each as what is hard. */
export const NEED_WORDS: Readonly<Record<NeedCode, string>> = NEEDS

/** What a reader sees for a tier. */
export const TIER_WORDS: Record<Tier, string> = {
  universal: 'For everyone',
  targeted: 'For some pupils',
  specialist: 'For a few pupils',
}

/** What a reader sees for the place a card is used. */
export const SETTING_WORDS: Record<Setting, string> = {
  'current-setting': 'Current school',
  'receiving-setting': 'New school',
  family: 'At home',
}

/** Says how far a card can be relied on, and claims no more than that. */
export function evidenceWords(evidence: Evidence): string {
  if (evidence.scheme === 'practice-consensus') return 'Practice consensus: not formally rated'
  return `${RATING_SCHEMES[evidence.scheme]}: ${evidence.rating}, assessed ${showDate(evidence.on)}`
}

export function overdueWords({ reviewBy }: Pick<Card, 'reviewBy'>): string {
  return `This was due to be checked by ${showDate(reviewBy)} and may be out of date.`
}

/** Whose page the words are on. A page for schools may be read over a shoulder. */
export type Reader = 'school' | 'family'

export function reviewWords(review: Review, reader: Reader): string {
  if (review === 'not-yet') return draftWords(reader)
  return `Reviewed by ${review.role}, ${review.organisation}, ${showDate(review.on)}`
}

/** For schools the label leaves out who the people are. */
export function draftWords(reader: Reader): string {
  return `Draft: not yet reviewed by practitioners or ${reader === 'family' ? 'adopted people' : 'the people it is about'}`
}

/** Who a card is for and what makes it fit: `For some pupils. Helps most when new places are hard.` */
export function fitWords({ tier, needs }: Pick<Card, 'tier' | 'needs'>): string {
  const helpsMost = needs.length > 0 ? ` Helps most when ${needs.map((need) => NEEDS[need]).join('; ')}.` : ''
  return `${TIER_WORDS[tier]}.${helpsMost}`
}
