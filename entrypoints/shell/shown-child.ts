import { type ReadonlySignal, signal } from '@preact/signals'
import { browser } from 'wxt/browser'

const KEY = 'shownChild'

/** Which child the side panel shows: an opaque local reference, kept in memory, gone when the browser closes. */
export async function showChild(child: string | undefined): Promise<void> {
  if (child === undefined) await browser.storage.session.remove(KEY)
  else await browser.storage.session.set({ [KEY]: child })
}

export function watchShownChild(): ReadonlySignal<string | undefined> {
  const shown = signal<string | undefined>(undefined)
  const read = async () => {
    const { [KEY]: child } = await browser.storage.session.get(KEY)
    shown.value = typeof child === 'string' ? child : undefined
  }
  browser.storage.session.onChanged.addListener(() => void read())
  void read()
  return shown
}
