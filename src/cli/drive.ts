import type { Page } from 'puppeteer-core'
import type { OpenBrowser } from './browser.ts'
import type { Practice } from './practice.ts'

/** A school morning in the year that the families are written for: what is due, late and next does not depend on today. */
export const SCHOOL_MORNING = Date.parse('2026-11-23T08:40:00Z')

/** How wide the side panel and the popup are in a browser, in CSS pixels. */
export const PANEL = { width: 360, height: 900 }

/**
 * Goes through welcome as a newcomer would: keeps the four words, types them back, gives the address and an access code.
 *
 * @returns the four words
 */
export async function setUpWithServer(
  opened: OpenBrowser,
  practice: Pick<Practice, 'server'>,
  accessCode: string,
): Promise<string> {
  const page = await opened.openPage('welcome.html')
  await press(page, 'Add where your records come from')
  const words = await keepWords(page)
  await chooseHow(page, 'code')
  await page.locator('#address').fill(practice.server.url)
  await page.locator('#code').fill(accessCode)
  await press(page, 'Connect')
  await waitForText(page, 'You are ')
  await page.close()
  return words
}

/** Answers "How do your records come?" */
export async function chooseHow(page: Page, how: 'sign-in' | 'code' | 'shared'): Promise<void> {
  await page.locator(`input[name="how"][value="${how}"]`).click()
}

/** Chooses four words as the way in, keeps those that welcome shows, and types them back. */
export async function keepWords(page: Page): Promise<string> {
  await chooseWayIn(page, 'passphrase')
  return typeWordsBack(page)
}

/** Keeps the words that are on the screen, and types them back. */
export async function typeWordsBack(page: Page): Promise<string> {
  const words = await page
    .locator('.words')
    .map((element) => element.textContent ?? '')
    .wait()
  await press(page, 'I have kept them')
  await page.locator('#passphrase').fill(words)
  await press(page, 'Continue')
  return words
}

/** Answers "How will you unlock it?" */
export async function chooseWayIn(page: Page, way: 'passkey' | 'passphrase' | 'keep-nothing'): Promise<void> {
  await page.locator(`input[name="way"][value="${way}"]`).click()
  await press(page, 'Continue')
}

/**
 * Finds a child in the popup, then opens the side panel's page, as wide as the panel, which shows that child; the first
 * time it asks whether this is the right one, and is told so.
 */
export async function openChild(opened: OpenBrowser, name: string): Promise<Page> {
  const popup = await opened.openPage('popup.html')
  await popup.bringToFront()
  await popup.locator('#find').fill(name)
  await press(popup, name)
  await popup.close()
  const page = await opened.openPage('sidepanel.html')
  await page.setViewport(PANEL)
  await page.locator(`::-p-xpath(//header//h1[starts-with(., "${name}")])`).wait()
  await page.locator('main h2').wait()
  if (await page.$('#confirm')) {
    await press(page, 'Yes, this is')
    await page.waitForFunction(() => !document.querySelector('#confirm'), { polling: 50 })
  }
  return page
}

/** Presses the button whose text begins so. */
export async function press(page: Page, text: string): Promise<void> {
  await page.bringToFront() // a page behind another is not drawn, and what is not drawn cannot be pressed
  await page.locator(`::-p-xpath(//button[starts-with(normalize-space(.), "${text}")])`).click()
}

/** Waits until a text can be seen, in the page or inside an open element on it. */
export async function waitForText(page: Page, text: string, timeout = 10_000): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
      const inside = roots.map((root) => [...root.children].map((child) => (child as HTMLElement).innerText).join('\n'))
      return [document.body.innerText, ...inside].some((shown) => shown?.includes(wanted))
    },
    { timeout, polling: 50 }, // by the clock: a page behind another is not drawn, and would not be looked at again
    text,
  )
}

/** Everything a page tells anybody: its title, its text, and what only a screen reader or a hovering mouse is given. */
export async function textOnScreen(page: Page): Promise<string> {
  return page.evaluate(() => {
    const roots = [...document.querySelectorAll('*')].flatMap(({ shadowRoot }) => shadowRoot ?? [])
    const texts = [document.body, ...roots].flatMap((root) => [
      root.textContent ?? '',
      ...[...root.querySelectorAll('*')].flatMap((element) =>
        [...element.attributes]
          .filter(({ name }) => /^(aria-.*|title|alt|placeholder)$/.test(name))
          .map(({ value }) => value),
      ),
    ])
    return [document.title, ...texts].join('\n')
  })
}
