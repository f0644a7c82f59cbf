import type { Timelines } from '../consent/decide.ts'
import type { PlainDate } from '../core/time.ts'
import type { SectionCode } from '../record/sections.ts'
import type { Sharing } from '../record/sharing.ts'

/** What is needed to recognise a child and to decide what may be opened. Shaped for one viewer: least is kept. */
export type Cover = Timelines & {
  sourceId: string
  /** Whose key signed it, of those that are trusted for its source; undefined: nobody's. */
  signedBy: string | undefined
  /** The organisation that keeps the record: "North RAA". */
  heldBy: string
  /** `Patient/…` on the source. */
  patient: string
  /** "Sam Carter" */
  name: string
  knownAs: string
  /** Tells this child from another of the same name: "Year 6 · born 12 May". */
  second: string
  bornOn: PlainDate | undefined
  /**
   * A third thing to know the right child by, beside name and date of birth; undefined when none is shared. Another value
   * is another identity.
   */
  third: { label: string; value: string } | undefined
  /** When the viewer said that this is the right child. */
  confirmedAtMs: number | undefined
  agreedBy: string
  sharing: Sharing
  /** There is something in the record that no agreement shares with this viewer. */
  withholds: boolean
  safeguarding: { name: string; contact: string | undefined } | undefined
  /** When the source last changed the record. */
  asAtMs: number
  /** When the source was asked for what is kept here, and until when that may be read; see `lastChecked`. */
  checkedAtMs: number
  leaseEndsAtMs: number
  /** A digest of all that is kept, so that a refresh which brings the same again need not write it again. */
  digest: string
  /** After this instant no section may be opened: the child is not listed. */
  visibleUntilMs: number
  /** What a search may find the child by, beside the name. */
  identifiers: string[]
  /** The source has begun to refuse this record: it is not shown, and goes if the source still refuses later. */
  hiddenSinceMs: number | undefined
  /** The ids of the boxes, one for each timeline of a section. A section that is missing here was never kept. */
  boxes: Partial<Record<SectionCode, string[]>>
}

/** One line of the list of children. `order` is what lists are sorted by. */
export type Entry = { order: string } & Pick<
  Cover,
  | 'child'
  | 'sourceId'
  | 'name'
  | 'second'
  | 'bornOn'
  | 'identifiers'
  | 'visibleUntilMs'
  | 'hiddenSinceMs'
  | 'checkedAtMs'
  | 'leaseEndsAtMs'
>
