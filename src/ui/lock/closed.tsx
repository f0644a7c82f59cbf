import type { Stage } from '../../app/stage.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { StartAgain } from './start-again.tsx'
import { UnlockForm } from './unlock-form.tsx'
import { UnlockWithPasskey } from './unlock-with-passkey.tsx'
import { WholeClass } from './whole-class.tsx'

/** What a page shows while it is not open: the way in, and what helps every class meanwhile. */
export function Closed({ page }: { page: PageState }) {
  return (
    <div class="closed stack">
      <WholeClass app={page.app} />
      <WayIn page={page} stage={page.stage.value} />
    </div>
  )
}

function WayIn({ page, stage }: { page: PageState; stage: Stage }) {
  switch (stage.kind) {
    case 'broken':
      return (
        <>
          <ErrorNotice code={stage.code} />
          <StartAgain
            page={page}
            when="It still does not open"
            meaning="What is kept on this computer is a copy. You can clear it, set Handrail up again and download the records again."
          />
        </>
      )
    case 'locked':
      return stage.method === 'passkey' ? <UnlockWithPasskey page={page} /> : <UnlockForm page={page} />
    case 'not-set-up':
    case 'no-source':
    case 'open':
      return (
        <>
          {stage.kind === 'not-set-up' && <Lost lost={stage.lost} />}
          <p>Add where your records come from, or look around with made-up families first.</p>
          <button type="button" class="button primary" onClick={page.shell.openWelcome}>
            Set up Handrail
          </button>
        </>
      )
  }
}

/** What was here a moment ago, and is not. */
export function Lost({ lost }: { lost: boolean }) {
  if (!lost) return null
  return (
    <Notice kind="warning">
      <p>This browser has removed what Handrail kept here. Nothing is lost where your records come from.</p>
    </Notice>
  )
}
