import type { PlainDate } from '../core/time.ts'
import type { Reason } from './reasons.ts'
import type { SectionCode } from './sections.ts'

/** On what footing the organisation that keeps a record holds it: never the family's agreement (design.md §2.2). */
export type LawfulBasis = {
  /** Codes of our `lawful-basis` code system. */
  article6: string | undefined
  article9: string | undefined
  schedule1: string | undefined
  /** "The day before the child’s 25th birthday" */
  keptUntil: string | undefined
}

/** A part of the record that the source discloses under Children Act 2004 s.16LA, whoever agreed to what. */
export type UnderDuty = {
  by: string
  on: PlainDate
  reason: string
  sections: SectionCode[]
  untilMs: number | undefined
}

/** Who may see what, and when. A time that is undefined is open. */
export type Recipient = {
  /** "Ms Okafor" or "designated teacher" */
  who: string
  organisation: string | undefined
  isViewer: boolean
  /** At a school: the viewer's, or the one the child comes from or goes to. */
  school: 'own' | 'other' | undefined
  /** Empty where the viewer is told when, and not what. */
  sections: SectionCode[]
  fromMs: number | undefined
  untilMs: number | undefined
}

/** What the sharing page says to one viewer. */
export type Sharing = {
  agreements: { by: string; on: PlainDate | undefined; fromMs: number | undefined; untilMs: number | undefined }[]
  recipients: Recipient[]
  controller: { name: string; contact: string | undefined; basis: LawfulBasis | undefined } | undefined
  duties: UnderDuty[]
  /** Why parts of the agreement do not count until somebody has looked at it. */
  needsCheck: Reason[]
}
