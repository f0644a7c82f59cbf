import { useSignal } from '@preact/signals'
import { addFhirServer, addPracticeFamilies } from '../../app/add-source.ts'
import { refresh } from '../../app/refresh.ts'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import { SIGN_INS } from '../../practice/families/sign-ins.ts'
import { focusWhenShown } from '../look/focus.ts'
import { ErrorNotice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'

export type Records = 'families' | 'server'

type Submit = SubmitEvent & { currentTarget: HTMLFormElement }

/** Where records come from: an organisation's server, or the made-up families. Either way the role is not typed here. */
export function ChooseRecords({ page, first }: { page: PageState; first: Records }) {
  const records = useSignal(first)
  const failed = useSignal<ErrorCode | undefined>(undefined)
  const busy = useSignal('')

  const add = async (source: () => Promise<unknown>) => {
    failed.value = undefined
    busy.value = 'Asking who you are…'
    try {
      await source()
      await refresh(page.app, (done, total) => {
        busy.value = `Fetching ${Math.min(done + 1, total)} of ${total}…`
      })
    } catch (error) {
      failed.value = codeOf(error)
    } finally {
      busy.value = ''
      await page.look()
    }
  }
  const submit = (event: Submit) => {
    event.preventDefault()
    const form = new FormData(event.currentTarget)
    const text = (name: string) => String(form.get(name) ?? '')
    void add(() =>
      records.value === 'server'
        ? addFhirServer(page.app, text('address'), text('code'))
        : addPracticeFamilies(page.app, text('role')),
    )
  }

  return (
    <form class="stack" onSubmit={submit}>
      {records.value === 'server' ? <Server /> : <Families />}
      {failed.value && <ErrorNotice code={failed.value} />}
      <div class="row">
        <button type="submit" class="button primary" disabled={busy.value !== ''}>
          {records.value === 'server' ? 'Connect' : 'Look around'}
        </button>
        <button
          type="button"
          class="button plain"
          onClick={() => {
            records.value = records.value === 'server' ? 'families' : 'server'
            failed.value = undefined
          }}
        >
          {records.value === 'server' ? 'Use made-up families instead' : 'Add a real place instead'}
        </button>
        <span role="status">{busy.value}</span>
      </div>
    </form>
  )
}

function Server() {
  return (
    <>
      <h2 tabIndex={-1} ref={focusWhenShown}>
        Where do your records come from?
      </h2>
      <p>Your organisation gives you both of these. Who you are, and what you may see, comes from them.</p>
      <div class="field">
        <label for="address">Address of the record server</label>
        <span class="hint" id="address-hint">
          It starts with https://
        </span>
        <input id="address" name="address" type="url" inputMode="url" aria-describedby="address-hint" required />
      </div>
      <div class="field">
        <label for="code">Access code</label>
        <input id="code" name="code" type="password" autocomplete="off" spellcheck={false} required />
      </div>
    </>
  )
}

function Families() {
  return (
    <fieldset class="choices">
      <legend>
        <h2 tabIndex={-1} ref={focusWhenShown}>
          Look around as
        </h2>
      </legend>
      {SIGN_INS.map(({ name, practitionerRole }, index) => (
        <label class="check" key={practitionerRole}>
          <input type="radio" name="role" value={practitionerRole} defaultChecked={index === 0} />
          {name}
        </label>
      ))}
    </fieldset>
  )
}
