import { useSignal } from '@preact/signals'
import type { Year } from '../../../app/read-year.ts'
import type { PlainDate } from '../../../core/time.ts'
import { AllDates } from './all-dates.tsx'
import { Key } from './mark-shape.tsx'
import { MarkLine } from './year-list.tsx'
import { YearPicture } from './year-picture.tsx'
import { viewOf } from './year-view.ts'
import { monthsOf, termWords } from './year-words.ts'

/** Choosing a mark, by key or by press, makes it stand out in the picture and in the list, and tells what it is. */
export function TwelveMonths({ year, today }: { year: Year; today: PlainDate }) {
  const chosenId = useSignal<string | undefined>(undefined)
  const choose = (id: string) => {
    chosenId.value = id
  }
  const view = viewOf({ year, today, choose }, chosenId.value)
  const terms = <p class="small soft">Terms: {year.terms.map(termWords).join('; ')}.</p>
  return (
    <div class="year stack tight">
      <p class="soft">{monthsOf(year)}</p>
      <YearPicture {...view} />
      {view.numbered.length === 0 ? (
        <>
          <p>Nothing that is shared with you falls in these months. There may be something elsewhere.</p>
          {terms}
        </>
      ) : (
        <>
          <Key marks={year.marks} />
          <p class="year-chosen" aria-hidden="true">
            {view.chosen ? (
              <MarkLine {...view.chosen} today={today} />
            ) : (
              <span class="soft">Choose a mark to read it here. All are in the list below.</span>
            )}
          </p>
          <AllDates {...view}>{terms}</AllDates>
        </>
      )}
      <Caveats year={year} />
    </div>
  )
}

/** How far the picture can be relied on. */
function Caveats({ year: { isAgeKnown, hasOwnTerms } }: { year: Year }) {
  return (
    <>
      {!hasOwnTerms && (
        <p class="small soft">These are the usual term dates in England. A school’s own may differ by a week.</p>
      )}
      {!isAgeKnown && <p class="small soft">No date of birth is shared, so changes of school are not shown.</p>}
    </>
  )
}
