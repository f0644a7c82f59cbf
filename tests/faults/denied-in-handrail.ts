import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { launch, type OpenBrowser } from '../../src/cli/browser.ts'
import { chooseWayIn, keepWords, press, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { DENIALS, type Denial, denyStorage } from './deny-storage.ts'
import { inNewProfile } from './profile.ts'
import { calls, servePage } from './serve.ts'
import type { Case } from './storage-denied.ts'
import { watchWorker } from './worker.ts'

/** With the built extension in Chromium. Each begins and ends with nothing kept. */
export function casesInHandrail(handrail: OpenBrowser, unheard: string[]): Case[] {
  const { browser, origin } = handrail
  /** @param before runs in it before its own scripts */
  const openPage = async (path: string, before: (...args: never[]) => void, ...args: unknown[]) => {
    // In a window of its own: a tab that comes to the front because another was closed would hide it.
    const page = await browser.newPage({ type: 'window' })
    page.on('pageerror', (error) => unheard.push(`${path}: ${error}`))
    await page.evaluateOnNewDocument(before as (...args: unknown[]) => void, ...args)
    await page.goto(`${origin}/${path}`)
    return page
  }

  const removed = (by: keyof typeof REMOVALS, before: () => void): Case => ({
    what: `removed by ${by}, ${before.name}`,
    isAsItShould: async () => {
      const welcome = await openPage('welcome.html', before)
      await lookAround(welcome, 'passphrase')
      const others = await Promise.all(
        ['popup.html', 'board.html', 'options.html'].map((path) => openPage(path, before)),
      )
      const pages = [welcome, ...others]
      const loads = pages.map(countLoads)
      const nobody = await browser.newPage()
      await nobody.goto(`${origin}/manifest.json`)
      await REMOVALS[by](nobody)
      for (const page of pages) await waitForButton(page, 'Set up Handrail', 'Look around with', 'Try again')
      const isOnce = loads.every((count) => count() <= 1)
      for (const page of pages) if (await page.evaluate(hasButton, 'Try again')) await press(page, 'Try again')
      for (const page of pages) await waitForButton(page, 'Set up Handrail', 'Look around with')
      const texts = await Promise.all(pages.map(textOnScreen))
      for (const page of [...pages, nobody]) await page.close()
      return isOnce && texts.some((text) => text.includes('This browser has removed what Handrail kept here.'))
    },
  })

  const denied = (how: Denial): Case => ({
    what: `IndexedDB ${how}`,
    isAsItShould: async () => {
      const welcome = await openPage('welcome.html', denyStorage, how)
      if (how === 'does not answer') await waitForText(welcome, 'What is kept on this computer does not open.')
      else {
        await lookAround(welcome, 'keep-nothing')
        await waitForText(welcome, 'Nothing is kept on this computer')
        const popup = await openPage('popup.html', denyStorage, how)
        await waitForText(popup, 'Show all')
        await press(popup, 'Hide now')
        await waitForButton(popup, 'Set up Handrail')
        await popup.close()
      }
      await welcome.close()
      return true
    },
  })

  const privateWindow: Case = {
    what: 'a private window',
    isAsItShould: async () => {
      const context = await browser.createBrowserContext()
      const page = await context.newPage()
      const why = await page.goto(`${origin}/welcome.html`).then(String, String)
      await context.close()
      return why.includes('net::ERR_BLOCKED_BY_CLIENT')
    },
  }

  const worker: Case = {
    what: 'the worker wakes and IndexedDB is broken',
    isAsItShould: async () => {
      const page = await openPage('manifest.json', justOpened)
      const { run } = await watchWorker(handrail, page)
      unheard.push(...(await run(wakeWithoutStorage)))
      await page.close()
      return true
    },
  }

  const [refusals, silence] = [DENIALS.filter((how) => how !== 'does not answer'), 'does not answer'] as const
  return [
    removed('another page', justOpened),
    ...refusals.map(denied),
    denied(silence),
    removed('the browser', openForAWhile),
    privateWindow,
    worker,
    { what: 'site data blocked by a setting', isAsItShould: () => underASetting(unheard) },
    removed('another page', openForAWhile),
  ]
}

const REMOVALS = {
  'another page': (page: Page) => page.evaluate(async () => void indexedDB.deleteDatabase('handrail')),
  'the browser': async (page: Page) => {
    const cdp = await page.createCDPSession()
    const { origin } = new URL(page.url())
    await cdp.send('Storage.clearDataForOrigin', { origin, storageTypes: 'indexeddb' })
  },
}

function justOpened(): void {}

/** A page that is closed out does not load again by itself in its first seconds, lest it does so for ever. */
function openForAWhile(): void {
  const { now } = performance
  performance.now = () => now.call(performance) + 10_000
}

/** Sets Handrail up with the made-up families. */
async function lookAround(welcome: Page, way: 'passphrase' | 'keep-nothing'): Promise<void> {
  await press(welcome, 'Look around with')
  await (way === 'passphrase' ? keepWords(welcome) : chooseWayIn(welcome, way))
  await press(welcome, 'Look around')
  await waitForText(welcome, 'You are ')
}

function countLoads(page: Page): () => number {
  let loads = 0
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) loads += 1
  })
  return () => loads
}

async function waitForButton(page: Page, ...texts: string[]): Promise<void> {
  await page.waitForFunction(hasButton, { polling: 50 }, ...texts)
}

function hasButton(...texts: string[]): boolean {
  const shown = [...document.querySelectorAll('button')].map(({ textContent }) => textContent?.trim() ?? '')
  return texts.some((text) => shown.some((one) => one.startsWith(text)))
}

/** Nothing tells when it is done: what goes wrong does so in a few steps, none of which waits for anything. */
async function wakeWithoutStorage(): Promise<string[]> {
  type Chrome = { alarms: { onAlarm: { dispatch(alarm: object): void } } }
  const { chrome } = globalThis as unknown as { chrome: Chrome }
  const errors: string[] = []
  const hear = ({ reason }: PromiseRejectionEvent) => errors.push(`worker: ${reason}`)
  const { open } = IDBFactory.prototype
  IDBFactory.prototype.open = () => {
    throw new DOMException('Internal error opening backing store for indexedDB.open.', 'UnknownError')
  }
  addEventListener('unhandledrejection', hear)
  chrome.alarms.onAlarm.dispatch({ name: 'minute' })
  await new Promise((resolve) => setTimeout(resolve, 200))
  removeEventListener('unhandledrejection', hear)
  IDBFactory.prototype.open = open
  return errors
}

/** Chromium spares the pages of an extension: it is for a page of a website, with the vault on it. */
async function underASetting(unheard: string[]): Promise<boolean> {
  const BLOCK = 2
  const served = await servePage('nothing-kept')
  try {
    return await inNewProfile(async (profile) => {
      await mkdir(join(profile, 'Default'))
      const settings = { profile: { default_content_setting_values: { cookies: BLOCK } } }
      await writeFile(join(profile, 'Default', 'Preferences'), JSON.stringify(settings))
      const browser = await launch('chromium', { headless: true, profile })
      try {
        const page = await browser.newPage()
        page.on('pageerror', (error) => unheard.push(String(error)))
        await page.goto(served.url)
        const call = calls<typeof import('./pages/nothing-kept.ts')>(page)
        const start = await call('start')
        return 'stage' in start && start.onlyKeepsNothing && (await call('goOnInMemory')) > 0
      } finally {
        await browser.close()
      }
    })
  } finally {
    await served.stop()
  }
}
