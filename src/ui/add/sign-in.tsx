import { useSignal } from '@preact/signals'
import { refresh } from '../../app/refresh.ts'
import { addSignedIn, originsToSignIn } from '../../app/sign-in.ts'
import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { allowOrigin, allowServer } from './allow-server.ts'
import { ServerAddress } from './server-address.tsx'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'

/** An organisation's server on which somebody signs in. Its sign-in may be in another place, which is asked for by itself. */
export function SignIn({ page }: { page: PageState }) {
  const adding = useAdding(page)
  const elsewhere = useSignal<{ address: string; origin: string } | undefined>(undefined)

  const goOn = async (address: string) => {
    await addSignedIn(page.app, address, page.shell.signInWindow)
    await refresh(page.app, adding.onProgress)
  }
  const begin = (address: string) => {
    elsewhere.value = undefined
    const isAllowed = allowServer(page, address) // within the press of the button, before anything is awaited
    void adding.attempt('Asking where to sign in…', async () => {
      await isAllowed
      const origins = await originsToSignIn(page.app, address)
      for (const origin of origins) {
        if (await page.shell.isAllowed(origin)) continue
        elsewhere.value = { address, origin }
        return
      }
      await goOn(address)
    })
  }
  const allow = ({ address, origin }: { address: string; origin: string }) => {
    const isAllowed = allowOrigin(page, origin)
    void adding.attempt('Waiting for you to sign in…', async () => {
      await isAllowed
      elsewhere.value = undefined
      await goOn(address)
    })
  }

  return (
    <form class="stack" onSubmit={(event) => begin(textIn(event, 'address'))}>
      <p>A window opens in which you sign in. Who you are, and what you may see, comes from there.</p>
      <ServerAddress page={page} />
      <Trying adding={adding}>Sign in</Trying>
      {elsewhere.value && (
        <Notice>
          <p tabIndex={-1} ref={focusWhenShown}>
            You sign in at <strong>{new URL(elsewhere.value.origin).host}</strong>. Your browser has to let Handrail ask
            there as well.
          </p>
          <button type="button" class="button" onClick={() => elsewhere.value && allow(elsewhere.value)}>
            Allow it and sign in
          </button>
        </Notice>
      )}
    </form>
  )
}
