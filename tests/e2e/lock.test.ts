import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenBrowser, setClock } from '../../src/cli/browser.ts'
import { openChild, press, SCHOOL_MORNING, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { MINUTE_MS } from '../../src/core/time.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

const PERSONAL = /Sam Carter|S\.C\.|Brief Year 7 tutors/

describe('a lock', () => {
  let practice: Practice
  let opened: OpenBrowser
  let words: string
  let surfaces: Page[]

  beforeAll(async () => {
    practice = await startPractice({ year: WRITTEN_FOR })
    opened = await openBuiltExtension()
    words = await setUpWithServer(opened, practice, 'practice-virtual-school-head')
    const panel = await openChild(opened, 'Sam Carter')
    surfaces = [panel, await opened.openPage('board.html'), await opened.openPage('popup.html')]
  })
  afterAll(async () => {
    await opened?.close()
    await practice?.stop()
  })

  it.each([
    ['when the computer is locked', () => tellWorker(opened, 'idle.onStateChanged', 'locked')],
    ['at the keyboard’s “Hide now”', () => tellWorker(opened, 'commands.onCommand', 'hide-now')],
    ['by the button', () => press(surfaces[2] as Page, 'Hide now')],
    [
      'when a page finds that it has not been used for longer than is allowed',
      async () => {
        const later = await opened.browser.newPage()
        await setClock(later, Date.now() + 11 * MINUTE_MS)
        await later.goto(`${opened.origin}/popup.html`)
        await waitForText(later, 'Your four words')
        await later.close()
      },
    ],
    [
      'when the clock has been set back',
      async () => {
        const earlier = await opened.browser.newPage()
        await setClock(earlier, Date.now() - 11 * MINUTE_MS)
        await earlier.goto(`${opened.origin}/popup.html`)
        await waitForText(earlier, 'Your four words')
        await earlier.close()
      },
    ],
  ])('%s: the key goes, and every page is empty', async (_, lockIt) => {
    await unlock()
    for (const page of surfaces) await page.waitForFunction(() => document.querySelector('main h2'), { polling: 50 })
    await waitForText(surfaces[1] as Page, 'Brief Year 7 tutors')
    await lockIt()
    for (const page of surfaces) {
      await waitForText(page, 'Your four words')
      expect(await textOnScreen(page)).not.toMatch(PERSONAL)
    }
    expect(await session(surfaces[0] as Page)).not.toContain('unlocked')
  })

  it('leaves no key in the memory of any page', async () => {
    await unlock()
    await waitForText(surfaces[0] as Page, 'Sam Carter')
    await waitForText(surfaces[1] as Page, 'Brief Year 7 tutors')
    await press(surfaces[2] as Page, 'Hide now')
    for (const page of surfaces) {
      await waitForText(page, 'Your four words')
      const cdp = await page.createCDPSession()
      await cdp.send('HeapProfiler.collectGarbage')
      const keys = await page.queryObjects(await page.evaluateHandle(() => CryptoKey.prototype))
      expect(await keys.evaluate((found) => found.length), page.url()).toBe(0)
    }
  })

  it('is put off by use, and what counts as use is a key or a press on one of our pages', async () => {
    await unlock()
    const page = surfaces[1] as Page
    await page.bringToFront()
    await waitForText(page, 'Brief Year 7 tutors')
    const before = await usedAtMs(page)
    await page.keyboard.press('ArrowDown')
    await page.waitForFunction(readUsedAt, { polling: 50 }, before)
    expect(await textOnScreen(page)).toMatch(PERSONAL)
  })

  it('leaves the child that was shown where it was, for when it is opened again', async () => {
    await press(surfaces[2] as Page, 'Hide now')
    await unlock()
    await waitForText(surfaces[0] as Page, 'Sam Carter')
  })

  async function unlock(): Promise<void> {
    const popup = surfaces[2] as Page
    await popup.bringToFront()
    await popup.locator('h1').wait()
    if (!(await popup.$('#passphrase'))) return
    await popup.locator('#passphrase').fill(words)
    await press(popup, 'Unlock')
    await popup.waitForFunction(() => !document.querySelector('#passphrase'), { polling: 50 })
  }
})

describe('wrong words', () => {
  it('five times have to wait, in every page, and nothing is removed', async () => {
    const opened = await openBuiltExtension()
    const practice = await startPractice({ year: WRITTEN_FOR })
    try {
      await setUpWithServer(opened, practice, 'practice-gp')
      const popup = await opened.openPage('popup.html')
      await press(popup, 'Hide now')
      for (let wrong = 1; wrong <= 5; wrong++) {
        await popup.locator('#passphrase').fill(`these are not ${wrong}`)
        await press(popup, 'Unlock')
        await waitForText(popup, wrong < 5 ? 'Those are not the right four words.' : 'You can try again in')
        await popup.waitForFunction(() => document.querySelector('form button')?.textContent === 'Unlock', {
          polling: 50,
        })
      }
      await expectAccessible(popup)
      const other = await opened.openPage('sidepanel.html')
      await waitForText(other, 'You can try again in')
      expect(await other.$eval('form button', (button) => (button as HTMLButtonElement).disabled)).toBe(true)
    } finally {
      await opened.close()
      await practice.stop()
    }
  })
})

describe('the end of the browser', () => {
  it('is a lock: opened again, it asks', async () => {
    const profile = mkdtempSync(join(tmpdir(), 'profile-'))
    const practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
    try {
      const first = await openBuiltExtension({ profile, clock: SCHOOL_MORNING })
      await setUpWithServer(first, practice, 'practice-class-teacher')
      await first.close()
      const second = await openBuiltExtension({ profile, clock: SCHOOL_MORNING })
      const popup = await second.openPage('popup.html')
      await waitForText(popup, 'Your four words')
      expect(await session(popup)).toEqual([])
      await second.close()
    } finally {
      await practice.stop()
      rmSync(profile, { recursive: true, force: true })
    }
  })
})

/** Has one of the worker's listeners called as the browser would call it. */
async function tellWorker({ browser, origin }: OpenBrowser, event: string, what: string): Promise<void> {
  const target = await browser.waitForTarget((one) => one.type() === 'service_worker' && one.url().startsWith(origin))
  const worker = await target.worker()
  await worker?.evaluate(
    (path, value) => {
      const { chrome } = globalThis as unknown as {
        chrome: Record<string, Record<string, { dispatch(v: string): void }>>
      }
      const [space = '', name = ''] = path.split('.')
      chrome[space]?.[name]?.dispatch(value)
    },
    event,
    what,
  )
}

type Chrome = { storage: { session: { get(): Promise<{ use: { usedAtMs: number } }> } } }

async function usedAtMs(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: Chrome }
    return (await chrome.storage.session.get()).use.usedAtMs
  })
}

async function readUsedAt(before: number): Promise<boolean> {
  const { chrome } = globalThis as unknown as { chrome: Chrome }
  return (await chrome.storage.session.get()).use.usedAtMs > before
}

function session(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: { storage: { session: { get(): Promise<object> } } } }
    return Object.keys(await chrome.storage.session.get())
  })
}
