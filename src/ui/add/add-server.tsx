import { addFhirServer } from '../../app/add-source.ts'
import { refresh } from '../../app/refresh.ts'
import type { PageState } from '../page-state.ts'
import { allowServer } from './allow-server.ts'
import { giveBack } from './give-back.ts'
import { ServerAddress } from './server-address.tsx'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'

/** An organisation's server, by an access code. Who somebody is comes from it. */
export function AddServer({ page }: { page: PageState }) {
  const adding = useAdding(page)
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        const [address, code] = [textIn(event, 'address'), textIn(event, 'code')]
        const isAllowed = allowServer(page, address) // within the press of the button, before anything is awaited
        void adding.attempt('Asking who you are…', async () => {
          await isAllowed
          const { id } = await addFhirServer(page.app, address, code)
          await refresh(page.app, adding.onProgress, id)
          await giveBack(page)
        })
      }}
    >
      <p>Your organisation gives you both of these. Who you are, and what you may see, comes from them.</p>
      <ServerAddress page={page} />
      <div class="field">
        <label for="code">Access code</label>
        <input id="code" name="code" type="password" autocomplete="off" spellcheck={false} required />
      </div>
      <Trying adding={adding}>Connect</Trying>
    </form>
  )
}
