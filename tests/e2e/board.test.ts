import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { openChild, PANEL, SCHOOL_MORNING, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

describe('the board of a Virtual School Head', () => {
  let practice: Practice
  let opened: OpenBrowser
  let board: Page

  beforeAll(async () => {
    practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    await setUpWithServer(opened, practice, 'practice-virtual-school-head')
    board = await opened.openPage('board.html')
    await board.bringToFront()
    await waitForText(board, 'Hillside Primary School')
  })
  afterAll(async () => {
    await opened?.close()
    await practice?.stop()
  })

  it('groups commitments by school, with what is late, waited for and asked', async () => {
    const text = await board.evaluate(() => document.body.innerText)
    for (const expected of ['Hillside Primary School', 'Larkfield Academy', 'Late', 'Reply due', 'Waiting on others']) {
      expect(text).toContain(expected)
    }
    await expectAccessible(board)
  })

  it('shows children by initials and plan reference, never by name', async () => {
    const text = await textOnScreen(board)
    expect(text).toContain('S.C.')
    expect(text).toContain('plan reference 7K-204')
    expect(text).not.toMatch(/Sam|Carter|Mia|Doyle, |Theo|Marsh/)
  })

  it('says whom to cover for somebody who has left', async () => {
    expect(await textOnScreen(board)).toContain('Ms Hart (has left), cover: Mr Dean')
  })

  it('shows mine alone when asked, and says so when nothing fits', async () => {
    await tick(board, 'Mine only')
    await board.waitForFunction(() => !document.body.innerText.includes('Refer to community paediatrics'))
    expect(await textOnScreen(board)).toContain('Brief Year 7 tutors')
    await board.locator('#search').fill('zebra')
    await waitForText(board, 'Nothing fits.')
    await board.click('#search', { count: 3 })
    await board.keyboard.press('Backspace')
    await tick(board, 'Mine only')
    await waitForText(board, 'Refer to community paediatrics')
  })

  it('reads well at the width of a telephone', async () => {
    await board.setViewport(PANEL)
    const overflow = await board.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
    await expectAccessible(board)
    await board.setViewport({ width: 1280, height: 900 })
  })

  it('says that there is no plan, and how to ask for one', async () => {
    const page = await openChild(opened, 'Noah Bright')
    expect(await textOnScreen(page)).toContain('There is no support plan here.')
    await unfold(page, 'How to ask')
    await waitForText(page, 'assessment of support needs')
    await expectAccessible(page)
    await page.close()
  })
})

async function tick(page: Page, label: string): Promise<void> {
  await page.bringToFront()
  await page.locator(`::-p-xpath(//label[contains(., "${label}")])`).click()
}

async function unfold(page: Page, summary: string): Promise<void> {
  await page.bringToFront()
  await page.locator(`::-p-xpath(//summary[contains(., "${summary}")])`).click()
}
