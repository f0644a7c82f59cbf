import { useSignal } from '@preact/signals'
import { keepNothing, type Purpose, possibleWays, usePasskey, type WayIn } from '../../app/set-up.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useLoaded } from '../use-loaded.ts'
import { NewPassphrase } from './new-passphrase.tsx'

const WAYS: Record<WayIn, { title: string; hint: string }> = {
  passkey: {
    title: 'A passkey',
    hint: 'Your fingerprint, your face, or the PIN or key you sign in to this computer with.',
  },
  passphrase: { title: 'Four words', hint: 'We choose them. You keep them in a password manager, or on paper.' },
  'keep-nothing': {
    title: 'Keep nothing on this computer',
    hint: 'For a computer that others use too. You connect again each time, and need to be online.',
  },
}

/** "How will you unlock it?", once, at the start; or `instead` of the way there has been. */
export function ChooseWayIn({ page, purpose, onDone }: { page: PageState; purpose: Purpose; onDone?: () => void }) {
  const loaded = useLoaded(() => possibleWays(page.app))
  const chosen = useSignal<WayIn | undefined>(undefined)
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)
  if (loaded.kind === 'loading') return <p role="status">Asking this browser what it can do…</p>
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const ways = loaded.value.filter((way) => purpose === 'new' || way !== 'keep-nothing')
  if (ways.length === 0) return <p>Your organisation has set that nothing is kept on this computer.</p>

  const go = async (way: WayIn) => {
    failed.value = undefined
    if (way === 'passphrase') {
      chosen.value = way
      return
    }
    busy.value = true
    try {
      await (way === 'passkey' ? usePasskey(page.app, purpose) : keepNothing(page.app))
      await page.look()
      onDone?.()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }
  const submit = (event: SubmitEvent & { currentTarget: HTMLFormElement }) => {
    event.preventDefault()
    const way = new FormData(event.currentTarget).get('way') as WayIn | null
    if (way) void go(way)
  }

  if (chosen.value === 'passphrase') {
    const back = () => {
      chosen.value = undefined
    }
    return <NewPassphrase page={page} purpose={purpose} onBack={back} onDone={onDone} />
  }
  return (
    <form class="stack" onSubmit={submit}>
      {failed.value && <ErrorNotice code={failed.value} />}
      {ways.length === 1 && ways[0] === 'keep-nothing' && <OnlyNothing denied={page.app.vault.denied !== undefined} />}
      <fieldset class="choices">
        <legend>
          <h2 tabIndex={-1} ref={focusWhenShown}>
            How will you unlock it?
          </h2>
        </legend>
        {ways.map((way, index) => (
          <label class="check" key={way}>
            <input type="radio" name="way" value={way} defaultChecked={index === 0} />
            <span>
              <strong>{WAYS[way].title}</strong>
              <span class="hint">{WAYS[way].hint}</span>
            </span>
          </label>
        ))}
      </fieldset>
      <div class="row">
        <button type="submit" class="button primary" disabled={busy.value}>
          {busy.value ? 'One moment…' : 'Continue'}
        </button>
      </div>
    </form>
  )
}

function OnlyNothing({ denied }: { denied: boolean }) {
  return (
    <Notice>
      <p>
        {denied
          ? 'This browser does not let Handrail keep anything here, so it will keep nothing.'
          : 'Your organisation has set that nothing is kept on this computer.'}
      </p>
    </Notice>
  )
}
