import type { PlainDate } from '../core/time.ts'
import { namesStatus, statusIn } from '../record/status-words.ts'
import { ANCHORS, anchors } from './calendar/anchors.ts'
import { type Card, type Pack, RATING_SCHEMES, type RatingScheme } from './card.ts'
import { place } from './placing.ts'

/** A rule that a card breaks: by which of its fields, and a plain sentence about it. */
export type RuleBreak = {
  key: keyof Card
  message: string
  /** Whether a line of the file is the one that breaks it; left out where the field says it. */
  isOn?: (line: string) => boolean
}

/** What a schema cannot see: rules between the fields of a card, and about its words. Empty for a sound card. */
export function ruleBreaks(card: Card): RuleBreak[] {
  const breaks = [...timeBreaks(card), ...wordBreaks(card)]
  if (!card.id.startsWith(`${card.transition}/`)) {
    breaks.push({ key: 'transition', message: '"transition" must match the folder the card is in.' })
  }
  if (card.tier !== 'universal' && card.needs.length === 0) {
    breaks.push({ key: 'needs', message: `A ${card.tier} card must name the needs it is for, or nobody will see it.` })
  }
  const { evidence } = card
  if (evidence.scheme !== 'practice-consensus') {
    const ratings = RATINGS[evidence.scheme]
    if (!ratings.includes(evidence.rating)) {
      const message = `${RATING_SCHEMES[evidence.scheme]} rates as one of ${ratings.join(', ')}.`
      breaks.push({ key: 'evidence', message })
    }
  }
  if (card.transition === 'school-year' && (card.tier !== 'universal' || card.for !== 'current-setting')) {
    breaks.push({ key: 'tier', message: 'A card for whole classes is universal, and for the current setting.' })
  }
  return breaks
}

/**
 * What each scheme says of evidence, and nothing else is a rating of it.
 *
 * @source NICE, developing guidelines; Foundations Guidebook, levels; EEF toolkit, padlocks (0 since 2021); SIGN 50
 */
const RATINGS: Record<RatingScheme, readonly string[]> = {
  nice: ['must', 'must not', 'offer', 'do not offer', 'advise', 'refer', 'consider'],
  'foundations-guidebook': ['4+', '4', '3+', '3', '2+', '2', 'NL2', 'NE'],
  'foundations-practice-guide': ['key principle', 'recommendation'],
  'eef-padlocks': ['0', '1', '2', '3', '4', '5'],
  sign: ['recommendation', 'good-practice point'],
}

/** Somebody born in the school year in which those who leave in 2026 turn 16, so that every birthday is known. */
const A_BIRTHDAY = '2011-01-15'

/** Easter and weekends move the anchors against each other, so the order has to hold in several years. */
function timeBreaks(card: Card): RuleBreak[] {
  const { transition } = card
  const years = [2026, 2027, 2028, 2029, 2030].map((leavingYear) =>
    anchors({ transition, leavingYear }, undefined, A_BIRTHDAY),
  )
  const { from, until } = card.when
  const missing = [from, until].find(({ anchor }) => years[0]?.[anchor] === undefined)
  if (missing) return [{ key: 'when', message: `${ANCHORS[missing.anchor]} is not a day that ${transition} has.` }]
  const isInOrder = years.every((dates) => {
    const placed = place(card, dates)
    return placed !== undefined && placed.from <= placed.until
  })
  return isInOrder ? [] : [{ key: 'when', message: '"when.until" must not be before "when.from".' }]
}

function wordBreaks(card: Card): RuleBreak[] {
  const breaks: RuleBreak[] = []
  const report = (message: string, isOn: (line: string) => boolean) => breaks.push({ key: 'parts', message, isOn })
  const words = wordsOf(card)
  if (words.some(holdsMarkup)) report('HTML is not allowed in a card.', holdsMarkup)
  if (words.some(holdsAddress)) report('A web address belongs in "sources", not in the words.', holdsAddress)
  const found = card.for === 'family' ? undefined : statusIn(displayedWords(card))
  if (found) report(`A card for schools must not say "${found}": it tells why a child has a plan.`, namesStatus)
  return breaks
}

/** What is wrong with what a pack says of itself; undefined when nothing is. An agency may go by its own name. */
export function faceBreak({ title, owner }: Pick<Pack, 'title' | 'owner'>): string | undefined {
  if ([title, owner].some((words) => holdsMarkup(words) || holdsAddress(words))) {
    return 'The title and the owner of a pack are plain words.'
  }
  // Whoever reads a card must know whose it is.
  const isOurs = /handrail/i.test(`${title} ${owner}`.normalize('NFKC'))
  return isOurs ? 'A local pack does not go by the name of Handrail.' : undefined
}

function holdsMarkup(words: string): boolean {
  return /<[a-z/!?]/i.test(words)
}

function holdsAddress(words: string): boolean {
  return /\b(https?|javascript|data):/i.test(words)
}

/** Days in a card that nobody can have lived yet: read, rated or reviewed. */
export function daysAhead({ sources, evidence, review }: Card, today: PlainDate): RuleBreak[] {
  const breaks: RuleBreak[] = []
  if (sources.some(({ read }) => read > today))
    breaks.push({ key: 'sources', message: 'A source cannot have been read yet.' })
  if ('on' in evidence && evidence.on > today)
    breaks.push({ key: 'evidence', message: 'A rating cannot be from the future.' })
  if (review !== 'not-yet' && review.on > today)
    breaks.push({ key: 'review', message: 'A review cannot be from the future.' })
  return breaks
}

/** Every word of a card that a reader could see. Addresses are not: what would tell is left out where they are shown. */
export function displayedWords(card: Card): string {
  return JSON.stringify(wordsOf(card))
}

function wordsOf({ title, comesUpIn = '', parts, sources, review, evidence }: Card): string[] {
  return [
    title,
    comesUpIn,
    ...Object.values(parts),
    ...sources.map((source) => source.title),
    ...(review === 'not-yet' ? [] : [review.role, review.organisation]),
    ...(evidence.scheme === 'practice-consensus' ? [] : [evidence.rating]),
  ]
}
