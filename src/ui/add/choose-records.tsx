import { useSignal } from '@preact/signals'
import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { AddFamilies } from './add-families.tsx'
import { AddServer } from './add-server.tsx'
import { AddShared } from './add-shared.tsx'
import { SignIn } from './sign-in.tsx'

export type Records = 'families' | 'real'

type How = 'sign-in' | 'code' | 'shared'

const WAYS: Record<How, { name: string; hint: string }> = {
  'sign-in': { name: 'Sign in with my organisation', hint: 'As you do for your other work.' },
  code: { name: 'Use an access code', hint: 'Your organisation has given you one.' },
  shared: { name: 'Open a link or a file', hint: 'A family or an agency has shared it with you.' },
}

type ChooseRecordsProps = { page: PageState; first: Records; how?: How }

/** Where records come from. Whichever it is, what may be seen does not come from what is typed here. */
export function ChooseRecords({ page, first, how: firstHow = 'sign-in' }: ChooseRecordsProps) {
  const records = useSignal(first)
  const how = useSignal<How>(firstHow)
  return (
    <section class="stack" aria-label="Add records">
      {records.value === 'families' && <AddFamilies page={page} />}
      {records.value === 'real' && (
        <>
          <fieldset class="choices">
            <legend>
              <h2 tabIndex={-1} ref={focusWhenShown}>
                How do your records come?
              </h2>
            </legend>
            {(Object.keys(WAYS) as How[]).map((way) => (
              <label class="check" key={way}>
                <input
                  type="radio"
                  name="how"
                  value={way}
                  checked={how.value === way}
                  onChange={() => {
                    how.value = way
                  }}
                />
                <span>
                  {WAYS[way].name}
                  <span class="hint">{WAYS[way].hint}</span>
                </span>
              </label>
            ))}
          </fieldset>
          {how.value !== 'shared' && <TakesThePlace page={page} />}
          {how.value === 'sign-in' && <SignIn page={page} />}
          {how.value === 'code' && <AddServer page={page} />}
          {how.value === 'shared' && <AddShared page={page} />}
        </>
      )}
      {page.sources.value.every(({ from }) => from.kind === 'practice-families') && (
        <div>
          <button
            type="button"
            class="button plain"
            onClick={() => {
              records.value = records.value === 'real' ? 'families' : 'real'
            }}
          >
            {records.value === 'real' ? 'Use made-up families instead' : 'Add a real place instead'}
          </button>
        </div>
      )}
    </section>
  )
}

/** One server at a time: what somebody has now should not go without a word. */
function TakesThePlace({ page }: { page: PageState }) {
  const before = page.sources.value.find(({ from }) => from.kind === 'fhir-server')
  if (!before) return null
  return (
    <Notice>
      <p>This takes the place of {before.name}. The records from there are removed from this computer.</p>
    </Notice>
  )
}
