import { useSignal } from '@preact/signals'
import { bringBack, eraseOne } from '../../app/erase.ts'
import { type Kept, listKept } from '../../app/list-kept.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { showMoment } from '../../core/time.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice, NothingKept, Notice } from '../look/notice.tsx'
import { Summary } from '../look/summary.tsx'
import type { PageState } from '../page-state.ts'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { useKept } from '../use-loaded.ts'

/** How much is kept, until when, and the way to remove one child. No name is on the screen until somebody asks. */
export function KeptHere({ page, keeps }: { page: PageState; keeps: 'disk' | 'memory' }) {
  const loaded = useKept(page, () => listKept(page.app))
  if (loaded.kind === 'loading') return null
  return (
    <section class="stack" aria-labelledby="kept">
      <h2 id="kept">{keeps === 'memory' ? 'Here until you lock' : 'Kept on this computer'}</h2>
      {keeps === 'memory' && <NothingKept />}
      {loaded.kind === 'failed' ? <ErrorNotice code={loaded.code} /> : <Account kept={loaded.value} page={page} />}
      <RefreshLine page={page} />
    </section>
  )
}

function Account({ kept, page }: { kept: Kept; page: PageState }) {
  const { children, hidden, boxes, sizeBytes, removedHere } = kept
  const nowMs = page.app.now()
  const ends = children.map(({ leaseEndsAtMs }) => leaseEndsAtMs)
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const bring = async () => {
    try {
      await bringBack(page.app)
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    }
  }
  return (
    <>
      <Summary
        rows={[
          { label: 'Records', value: showCount(children.length + hidden, boxes) },
          ...(hidden > 0 ? [{ label: 'Of these not shown any more', value: `${hidden}` }] : []),
          { label: 'Room they take', value: sizeBytes === undefined ? undefined : showSize(sizeBytes) },
          ...(ends.length > 0
            ? [{ label: 'Can be read without a check', value: `until ${showMoment(Math.min(...ends), nowMs)}` }]
            : []),
        ]}
      />
      {failed.value && <ErrorNotice code={failed.value} />}
      {removedHere > 0 && (
        <Notice>
          <p>
            You have removed {removedHere === 1 ? '1 record' : `${removedHere} records`} from this computer. They are
            not fetched again until you ask.
          </p>
          <button type="button" class="button" onClick={bring}>
            Fetch again at the next refresh
          </button>
        </Notice>
      )}
      {children.length > 0 && <Children kept={kept} page={page} />}
    </>
  )
}

function Children({ kept: { children }, page }: { kept: Kept; page: PageState }) {
  const asked = useSignal<string | undefined>(undefined)
  const said = useSignal('')
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const remove = async (child: string) => {
    failed.value = undefined
    try {
      await eraseOne(page.app, child)
      asked.value = undefined
      said.value = 'Removed from this computer.'
      await page.look()
    } catch (error) {
      failed.value = codeOf(error)
    }
  }
  return (
    <details>
      <summary>Remove one record from this computer</summary>
      {said.value && (
        <p role="status" tabIndex={-1} ref={focusWhenShown}>
          {said.value}
        </p>
      )}
      {failed.value && <ErrorNotice code={failed.value} />}
      <ul class="kept">
        {children.map(({ child, name, second, checkedAtMs, leaseEndsAtMs }) => (
          <li key={child}>
            <span>
              <strong>{name}</strong>
              <span class="soft small">{second}</span>
              <span class="soft small">
                Checked {showMoment(checkedAtMs, page.app.now())} · kept until{' '}
                {showMoment(leaseEndsAtMs, page.app.now())}
              </span>
            </span>
            {asked.value === child ? (
              <span class="row">
                <button type="button" class="button primary" ref={focusWhenShown} onClick={() => remove(child)}>
                  Yes, remove
                </button>
                <button
                  type="button"
                  class="button"
                  onClick={() => {
                    asked.value = undefined
                    said.value = 'Nothing was removed.'
                  }}
                >
                  Keep
                </button>
              </span>
            ) : (
              <button
                type="button"
                class="button"
                aria-label={`Remove ${name}`}
                onClick={() => {
                  asked.value = child
                  said.value = ''
                }}
              >
                Remove
              </button>
            )}
          </li>
        ))}
      </ul>
    </details>
  )
}

function showCount(records: number, boxes: number): string {
  return records === 0 ? 'None' : `${records}, in ${boxes} sealed parts`
}

const MEGABYTE = 1024 * 1024

function showSize(sizeBytes: number): string {
  return sizeBytes < MEGABYTE ? 'Less than 1 MB' : `About ${Math.round(sizeBytes / MEGABYTE)} MB`
}
