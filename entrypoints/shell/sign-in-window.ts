import { browser } from 'wxt/browser'
import { AppError } from '../../src/core/errors.ts'
import type { Shell } from '../../src/ui/page-state.ts'

/** The window that browsers show to sign in on, and the address they come back to, which is no place on the network. */
export const signInWindow: Shell['signInWindow'] = {
  redirectUri: browser.identity.getRedirectURL('cb'),
  authorize: async (url) => {
    try {
      return await browser.identity.launchWebAuthFlow({ url, interactive: true })
    } catch (error) {
      // In words alone, and these are all that tell one from the other (Chromium 156).
      const isLost = error instanceof Error && /could not be loaded/.test(error.message)
      throw new AppError(isLost ? 'source/unreachable' : 'source/sign-in-cancelled', 'the window did not come back')
    }
  },
}
