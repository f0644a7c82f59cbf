import { TIERS, type Tier } from '../../src/guidance/card.ts'
import { isShipped } from '../../src/guidance/load-pack.ts'
import { type PackAddress, parsePackAddress } from '../../src/guidance/local/pack-address.ts'
import { isOccasion, type Occasion } from '../../src/guidance/transition.ts'
import { isNeedCode, type NeedCode, type Reader } from '../../src/guidance/words.ts'

/** What the element's attributes ask for. A bad or missing value means the default, never an error in the host page. */
export type Options = {
  transition: Occasion
  audience: GuidanceAudience
  /** Every tier when undefined. */
  tier: Tier | undefined
  /** Every card when empty. */
  needs: readonly NeedCode[]
  /** Undefined when there is none; `bad` when there is one that nothing can be fetched by. */
  pack: PackAddress | 'bad' | undefined
  headingLevel: HeadingLevel
  lang: Language
}

/** `class-teacher` is both schools. */
export const AUDIENCES = ['class-teacher', 'current-setting', 'receiving-setting', 'family'] as const
export type GuidanceAudience = (typeof AUDIENCES)[number]
/** The level of the element's own title; cards are two levels below it. */
export type HeadingLevel = 1 | 2 | 3 | 4
/** The languages the guidance is written in. */
export type Language = 'en-GB'

export const ATTRIBUTES = ['transition', 'audience', 'tier', 'needs', 'pack', 'heading-level', 'lang'] as const
export type Attribute = (typeof ATTRIBUTES)[number]

const HEADING_LEVELS: readonly number[] = [1, 2, 3, 4] satisfies HeadingLevel[]

/** @param base the address of the page, which that of a pack may be relative to */
export function parseOptions(attribute: (name: Attribute) => string | null, base: string): Options {
  const headingLevel = Number(attribute('heading-level'))
  const written = attribute('pack')?.trim()
  // The page itself may be a plain one on a school's own network: a pack beside it cannot be checked there, and says so.
  const pack = written ? (parsePackAddress(written, base, true) ?? 'bad') : undefined
  return {
    transition: transitionIn(attribute('transition') ?? '', pack !== undefined),
    audience: oneOf(AUDIENCES, attribute('audience')) ?? 'class-teacher',
    tier: oneOf(TIERS, attribute('tier')),
    needs: [...new Set((attribute('needs') ?? '').split(/[\s,]+/))].filter(isNeedCode),
    pack,
    headingLevel: HEADING_LEVELS.includes(headingLevel) ? (headingLevel as HeadingLevel) : 2,
    // English is all there is so far: a page in another language gets English, marked as English.
    lang: 'en-GB',
  }
}

/** A move that no cards ship for may have some in a local pack. */
function transitionIn(written: string, hasPack: boolean): Occasion {
  const isKnown = hasPack ? isOccasion(written) : isShipped(written)
  return isKnown ? (written as Occasion) : 'year-6-to-7'
}

function oneOf<Value extends string>(values: readonly Value[], written: string | null): Value | undefined {
  return values.find((value) => value === written)
}

export function readerOf(audience: GuidanceAudience): Reader {
  return audience === 'family' ? 'family' : 'school'
}
