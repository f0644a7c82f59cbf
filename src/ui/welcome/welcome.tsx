import { useSignal } from '@preact/signals'
import { AUDIENCES } from '../../record/viewer.ts'
import { ChooseRecords, type Records } from '../add/choose-records.tsx'
import { WhereFrom } from '../add/where-from.tsx'
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
      {stage.kind === 'open' && <Done page={page} keeps={stage.keeps} />}
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

type DoneProps = { page: PageState; keeps: 'disk' | 'memory' }

function Done({ page, keeps }: DoneProps) {
  const { value: viewer } = page.viewer
  if (!viewer) return null
  const who = [viewer.name, AUDIENCES[viewer.audience], viewer.organisationName].filter(Boolean).join(', ')
  const isPractice = page.sources.value.some(({ from }) => from.kind === 'practice-families')
  return (
    <>
      <p class="lead" tabIndex={-1} ref={focusWhenShown}>
        {viewer.isDeclared ? `You said you are ${who}.` : `You are ${who}.`}{' '}
        {isPractice ? 'Everybody here is made up.' : !viewer.isDeclared && 'Your organisation says so.'}
      </p>
      <p>Open Handrail from its button at the top of the browser.</p>
      {keeps === 'memory' && <NothingKept />}
      <div class="row">
        {viewer.audience === 'virtual-school-head' && (
          <button type="button" class="button primary" onClick={page.shell.openBoard}>
            Open the board
          </button>
        )}
      </div>
      <RefreshLine page={page} />
      <WhereFrom page={page} isAdding={location.hash === '#add'} />
      <StartAgain
        page={page}
        when="Use different records"
        meaning="This removes everything kept on this computer, the way to unlock it included. The records themselves stay where they are."
      />
    </>
  )
}
