import { isTransition, type Transition } from '../../src/guidance/transition.ts'
import type { Reader } from '../../src/guidance/words.ts'

/** What the element's attributes ask for. A bad or missing value means the default, never an error in the host page. */
export type Options = {
  transition: Transition
  audience: GuidanceAudience
  headingLevel: HeadingLevel
  lang: Language
}

export type GuidanceAudience = 'class-teacher' | 'family'
/** The level of the element's own title; cards are two levels below it. */
export type HeadingLevel = 1 | 2 | 3 | 4
/** The languages the guidance is written in. */
export type Language = 'en-GB'

export const ATTRIBUTES = ['transition', 'audience', 'heading-level', 'lang'] as const

const HEADING_LEVELS: readonly number[] = [1, 2, 3, 4] satisfies HeadingLevel[]

export function parseOptions(attribute: (name: (typeof ATTRIBUTES)[number]) => string | null): Options {
  const transition = attribute('transition') ?? ''
  const headingLevel = Number(attribute('heading-level'))
  return {
    transition: isTransition(transition) ? transition : 'year-6-to-7',
    audience: attribute('audience') === 'family' ? 'family' : 'class-teacher',
    headingLevel: HEADING_LEVELS.includes(headingLevel) ? (headingLevel as HeadingLevel) : 2,
    // English is all there is so far: a page in another language gets English, marked as English.
    lang: 'en-GB',
  }
}

export function readerOf(audience: GuidanceAudience): Reader {
  return audience === 'family' ? 'family' : 'school'
}
