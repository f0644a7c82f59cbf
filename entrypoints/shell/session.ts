import { browser } from 'wxt/browser'
import type { Session } from '../../src/vault/session.ts'

const KEY = 'dataKey'

/** `storage.session`: in memory, shared by the extension's own pages, gone when the browser closes. */
export const extensionSession: Session = {
  read: async () => (await browser.storage.session.get<{ [KEY]?: string }>(KEY))[KEY],
  write: (key) => browser.storage.session.set({ [KEY]: key }),
  clear: () => browser.storage.session.clear(),
  watch: (listener, signal) => {
    const onChanged = (changes: Record<string, unknown>) => {
      if (KEY in changes) listener()
    }
    browser.storage.session.onChanged.addListener(onChanged)
    signal.addEventListener('abort', () => browser.storage.session.onChanged.removeListener(onChanged))
  },
}
