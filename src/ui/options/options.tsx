import { lock } from '../../app/lock.ts'
import { WhereFrom } from '../add/where-from.tsx'
import { Closed } from '../lock/closed.tsx'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import { StartAgain } from '../lock/start-again.tsx'
import type { PageState } from '../page-state.ts'
import { AccessLog } from './access-log.tsx'
import { KeptHere } from './kept-here.tsx'
import { LocalGuidance } from './local-guidance.tsx'
import { Rules } from './rules.tsx'
import { School } from './school.tsx'
import { WayIn } from './way-in.tsx'

/** What is kept on this computer and until when, how it is unlocked, and by whose rules. */
export function Options({ page }: { page: PageState }) {
  useHideOnEscape(page)
  const { value: stage } = page.stage
  const isOpen = stage.kind === 'open' || stage.kind === 'no-source'
  return (
    <main class="page stack">
      <header class="row spread">
        <h1 tabIndex={-1}>What is kept, and settings</h1>
        {isOpen && (
          <button type="button" class="button" onClick={() => lock(page.app)}>
            Hide now
          </button>
        )}
      </header>
      {!isOpen && <Closed page={page} />}
      {stage.kind === 'not-set-up' && (
        <>
          <School page={page} />
          <LocalGuidance page={page} />
        </>
      )}
      {isOpen && (
        <>
          <KeptHere page={page} keeps={stage.keeps} />
          {stage.kind === 'open' && <WhereFrom page={page} />}
          {stage.keeps === 'disk' && <WayIn page={page} method={stage.method} />}
          <School page={page} />
          <LocalGuidance page={page} />
          <Rules page={page} />
          <AccessLog page={page} />
          <section class="stack tight" aria-labelledby="remove">
            <h2 id="remove">Remove everything</h2>
            <StartAgain
              page={page}
              when="Remove everything from this computer"
              meaning="This removes every record, where they come from, your settings and the way to unlock them. There is no way back, but the records themselves stay where they are."
            />
          </section>
        </>
      )}
    </main>
  )
}
