import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { openChild, press, SCHOOL_MORNING, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { LEASE_MS } from '../../src/consent/lease.ts'
import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { expectAccessible, openBuiltExtension, openPageAt } from './extension.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
})
afterAll(() => practice.stop())

const openAt = (opened: OpenBrowser, path: string, nowMs: number, words: string) =>
  openPageAt({ opened, practice, words }, path, nowMs)

describe('after a long weekend', () => {
  let opened: OpenBrowser
  let words: string
  const tuesday = SCHOOL_MORNING + LEASE_MS + HOUR_MS

  beforeAll(async () => {
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    words = await setUpWithServer(opened, practice, 'practice-virtual-school-head')
    await (await openChild(opened, 'Sam Carter')).close()
  })
  afterAll(() => opened?.close())

  it('a child’s page says when it was last checked, and nothing that is in the record', async () => {
    const page = await openAt(opened, 'sidepanel.html', tuesday, words)
    await waitForText(page, 'We last checked this 23 Nov 8:40am. It may have changed. Refresh to check now.')
    const text = await textOnScreen(page)
    expect(text).not.toContain('Brief Year 7 tutors')
    expect(text).toContain('Ms Rao, safeguarding lead')
    await expectAccessible(page)
    await page.close()
  })

  it('the board and the popup say that they have nothing to go by, not that there is nothing', async () => {
    for (const path of ['board.html', 'popup.html']) {
      const page = await openAt(opened, path, tuesday, words)
      await waitForText(page, 'children are not shown until they have been checked. Refresh to check now.')
      expect(await textOnScreen(page)).not.toMatch(/Nothing that is shared|No commitments|Late/)
      await expectAccessible(page)
      await page.close()
    }
  })

  it('a clock that is wrong is said, and nothing is shown by it', async () => {
    for (const path of ['sidepanel.html', 'board.html']) {
      const page = await openAt(opened, path, SCHOOL_MORNING - HOUR_MS, words)
      await waitForText(page, 'Your computer’s clock looks wrong, so nothing is shown. Put it right, then refresh.')
      expect(await textOnScreen(page)).not.toMatch(/Sam|S\.C\.|Brief Year 7/)
      await expectAccessible(page)
      await page.close()
    }
  })

  it('a refresh brings it all back', async () => {
    const page = await openAt(opened, 'board.html', tuesday, words)
    await press(page, 'Refresh')
    await waitForText(page, 'Brief Year 7 tutors before February half-term')
    await page.close()
  })
})

describe('the day after an agreement ends', () => {
  it('the page says that it has ended, and shows nothing', async () => {
    const lastDay = Date.parse('2027-07-20T09:00:00Z')
    const opened = await openBuiltExtension({ clock: lastDay })
    try {
      practice.server.clock.aheadMs = lastDay - Date.now()
      const words = await setUpWithServer(opened, practice, 'practice-class-teacher')
      const today = await openChild(opened, 'Sam Carter')
      await waitForText(today, 'Agreed by Sam’s family, until 20 July 2027')
      await today.close() // by its clock, tomorrow is not yet
      const tomorrow = await openAt(opened, 'sidepanel.html', lastDay + DAY_MS, words)
      await waitForText(
        tomorrow,
        'Sam’s family agreed to this until 20 July 2027. It has ended, so it is no longer shown.',
      )
      expect(await textOnScreen(tomorrow)).not.toMatch(/What helps|I like knowing/)
      await expectAccessible(tomorrow)
    } finally {
      await opened.close()
    }
  })
})
