import { useSignal } from '@preact/signals'
import { refresh } from '../../app/refresh.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { showMoment } from '../../core/time.ts'
import type { RefreshSummary } from '../../vault/sources.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'

/** When the source was last asked, the button to ask again, how far it has got, and what came of it. */
export function RefreshLine({ page }: { page: PageState }) {
  const progress = useSignal<{ done: number; total: number } | undefined>(undefined)
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const summary = page.source.value?.lastRefresh
  const checkedAtMs = summary?.checkedAtMs

  const start = async () => {
    progress.value = { done: 0, total: 0 }
    failed.value = undefined
    try {
      await refresh(page.app, (done, total) => {
        progress.value = { done, total }
      })
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      progress.value = undefined
    }
  }

  const { value: running } = progress
  return (
    <div class="stack tight">
      <div class="row small" aria-live="polite">
        <span class="soft">
          {running
            ? `Checking ${running.total > 0 ? `${Math.min(running.done + 1, running.total)} of ${running.total}` : ''}…`
            : checkedAtMs !== undefined && `Checked ${showMoment(checkedAtMs, page.app.now())}`}
        </span>
        <button type="button" class="button plain" onClick={start} disabled={running !== undefined}>
          Refresh
        </button>
      </div>
      {failed.value && <ErrorNotice code={failed.value} />}
      {summary && !running && <Outcome summary={summary} />}
    </div>
  )
}

function Outcome({ summary: { failed, stopped, refused, checkedAtMs } }: { summary: RefreshSummary }) {
  return (
    <>
      {stopped > 0 && (
        <Notice announce>
          <p>
            Sharing has stopped for {count(stopped)}. We have removed {stopped === 1 ? 'the copy' : 'the copies'} from
            this computer.
          </p>
        </Notice>
      )}
      {failed && (
        <ErrorNotice code={failed}>{checkedAtMs !== undefined && <p>You are seeing the last copy.</p>}</ErrorNotice>
      )}
      {[...new Set(refused.map(({ code }) => code))].map((code) => (
        <Refused key={code} code={code} refused={refused.filter((one) => one.code === code)} />
      ))}
    </>
  )
}

/** Refused by the source, a copy is hidden; refused by us, the last good copy stays. Of a new child there is neither. */
function Refused({ code, refused }: { code: ErrorCode; refused: RefreshSummary['refused'] }) {
  const kept = refused.filter(({ child }) => child !== undefined).length
  const isHidden = code === 'source/forbidden' || code === 'source/gone'
  return (
    <ErrorNotice code={code}>
      <p>
        This was so for {count(refused.length)}.{' '}
        {kept > 0 && (isHidden ? 'The copy here is hidden.' : 'A good copy from before is kept.')}
      </p>
    </ErrorNotice>
  )
}

function count(children: number): string {
  return children === 1 ? '1 child' : `${children} children`
}
