import { resolve } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterEach, describe, expect, it } from 'vitest'
import { type OpenBrowser, openChromium, openFirefox } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'
import { chooseHow, chooseWayIn, press, waitForText } from '../../src/cli/drive.ts'

const ADDRESS = 'https://records.example/fhir' // nobody can have it (RFC 2606)

/** Firefox takes its time on a busy machine. */
const SLOW_MS = 30_000

describe('somebody who adds a server', () => {
  let opened: OpenBrowser
  afterEach(() => opened?.close())

  async function connect(): Promise<Page> {
    const page = await opened.openPage('welcome.html')
    await press(page, 'Add where your records come from')
    await chooseWayIn(page, 'keep-nothing')
    await waitForText(page, 'How do your records come?', SLOW_MS)
    await chooseHow(page, 'code')
    await page.locator('#address').fill(ADDRESS)
    await page.locator('#code').fill('a-code')
    await press(page, 'Connect')
    return page
  }

  it('lets Firefox ask that one place and no other', async () => {
    const isAllowed = { 'extensions.webextOptionalPermissionPrompts': false } // as if Allow were pressed
    opened = await openFirefox({ extension: resolve(OUTPUT.firefox), headless: true, prefs: isAllowed })
    const page = await connect()
    await waitForText(page, 'We cannot reach the place your records come from.', SLOW_MS)
    expect(await originsOf(page)).toEqual(['https://records.example/*'])
  })

  it('is asked by Chromium, and until they have said yes nobody else is asked anything', async () => {
    opened = await openChromium({ extension: resolve(OUTPUT.chrome), headless: true })
    const page = await connect()
    const asked: string[] = []
    page.on('request', (request) => void asked.push(request.url()))
    await waitForText(page, 'Asking who you are…')
    expect(await originsOf(page)).toEqual([])
    expect(asked).toEqual([])
  })
})

function originsOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { permissions: { getAll(): Promise<{ origins: string[] }> } }
    }
    return (await chrome.permissions.getAll()).origins
  })
}
