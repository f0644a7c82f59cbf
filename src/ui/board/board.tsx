import { useSignal } from '@preact/signals'
import { findSafeguardingLead } from '../../app/find-safeguarding-lead.ts'
import { listCommitments } from '../../app/list-commitments.ts'
import { lock } from '../../app/lock.ts'
import {
  type BoardChild,
  type Counts,
  count,
  type Filter,
  groupByPlace,
  keptOnTime,
  type Place,
  type Row,
} from '../../commitments/board.ts'
import { londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { SafeguardingLine } from '../child/safeguarding-line.tsx'
import { dueBy } from '../due-by.ts'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import { UnlockForm } from '../lock/unlock-form.tsx'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import { StandingTag } from '../look/standing-tag.tsx'
import type { PageState } from '../page-state.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { useLoaded } from '../use-loaded.ts'

/** A Virtual School Head's commitments and the requests that wait for them, by school. Children are initials here. */
export function Board({ page }: { page: PageState }) {
  const stage = page.stage.value
  if (stage === 'starting') return null
  return (
    <main class="board stack">
      <header class="row spread">
        <h1>Commitments</h1>
        {stage === 'open' && (
          <button type="button" class="button" onClick={() => lock(page.app)} title="Esc twice does the same">
            Hide now
          </button>
        )}
      </header>
      {stage === 'locked' && (
        <div class="narrow">
          <UnlockForm page={page} />
        </div>
      )}
      {(stage === 'not-set-up' || stage === 'no-source') && (
        <button type="button" class="button primary" onClick={page.shell.openWelcome}>
          Set up Handrail
        </button>
      )}
      {stage === 'open' && <Rows page={page} />}
    </main>
  )
}

function Rows({ page }: { page: PageState }) {
  useHideOnEscape(page)
  const loaded = useLoaded(() => {
    page.version.value
    return listCommitments(page.app)
  })
  const filter = useSignal<Filter>({ mineOnly: false, dueBy: undefined, search: '' })
  if (loaded.kind === 'loading') return <p role="status">Opening…</p>
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const rows = loaded.value
  const today = londonDate(page.app.now())
  const groups = groupByPlace(rows, filter.value)
  return (
    <>
      <Numbers counts={count(rows)} />
      <Filters
        filter={filter.value}
        today={today}
        onChange={(next) => {
          filter.value = next
        }}
      />
      {rows.length === 0 && (
        <Notice>
          <p>No commitments are shared with you. They appear here when an agreement names you.</p>
        </Notice>
      )}
      {rows.length > 0 && groups.length === 0 && <p role="status">Nothing fits. Try fewer filters.</p>}
      {groups.map((group) => (
        <PlaceTable key={group.place} {...group} page={page} />
      ))}
      <Kept rows={rows} today={today} />
      <Safeguarding page={page} />
      <RefreshLine page={page} />
    </>
  )
}

function Numbers({ counts: { due, late, waiting, asked, advice } }: { counts: Counts }) {
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

function Filters({ filter, today, onChange }: { filter: Filter; today: PlainDate; onChange(next: Filter): void }) {
  const { words, date } = dueBy(today)
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
          onChange={(event) => onChange({ ...filter, dueBy: event.currentTarget.checked ? date : undefined })}
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

function PlaceTable({ place, children, page }: Place & { page: PageState }) {
  return (
    <table>
      <caption>
        <h2>{place}</h2>
      </caption>
      <thead>
        <tr>
          <th scope="col">What</th>
          <th scope="col">Who</th>
          <th scope="col">Due</th>
          <th scope="col">Status</th>
        </tr>
      </thead>
      {children.map(({ child, rows }) => (
        <tbody key={child.reference}>
          <tr class="child-row">
            <th scope="rowgroup" colSpan={4}>
              <button type="button" class="button plain" onClick={() => page.shell.openChild(child.reference)}>
                {child.initials}
              </button>{' '}
              <span class="small soft">{about(child)}</span>
            </th>
          </tr>
          {rows.map((row) => (
            <CommitmentRow key={row.commitment.id} row={row} />
          ))}
        </tbody>
      ))}
    </table>
  )
}

function about({ second, asAtMs, agreedUntilMs }: BoardChild): string {
  const asAt = `as at ${showDate(londonDate(asAtMs), 'short-day')}`
  const agreed =
    agreedUntilMs === undefined ? 'agreed with no end' : `agreed until ${showDate(londonDate(agreedUntilMs))}`
  return [second, asAt, agreed].join(' · ')
}

function CommitmentRow({ row: { commitment, standing, mine } }: { row: Row }) {
  const { kind, what, owner, cover, dueOn } = commitment
  return (
    <tr>
      <td>
        {kind === 'advice-request' ? (
          <>
            <span class="small soft">Advice request</span> “{what}”
          </>
        ) : (
          what
        )}
      </td>
      <td class="who">
        {mine ? 'You' : owner}
        {cover && <span class="soft">, cover: {cover}</span>}
      </td>
      <td class="when">{dueOn ? showDate(dueOn, 'short-day') : 'No date'}</td>
      <td>
        <StandingTag standing={standing} />
      </td>
    </tr>
  )
}

function Safeguarding({ page }: { page: PageState }) {
  const loaded = useLoaded(() => {
    page.version.value
    return findSafeguardingLead(page.app)
  })
  return loaded.kind === 'ready' ? <SafeguardingLine about="a child’s" lead={loaded.value} /> : null
}

function Kept({ rows, today }: { rows: Row[]; today: PlainDate }) {
  const kept = keptOnTime(rows, today)
  if (!kept) return null
  return (
    <p class="row">
      <label for="kept">Kept on time</label>
      <meter id="kept" min={0} max={kept.of} value={kept.kept} />
      <span>
        {kept.kept} of {kept.of} that have fallen due
      </span>
    </p>
  )
}
