import { resolve } from 'node:path'
import type { ElementHandle, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import {
  openChild,
  PANEL,
  press,
  SCHOOL_MORNING,
  setUpWithServer,
  textOnScreen,
  waitForText,
} from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { DAY_MS } from '../../src/core/time.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import { expectAccessible, openBuiltExtension, openPageAt } from './extension.ts'

const CARD = 'Put the year on one page'
const TERM_DATES = resolve('tests/fixtures/term-dates/holidays-by-name.ics')

let practice: Practice
let opened: OpenBrowser
let words: string

/** Mr Khan's browser, who teaches Sam in Year 6, on a school morning in November. */
beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
  opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
  words = await setUpWithServer(opened, practice, 'practice-class-teacher')
})
afterAll(async () => {
  await opened?.close()
  await practice?.stop()
})

describe('two minutes before a lesson, locked', () => {
  let page: Page
  beforeAll(async () => {
    page = await opened.openPage('popup.html')
    await page.setViewport(PANEL)
    await press(page, 'Hide now')
    await waitForText(page, 'Your four words')
    await waitForText(page, 'Before a lesson')
  })
  afterAll(() => page.close())

  it('shows two lines for whole classes, and words to use with them', async () => {
    expect(await page.$$eval('.whole-class > .marks > li', (lines) => lines.length)).toBe(2)
    await open(page, 'Words to use')
    await waitForText(page, 'Rather than')
  })

  it('has a swap for what may come up in the lesson', async () => {
    await open(page, 'Before a lesson')
    await open(page, 'Genetics')
    await waitForText(page, 'Nobody compares looks with people at home.')
    await expectAccessible(page)
  })

  it('names no pupil and no word that would tell of one', async () => {
    const text = await textOnScreen(page)
    expect(text).not.toMatch(/Sam|Carter/)
    expect(text).not.toMatch(STATUS_WORDS)
    expect(text).toContain('Draft: not yet reviewed')
  })
})

describe('a class teacher', () => {
  let page: Page
  beforeAll(async () => {
    const popup = await openPageAt({ opened, practice, words }, 'popup.html', SCHOOL_MORNING)
    await popup.close()
    page = await openChild(opened, 'Sam Carter')
  })
  afterAll(() => page.close())

  it('ticks what they are trying, and finds it ticked when the page is opened again', async () => {
    await open(page, CARD)
    await (await checkboxIn(page, CARD)).click()
    await waitForText(page, 'Since 23 November 2026')
    await page.reload()
    await waitForText(page, 'Doing')
    await open(page, CARD)
    expect(await (await checkboxIn(page, CARD)).evaluate((box) => box.checked)).toBe(true)
    await expectAccessible(page)
  })

  it('has a note for the designated teacher that names nobody, to send by e-mail', async () => {
    await press(page, 'This isn’t working')
    await waitForText(page, 'A note to Ms Okafor, designated teacher')
    const note = await page.$eval('#note', (element) => element.textContent ?? '')
    const link = await page.$eval('a[href^="mailto:"]', (element) =>
      decodeURIComponent(element.getAttribute('href') ?? ''),
    )
    expect(link).toContain('mailto:okafor@hillside.example?subject=Ten minutes')
    for (const text of [note, link]) {
      expect(text).not.toMatch(/Sam|Carter|Year 6|7K|plan/)
      expect(text).not.toMatch(STATUS_WORDS)
    }
    await expectAccessible(page)
    await press(page, 'Close')
  })

  it('can say that a child is taught in another year group', async () => {
    await open(page, 'Year 6, KS2. Not right?')
    await page.select('#year-group', '-2')
    await waitForText(page, 'Year 4, KS2. Not right?')
    await waitForText(page, 'No change of school is coming up this year.')
    await page.select('#year-group', '0')
    await page.locator('#now').wait()
  })
})

describe('six weeks later', () => {
  it('a class teacher is asked whether it helps, and not again once they have looked', async () => {
    const later = SCHOOL_MORNING + 42 * DAY_MS
    const panel = await openPageAt({ opened, practice, words }, 'sidepanel.html', later)
    await press(panel, 'Refresh')
    await waitForText(panel, 'Does it help?')
    const text = await textOnScreen(panel)
    expect(text).toContain('Since 23 November 2026')
    expect(text).not.toMatch(STATUS_WORDS)
    await expectAccessible(panel)
    await press(panel, 'This isn’t working')
    await waitForText(panel, `I have been trying “${CARD}”`)
    await press(panel, 'Close')
    await press(panel, 'It helps')
    await panel.waitForFunction(() => !document.body.innerText.includes('Does it help?'), { polling: 50 })
    await panel.close()
  })
})

describe('the settings of guidance', () => {
  let page: Page
  /** One page at a time: two that have different clocks would lock each other. */
  const at = async (path: string, day: number) => {
    await page?.close()
    page = await openPageAt({ opened, practice, words }, path, SCHOOL_MORNING + day * DAY_MS)
    await page.setViewport(path === 'options.html' ? { width: 900, height: 1000 } : PANEL)
  }
  beforeAll(() => at('options.html', 43))
  afterAll(() => page.close())

  it('take term dates from the calendar a school publishes', async () => {
    await waitForText(page, 'Term dates 2026 to 2027: the usual dates')
    await choose(page, TERM_DATES)
    await waitForText(page, 'Term dates are in for ')
    expect(await textOnScreen(page)).toMatch(/Term dates \d{4} to \d{4}: (your school’s|\d of 7 are your school’s)/)
    await expectAccessible(page)
  })

  it('say so when a file is no calendar, and keep what there was', async () => {
    await choose(page, resolve('README.md'))
    await waitForText(page, 'That file is not a calendar we can read.')
    expect(await textOnScreen(page)).toMatch(/your school’s/)
    await press(page, 'Use the usual dates')
    await waitForText(page, 'Term dates 2026 to 2027: the usual dates')
  })

  it('add local guidance, say whose it is, and show its cards where they belong', async () => {
    await open(page, 'Add local guidance')
    await page.locator('#pack').fill(practice.localPack)
    await press(page, 'Add')
    await waitForText(page, 'North RAA (made up) · version 1.0.0 · 2 cards')
    await expectAccessible(page)
    await at('sidepanel.html', 44)
    await press(page, 'Refresh')
    await waitForText(page, 'Northmoor: the quiet Saturday at Larkfield')
  })

  it('refuse guidance that is signed by somebody else', async () => {
    await at('options.html', 45)
    await open(page, 'Add local guidance')
    const [url] = practice.localPack.split('#')
    await page.locator('#pack').fill(`${url}#${'A'.repeat(43)}`)
    await press(page, 'Add')
    await waitForText(page, 'We cannot check who wrote this local guidance')
    await expectAccessible(page)
  })

  it('remove it again', async () => {
    await page.locator('button[aria-label="Remove From North RAA"]').click()
    await waitForText(page, 'None. Your agency or council may publish some of its own.')
    await expectAccessible(page)
  })

  it('say nothing that tells why Handrail is used', async () => {
    const said = await page.$$eval(
      'section[aria-labelledby="school"], section[aria-labelledby="local-guidance"]',
      (all) => all.map(({ textContent }) => textContent).join(' '),
    )
    expect(said).not.toMatch(STATUS_WORDS)
  })
})

/** Opens what opens, by its words, unless it is open. */
async function open(page: Page, words: string): Promise<void> {
  await page.bringToFront()
  await page.locator(`::-p-xpath(//details[not(@open)]/summary[contains(normalize-space(.), "${words}")])`).click()
}

async function checkboxIn(page: Page, title: string): Promise<ElementHandle<HTMLInputElement>> {
  const found = await page.waitForSelector(
    `::-p-xpath(//details[summary[contains(., "${title}")]]//input[@type="checkbox"])`,
  )
  return found as ElementHandle<HTMLInputElement>
}

async function choose(page: Page, file: string): Promise<void> {
  const input = (await page.waitForSelector('#term-dates')) as ElementHandle<HTMLInputElement>
  await input.uploadFile(file)
}
