import type { Counts, Filter } from '../../commitments/board.ts'
import type { PlainDate } from '../../core/time.ts'
import { thisHalfTerm } from '../../guidance/calendar/half-term.ts'

/** How many of each there are, filters or not. */
export function Numbers({ counts: { due, late, waiting, asked, advice } }: { counts: Counts }) {
  const numbers = [
    { label: 'Due', value: due },
    { label: 'Late', value: late },
    { label: 'Waiting on others', value: waiting },
    { label: 'Asked of me', value: asked },
    { label: 'Advice requests', value: advice },
  ]
  return (
    <dl class="numbers">
      {numbers.map(({ label, value }) => (
        <div key={label} class={label === 'Late' && value > 0 ? 'late' : ''}>
          <dt>{label}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

/** What is left of the board: mine, what is due before the next break, what a search finds. */
export function Filters({
  filter,
  today,
  onChange,
}: {
  filter: Filter
  today: PlainDate
  onChange(next: Filter): void
}) {
  const { words, until } = thisHalfTerm(today)
  return (
    <form class="filters" onSubmit={(event) => event.preventDefault()}>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.mineOnly}
          onChange={(event) => onChange({ ...filter, mineOnly: event.currentTarget.checked })}
        />
        Mine only
      </label>
      <label class="check">
        <input
          type="checkbox"
          checked={filter.dueBy !== undefined}
          onChange={(event) => onChange({ ...filter, dueBy: event.currentTarget.checked ? until : undefined })}
        />
        Due {words}
      </label>
      <div class="field search">
        <label for="search">Search</label>
        <input
          id="search"
          type="search"
          autocomplete="off"
          value={filter.search}
          onInput={(event) => onChange({ ...filter, search: event.currentTarget.value })}
        />
      </div>
    </form>
  )
}
