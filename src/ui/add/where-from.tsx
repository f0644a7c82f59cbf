import { useSignal } from '@preact/signals'
import { forgetSource } from '../../app/add-source.ts'
import { refresh } from '../../app/refresh.ts'
import { signInAgain } from '../../app/sign-in.ts'
import { showMoment } from '../../core/time.ts'
import { AUDIENCES } from '../../record/viewer.ts'
import type { Source } from '../../vault/sources.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { ChooseRecords } from './choose-records.tsx'
import { giveBack } from './give-back.ts'
import { type Adding, useAdding } from './use-adding.ts'

/**
 * Where records come from and who is looking there, with the way to sign in again, to add more and to remove one.
 *
 * @param isAdding somebody has come here to open a link or a file
 */
export function WhereFrom({ page, isAdding = false }: { page: PageState; isAdding?: boolean }) {
  const adding = useAdding(page)
  const sources = page.sources.value
  const said = useSignal('')
  const sayRemoved = () => {
    said.value = 'Removed from this computer.'
  }
  return (
    <section class="stack" aria-labelledby="where-from">
      <h2 id="where-from">Where your records come from</h2>
      <ul class="sources">
        {sources.map((source) => (
          <One key={source.id} source={source} page={page} adding={adding} onRemoved={sayRemoved} />
        ))}
      </ul>
      {adding.failed.value && <ErrorNotice code={adding.failed.value} />}
      <p role="status" class="small">
        {adding.busy.value || said.value}
      </p>
      <details open={isAdding}>
        <summary>Add more, or use another place</summary>
        <ChooseRecords page={page} first="real" {...(isAdding && { how: 'shared' })} />
      </details>
    </section>
  )
}

type OneProps = { source: Source; page: PageState; adding: Adding; onRemoved(): void }

function One({ source, page, adding, onRemoved }: OneProps) {
  const isAsked = useSignal(false)
  const { id, name, viewer, from, lastRefresh } = source
  const who = [viewer.name, AUDIENCES[viewer.audience], viewer.organisationName].filter(Boolean).join(', ')
  const remove = () =>
    void adding.attempt('Removing…', async () => {
      await forgetSource(page.app, id)
      await giveBack(page)
      onRemoved()
    })
  const again = () =>
    void adding.attempt('Waiting for you to sign in…', async () => {
      await signInAgain(page.app, source, page.shell.signInWindow)
      await refresh(page.app, adding.onProgress, id)
    })
  return (
    <li>
      <span>
        <strong>{name}</strong>
        <span class="soft small">{KINDS[kindOf(from)]}</span>
        <span class="soft small">
          {viewer.isDeclared ? 'You said you are' : 'You are'} {who}
        </span>
        <span class="soft small">
          {lastRefresh?.checkedAtMs === undefined
            ? 'Not fetched yet'
            : `${from.kind === 'file' ? 'Opened' : 'Checked'} ${showMoment(lastRefresh.checkedAtMs, page.app.now())}`}
        </span>
      </span>
      {isAsked.value ? (
        <span class="row">
          <button type="button" class="button primary" ref={focusWhenShown} onClick={remove}>
            Yes, remove it and its records
          </button>
          <button
            type="button"
            class="button"
            onClick={() => {
              isAsked.value = false
            }}
          >
            Keep
          </button>
        </span>
      ) : (
        <span class="row">
          {from.kind === 'fhir-server' && from.signIn && (
            <button type="button" class="button" onClick={again}>
              Sign in again
            </button>
          )}
          <button
            type="button"
            class="button"
            aria-label={`Remove ${name}`}
            onClick={() => {
              isAsked.value = true
            }}
          >
            Remove
          </button>
        </span>
      )}
    </li>
  )
}

const KINDS = {
  'signed-in': 'Your organisation’s records: you sign in',
  code: 'Your organisation’s records: by an access code',
  link: 'A link that somebody shared with you',
  file: 'Files that you opened: they cannot be checked again',
  families: 'Everybody here is made up',
} as const

function kindOf(from: Source['from']): keyof typeof KINDS {
  if (from.kind === 'fhir-server') return from.signIn ? 'signed-in' : 'code'
  return from.kind === 'smart-link' ? 'link' : from.kind === 'file' ? 'file' : 'families'
}
