import type { PlainDate } from '../core/time.ts'
import type { SectionCode } from './sections.ts'

/** Under what a child lives with their family: the codes of our `arrangement` code system. */
export const ARRANGEMENTS = {
  'adoption-order': 'Adoption order',
  'placed-no-order': 'Placed for adoption; no order yet',
  'special-guardianship-order': 'Special guardianship order',
  'child-arrangements-order': 'Child arrangements order',
  'informal-kinship': 'With relatives or friends, no order',
  'looked-after': 'Looked after by a council',
} as const

export type ArrangementCode = keyof typeof ARRANGEMENTS

export function isArrangement(code: string | undefined): code is ArrangementCode {
  return code !== undefined && Object.hasOwn(ARRANGEMENTS, code)
}

/** What a record says that decides who may agree to sharing. Unknown is a value: nothing here is guessed. */
export type WhoDecides = {
  arrangement: ArrangementCode | undefined
  /** The day the order was made. */
  orderOn: PlainDate | undefined
  bornOn: PlainDate | undefined
  /** References of those the record names as holding parental responsibility; empty when it names nobody. */
  responsible: string[]
  /**
   * Somebody objects: to these sections, or to all of them when there are none. `by` is undefined when the record does
   * not say who.
   */
  objections: { by: string | undefined; sections: SectionCode[] }[]
  /** Since when the child, under 16, has been found able to agree for themself. */
  ableToAgreeSince: PlainDate | undefined
}

/** Who agreed, in what capacity, and when. A capacity that is not known is `undefined`. */
export type Agreeing = { by: { reference: string; capacity: string | undefined }[]; on: PlainDate | undefined }
