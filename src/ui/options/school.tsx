import { useSignal } from '@preact/signals'
import { importTerms } from '../../app/import-terms.ts'
import { changeSchool, readSchool } from '../../app/school.ts'
import { londonDate, showDate } from '../../core/time.ts'
import type { School as SchoolSaid } from '../../guidance/calendar/school.ts'
import { TERM_DAYS } from '../../guidance/calendar/term-days.ts'
import type { Terms } from '../../guidance/calendar/terms.ts'
import { FIRST_YEAR, LAST_YEAR, schoolYear, yearGroupName } from '../../guidance/calendar/year-group.ts'
import { sentence } from '../../guidance/words.ts'
import { useAdding } from '../add/use-adding.ts'
import { ChoosePhases } from '../look/choose-phases.tsx'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { useKept } from '../use-loaded.ts'

/** The school somebody works in: its terms, its year groups and when its children move on. Guidance keeps time by it. */
export function School({ page }: { page: PageState }) {
  const { attempt, busy, failed } = useAdding(page)
  const said = useSignal('')
  const loaded = useKept(page, () => readSchool(page.app))
  if (loaded.kind === 'loading') return null
  if (loaded.kind === 'failed') return <ErrorNotice code={loaded.code} />
  const school = loaded.value
  const { value: stage } = page.stage
  const isKept = !('keeps' in stage) || stage.keeps === 'disk'
  /** Does something, and says what came of it. */
  const act = (change: () => Promise<string>) => {
    said.value = ''
    void attempt('Saving…', async () => {
      said.value = await change()
    })
  }
  const change = (part: Partial<SchoolSaid>) =>
    act(async () => {
      await changeSchool(page.app, (before) => ({ ...before, ...part }))
      return 'Saved.'
    })
  const choose = (input: HTMLInputElement) => {
    const [file] = input.files ?? []
    input.value = '' // so that the same file can be chosen again
    if (!file) return
    act(async () => {
      const years = Object.keys(await importTerms(page.app, await file.text())).map(Number)
      return `Term dates are in for ${years.map((year) => `${year} to ${year + 1}`).join(', ')}.`
    })
  }
  return (
    <section class="stack" aria-labelledby="school">
      <h2 id="school">Your school</h2>
      <p>Guidance follows these. They are not about any child.</p>
      {failed.value && <ErrorNotice code={failed.value} />}
      <TermDates school={school} page={page} />
      <p class="row">
        <input
          class="unseen"
          id="term-dates"
          type="file"
          accept=".ics,text/calendar"
          onChange={({ currentTarget }) => choose(currentTarget)}
        />
        <label class="button" for="term-dates">
          Choose a calendar of term dates
        </label>
        {Object.keys(school.terms).length > 0 && (
          <button type="button" class="button" onClick={() => change({ terms: {} })}>
            Use the usual dates
          </button>
        )}
      </p>
      <p class="small soft">
        Schools and councils publish their term dates as a file that ends in .ics.{' '}
        {isKept
          ? 'What it says stays on this computer.'
          : 'What it says goes when you lock Handrail, as nothing is kept.'}
      </p>
      <p role="status" class="small">
        {busy.value || said.value}
      </p>
      <ChoosePhases
        id="phases"
        label="When children change school here"
        phases={school.phases}
        onChoose={(phases) => change({ phases })}
      />
      <YearGroups years={school.years} onChoose={(years) => change({ years })} />
    </section>
  )
}

type Said = Awaited<ReturnType<typeof readSchool>>

/** The terms guidance goes by this year and next, and which of the days are the school's own. */
function TermDates({ school: { terms, calendar }, page }: { school: Said; page: PageState }) {
  const thisYear = schoolYear(londonDate(page.app.now()))
  return (
    <>
      {[thisYear, thisYear + 1].map((year) => {
        const own = terms[year] ?? {}
        const all = calendar(year)
        return (
          <details key={year}>
            <summary>
              Term dates {year} to {year + 1}: {whose(own)}
            </summary>
            <dl class="summary">
              {(Object.keys(TERM_DAYS) as (keyof Terms)[]).map((day) => (
                <div key={day}>
                  <dt>{sentence(TERM_DAYS[day].words.replace(/^the /, ''))}</dt>
                  <dd>
                    {day === 'firstDay' || day === 'lastDay' ? '' : 'from '}
                    {showDate(all[day])}
                    {own[day] === undefined && <span class="soft"> · usual date</span>}
                  </dd>
                </div>
              ))}
            </dl>
          </details>
        )
      })}
    </>
  )
}

function whose(own: Partial<Terms>): string {
  const count = Object.keys(own).length
  if (count === 0) return 'the usual dates'
  return count === Object.keys(TERM_DAYS).length ? 'your school’s' : `${count} of 7 are your school’s`
}

function YearGroups({ years, onChoose }: { years: SchoolSaid['years']; onChoose(years: SchoolSaid['years']): void }) {
  const all = Array.from({ length: LAST_YEAR - FIRST_YEAR + 1 }, (_, at) => FIRST_YEAR + at)
  const select = (id: string, label: string, chosen: number, choices: number[], onYear: (year: number) => void) => (
    <div class="field">
      <label for={id}>{label}</label>
      <select id={id} value={chosen} onChange={({ currentTarget }) => onYear(Number(currentTarget.value))}>
        {choices.map((year) => (
          <option key={year} value={year}>
            {yearGroupName(year)}
          </option>
        ))}
      </select>
    </div>
  )
  const { first, last } = years
  return (
    <fieldset class="choices">
      <legend>
        Year groups taught here <span class="hint">“This week, whole class” leaves out the others.</span>
      </legend>
      {select(
        'first-year',
        'From',
        first,
        all.filter((year) => year <= last),
        (year) => onChoose({ first: year, last }),
      )}
      {select(
        'last-year',
        'To',
        last,
        all.filter((year) => year >= first),
        (year) => onChoose({ first, last: year }),
      )}
    </fieldset>
  )
}
