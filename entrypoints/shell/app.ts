import { browser } from 'wxt/browser'
import * as z from 'zod/mini'
import { type App, openApp } from '../../src/app/app.ts'
import { extensionMemory, extensionSession } from './session.ts'

/** The app as the extension's pages and its worker have it. See `openApp`. */
export function openExtensionApp(onClosed: () => void, loadFamilies?: App['loadFamilies']): Promise<App> {
  z.config({ jitless: true }) // the pages' own policy forbids `eval`, and zod would try it once
  return openApp({
    session: extensionSession,
    memory: extensionMemory,
    fetch: fetch.bind(globalThis),
    now: () => Date.now(),
    allowsLoopback: import.meta.env.WXT_PURPOSE === 'practice',
    readManaged,
    ...(loadFamilies && { loadFamilies }),
    onClosed,
  })
}

/** Asked for each time: what comes first after an installation may be nothing yet. Firefox rejects where nothing is set. */
function readManaged(): Promise<unknown> {
  return browser.storage.managed.get(null).catch(() => undefined)
}
