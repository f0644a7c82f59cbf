import { isPhases, PHASES, type Phases } from '../../guidance/calendar/phases.ts'

type Props = { id: string; label: string; phases: Phases; onChoose(phases: Phases): void }

/** When children change school, in one place or for one child. */
export function ChoosePhases({ id, label, phases, onChoose }: Props) {
  return (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={phases} onChange={({ currentTarget: { value } }) => isPhases(value) && onChoose(value)}>
        {(Object.keys(PHASES) as Phases[]).map((one) => (
          <option key={one} value={one}>
            {PHASES[one].words}
          </option>
        ))}
      </select>
    </div>
  )
}
