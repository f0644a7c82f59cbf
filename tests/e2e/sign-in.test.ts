import { resolve } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type BrowserName, type OpenBrowser, openChromium, openFirefox } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'
import { chooseWayIn, openChild, press, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { expectAccessible } from './extension.ts'

/** Firefox takes its time on a busy machine. */
const SLOW_MS = 30_000

const OPEN: Record<BrowserName, () => Promise<OpenBrowser>> = {
  chromium: () => openChromium({ extension: resolve(OUTPUT.chrome), headless: true }),
  firefox: () => openFirefox({ extension: resolve(OUTPUT.firefox), headless: true }),
}

describe.each<BrowserName>(['chromium', 'firefox'])('on a computer that others use too, in %s', (name) => {
  let practice: Practice
  let opened: OpenBrowser
  let page: Page

  beforeEach(async () => {
    practice = await startPractice()
    opened = await OPEN[name]()
    page = await opened.openPage('welcome.html')
    await press(page, 'Add where your records come from')
    await chooseWayIn(page, 'keep-nothing')
    await waitForText(page, 'How do your records come?', SLOW_MS)
    await page.locator('#address').fill(practice.server.url)
  })
  afterEach(async () => {
    await opened?.close()
    await practice?.stop()
  })

  it('somebody signs in, has nothing to keep or retype, and is asked to sign in again once that has ended', async () => {
    await signInAs('Mr Khan')
    await waitForText(
      page,
      'You are Mr Khan, class teacher, Hillside Primary School. Your organisation says so.',
      SLOW_MS,
    )
    await waitForText(page, 'Nothing is kept on this computer')
    const child = await openChild(opened, 'Sam Carter')
    await waitForText(child, 'What helps')
    await child.close()
    practice.signIn.revoke('PractitionerRole/khan')
    await press(page, 'Refresh')
    await waitForText(page, 'Your sign-in has ended.', SLOW_MS)
    if (name === 'chromium') await expectAccessible(page)
    await signInAs('Ms Okafor', 'Sign in again', '#where-from ~ ul')
    await waitForText(page, 'You are Ms Okafor, designated teacher', SLOW_MS)
  })

  it('and who does not sign in is told so, and nothing is kept', async () => {
    await chooseIn('Do not sign in', 'Sign in')
    await waitForText(page, 'You were not signed in.', SLOW_MS)
    expect(await page.$('#where-from')).toBeNull()
  })

  const signInAs = (person: string, button = 'Sign in', within = 'form') =>
    chooseIn(`Sign in as ${person}`, button, within)

  /** Presses a button of ours, and then one in the window that opens. */
  async function chooseIn(choice: string, button: string, within = 'form'): Promise<void> {
    const isThere = (url: string) => url.startsWith(`${practice.signIn.url}/interaction`)
    const opening = opened.browser.waitForTarget((target) => isThere(target.url()))
    await page.bringToFront()
    await page.locator(`${within} ::-p-xpath(.//button[starts-with(normalize-space(.), "${button}")])`).click()
    const signInWindow = await (await opening).page()
    if (!signInWindow) throw new Error('no window to sign in on')
    await press(signInWindow, choice)
  }
})
