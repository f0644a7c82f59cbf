/**
 * The needs a family can agree to name, each with the words that follow "because" when a card is suggested for it.
 * The words say what is hard and where, never why it is so.
 */
export const NEEDS = {
  'new-places': 'new places are hard',
  sensory: 'loud or busy rooms are hard',
  trust: 'trusting new adults takes time',
  change: 'sudden change is hard',
  separation: 'goodbyes are hard',
  friendships: 'making and keeping friends is hard',
  memory: 'holding several things in mind is hard',
  understanding: 'long or indirect instructions are hard to follow',
  feelings: 'big feelings come quickly',
  organising: 'keeping track of time and belongings is hard',
} as const

export type NeedCode = keyof typeof NEEDS

export function isNeedCode(text: string): text is NeedCode {
  return Object.hasOwn(NEEDS, text)
}
