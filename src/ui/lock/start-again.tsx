import { useSignal } from '@preact/signals'
import { erase } from '../../app/erase.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'

/** Removes everything kept on this computer. Folded away, with what it means beside the button. */
export function StartAgain({ page, when, meaning }: { page: PageState; when: string; meaning: string }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)
  const startAgain = async () => {
    busy.value = true
    failed.value = undefined
    try {
      await erase(page.app)
      await page.shell.allowOnly([])
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = false
    }
  }
  return (
    <details class="small">
      <summary>{when}</summary>
      <div class="stack tight">
        <p>{meaning}</p>
        {failed.value && <ErrorNotice code={failed.value} />}
        <button type="button" class="button" onClick={startAgain} disabled={busy.value}>
          {busy.value ? 'Removing…' : 'Remove everything and start again'}
        </button>
      </div>
    </details>
  )
}
