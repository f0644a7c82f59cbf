import { useSignal } from '@preact/signals'
import { showMoment } from '../../core/time.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import type { Source } from '../../vault/sources.ts'
import { ChooseRecords, type Records } from '../add/choose-records.tsx'
import { Closed, Lost } from '../lock/closed.tsx'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import { StartAgain } from '../lock/start-again.tsx'
import { focusWhenShown } from '../look/focus.ts'
import { NothingKept } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { ChooseWayIn } from './way-in.tsx'

/** From nothing to a first look: choose the records, choose how to unlock them, say where they are, done. */
export function Welcome({ page }: { page: PageState }) {
  const records = useSignal<Records | undefined>(undefined)
  useHideOnEscape(page)
  const { value: stage } = page.stage
  return (
    <main class="page stack">
      <h1>Handrail</h1>
      {stage.kind === 'not-set-up' && !records.value && (
        <>
          <Lost lost={stage.lost} />
          <Start
            onChoose={(chosen) => {
              records.value = chosen
            }}
          />
        </>
      )}
      {stage.kind === 'not-set-up' && records.value && <ChooseWayIn page={page} purpose="new" />}
      {(stage.kind === 'locked' || stage.kind === 'broken') && <Closed page={page} />}
      {stage.kind === 'no-source' && <ChooseRecords page={page} first={records.value ?? 'real'} />}
      {stage.kind === 'open' && <Done page={page} sources={stage.sources} keeps={stage.keeps} />}
    </main>
  )
}

function Start({ onChoose }: { onChoose(records: Records): void }) {
  return (
    <>
      <p class="lead">Handrail shows you the support a child’s family has agreed to share with you.</p>
      <div class="stack tight">
        <button type="button" class="button primary" onClick={() => onChoose('families')}>
          Look around with made-up families
        </button>
        <button type="button" class="button" onClick={() => onChoose('real')}>
          Add where your records come from
        </button>
      </div>
      <p class="soft small">
        It keeps a sealed copy on this computer, so that it opens at once, or nothing at all if you choose so. Nothing
        is sent anywhere but to the place your records come from.
      </p>
    </>
  )
}

type DoneProps = { page: PageState; sources: readonly Source[]; keeps: 'disk' | 'memory' }

function Done({ page, sources, keeps }: DoneProps) {
  const [first] = sources
  if (!first) return null
  const { viewer, from, lastRefresh } = first
  return (
    <>
      <p class="lead" tabIndex={-1} ref={focusWhenShown}>
        You are {viewer.name}, {AUDIENCES[viewer.audience]}, {viewer.organisationName}.
        {from.kind === 'fhir-server' ? ' Your organisation says so.' : ' Everybody here is made up.'}
      </p>
      <p>
        {lastRefresh?.checkedAtMs !== undefined
          ? `Your records were checked ${showMoment(lastRefresh.checkedAtMs, page.app.now())}.`
          : 'Your records have not been fetched yet. Refresh to fetch them.'}{' '}
        Open Handrail from its button at the top of the browser.
      </p>
      {keeps === 'memory' && <NothingKept />}
      <div class="row">
        {viewer.audience === 'virtual-school-head' && (
          <button type="button" class="button primary" onClick={page.shell.openBoard}>
            Open the board
          </button>
        )}
      </div>
      <RefreshLine page={page} />
      {from.kind === 'fhir-server' && (
        <details class="small">
          <summary>Use a new access code</summary>
          <ChooseRecords page={page} first="real" />
        </details>
      )}
      <StartAgain
        page={page}
        when="Use different records"
        meaning="This removes everything kept on this computer, the way to unlock it included. The records themselves stay where they are."
      />
    </>
  )
}
