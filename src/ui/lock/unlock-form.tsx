import { type Signal, useSignal, useSignalEffect } from '@preact/signals'
import { type Unlocking, unlockWithPassphrase, waitUntil } from '../../app/unlock.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { StartAgain } from './start-again.tsx'

/** Asks for the four words. Pasting and password managers work. */
export function UnlockForm({ page }: { page: PageState }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const outcome = useSignal<Unlocking | undefined>(undefined)
  const busy = useSignal(false)
  const waiting = useWait(page, outcome)

  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const words = new FormData(event.currentTarget).get('passphrase')
    busy.value = true
    failed.value = undefined
    try {
      outcome.value = await unlockWithPassphrase(page.app, String(words))
      if (outcome.value.kind === 'erased') await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }

  return (
    <form class="stack" onSubmit={submit}>
      {failed.value && <ErrorNotice code={failed.value} />}
      {outcome.value?.kind === 'wrong' && <Wrong triesLeft={outcome.value.triesLeft} />}
      {waiting && (
        <Notice kind="warning">
          <p role="status">
            <strong>Too many wrong words.</strong> Wait before you try again. Nothing has been removed.
          </p>
          <p>You can try again in {waiting}.</p>
        </Notice>
      )}
      <div class="field">
        <label for="passphrase">Your four words</label>
        <input
          id="passphrase"
          ref={focusWhenShown}
          name="passphrase"
          type="password"
          autocomplete="current-password"
          autocapitalize="none"
          spellcheck={false}
          required
        />
      </div>
      <button type="submit" class="button primary" disabled={busy.value || waiting !== undefined}>
        {busy.value ? 'Unlocking…' : 'Unlock'}
      </button>
      <StartAgain
        page={page}
        when={failed.value === 'vault/method-off' ? 'Remove what is kept here' : 'I do not have the words'}
        meaning="Nobody can get them back. You can remove what is kept on this computer, then add your records again."
      />
    </form>
  )
}

function Wrong({ triesLeft }: { triesLeft: number }) {
  return (
    <ErrorNotice code="vault/wrong-passphrase">
      {triesLeft <= 2 && <p>{triesLeft === 1 ? 'One more try' : `${triesLeft} more tries`} before you have to wait.</p>}
    </ErrorNotice>
  )
}

const SECOND_MS = 1000

/** For how much longer nothing can be tried, in words; undefined when something can. Counts down while it is shown. */
function useWait({ app }: PageState, outcome: Signal<Unlocking | undefined>): string | undefined {
  const untilMs = useSignal(0)
  const leftMs = useSignal(0)
  useSignalEffect(() => {
    if (outcome.value?.kind === 'wait') untilMs.value = outcome.value.untilMs
    else
      void waitUntil(app).then(
        (until = 0) => (untilMs.value = until),
        () => undefined,
      )
  })
  useSignalEffect(() => {
    const count = () => {
      leftMs.value = Math.max(0, untilMs.value - app.now())
    }
    count()
    if (untilMs.value === 0) return undefined
    const everySecond = setInterval(count, SECOND_MS)
    return () => clearInterval(everySecond)
  })
  if (leftMs.value === 0) return undefined
  const seconds = Math.ceil(leftMs.value / SECOND_MS)
  return seconds > 90 ? `${Math.ceil(seconds / 60)} minutes` : `${seconds} seconds`
}
