import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { StartAgain } from './start-again.tsx'
import { UnlockForm } from './unlock-form.tsx'
import { WholeClass } from './whole-class.tsx'

/** What a page shows while it is not open: the way in, and what helps every class meanwhile. */
export function Closed({ page }: { page: PageState }) {
  return (
    <div class="closed stack">
      <WholeClass app={page.app} />
      <WayIn page={page} />
    </div>
  )
}

function WayIn({ page }: { page: PageState }) {
  const { value: code } = page.broken
  if (code) {
    return (
      <>
        <ErrorNotice code={code} />
        <StartAgain
          page={page}
          when="It still does not open"
          meaning="You can remove what is kept on this computer, then add your records again."
        />
      </>
    )
  }
  if (page.stage.value === 'locked') return <UnlockForm page={page} />
  return (
    <>
      <p>Add where your records come from, or look around with made-up families first.</p>
      <button type="button" class="button primary" onClick={page.shell.openWelcome}>
        Set up Handrail
      </button>
    </>
  )
}
