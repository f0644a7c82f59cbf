import { useSignal } from '@preact/signals'
import { type Directory, listDirectories } from '../../app/list-directories.ts'
import { fetchLocalServices, type LocalServices, readLocalServices } from '../../app/list-services.ts'
import { readPolicy } from '../../app/policy.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { seesServices } from '../../record/services.ts'
import { allowOrigin } from '../add/allow-server.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'
import type { Opened } from './opened.ts'
import { deciderOf } from './sections/section-view.tsx'
import { ServicesFound } from './services-found.tsx'

type Props = { opened: Opened; page: PageState }

/**
 * What there is near here for families like this one, beside the support that the plan speaks of. It comes from the
 * council's public list, not from the record. Never on a class teacher's page (design.md §2.8).
 */
export function Services({ opened, page }: Props) {
  return seesServices(opened.viewer.audience) ? <Near opened={opened} page={page} /> : null
}

function Near({ opened, page }: Props) {
  const chosen = useSignal(0)
  const loaded = useKept(page, async () => {
    const [directories, { settings }] = await Promise.all([listDirectories(page.app), readPolicy(page.app)])
    return { directories, helpText: settings.helpText.value }
  })
  const { directories, helpText } = loaded.kind === 'ready' ? loaded.value : { directories: [], helpText: undefined }
  const directory = directories[chosen.value] ?? directories[0]
  return (
    <section class="services stack tight" aria-labelledby="services">
      <h2 id="services">Support near here</h2>
      {loaded.kind === 'loading' && <Opening />}
      {loaded.kind === 'failed' && <ErrorNotice code={loaded.code} />}
      {loaded.kind === 'ready' && !directory && <NoDirectory helpText={helpText} />}
      {directories.length > 1 && (
        <div class="field">
          <label for="council">Which council’s list?</label>
          <select
            id="council"
            value={chosen.value}
            onChange={({ currentTarget }) => {
              chosen.value = Number(currentTarget.value)
            }}
          >
            {directories.map(({ name }, at) => (
              <option key={name} value={at}>
                {name}
              </option>
            ))}
          </select>
        </div>
      )}
      {directory && <OneDirectory key={keyOf(directory)} directory={directory} opened={opened} page={page} />}
    </section>
  )
}

/** There is nothing to press: only the organisation can add a list. */
export function NoDirectory({ helpText }: { helpText: string | undefined }) {
  return (
    <p class="soft">
      Your organisation has not said where the council’s list of local services is. Whoever looks after Handrail there
      can add it{helpText ? `: ${helpText}` : '.'}
    </p>
  )
}

function Opening() {
  return (
    <p class="soft" aria-busy="true">
      Opening the list…
    </p>
  )
}

function keyOf({ name, feed }: Directory): string {
  return feed === 'made-up' ? feed : `${name} ${feed.baseUrl}`
}

function OneDirectory({ directory, opened, page }: Props & { directory: Directory }) {
  const isAsking = useSignal(false)
  const hasAskedItself = useSignal(false)
  const refused = useSignal<ErrorCode | undefined>(undefined)
  /** What asking came to: shown also where there was no room to keep it. */
  const fetched = useSignal<LocalServices | undefined>(undefined)
  const look = async (allow: () => Promise<void>) => {
    if (isAsking.value) return
    isAsking.value = true
    refused.value = undefined
    try {
      await allow()
      fetched.value = await fetchLocalServices(page.app, directory)
    } catch (error) {
      refused.value = codeOf(error)
    }
    isAsking.value = false
  }
  const loaded = useKept(page, async () => {
    const kept = await readLocalServices(page.app, directory)
    if (kept.asksItself && !hasAskedItself.value) {
      hasAskedItself.value = true
      void look(async () => {})
    }
    return kept
  })
  if (loaded.kind === 'loading') return <Opening />
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  return (
    <ServicesFound
      council={directory.name}
      isMadeUp={directory.feed === 'made-up'}
      local={fetched.value ?? loaded.value}
      audience={opened.viewer.audience}
      age={deciderOf(opened, page).age}
      nowMs={page.app.now()}
      isAsking={isAsking.value}
      refused={refused.value}
      onLook={() => void look(() => allowFeed(page, directory))}
    />
  )
}

/** Asks the browser, which asks the person the first time: it does so only within the press of a button. */
async function allowFeed(page: PageState, { feed }: Directory): Promise<void> {
  if (feed !== 'made-up') await allowOrigin(page, new URL(feed.baseUrl).origin)
}
