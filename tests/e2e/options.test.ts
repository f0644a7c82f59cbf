import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { openChild, press, SCHOOL_MORNING, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { expectAccessible, openBuiltExtension, readVault } from './extension.ts'

describe('what is kept, and settings', () => {
  let practice: Practice
  let opened: OpenBrowser
  let page: Page

  beforeAll(async () => {
    practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    await setUpWithServer(opened, practice, 'practice-virtual-school-head')
    await (await openChild(opened, 'Mia Doyle')).close()
    page = await opened.openPage('options.html')
    await waitForText(page, 'Kept on this computer')
  })
  afterAll(async () => {
    await opened?.close()
    await practice?.stop()
  })

  it('says how many records, how much room and until when, and names nobody before it is asked to', async () => {
    const kept = await readVault(page)
    const text = await page.evaluate(() => document.body.innerText)
    expect(text).toContain(`${kept.length}, in ${kept.reduce((sum, { boxes }) => sum + boxes, 0)} sealed parts`)
    expect(text).toContain('until 26 Nov 8:40am')
    for (const { cover } of kept) expect(text).not.toContain(cover.name)
    await expectAccessible(page)
  })

  it('removes one record, and does not fetch it again until it is asked to', async () => {
    await page.locator('::-p-text(Remove one record from this computer)').click()
    await page.locator('button[aria-label="Remove Mia Doyle"]').click()
    await expectAccessible(page)
    await press(page, 'Yes, remove')
    await waitForText(page, 'You have removed 1 record from this computer.')
    expect(await names(page)).not.toContain('Mia Doyle')
    await refresh(page)
    expect(await names(page)).not.toContain('Mia Doyle')

    await press(page, 'Fetch again at the next refresh')
    await page.waitForFunction(() => !document.body.innerText.includes('You have removed'), { polling: 50 })
    await refresh(page)
    expect(await names(page)).toContain('Mia Doyle')
  })

  it('lets somebody make the rules stricter for themselves, and no less strict than they are', async () => {
    const choices = await page.$$eval('#idle option', (options) => options.map(({ textContent }) => textContent))
    expect(choices).toEqual(['After 1 minute', 'After 2 minutes', 'After 5 minutes', 'After 10 minutes'])
    await page.select('#idle', '2')
    await page.waitForFunction(
      async () => {
        const { chrome } = globalThis as unknown as {
          chrome: { storage: { session: { get(): Promise<{ use: { idleMs: number } }> } } }
        }
        return (await chrome.storage.session.get()).use.idleMs === 120_000
      },
      { polling: 50 },
    )
    await page.select('#offline', '4')
    await waitForText(page, 'until today 12:40pm')
  })

  it('lists who looked, in words and references, and saves it as AuditEvents', async () => {
    await page.reload()
    await page.locator('::-p-text(The last)').click()
    await waitForText(page, 'Removed a record from this computer')
    const log = await page.$eval('section[aria-labelledby="log"]', (section) => (section as HTMLElement).innerText)
    expect(log).toMatch(/Looked\n.*today 8:4\dam · record [0-9a-f]{6}/)
    expect(log).not.toMatch(/Mia|Doyle/)
    expect(log).toContain('told')
    await expectAccessible(page)
    const told = await practice.server.accesses.searchResources({ resourceType: 'AuditEvent' })
    expect(told.length).toBeGreaterThan(0)
    expect(JSON.stringify(told)).not.toMatch(/Mia Doyle|Ms Adeyemi/)
  })

  it('removes everything', async () => {
    await page.locator('::-p-text(Remove everything from this computer)').click()
    await press(page, 'Remove everything and start again')
    await waitForText(page, 'Set up Handrail')
    expect(await textOnScreen(page)).not.toContain('Kept on this computer')
  })
})

async function refresh(page: Page): Promise<void> {
  await press(page, 'Refresh')
  await page.waitForFunction(() => [...document.querySelectorAll('button')].some((one) => one.disabled), {
    polling: 10,
  })
  await page.waitForFunction(() => ![...document.querySelectorAll('button')].some((one) => one.disabled), {
    polling: 50,
  })
}

async function names(page: Page): Promise<string[]> {
  return (await readVault(page)).map(({ cover }) => cover.name)
}
