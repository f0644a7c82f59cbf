import { useSignal } from '@preact/signals'
import { erase } from '../../app/erase.ts'
import { unlock } from '../../app/unlock.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'

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
      <Forgotten page={page} />
    </form>
  )
}

/** Without the words nothing here can be read by anybody, so the way on is to begin again. */
function Forgotten({ page }: { page: PageState }) {
  const startAgain = async () => {
    await erase(page.app)
    await page.look()
    page.shell.openWelcome()
  }
  return (
    <details class="small">
      <summary>I do not have the words</summary>
      <div class="stack tight">
        <p>Nobody can get them back. You can remove what is kept on this computer, then add your records again.</p>
        <button type="button" class="button" onClick={startAgain}>
          Remove everything and start again
        </button>
      </div>
    </details>
  )
}
