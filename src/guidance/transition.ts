/** What decides when families apply, and when an EHC plan has to name the next place. */
type Round = {
  /** The year group a child leaves; -1 is nursery, 0 Reception. */
  leaves: number
  /** The admissions round that places are offered in; undefined where each place has its own. */
  admissions: 'primary' | 'secondary' | undefined
  placement: 'school' | 'post-16'
}

/**
 * The moves between settings that children in England make, in the order they make them. No child makes them all: see
 * `PHASES`. Middle and upper schools, and schools that begin with Year 10, take part in the secondary round.
 *
 * @source School Admissions Code 2021, 2.16 to 2.18; SEND Regulations 2014, regulation 18
 */
export const TRANSITIONS = {
  'starting-school': { leaves: -1, admissions: 'primary', placement: 'school' },
  'infant-to-junior': { leaves: 2, admissions: 'primary', placement: 'school' },
  'first-to-middle': { leaves: 4, admissions: 'secondary', placement: 'school' },
  'year-6-to-7': { leaves: 6, admissions: 'secondary', placement: 'school' },
  'middle-to-upper': { leaves: 8, admissions: 'secondary', placement: 'school' },
  'year-9-to-10': { leaves: 9, admissions: 'secondary', placement: 'school' },
  'year-11-to-post-16': { leaves: 11, admissions: undefined, placement: 'post-16' },
} as const satisfies Record<string, Round>

export type Transition = keyof typeof TRANSITIONS

/** What a card is about: a move, or what comes round for every class in every school year. */
export type Occasion = Transition | 'school-year'

export const OCCASIONS: readonly Occasion[] = [...(Object.keys(TRANSITIONS) as Transition[]), 'school-year']

export function isTransition(text: string): text is Transition {
  return Object.hasOwn(TRANSITIONS, text)
}

export function isOccasion(text: string): text is Occasion {
  return text === 'school-year' || isTransition(text)
}
