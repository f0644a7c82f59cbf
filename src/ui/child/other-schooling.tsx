import type { PlainDate } from '../../core/time.ts'
import type { Phases } from '../../guidance/calendar/phases.ts'
import { MOST_YEARS_APART, type Schooling, yearGroupOf } from '../../guidance/calendar/schooling.ts'
import { FIRST_YEAR, keyStage, yearGroupName } from '../../guidance/calendar/year-group.ts'
import { ChoosePhases } from '../look/choose-phases.tsx'

type Props = {
  schooling: Schooling
  today: PlainDate
  onChange(change: { yearsApart?: number; phases?: Phases }): void
}

/**
 * Some children are taught beside the year group of their age, and some go to school where moves are made in other years.
 * Whoever knows says so here; it stays on this computer.
 */
export function OtherSchooling({ schooling, today, onChange }: Props) {
  const year = yearGroupOf(schooling, today)
  const ofAge = yearGroupOf({ ...schooling, yearsApart: 0 }, today)
  const apart = Array.from({ length: 2 * MOST_YEARS_APART + 1 }, (_, at) => at - MOST_YEARS_APART)
  return (
    <details class="slight">
      <summary>{[yearGroupName(year), keyStage(year)].filter(Boolean).join(', ')}. Not right?</summary>
      <div class="stack tight">
        <div class="field">
          <label for="year-group">Taught in</label>
          <select
            id="year-group"
            value={schooling.yearsApart}
            onChange={({ currentTarget }) => onChange({ yearsApart: Number(currentTarget.value) })}
          >
            {apart
              .filter((years) => ofAge + years >= FIRST_YEAR || years === schooling.yearsApart)
              .map((years) => (
                <option key={years} value={years}>
                  {yearGroupName(ofAge + years)}
                  {years === 0 ? ', by age' : ''}
                </option>
              ))}
          </select>
        </div>
        <ChoosePhases
          id="child-phases"
          label="When children change school there"
          phases={schooling.phases}
          onChoose={(phases) => onChange({ phases })}
        />
      </div>
    </details>
  )
}
