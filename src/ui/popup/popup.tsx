import { type Change, listChanges } from '../../app/list-changes.ts'
import { listCommitments } from '../../app/list-commitments.ts'
import { listToLookAt } from '../../app/list-to-look-at.ts'
import { lock } from '../../app/lock.ts'
import { readSchool } from '../../app/school.ts'
import { isOpen } from '../../commitments/standing.ts'
import { londonDate, showDate, showDay } from '../../core/time.ts'
import { thisHalfTerm } from '../../guidance/calendar/half-term.ts'
import { Safeguarding } from '../child/safeguarding-line.tsx'
import { Closed } from '../lock/closed.tsx'
import { useHideOnEscape } from '../lock/hide-on-escape.ts'
import { ErrorNotice, NothingKept } from '../look/notice.tsx'
import { StandingTag } from '../look/standing-tag.tsx'
import type { PageState } from '../page-state.ts'
import { NeedsCheck } from '../refresh/needs-check.tsx'
import { RefreshLine } from '../refresh/refresh-line.tsx'
import { Unread } from '../refresh/unread.tsx'
import { useKept } from '../use-loaded.ts'
import { Finder } from './finder.tsx'

/** Two minutes before a lesson: find a child, see what is due and what changes. Locked, it helps the whole class. */
export function Popup({ page }: { page: PageState }) {
  useHideOnEscape(page)
  const stage = page.stage.value.kind
  return (
    <main class="popup stack">
      <header class="row spread">
        <h1>Handrail</h1>
        {stage === 'open' && (
          <button type="button" class="button" onClick={() => lock(page.app)}>
            Hide now
          </button>
        )}
      </header>
      {stage === 'open' ? <Unlocked page={page} /> : <Closed page={page} />}
    </main>
  )
}

function Unlocked({ page }: { page: PageState }) {
  return (
    <>
      <Finder page={page} />
      <Due page={page} />
      <LookAgain page={page} />
      <ChangesNext page={page} />
      {page.viewer.value?.audience !== 'class-teacher' && <NeedsCheck page={page} />}
      {page.viewer.value?.audience === 'virtual-school-head' && (
        <button type="button" class="button" onClick={page.shell.openBoard}>
          Open the board
        </button>
      )}
      <Safeguarding page={page} />
      <RefreshLine page={page} />
      {page.stage.value.kind === 'open' && page.stage.value.keeps === 'memory' && <NothingKept />}
      <button type="button" class="button plain" onClick={page.shell.openAdding}>
        Open a link or a file
      </button>
      <button type="button" class="button plain" onClick={page.shell.openOptions}>
        What is kept, and settings
      </button>
    </>
  )
}

const LINES = 3

function Due({ page }: { page: PageState }) {
  const loaded = useKept(page, async () => {
    const [listed, school] = await Promise.all([listCommitments(page.app), readSchool(page.app)])
    return { ...listed, school }
  })
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const { rows: all, school, ...rest } = loaded.value
  const isWhole = rest.unread + rest.damaged === 0 && !rest.isClockWrong
  const { words, until } = thisHalfTerm(londonDate(page.app.now()), school.calendar)
  const rows = all
    .filter(({ mine, standing, commitment }) => mine && isOpen(standing) && (commitment.dueOn ?? '9999') <= until)
    .sort((a, b) => (a.commitment.dueOn ?? '').localeCompare(b.commitment.dueOn ?? ''))
  return (
    <section class="stack tight" aria-labelledby="due">
      <h2 id="due">Due {words}</h2>
      <Unread {...rest} />
      {rows.length === 0 && isWhole && <p class="soft">Nothing that is shared with you is due from you.</p>}
      <ul class="lines">
        {rows.slice(0, LINES).map(({ commitment, standing, child }) => (
          <li key={commitment.id}>
            <button type="button" onClick={() => page.shell.openChild(child.reference)}>
              <span>
                {child.initials} {commitment.what}
              </span>
              <span class="row small">
                <StandingTag standing={standing} />
                {commitment.dueOn && (
                  <span class="soft">by {showDay(commitment.dueOn, londonDate(page.app.now()))}</span>
                )}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {rows.length > LINES && <p class="small soft">And {rows.length - LINES} more</p>}
    </section>
  )
}

/** Something has been tried for six weeks: somebody should say whether it helps. */
function LookAgain({ page }: { page: PageState }) {
  const loaded = useKept(page, () => listToLookAt(page.app))
  if (loaded.kind !== 'ready' || loaded.value.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="look-again">
      <h2 id="look-again">Does it help?</h2>
      <ul class="lines">
        {loaded.value.slice(0, LINES).map(({ child, initials, count }) => (
          <li key={child}>
            <button type="button" onClick={() => page.shell.openChild(child)}>
              <span>
                {initials} {count === 1 ? 'One thing you are trying' : `${count} things you are trying`}
              </span>
            </button>
          </li>
        ))}
      </ul>
      {loaded.value.length > LINES && <p class="small soft">And {loaded.value.length - LINES} more</p>}
    </section>
  )
}

const CHANGES: Record<Change['what'], string> = {
  'sharing-ends': 'Sharing ends',
  'some-sharing-ends': 'Some sharing ends',
  'more-shared': 'More will be shared',
  'moves-school': 'Moves on to another school or college',
  'turns-16': 'Turns 16 and decides about health',
  'turns-18': 'Turns 18 and decides alone',
}

function ChangesNext({ page }: { page: PageState }) {
  const loaded = useKept(page, () => listChanges(page.app))
  if (loaded.kind !== 'ready' || loaded.value.length === 0) return null
  return (
    <section class="stack tight" aria-labelledby="changes">
      <h2 id="changes">Changes next</h2>
      <ul class="lines">
        {loaded.value.slice(0, LINES).map(({ child, initials, on, what }) => (
          <li key={`${child}${on}${what}`}>
            <button type="button" onClick={() => page.shell.openChild(child)}>
              <span>
                {initials} {CHANGES[what]}
              </span>
              <span class="soft small">{showDate(on)}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  )
}
