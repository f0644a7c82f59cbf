import { type ReadonlySignal, signal } from '@preact/signals'
import { browser } from 'wxt/browser'

const KEY = 'shownChild'

/** Which child the side panel shows: an opaque local reference, kept in memory, gone with the lock. */
export async function showChild(child: string | undefined): Promise<void> {
  if (child === undefined) await browser.storage.session.remove(KEY)
  else await browser.storage.session.set({ [KEY]: child })
}

export async function watchShownChild(): Promise<ReadonlySignal<string | undefined>> {
  const read = async () => (await browser.storage.session.get<{ [KEY]?: string }>(KEY))[KEY]
  const shown = signal(await read())
  browser.storage.session.onChanged.addListener(async () => {
    shown.value = await read()
  })
  return shown
}
