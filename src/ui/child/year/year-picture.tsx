import { useSignal, useSignalEffect } from '@preact/signals'
import { createRef } from 'preact'
import { type Drawing, drawYear, FOOT, TERM_HEIGHT, TERMS_Y } from './draw-year.ts'
import { PANEL_UNITS, watchWidth } from './watch-width.ts'
import { YearMarks } from './year-marks.tsx'
import type { View } from './year-view.ts'
import { monthsOf } from './year-words.ts'

/** As wide as there is room for, and as high as its marks take. */
export function YearPicture(view: View) {
  const { year, today, numbered } = view
  const width = useSignal(PANEL_UNITS)
  const { value: frame } = useSignal(createRef<HTMLDivElement>())
  useSignalEffect(() => {
    if (!frame.current) return
    return watchWidth(frame.current, (units) => {
      width.value = units
    })
  })
  const drawing = drawYear(year, today, width.value)
  return (
    <div class="year-frame" ref={frame}>
      {/* biome-ignore lint/a11y/useSemanticElements: nothing else that can be drawn holds a list of things */}
      <svg
        viewBox={`0 0 ${drawing.width} ${drawing.height}`}
        role="group"
        aria-label={`Picture of the year, ${monthsOf(year)}`}
      >
        <Ground drawing={drawing} />
        {numbered.length > 0 && <YearMarks {...view} placed={drawing.marks} />}
      </svg>
    </div>
  )
}

const MONTHS_Y = 12

/** Months, terms and today. */
function Ground({ drawing: { height, months, terms, todayX } }: { drawing: Drawing }) {
  return (
    <>
      <svg class="year-months" aria-hidden="true">
        {months.map(({ x, middle, label }) => (
          <g key={x}>
            {x > 0 && <path d={`M${x} 1V${height - FOOT}`} />}
            <text x={middle} y={MONTHS_Y}>
              {label}
            </text>
          </g>
        ))}
      </svg>
      {terms.map((term) => (
        <svg
          key={term.x}
          class="year-term"
          x={term.x}
          y={TERMS_Y}
          width={term.width}
          height={TERM_HEIGHT}
          role="img"
          aria-label={term.words}
        >
          <rect width="100%" height="100%" rx="4" />
          <text x="50%" y="14">
            {term.label}
          </text>
        </svg>
      ))}
      <svg class="year-today" aria-hidden="true">
        <path d={`M${todayX} ${TERMS_Y + TERM_HEIGHT}V${height}`} />
        <text x={todayX + 5} y={height - 3}>
          Today
        </text>
      </svg>
    </>
  )
}
