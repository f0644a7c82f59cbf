import { addPracticeFamilies } from '../../app/add-source.ts'
import { refresh } from '../../app/refresh.ts'
import { SIGN_INS } from '../../practice/families/sign-ins.ts'
import { focusWhenShown } from '../look/focus.ts'
import type { PageState } from '../page-state.ts'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'

/** The made-up families, seen as one of the people around them. */
export function AddFamilies({ page }: { page: PageState }) {
  const adding = useAdding(page)
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        const role = textIn(event, 'role')
        void adding.attempt('Asking who you are…', async () => {
          await addPracticeFamilies(page.app, role)
          await refresh(page.app, adding.onProgress)
        })
      }}
    >
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
      <Trying adding={adding}>Look around</Trying>
    </form>
  )
}
