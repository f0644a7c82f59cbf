import type { ReadonlySignal } from '@preact/signals'
import { Closed } from '../lock/closed.tsx'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import type { PageState } from '../page-state.ts'
import { Finder } from '../popup/finder.tsx'
import { ChildPage } from './child-page.tsx'

/** The child that was chosen; before that the way to choose one; locked, what helps the whole class. */
export function SidePanel({ page, shown }: { page: PageState; shown: ReadonlySignal<string | undefined> }) {
  useHideOnEscape(page)
  const stage = page.stage.value.kind
  if (stage === 'open' && shown.value) return <ChildPage key={shown.value} page={page} child={shown.value} />
  return (
    <main class="child stack">
      <h1>Handrail</h1>
      {stage === 'open' ? <Finder page={page} /> : <Closed page={page} />}
    </main>
  )
}
