import { useSignal } from '@preact/signals'
import { eraseUnread } from '../../app/erase.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import type { SessionArea } from '../../vault/session.ts'
import { ErrorNotice } from '../look/notice.tsx'

/** Trying again or waiting mends these; removing what is kept would not, or would be too much. */
const NOT_BY_CLEARING: ReadonlySet<ErrorCode> = new Set(['vault/blocked', 'vault/newer', 'app/unexpected'])

/** A page that cannot start or go on: why, and what to do about it. Nothing here happens by itself, so nothing loops. */
export function CannotGoOn({ code, session }: { code: ErrorCode; session: Pick<SessionArea, 'clear'> }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal(false)
  const clear = async () => {
    busy.value = true
    failed.value = undefined
    try {
      await eraseUnread(session)
      location.reload()
    } catch (error) {
      failed.value = codeOf(error)
      busy.value = false
    }
  }
  return (
    <main class="page stack">
      <h1>Handrail</h1>
      <ErrorNotice code={failed.value ?? code}>
        {failed.value === 'vault/unavailable' && (
          <p>
            The browser cannot clear it either. Remove Handrail from the browser and add it again, or ask whoever looks
            after your computer to.
          </p>
        )}
      </ErrorNotice>
      <div class="row">
        <button type="button" class="button primary" onClick={() => location.reload()}>
          Try again
        </button>
      </div>
      {!NOT_BY_CLEARING.has(code) && (
        <section class="stack tight" aria-labelledby="clear">
          <h2 id="clear">If it still does not open</h2>
          <p>
            What is kept on this computer is a copy. You can clear it, set Handrail up again and download the records
            again. The records themselves stay where they are.
          </p>
          <button type="button" class="button" onClick={clear} disabled={busy.value}>
            {busy.value ? 'Clearing…' : 'Clear and download again'}
          </button>
        </section>
      )}
    </main>
  )
}
