import { useSignal } from '@preact/signals'
import { choosePassphrase } from '../../app/choose-passphrase.ts'
import { type Purpose, usePassphrase } from '../../app/set-up.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useLoaded } from '../use-loaded.ts'

type Props = { page: PageState; purpose: Purpose; onBack(): void; onDone: (() => void) | undefined }

/** Shows four new words once, and goes on only when they have been typed or pasted back. */
export function NewPassphrase({ page, purpose, onBack, onDone }: Props) {
  const loaded = useLoaded(choosePassphrase)
  const kept = useSignal(false)
  if (loaded.kind === 'loading') return <p role="status">Choosing four words…</p>
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  return kept.value ? (
    <Confirm
      page={page}
      words={loaded.value}
      purpose={purpose}
      onDone={onDone}
      onBack={() => {
        kept.value = false
      }}
    />
  ) : (
    <Show
      words={loaded.value}
      onBack={onBack}
      onKept={() => {
        kept.value = true
      }}
    />
  )
}

function Show({ words, onKept, onBack }: { words: string; onKept(): void; onBack(): void }) {
  return (
    <>
      <h2 tabIndex={-1} ref={focusWhenShown}>
        Your four words
      </h2>
      <p>
        These open Handrail on this computer. Save them in your password manager, or write them down and keep them safe.
      </p>
      <p class="words card">{words}</p>
      <p>Nobody can get them back for you: not us, not your organisation.</p>
      <div class="row">
        <button type="button" class="button primary" onClick={onKept}>
          I have kept them
        </button>
        <button type="button" class="button plain" onClick={onBack}>
          Choose another way
        </button>
      </div>
    </>
  )
}

function Confirm({ page, purpose, words, onBack, onDone }: Props & { words: string }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)
  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const typed = String(new FormData(event.currentTarget).get('passphrase'))
    busy.value = true
    failed.value = undefined
    try {
      await usePassphrase(page.app, purpose, words, typed)
      onDone?.()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <form class="stack" onSubmit={submit}>
      <h2>Type or paste your four words</h2>
      {failed.value && <ErrorNotice code={failed.value} />}
      <div class="field">
        <label for="passphrase">Your four words</label>
        <input
          id="passphrase"
          ref={focusWhenShown}
          name="passphrase"
          type="password"
          autocomplete="new-password"
          autocapitalize="none"
          spellcheck={false}
          required
        />
      </div>
      <div class="row">
        <button type="submit" class="button primary" disabled={busy.value}>
          {busy.value ? 'Sealing…' : 'Continue'}
        </button>
        <button type="button" class="button plain" onClick={onBack}>
          Show them again
        </button>
      </div>
    </form>
  )
}
