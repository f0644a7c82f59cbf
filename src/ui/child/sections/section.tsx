import type { ComponentChildren } from 'preact'
import type { Fact } from '../../../record/section-content.ts'
import { SECTIONS, type SectionCode } from '../../../record/sections.ts'
import { Summary } from '../../look/summary.tsx'

/** One section of a record under its heading. Empty, it says what is not known: a blank would read as "none". */
export function Section({
  code,
  title = SECTIONS[code],
  unknown,
  isEmpty,
  children,
}: {
  code: SectionCode
  title?: string
  unknown: string
  isEmpty: boolean
  children: ComponentChildren
}) {
  return (
    <section class="stack tight" aria-labelledby={`section-${code}`}>
      <h2 id={`section-${code}`}>{title}</h2>
      {isEmpty ? <p class="soft">{unknown}</p> : children}
    </section>
  )
}

export function Items({ items, marks = 'marks dots' }: { items: string[]; marks?: string }) {
  return (
    <ul class={marks}>
      {items.map((item) => (
        <li key={item}>{item}</li>
      ))}
    </ul>
  )
}

/** Short named facts. */
export function Facts({ facts }: { facts: Fact[] }) {
  return <Summary rows={facts.map(({ label, text }) => ({ label, value: text }))} />
}
