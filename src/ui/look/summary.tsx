import type { ComponentChildren } from 'preact'

export type SummaryRow = { label: string; value: ComponentChildren }

/** The GOV.UK and NHS summary list. A row with nothing to say says "Not known": a blank would read as "none". */
export function Summary({ rows }: { rows: SummaryRow[] }) {
  return (
    <dl class="summary">
      {rows.map(({ label, value }) => (
        <div key={label}>
          <dt>{label}</dt>
          <dd>{value ?? 'Not known'}</dd>
        </div>
      ))}
    </dl>
  )
}
