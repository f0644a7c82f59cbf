import { useSignal } from '@preact/signals'
import { showMoment } from '../../core/time.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import type { Source } from '../../vault/sources.ts'
import { Closed } from '../lock/closed.tsx'
import { StartAgain } from '../lock/start-again.tsx'
import { focusWhenShown } from '../look/focus.ts'
import type { PageState } from '../page-state.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { ChooseRecords, type Records } from './choose-records.tsx'
import { NewPassphrase } from './new-passphrase.tsx'

/** From nothing to a first look: choose the records, keep four words, say where the records are, done. */
export function Welcome({ page }: { page: PageState }) {
  const records = useSignal<Records | undefined>(undefined)
  const stage = page.stage.value
  return (
    <main class="page stack">
      <h1>Handrail</h1>
      {stage === 'not-set-up' && !records.value && (
        <Start
          onChoose={(chosen) => {
            records.value = chosen
          }}
        />
      )}
      {stage === 'not-set-up' && records.value && <NewPassphrase page={page} />}
      {(stage === 'locked' || stage === 'broken') && <Closed page={page} />}
      {stage === 'no-source' && <ChooseRecords page={page} first={records.value ?? 'server'} />}
      {stage === 'open' && page.source.value && <Done page={page} source={page.source.value} />}
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
        <button type="button" class="button" onClick={() => onChoose('server')}>
          Add where your records come from
        </button>
      </div>
      <p class="soft small">
        It keeps a sealed copy on this computer, so that it opens at once. Nothing is sent anywhere but to the place
        your records come from.
      </p>
    </>
  )
}

function Done({ page, source: { viewer, from, lastRefresh } }: { page: PageState; source: Source }) {
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
          <ChooseRecords page={page} first="server" />
        </details>
      )}
      <StartAgain
        page={page}
        when="Use different records"
        meaning="This removes everything kept on this computer, the four words included. The records themselves stay where they are."
      />
    </>
  )
}
