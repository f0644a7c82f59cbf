import { useSignal } from '@preact/signals'
import { listCommitments } from '../../app/list-commitments.ts'
import { lock } from '../../app/lock.ts'
import { count, type Filter, groupByPlace, keptOnTime, type Row } from '../../commitments/board.ts'
import { londonDate, type PlainDate } from '../../core/time.ts'
import { useNotePrint } from '../child/note-print.ts'
import { Safeguarding } from '../child/safeguarding-line.tsx'
import { Closed } from '../lock/closed.tsx'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { Unread } from '../refresh/unread.tsx'
import { useKept } from '../use-loaded.ts'
import { Filters, Numbers } from './filters.tsx'
import { PlaceTable } from './place-table.tsx'

/** A Virtual School Head's commitments and the requests that wait for them, by school. Children are initials here. */
export function Board({ page }: { page: PageState }) {
  const stage = page.stage.value.kind
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
      {stage === 'open' ? <Rows page={page} /> : <Closed page={page} />}
    </main>
  )
}

function Rows({ page }: { page: PageState }) {
  useHideOnEscape(page)
  useNotePrint(page, { why: 'list' })
  const loaded = useKept(page, () => listCommitments(page.app))
  const filter = useSignal<Filter>({ mineOnly: false, dueBy: undefined, search: '' })
  if (loaded.kind === 'loading') return <p role="status">Opening…</p>
  if (loaded.kind === 'failed') {
    return (
      <>
        <ErrorNotice code={loaded.code} />
        <RefreshLine page={page} />
      </>
    )
  }
  const { rows, ...rest } = loaded.value
  const isWhole = rest.unread + rest.damaged === 0 && !rest.isClockWrong
  const today = londonDate(page.app.now())
  const groups = groupByPlace(rows, filter.value)
  return (
    <>
      <Unread {...rest} />
      {(isWhole || rows.length > 0) && <Numbers counts={count(rows)} />}
      <Filters
        filter={filter.value}
        today={today}
        onChange={(next) => {
          filter.value = next
        }}
      />
      {rows.length === 0 && isWhole && (
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
