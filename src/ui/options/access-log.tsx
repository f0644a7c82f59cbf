import { useSignal } from '@preact/signals'
import { exportAccesses } from '../../app/export-accesses.ts'
import { type Accesses, listAccesses } from '../../app/list-accesses.ts'
import { noteAccess } from '../../app/note-access.ts'
import { readPolicy } from '../../app/policy.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { showMoment } from '../../core/time.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'

type Access = Accesses['accesses'][number]

const ACTIONS: Record<Access['action'], string> = {
  view: 'Looked',
  search: 'Searched',
  print: 'Printed',
  export: 'Took a copy',
  erase: 'Removed a record from this computer',
}

const SHOWN = 50

/** Who looked, in codes and references: a family can ask the place that holds the record. No child is named here. */
export function AccessLog({ page }: { page: PageState }) {
  const loaded = useKept(page, () => listAccesses(page.app))
  return (
    <section class="stack" aria-labelledby="log">
      <h2 id="log">Who looked</h2>
      <p>
        Every look, search, print and copy is noted here, without names, and told to the place your records come from
        where it takes that. A family can ask there who looked.
      </p>
      {loaded.kind === 'failed' && <ErrorNotice code={loaded.code} />}
      {loaded.kind === 'ready' && <Log log={loaded.value} page={page} />}
    </section>
  )
}

function Log({ log: { accesses, isBroken }, page }: { log: Accesses; page: PageState }) {
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const save = async () => {
    failed.value = undefined
    try {
      await noteAccess(page.app, { action: 'export', outcome: 'done', why: 'log' })
      download(await exportAccesses(page.app))
    } catch (error) {
      failed.value = codeOf(error)
    }
  }
  const policy = useKept(page, () => readPolicy(page.app))
  const maySave = policy.kind === 'ready' && policy.value.settings.exportAllowed.value.length > 0
  const unsent = accesses.filter(({ isSent }) => !isSent).length
  return (
    <>
      {isBroken && (
        <Notice kind="error">
          <p>
            <strong>This log has been changed or cut off.</strong>
          </p>
          <p>Tell whoever looks after your computer, and the organisation that keeps the records.</p>
        </Notice>
      )}
      {failed.value && <ErrorNotice code={failed.value} />}
      <p>
        {accesses.length === 0 ? 'Nothing has been noted yet.' : `${accesses.length} noted, ${unsent} not told yet.`}
      </p>
      {accesses.length > 0 && (
        <>
          <details>
            <summary>The last {Math.min(accesses.length, SHOWN)}</summary>
            <ul class="kept">
              {accesses.slice(0, SHOWN).map((access) => (
                <li key={access.seq}>
                  <span>
                    {describe(access)}
                    <span class="soft small">
                      {showMoment(access.atMs, page.app.now())}
                      {access.child !== undefined && ` · record ${access.child.slice(0, 6)}`}
                      {access.isSent && ' · told'}
                    </span>
                  </span>
                </li>
              ))}
            </ul>
          </details>
          {maySave && (
            <button type="button" class="button" onClick={save}>
              Save the log as a file
            </button>
          )}
        </>
      )}
    </>
  )
}

function describe({ action, outcome, child, why }: Access): string {
  const what = action === 'view' && child === undefined ? 'Looked at the list' : ACTIONS[action]
  return outcome === 'refused' ? `${what}: not shown (${(why ?? '').replaceAll('-', ' ')})` : what
}

function download({ name, text }: { name: string; text: string }): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/fhir+json' }))
  const link = Object.assign(document.createElement('a'), { href: url, download: name })
  link.click()
  URL.revokeObjectURL(url)
}
