import type { PlainDate } from '../core/time.ts'
import type { NeedCode } from '../record/needs.ts'
import type { Moment } from './calendar/moment.ts'
import type { Occasion } from './transition.ts'

/** Who acts on a card. */
export const SETTINGS = ['current-setting', 'receiving-setting', 'family'] as const
export type Setting = (typeof SETTINGS)[number]

/** How many children a card is for. Only universal cards appear when no need has been named. */
export const TIERS = ['universal', 'targeted', 'specialist'] as const
export type Tier = (typeof TIERS)[number]

/** The parts of a card, in reading order, with the label that opens each in Markdown and on screen. */
export const PARTS = {
  do: 'Do',
  why: 'Why',
  say: 'Say',
  ratherThan: 'Rather than',
  workedIf: 'It worked if',
  ifNot: 'If not',
  wholeClass: 'Whole class',
} as const
export type Part = keyof typeof PARTS

/** Schemes that rate evidence. A rating means nothing without the scheme, the date and a link to where it is given. */
export const RATING_SCHEMES = {
  nice: 'NICE',
  'foundations-guidebook': 'Foundations Guidebook',
  'foundations-practice-guide': 'Foundations Practice Guide',
  'eef-padlocks': 'EEF padlocks',
  sign: 'SIGN',
} as const
export type RatingScheme = keyof typeof RATING_SCHEMES

export type Evidence =
  | { scheme: 'practice-consensus' }
  | { scheme: RatingScheme; rating: string; on: PlainDate; link: string }

export type Source = { title: string; link: string; read: PlainDate }

/** Who in practice has read the card. */
export type Review = 'not-yet' | { role: string; organisation: string; on: PlainDate }

/** One thing to do, for somebody, at some time. All of it is plain text. */
export type Card = {
  id: string
  title: string
  transition: Occasion
  for: Setting
  tier: Tier
  when: { from: Moment; until: Moment }
  needs: NeedCode[]
  /** Where in school it comes up, for a card that is read before a lesson: `Science, often Years 6 to 11`. */
  comesUpIn?: string | undefined
  evidence: Evidence
  sources: Source[]
  review: Review
  reviewBy: PlainDate
  parts: Record<Part, string>
  /** Whose local pack it came in; undefined for a card that ships with Handrail. */
  local?: Face
}

/** Who stands behind a pack, and which version of it this is: `2.1.0`, compared number by number. */
export type Face = { owner: string; version: string }

/** Cards that are issued together: those for one occasion, as they ship, or what one agency adds. */
export type Pack = Face & {
  id: string
  title: string
  /** The earliest day any of its cards must be read again by. */
  reviewBy: PlainDate
  cards: Card[]
}
