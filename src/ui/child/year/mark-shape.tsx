import type { JSX } from 'preact'
import type { Mark, MarkKind } from '../../../app/read-year.ts'
import type { PlainDate } from '../../../core/time.ts'
import { hasPassed } from './year-view.ts'

/** By the word that people read for a kind: each another shape, so that nobody needs the colours. */
const SHAPES: Record<MarkKind, JSX.Element> = {
  today: <path d="M0-12V12" />,
  change: <path d="M0-12.5 12.5 0 0 12.5-12.5 0Z" />,
  review: <circle r="10.5" />,
  agreement: <rect x="-10" y="-10" width="20" height="20" rx="2" />,
  commitment: <path d="M0-12.5 13 10.5H-13Z" />,
}

const SHOWN_KINDS = (Object.keys(SHAPES) as MarkKind[]).filter((kind) => kind !== 'today')

/** Drawn about 0, 0, inside a drawing. */
export function Shape({ kind, number }: { kind: MarkKind; number: number | undefined }) {
  return (
    <>
      {SHAPES[kind]}
      {number !== undefined && <text y={kind === 'commitment' ? 7 : 3.8}>{number}</text>}
    </>
  )
}

/** A drawing of its own, to stand beside words that say the same. */
export function Sign({ kind, number, class: name }: { kind: MarkKind; number?: number; class: string }) {
  return (
    <svg viewBox="-14 -14 28 28" class={name} aria-hidden="true">
      <Shape kind={kind} number={number} />
    </svg>
  )
}

/** Hidden from those who hear the page: every name of a mark ends with its kind. */
export function Key({ marks }: { marks: Mark[] }) {
  const kinds = SHOWN_KINDS.filter((kind) => marks.some((mark) => mark.kind === kind))
  return (
    <ul class="year-key small" aria-hidden="true">
      {kinds.map((kind) => (
        <li key={kind}>
          <Sign kind={kind} class={`year-mark ${kind}`} />
          {kind}
        </li>
      ))}
    </ul>
  )
}

export function classOf(mark: Mark, today: PlainDate): string {
  return `year-mark ${mark.kind}${mark.isLate ? ' late' : ''}${hasPassed(mark, today) ? ' past' : ''}`
}
