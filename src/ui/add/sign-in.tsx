import { useSignal } from '@preact/signals'
import { refresh } from '../../app/refresh.ts'
import { addSignedIn, originsToSignIn } from '../../app/sign-in.ts'
import { focusWhenShown } from '../look/focus.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { allowOrigin, allowServer } from './allow-server.ts'
import { giveBack } from './give-back.ts'
import { ServerAddress } from './server-address.tsx'
import { textIn } from './text-in.ts'
import { Trying } from './trying.tsx'
import { useAdding } from './use-adding.ts'

/** An organisation's server on which somebody signs in. Its sign-in may be in another place, which is asked for by itself. */
export function SignIn({ page }: { page: PageState }) {
  const adding = useAdding(page)
  const elsewhere = useSignal<{ address: string; origin: string } | undefined>(undefined)

  /** Every place that signing in takes, one press for each. */
  const begin = (address: string, isAllowed: Promise<void>) => {
    elsewhere.value = undefined
    void adding.attempt('Waiting for you to sign in…', async () => {
      await isAllowed
      for (const origin of await originsToSignIn(page.app, address)) {
        if (await page.shell.isAllowed(origin)) continue
        elsewhere.value = { address, origin }
        return
      }
      await goOn(address)
    })
  }
  const goOn = async (address: string) => {
    const { id } = await addSignedIn(page.app, address, page.shell.signInWindow)
    await refresh(page.app, adding.onProgress, id)
    await giveBack(page)
  }
  return (
    <form
      class="stack"
      onSubmit={(event) => {
        const address = textIn(event, 'address')
        begin(address, allowServer(page, address)) // within the press of the button, before anything is awaited
      }}
    >
      <p>A window opens in which you sign in. Who you are, and what you may see, comes from there.</p>
      <ServerAddress page={page} />
      <Trying adding={adding}>Sign in</Trying>
      {elsewhere.value && (
        <Notice>
          <p tabIndex={-1} ref={focusWhenShown}>
            You sign in at <strong>{new URL(elsewhere.value.origin).host}</strong>. Your browser has to let Handrail ask
            there as well.
          </p>
          <button
            type="button"
            class="button"
            onClick={() => {
              const { value: place } = elsewhere
              if (place) begin(place.address, allowOrigin(page, place.origin))
            }}
          >
            Allow it and sign in
          </button>
        </Notice>
      )}
    </form>
  )
}
