import { readYear } from '../../../app/read-year.ts'
import { londonDate } from '../../../core/time.ts'
import { ErrorNotice } from '../../look/notice.tsx'
import type { PageState } from '../../page-state.ts'
import { useKept } from '../../use-loaded.ts'
import type { Opened } from '../opened.ts'
import { TwelveMonths } from './twelve-months.tsx'

/** What twelve months bring for this child, as a picture and as a list. */
export function YearAhead({ opened, page }: { opened: Opened; page: PageState }) {
  const loaded = useKept(page, () => readYear(page.app, opened))
  if (loaded.kind === 'loading') return null
  return (
    <section class="stack tight" aria-labelledby="year-ahead">
      <h2 id="year-ahead">The year ahead</h2>
      {loaded.kind === 'failed' && <ErrorNotice code={loaded.code} />}
      {loaded.kind === 'ready' && <TwelveMonths year={loaded.value} today={londonDate(page.app.now())} />}
    </section>
  )
}
