import { browser } from 'wxt/browser'
import { defineBackground } from 'wxt/utils/define-background'

/** The worker may die at any moment and nothing waits for it: pages open the vault themselves. */
export default defineBackground(() => {
  browser.runtime.onInstalled.addListener(({ reason }) => {
    if (reason === 'install') void browser.tabs.create({ url: browser.runtime.getURL('/welcome.html') })
  })
})
