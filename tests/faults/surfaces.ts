import type { Page } from 'puppeteer-core'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { type Worker, watchWorker } from './worker.ts'

/** The pages a working day has open, each in a window of its own, so that all of them are drawn. */
export type Surfaces = Record<'popup' | 'panel' | 'board' | 'options', Page>

const PATHS = { popup: 'popup.html', panel: 'sidepanel.html', board: 'board.html', options: 'options.html' }

/** What else there is to look at, and to act on. */
export type Desk = {
  surfaces: Surfaces
  /** A page that may do whatever ours may, and does nothing by itself. */
  blank: Page
  worker: Worker
}

/**
 * Closes what else is open.
 *
 * @param watch runs in each of the four before anything of ours, with `what`
 */
export async function openDesk<What>(opened: OpenBrowser, watch: (what: What) => void, what: What): Promise<Desk> {
  const { browser, origin } = opened
  const blank = await browser.newPage()
  await blank.goto(`${origin}/manifest.json`)
  for (const other of await browser.pages()) if (other !== blank) await other.close()
  const open = async (path: string) => {
    const page = await browser.newPage({ type: 'window', windowBounds: { width: 800, height: 900 } })
    await page.evaluateOnNewDocument(keepSidePanelShut)
    await page.evaluateOnNewDocument(watch as (what: unknown) => void, what)
    await page.goto(`${origin}/${path}`)
    return page
  }
  const surfaces = {
    popup: await open(PATHS.popup),
    panel: await open(PATHS.panel),
    board: await open(PATHS.board),
    options: await open(PATHS.options),
  }
  return { surfaces, blank, worker: await watchWorker(opened, blank) }
}

/** A fifth page would open beside the popup. */
function keepSidePanelShut(): void {
  const { chrome } = globalThis as unknown as { chrome: { sidePanel: { open(): Promise<void> } } }
  chrome.sidePanel.open = async () => {}
}

/** Presses the first button whose text begins so, in an instant. @returns whether there is one */
export function press(page: Page, text: string): Promise<boolean> {
  return page.evaluate((wanted) => {
    const buttons = [...document.querySelectorAll('button')]
    const found = buttons.find(({ textContent, disabled }) => textContent.trim().startsWith(wanted) && !disabled)
    found?.click()
    return found !== undefined
  }, text)
}

/** Types into a field at once. @returns whether there is one */
export function type(page: Page, field: string, text: string): Promise<boolean> {
  return page.evaluate(
    (selector, value) => {
      const input = document.querySelector<HTMLInputElement>(selector)
      if (!input) return false
      input.focus()
      input.value = value
      input.dispatchEvent(new InputEvent('input', { bubbles: true }))
      return true
    },
    field,
    text,
  )
}

/** Gives the four words to a page that is locked, and does not wait for what comes of it. */
export async function giveWords(page: Page, words: string): Promise<void> {
  await page.locator('#passphrase').wait()
  await type(page, '#passphrase', words)
  await press(page, 'Unlock')
}
