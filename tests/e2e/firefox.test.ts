import { resolve } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OpenBrowser, openFirefox } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'
import { openChild, press, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'

describe('in Firefox, a class teacher', () => {
  let practice: Practice
  let opened: OpenBrowser
  let page: Page

  beforeAll(async () => {
    practice = await startPractice()
    opened = await openFirefox({ extension: resolve(OUTPUT.firefox), headless: true })
    await setUpWithServer(opened, practice, 'practice-class-teacher')
    page = await openChild(opened, 'Sam Carter')
  })
  afterAll(async () => {
    await opened?.close()
    await practice?.stop()
  })

  it('sees what helps, who to ask and what comes next', async () => {
    for (const text of ['Year 6 · born 12 May', 'What helps', 'Mr Lee, safeguarding lead', 'because Year 6']) {
      await waitForText(page, text)
    }
  })

  it('sees no word for how the family came to be, and nothing that was not granted', async () => {
    const text = await textOnScreen(page)
    expect(text).not.toMatch(STATUS_WORDS)
    for (const wrong of ['Refer to community paediatrics', 'FASD', 'alcohol', 'Pupil Premium']) {
      expect(text).not.toContain(wrong)
    }
  })

  it('hides it all with one button', async () => {
    await press(page, 'Hide now')
    await waitForText(page, 'Your four words')
    expect(await textOnScreen(page)).not.toMatch(/Sam|Carter/)
  })
})
