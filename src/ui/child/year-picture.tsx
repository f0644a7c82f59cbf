import { useSignal, useSignalEffect } from '@preact/signals'
import type { JSX } from 'preact'
import { type Mark, type MarkKind, readYear, type Year } from '../../app/read-year.ts'
import { daysBetween, londonDate, type PlainDate, showDate } from '../../core/time.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'
import type { Opened } from './opened.ts'

/** What is coming for this child in twelve months: a picture, and the same as a list. */
export function YearAhead({ opened, page }: { opened: Opened; page: PageState }) {
  const loaded = useKept(page, () => readYear(page.app, opened))
  if (loaded.kind === 'loading') return null
  return (
    <section class="stack tight" aria-labelledby="year-ahead">
      <h2 id="year-ahead">The year ahead</h2>
      {loaded.kind === 'failed' && <ErrorNotice code={loaded.code} />}
      {loaded.kind === 'ready' && <YearPicture year={loaded.value} today={londonDate(page.app.now())} />}
    </section>
  )
}

type Shown = Exclude<MarkKind, 'today'>

const KIND_WORDS: Record<Shown, string> = {
  change: 'change',
  review: 'review',
  agreement: 'agreement',
  commitment: 'commitment',
}

/** Half a term, the line of today and a numbered mark for each day; whichever is chosen stands out in both. */
export function YearPicture({ year, today }: { year: Year; today: PlainDate }) {
  const chosen = useSignal<string | undefined>(undefined)
  const numbered = numberMarks(year.marks)
  const first = numbered.find(({ mark }) => !hasPassed(mark, today)) ?? numbered[0]
  const found = numbered.find(({ mark }) => mark.id === chosen.value)
  const stop = (found ?? first)?.mark.id
  const choose = (id: string) => {
    chosen.value = id
  }
  const view = { year, today, numbered, chosen: found?.mark.id, stop, choose }
  return (
    <div class="year stack tight">
      <p class="soft">{stretchWords(year)}</p>
      <Picture {...view} />
      {numbered.length > 0 && (
        <>
          <Key numbered={numbered} />
          <p class="year-chosen" aria-hidden="true">
            {found ? <MarkWords {...found} today={today} /> : 'Choose a mark to read it here. Every one is listed below.'}
          </p>
          <List {...view} />
        </>
      )}
      {numbered.length === 0 && <p>Nothing that is shared with you falls in these months. There may be more elsewhere.</p>}
      {!year.isAgeKnown && <p class="small soft">Changes of school are not shown: no date of birth is shared.</p>}
      <p class="small soft">
        {year.terms.map(({ name, from, until }) => `${name}, ${showDate(from, 'day')} to ${showDate(until, 'day')}`).join('. ')}.{' '}
        {!year.hasOwnTerms && 'These are the usual term dates in England: a school’s own may be a week out.'}
      </p>
    </div>
  )
}

type Numbered = { mark: Mark & { kind: Shown }; number: number }

type View = {
  year: Year
  today: PlainDate
  numbered: Numbered[]
  chosen: string | undefined
  /** The mark that the tabulator key comes to. */
  stop: string | undefined
  choose: (id: string) => void
}
