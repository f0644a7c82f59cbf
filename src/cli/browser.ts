import { setTimeout as wait } from 'node:timers/promises'
import puppeteer, { type Browser, type LaunchOptions, type Page } from 'puppeteer-core'
import { findBrowser } from './find-browsers.mjs'

/** What browsers call an unpacked Handrail: in Chromium by the key in its manifest. */
export const CHROMIUM_ID = 'iokhcognbdgpohfkfbhjjdlgmodiailf'
export const GECKO_ID = 'handrail@handrail.example'
const FIREFOX_UUID = '5d1f0c0e-6a3f-4d57-9a0e-1f3b6f0a7c21' // any: fixed, so that pages have a known address
const FIREFOX_PAGE_MS = 20_000

const CHROMIUM_ARGS = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export type OpenBrowser = {
  browser: Browser
  /** Chromium's id for the extension, or Firefox's uuid. */
  extensionId: string
  /** Such as `chrome-extension://…`. */
  origin: string
  /** A new tab with a page of the extension, loaded: `popup.html`, `board.html#…`. */
  openPage(path: string): Promise<Page>
  close(): Promise<void>
}

export type BrowserName = 'chromium' | 'firefox'

type Options = {
  /** The built extension's folder, as an absolute path. */
  extension: string
  headless: boolean
  /** A folder to keep the profile in. Left out: a new one, deleted on close. */
  profile?: string
  /** What the time is, on every page that `openPage` opens, when it opens. Chromium only. */
  clock?: number
  args?: string[]
  /** Firefox's own settings, beside those that it takes to open an extension's pages. */
  prefs?: Record<string, unknown>
}

/** @throws Error when there is no Chromium, or it does not start */
export async function openChromium(options: Options): Promise<OpenBrowser> {
  const browser = await launch('chromium', options, { enableExtensions: true, handleSIGINT: false })
  const extensionId = await browser.installExtension(options.extension)
  const origin = `chrome-extension://${extensionId}`
  // Handrail opens welcome by itself when it is new: wait, or it would come in front of the first page asked for.
  const welcome = await browser.waitForTarget((target) => target.url() === `${origin}/welcome.html`)
  if (options.clock !== undefined) {
    // By the computer's own clock they would lock what has been opened by another.
    await (await welcome.page())?.close()
    await stopAlarms(browser, origin)
  }
  const openPage = async (path: string) => {
    const page = await browser.newPage()
    if (options.clock !== undefined) await setClock(page, options.clock)
    await page.goto(`${origin}/${path}`)
    return page
  }
  return { browser, extensionId, origin, openPage, close: () => browser.close() }
}

async function stopAlarms(browser: Browser, origin: string): Promise<void> {
  const target = await browser.waitForTarget((one) => one.type() === 'service_worker' && one.url().startsWith(origin))
  const worker = await target.worker()
  await worker?.evaluate(() => {
    const { chrome } = globalThis as unknown as { chrome: { alarms: { clearAll(): Promise<boolean> } } }
    return chrome.alarms.clearAll()
  })
}

/**
 * The clock goes on from there. Handrail asks `Date.now` alone what the time is. The page opens no real side panel: that
 * has the computer's clock, and would lock what was opened by another.
 */
export async function setClock(page: Page, nowMs: number): Promise<void> {
  await page.evaluateOnNewDocument((startMs) => {
    const aheadMs = startMs - Date.now()
    const { now } = Date
    Date.now = () => now() + aheadMs
    const { chrome } = globalThis as unknown as { chrome?: { sidePanel?: { open(): Promise<void> } } }
    if (chrome?.sidePanel) chrome.sidePanel.open = async () => {}
  }, nowMs)
}

/** @throws Error when there is no Firefox, or it does not start */
export async function openFirefox(options: Options): Promise<OpenBrowser> {
  const browser = await launch('firefox', options, {
    extraPrefsFirefox: {
      'extensions.webextensions.uuids': JSON.stringify({ [GECKO_ID]: FIREFOX_UUID }),
      ...options.prefs,
    },
  })
  await browser.installExtension(options.extension)
  const origin = `moz-extension://${FIREFOX_UUID}`
  const openPage = async (path: string) => {
    const page = await browser.newPage()
    // In Firefox 153 a visit to an extension page happens, but `goto` never says so: look at the page instead.
    page.goto(`${origin}/${path}`).catch(() => {})
    await untilLoaded(page)
    return page
  }
  return { browser, extensionId: FIREFOX_UUID, origin, openPage, close: () => browser.close() }
}

/**
 * A browser with nothing in it yet.
 *
 * @throws Error when there is none, or it does not start
 */
export async function launch(
  name: BrowserName,
  { headless, profile, args = [] }: Pick<Options, 'headless' | 'profile' | 'args'>,
  more: LaunchOptions = {},
): Promise<Browser> {
  const executablePath = findBrowser(name)
  if (!executablePath) throw new Error(`no ${name} found: install it, or set ${name.toUpperCase()}`)
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [] // Chromium refuses to sandbox for root
  return puppeteer.launch({
    executablePath,
    headless,
    defaultViewport: headless ? { width: 1280, height: 900 } : null,
    ...(profile ? { userDataDir: profile } : {}),
    ...(name === 'chromium'
      ? // Over a pipe the browser ends with us, however we end. Extensions can be loaded no other way.
        { pipe: true, args: [...CHROMIUM_ARGS, ...sandbox, ...args] }
      : // Without the argument Firefox refuses to go to moz-extension: pages.
        { browser: 'firefox' as const, args: ['--remote-allow-system-access', ...args] }),
    ...more,
  })
}

async function untilLoaded(page: Page): Promise<void> {
  const deadlineMs = performance.now() + FIREFOX_PAGE_MS
  while (performance.now() < deadlineMs) {
    // Asking fails while the page is being replaced.
    const loaded = await page
      .evaluate(() => location.protocol === 'moz-extension:' && document.readyState === 'complete')
      .catch(() => false)
    if (loaded) return
    await wait(50)
  }
  throw new Error('Firefox did not open the extension page')
}
