import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'
import type { App } from '../src/app/app.ts'
import { refreshPacks } from '../src/app/local-packs.ts'
import { lockNow } from '../src/app/lock.ts'
import { refreshIfDue, upkeep } from '../src/app/upkeep.ts'
import { AppError } from '../src/core/errors.ts'
import { openExtensionApp } from './shell/app.ts'
import { extensionSession } from './shell/session.ts'

/**
 * The worker refreshes and locks. It may die at any moment and nothing waits for it: pages open the vault themselves,
 * and every rule comes from what is stored.
 */
export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    wakeEveryMinute()
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') })
  })
  browser.runtime.onStartup.addListener(wakeEveryMinute)
  browser.idle.onStateChanged.addListener((state) => {
    if (state === 'locked') void lockNow(extensionSession) // the computer has been locked; Firefox does not say so
  })
  browser.commands.onCommand.addListener((command) => {
    if (command === 'hide-now') void lockNow(extensionSession)
  })
  browser.alarms.onAlarm.addListener(() => void wake())
})

function wakeEveryMinute(): void {
  void browser.alarms.create('minute', { periodInMinutes: 1 })
}

let opened: Promise<App> | undefined

/** What goes wrong now is tried again in a minute, and said by the pages: there is nobody here to tell. */
async function wake(): Promise<void> {
  try {
    opened ??= openExtensionApp(() => {
      opened = undefined
    })
    const app = await opened
    if (await upkeep(app)) await refreshIfDue(app)
    await refreshPacks(app) // public, and of use locked
  } catch (error) {
    opened = undefined
    if (!(error instanceof AppError)) throw error
  }
}
