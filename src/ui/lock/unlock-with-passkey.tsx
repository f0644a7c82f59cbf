import { useSignal } from '@preact/signals'
import { unlockWithPasskey } from '../../app/unlock.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { StartAgain } from './start-again.tsx'

/** One touch, one look or one PIN of the device's own. Never asked for by itself: the browser wants a press first. */
export function UnlockWithPasskey({ page }: { page: PageState }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)
  const unlock = async () => {
    busy.value = true
    failed.value = undefined
    try {
      await unlockWithPasskey(page.app)
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <div class="stack">
      {failed.value && <ErrorNotice code={failed.value} />}
      <button type="button" class="button primary" onClick={unlock} disabled={busy.value}>
        {busy.value ? 'Asking for your passkey…' : 'Unlock with your passkey'}
      </button>
      <StartAgain
        page={page}
        when="I do not have the passkey"
        meaning="Nothing else opens what is kept here. You can remove it, set Handrail up again and download the records again."
      />
    </div>
  )
}
