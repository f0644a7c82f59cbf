import { useSignal } from '@preact/signals'
import { findChildren, listChildren } from '../../app/list-children.ts'
import { noteAccess } from '../../app/note-access.ts'
import { nearNames } from '../../record/near-names.ts'
import type { Entry } from '../../vault/cover.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'

/** Finds a child by name or identifier. No name is on the screen until somebody asks. */
export function Finder({ page }: { page: PageState }) {
  const search = useSignal('')
  const all = useSignal(false)
  const loaded = useKept(page, () => listChildren(page.app))
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const entries = loaded.value
  if (entries.length === 0) {
    return (
      <p>There is nobody to show here now. When a family agrees to share with you, they appear here after a refresh.</p>
    )
  }
  const showAll = () => {
    all.value = true
    void noteAccess(page.app, { action: 'search', outcome: 'done', why: 'all' })
  }
  const found = all.value ? entries : findChildren(entries, search.value)
  return (
    <section class="stack tight" aria-label="Find a child">
      <div class="field">
        <label for="find">Find a child</label>
        <span class="hint" id="find-hint">
          Name, or paste an NHS number or UPN
        </span>
        <input
          id="find"
          ref={focusWhenShown}
          type="search"
          autocomplete="off"
          spellcheck={false}
          aria-describedby="find-hint"
          value={search.value}
          onInput={(event) => {
            search.value = event.currentTarget.value
            all.value = false
            void noteAccess(page.app, { action: 'search', outcome: 'done' })
          }}
        />
      </div>
      <div role="status" class="small soft">
        {search.value && found.length === 0 && 'Nobody here fits. Check the spelling, or refresh.'}
      </div>
      {found.length > 0 && <Found entries={found} all={entries} page={page} />}
      {!all.value && !search.value && (
        <button type="button" class="button plain" onClick={showAll}>
          Show all {entries.length}
        </button>
      )}
    </section>
  )
}

/** In a longer list nobody has chosen anybody yet. */
const FEW = 50

function Found({ entries, all, page }: { entries: Entry[]; all: Entry[]; page: PageState }) {
  return (
    <ul class="found">
      {entries.map((entry) => {
        const { child, name, second } = entry
        return (
          <li key={child}>
            <button type="button" onClick={() => page.shell.openChild(child)}>
              <strong>{name}</strong>
              <span class="soft small">{second}</span>
              {entries.length <= FEW && nearNames(entry, all).length > 0 && (
                <span class="small">Another child here has almost this name: check the birthday.</span>
              )}
            </button>
          </li>
        )
      })}
    </ul>
  )
}
