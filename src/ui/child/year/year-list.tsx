import type { Mark } from '../../../app/read-year.ts'
import type { PlainDate } from '../../../core/time.ts'
import { classOf, Sign } from './mark-shape.tsx'
import { moveFocus } from './move-focus.ts'
import type { View } from './year-view.ts'
import { asideOf, daysOf, monthOf } from './year-words.ts'

/** All of the picture in words, for who would rather read. */
export function YearList(view: View) {
  const { year, today, numbered, chosen } = view
  const rows = year.marks.map((mark) => ({ mark, number: numbered.find((one) => one.mark === mark)?.number }))
  const months = Map.groupBy(rows, ({ mark }) => monthOf(mark.from < year.from ? year.from : mark.from))
  return (
    <div class="year-list stack tight" data-marks>
      {[...months].map(([month, inMonth]) => (
        <div key={month}>
          <h3>{month}</h3>
          <ol>
            {inMonth.map(({ mark, number }) => (
              <li key={mark.id} aria-current={mark === chosen?.mark ? 'true' : undefined} class={mark.kind}>
                {number === undefined ? (
                  <Sign kind={mark.kind} class={classOf(mark, today)} />
                ) : (
                  <Chooser mark={mark} number={number} {...view} />
                )}
                <p>
                  <MarkLine mark={mark} today={today} />
                </p>
              </li>
            ))}
          </ol>
        </div>
      ))}
    </div>
  )
}

/** Shows a row's mark in the picture. */
function Chooser({ mark, number, today, stop, choose }: View & { mark: Mark; number: number }) {
  return (
    <button
      type="button"
      aria-label={`${number}: show in the picture`}
      tabIndex={mark.id === stop ? 0 : -1}
      data-mark={mark.id}
      onFocus={() => choose(mark.id)}
      onClick={() => choose(mark.id)}
      onKeyDown={moveFocus}
    >
      <Sign kind={mark.kind} number={number} class={classOf(mark, today)} />
    </button>
  )
}

/** One mark in words, with its number where it stands apart from its shape. */
export function MarkLine({ mark, today, number }: { mark: Mark; today: PlainDate; number?: number }) {
  return (
    <>
      {number !== undefined && `${number}: `}
      <strong>{daysOf(mark)}</strong> {mark.words}
      {mark.kind !== 'today' && <span class="small soft">&nbsp;· {asideOf(mark, today)}</span>}
      {mark.isLate && (
        <>
          {' '}
          <span class="tag late">Late</span>
        </>
      )}
    </>
  )
}
