import { AXIS_Y, CELL, type Placed } from './draw-year.ts'
import { classOf, Shape } from './mark-shape.tsx'
import { moveFocus } from './move-focus.ts'
import type { View } from './year-view.ts'
import { nameOf } from './year-words.ts'

/**
 * A list box, as far as a keyboard and a screen reader can tell: it is one stop, and what has the focus is chosen.
 * `tabindex` is in small letters, for Preact spells the attributes of a drawing as they stand: `tabIndex` is none.
 */
export function YearMarks({ today, chosen, stop, choose, placed }: View & { placed: Placed[] }) {
  return (
    <g role="listbox" aria-label="Days in the picture" aria-orientation="horizontal" data-marks>
      <svg class="year-stems" aria-hidden="true">
        {placed.map(({ mark: { id }, x, y, fromX, untilX }) => (
          <path key={id} d={`M${fromX} ${AXIS_Y}H${untilX}M${(fromX + untilX) / 2} ${AXIS_Y}L${x} ${y}`} />
        ))}
      </svg>
      {placed.map(({ mark, number, x, y }) => (
        <g
          key={mark.id}
          role="option"
          aria-label={`${number}: ${nameOf(mark, today)}`}
          aria-selected={number === chosen?.number}
          tabindex={mark.id === stop ? 0 : -1}
          data-mark={mark.id}
          class={classOf(mark, today)}
          transform={`translate(${x} ${y})`}
          onFocus={() => choose(mark.id)}
          onClick={() => choose(mark.id)}
          onKeyDown={moveFocus}
        >
          <rect class="year-cell" x={-CELL / 2 + 1} y={-CELL / 2 + 1} width={CELL - 2} height={CELL - 2} rx="4" />
          <Shape kind={mark.kind} number={number} />
        </g>
      ))}
    </g>
  )
}
