import type { Transition } from '../transition.ts'

/**
 * The ways schools divide childhood between them, each with the moves it brings. Which one holds is set where a child
 * goes to school; the first holds until somebody says so.
 */
export const PHASES = {
  'primary-secondary': {
    words: 'Primary to Year 6, secondary from Year 7',
    moves: ['starting-school', 'year-6-to-7', 'year-11-to-post-16'],
  },
  'infant-junior': {
    words: 'Infant to Year 2, junior to Year 6, secondary from Year 7',
    moves: ['starting-school', 'infant-to-junior', 'year-6-to-7', 'year-11-to-post-16'],
  },
  'first-middle-upper': {
    words: 'First or lower to Year 4, middle to Year 8, upper from Year 9',
    moves: ['starting-school', 'first-to-middle', 'middle-to-upper', 'year-11-to-post-16'],
  },
  'year-10': {
    words: 'Secondary from Year 7, then a school that starts in Year 10',
    moves: ['starting-school', 'year-6-to-7', 'year-9-to-10', 'year-11-to-post-16'],
  },
  'all-through': {
    words: 'One school from Reception to Year 11',
    moves: ['starting-school', 'year-11-to-post-16'],
  },
  special: {
    words: 'A special school from Reception to Year 11 or beyond',
    moves: ['starting-school', 'year-11-to-post-16'],
  },
} as const satisfies Record<string, { words: string; moves: readonly Transition[] }>

export type Phases = keyof typeof PHASES

export const USUAL_PHASES: Phases = 'primary-secondary'

export function isPhases(text: string): text is Phases {
  return Object.hasOwn(PHASES, text)
}
