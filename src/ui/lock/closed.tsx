import type { PageState } from '../page-state.ts'
import { UnlockForm } from './unlock-form.tsx'
import { WholeClass } from './whole-class.tsx'

/** What a page shows while it is not open: the way in, and what helps every class meanwhile. */
export function Closed({ page }: { page: PageState }) {
  return (
    <div class="closed stack">
      <WholeClass app={page.app} />
      {page.stage.value === 'locked' ? (
        <UnlockForm page={page} />
      ) : (
        <>
          <p>Add where your records come from, or look around with made-up families first.</p>
          <button type="button" class="button primary" onClick={page.shell.openWelcome}>
            Set up Handrail
          </button>
        </>
      )}
    </div>
  )
}
