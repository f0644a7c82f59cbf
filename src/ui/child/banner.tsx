import { lock } from '../../app/lock.ts'
import { londonDate, showDay, showMoment } from '../../core/time.ts'
import type { Cover } from '../../vault/cover.ts'
import { focusWhenShown } from '../look/focus.ts'
import type { PageState } from '../page-state.ts'

/** Which child this is, on every personal screen, with how fresh the copy is and the way to hide it. */
export function Banner({ cover, page }: { cover: Cover; page: PageState }) {
  return (
    <header class="banner">
      <div>
        <h1 tabIndex={-1} ref={focusWhenShown}>
          {cover.name}
        </h1>
        <p>{cover.second}</p>
        <p class="small soft">
          As at {showDay(londonDate(cover.asAtMs), londonDate(page.app.now()))} · checked{' '}
          {showMoment(cover.checkedAtMs, page.app.now())}
        </p>
      </div>
      <button type="button" class="button" onClick={() => lock(page.app)} title="Esc twice does the same">
        Hide now
      </button>
    </header>
  )
}
