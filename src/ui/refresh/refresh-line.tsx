import { useSignal } from '@preact/signals'
import { refresh } from '../../app/refresh.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { showMoment } from '../../core/time.ts'
import type { RefreshSummary, Source } from '../../vault/sources.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'

type Way = { done: number; total: number }

/** When the sources were last asked, the button to ask again, how far it has got, and what came of it. */
export function RefreshLine({ page }: { page: PageState }) {
  const own = useSignal<Way | undefined>(undefined)
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const sources = page.sources.value
  // Another page, or the worker, may be at it: then how far it has got is in what is kept.
  const running = own.value ?? sources.find(isUnderWay)?.refreshing
  const checkedAtMs = checkedBy(sources)

  const start = async () => {
    own.value = { done: 0, total: 0 }
    failed.value = undefined
    try {
      await refresh(page.app, (done, total) => {
        own.value = { done, total }
      })
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      own.value = undefined
    }
  }

  return (
    <div class="stack tight">
      <div class="row small" aria-live="polite">
        <span class="soft">
          {running
            ? `Checking ${running.total > 0 ? `${Math.min(running.done + 1, running.total)} of ${running.total}` : ''}…`
            : checkedAtMs !== undefined && `Checked ${showMoment(checkedAtMs, page.app.now())}`}
        </span>
        <button type="button" class="button plain" onClick={start} disabled={own.value !== undefined}>
          Refresh
        </button>
      </div>
      {failed.value && <ErrorNotice code={failed.value} />}
      {!running &&
        sources.map(
          ({ id, name, lastRefresh, waitUntilMs }) =>
            lastRefresh && (
              <Outcome
                key={id}
                summary={lastRefresh}
                of={sources.length > 1 ? name : undefined}
                onSignIn={page.shell.openOptions}
                until={waitUntilMs === undefined ? undefined : showMoment(waitUntilMs, page.app.now())}
              />
            ),
        )}
    </div>
  )
}

function isUnderWay({ refreshing, lastRefresh }: Source): boolean {
  return refreshing !== undefined && refreshing.total > 0 && lastRefresh?.failed === undefined
}

/** The longest ago that any of them was asked: what is said of all has to hold for each. */
function checkedBy(sources: readonly Source[]): number | undefined {
  const times = sources
    .filter(({ from }) => from.kind !== 'file') // it cannot be asked again
    .map(({ lastRefresh }) => lastRefresh?.checkedAtMs)
  return times.length === 0 || times.includes(undefined) ? undefined : Math.min(...(times as number[]))
}

type OutcomeProps = {
  summary: RefreshSummary
  /** Which source, where there are several. */
  of: string | undefined
  until: string | undefined
  /** Where somebody signs in: a popup would close while they do. */
  onSignIn(): void
}

function Outcome({ summary: { failed, stopped, refused, checkedAtMs }, of, until, onSignIn }: OutcomeProps) {
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
        <ErrorNotice code={failed}>
          {of && <p>This is about {of}.</p>}
          {failed === 'source/busy' && until && <p>It has asked us to wait until {until}.</p>}
          {checkedAtMs !== undefined && <p>You are seeing the last copy.</p>}
          {failed === 'source/signed-out' && (
            <button type="button" class="button" onClick={onSignIn}>
              Sign in again
            </button>
          )}
        </ErrorNotice>
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
