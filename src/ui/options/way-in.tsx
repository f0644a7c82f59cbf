import { useSignal } from '@preact/signals'
import type { UnlockMethod } from '../../vault/keys.ts'
import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { ChooseWayIn } from '../welcome/way-in.tsx'

const NOW: Record<UnlockMethod, string> = {
  passphrase: 'Four words unlock Handrail on this computer.',
  passkey: 'A passkey unlocks Handrail on this computer.',
}

/** How it is unlocked, and the way to change that. The way there has been stops working at once. */
export function WayIn({ page, method }: { page: PageState; method: UnlockMethod }) {
  const isChanging = useSignal(false)
  const isChanged = useSignal(false)
  const done = () => {
    isChanging.value = false
    isChanged.value = true
  }
  return (
    <section class="stack" aria-labelledby="way-in">
      <h2 id="way-in">How you unlock it</h2>
      {isChanged.value && (
        <Notice announce>
          <p tabIndex={-1} ref={focusWhenShown}>
            Changed. The way you had before does not open Handrail any more.
          </p>
        </Notice>
      )}
      {isChanging.value ? (
        <>
          <ChooseWayIn page={page} purpose="instead" onDone={done} />
          <button
            type="button"
            class="button plain"
            onClick={() => {
              isChanging.value = false
            }}
          >
            Keep the way I have
          </button>
        </>
      ) : (
        <>
          <p>{NOW[method]}</p>
          <button
            type="button"
            class="button"
            onClick={() => {
              isChanging.value = true
              isChanged.value = false
            }}
          >
            Change how you unlock it
          </button>
        </>
      )}
    </section>
  )
}
