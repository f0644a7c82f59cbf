import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Browser, LaunchOptions, Page } from 'puppeteer-core'
import { launch } from '../../src/cli/browser.ts'
import { inHandrail } from './built.ts'
import { DENIALS, denyStorage } from './deny-storage.ts'
import { inNewProfile } from './profile.ts'
import { calls, type Served } from './serve.ts'
import type { Case } from './storage-denied.ts'

/** With the vault on a page of ours in Firefox: see `pages/nothing-kept.ts`. */
export function casesOnPage(browser: Browser, served: Served, unheard: string[]): Case[] {
  const open = async (page: Page) => {
    page.on('pageerror', (error) => unheard.push(String(error)))
    await page.goto(served.url)
    return calls<typeof import('./pages/nothing-kept.ts')>(page)
  }
  const inNewPages = async (count: number, use: (...pages: Page[]) => Promise<boolean>) => {
    const pages = await Promise.all(Array.from({ length: count }, () => browser.newPage()))
    const isRight = await use(...pages)
    for (const page of pages) await page.close()
    return isRight
  }
  /** Under settings of the browser's own, which it knows from its start. */
  const under = async (prefs: LaunchOptions['extraPrefsFirefox'] & object, use: (page: Page) => Promise<boolean>) => {
    const own = await launch('firefox', { headless: true }, { extraPrefsFirefox: prefs })
    try {
      return await use(await own.newPage())
    } finally {
      await own.close()
    }
  }
  const goesOnInMemory = async (page: Page) => {
    const call = await open(page)
    const start = await call('start')
    return 'stage' in start && start.onlyKeepsNothing && (await call('goOnInMemory')) > 0
  }

  return [
    {
      what: 'removed while it is open',
      isAsItShould: () =>
        inNewPages(2, async (page: Page, other: Page) => {
          const [call, elsewhere] = [await open(page), await open(other)]
          await call('start')
          if ((await call('goOnOnDisk')) === 0) return false
          await Promise.all([call('untilClosed'), elsewhere('removeAll')])
          const start = await call('start')
          return 'stage' in start && start.stage === 'not-set-up' && start.isLost
        }),
    },
    ...DENIALS.map((how) => ({
      what: `IndexedDB ${how}`,
      isAsItShould: () =>
        inNewPages(1, async (page: Page) => {
          await page.evaluateOnNewDocument(denyStorage, how)
          if (how !== 'does not answer') return goesOnInMemory(page)
          const start = await (await open(page))('start')
          return 'code' in start && start.code === 'vault/unavailable'
        }),
    })),
    {
      what: 'site data blocked by a setting',
      isAsItShould: () => under({ 'network.cookie.cookieBehavior': 2 }, goesOnInMemory),
    },
    {
      what: 'a browser that remembers nothing',
      isAsItShould: () =>
        under({ 'browser.privatebrowsing.autostart': true }, async (page) => {
          const call = await open(page) // Firefox keeps it in memory by itself
          const start = await call('start')
          return 'stage' in start && !start.onlyKeepsNothing && (await call('goOnOnDisk')) > 0
        }),
    },
    {
      what: 'the extension in a browser that remembers nothing',
      isAsItShould: () =>
        inNewProfile(async (profile) => {
          await writeFile(join(profile, 'prefs.js'), 'user_pref("browser.privatebrowsing.autostart", true);\n')
          return inHandrail(isOutOfReach, { browser: 'firefox', profile })
        }),
    },
  ]
}

/** The manifest has said that it does not go into private windows: there are no scripts of an extension in its pages. */
async function isOutOfReach({ openPage }: Parameters<Parameters<typeof inHandrail>[0]>[0]): Promise<boolean> {
  const page = await openPage('welcome.html')
  return page.evaluate(() => !('browser' in globalThis) && document.body.innerText === '')
}
