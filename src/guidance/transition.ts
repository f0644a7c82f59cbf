/** The moves between schools that guidance exists for, each with the year group a child leaves. */
export const TRANSITIONS = {
  'year-6-to-7': { fromYear: 6 },
} as const

export type Transition = keyof typeof TRANSITIONS

export function isTransition(text: string): text is Transition {
  return Object.hasOwn(TRANSITIONS, text)
}
