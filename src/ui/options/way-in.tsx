import { useSignal } from '@preact/signals'
import { showPasskey, showPassphrase } from '../../app/set-up.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import type { Secret, UnlockMethod } from '../../vault/keys.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { ChooseWayIn } from '../welcome/way-in.tsx'

const NOW: Record<UnlockMethod, string> = {
  passphrase: 'Four words unlock Handrail on this computer.',
  passkey: 'A passkey unlocks Handrail on this computer.',
}

type Step = 'as-it-is' | 'show' | { instead: Secret } | 'changed'

/**
 * How it is unlocked, and the way to change that: the present way is shown first, so that nobody who finds it open makes
 * one of their own. It stops working at once.
 */
export function WayIn({ page, method }: { page: PageState; method: UnlockMethod }) {
  const step = useSignal<Step>('as-it-is')
  const go = (to: Step) => () => {
    step.value = to
  }
  const { value: at } = step
  return (
    <section class="stack" aria-labelledby="way-in">
      <h2 id="way-in">How you unlock it</h2>
      {at === 'changed' && (
        <Notice announce>
          <p tabIndex={-1} ref={focusWhenShown}>
            Changed. The way you had before does not open Handrail any more.
          </p>
        </Notice>
      )}
      {(at === 'as-it-is' || at === 'changed') && (
        <>
          <p>{NOW[method]}</p>
          <button type="button" class="button" onClick={go('show')}>
            Change how you unlock it
          </button>
        </>
      )}
      {at === 'show' && <Show page={page} method={method} onShown={(instead) => go({ instead })()} />}
      {typeof at === 'object' && <ChooseWayIn page={page} purpose={at} onDone={go('changed')} />}
      {(at === 'show' || typeof at === 'object') && (
        <button type="button" class="button plain" onClick={go('as-it-is')}>
          Keep the way I have
        </button>
      )}
    </section>
  )
}

type ShowProps = { page: PageState; method: UnlockMethod; onShown(secret: Secret): void }

/** The way in there is, once more. */
function Show({ page, method, onShown }: ShowProps) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const wait = useSignal(false)
  const busy = useSignal(false)
  const show = async (words: string | undefined) => {
    busy.value = true
    failed.value = undefined
    wait.value = false
    try {
      if (words === undefined) return onShown(await showPasskey(page.app))
      const shown = await showPassphrase(page.app, words)
      if (shown.kind === 'right') return onShown(shown.secret)
      if (shown.kind === 'wait') wait.value = true
      else failed.value = 'vault/wrong-passphrase'
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const words = new FormData(event.currentTarget).get('present')
    void show(method === 'passkey' ? undefined : String(words))
  }
  return (
    <form class="stack" onSubmit={submit}>
      {failed.value && <ErrorNotice code={failed.value} />}
      {wait.value && (
        <Notice kind="warning" announce>
          <p>Too many wrong words. Wait a little before you try again.</p>
        </Notice>
      )}
      {method === 'passphrase' && (
        <div class="field">
          <label for="present">The four words you have now</label>
          <input
            id="present"
            ref={focusWhenShown}
            name="present"
            type="password"
            autocomplete="current-password"
            autocapitalize="none"
            spellcheck={false}
            required
          />
        </div>
      )}
      <button type="submit" class="button primary" disabled={busy.value}>
        {method === 'passphrase' ? 'Continue' : 'Show your passkey'}
      </button>
    </form>
  )
}
