import { useSignal } from '@preact/signals'
import { unlock } from '../../app/unlock.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { StartAgain } from './start-again.tsx'

/** Asks for the four words. Pasting and password managers work. */
export function UnlockForm({ page }: { page: PageState }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)

  const submit = async (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const words = new FormData(event.currentTarget).get('passphrase')
    busy.value = true
    failed.value = undefined
    try {
      await unlock(page.app, String(words))
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }

  return (
    <form class="stack" onSubmit={submit}>
      {failed.value && <ErrorNotice code={failed.value} />}
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
      <button type="submit" class="button primary" disabled={busy.value}>
        {busy.value ? 'Unlocking…' : 'Unlock'}
      </button>
      <StartAgain
        page={page}
        when="I do not have the words"
        meaning="Nobody can get them back. You can remove what is kept on this computer, then add your records again."
      />
    </form>
  )
}
