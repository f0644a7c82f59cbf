import { randomBytes } from 'node:crypto'
import type { Page } from 'puppeteer-core'
import { launch, type OpenBrowser } from '../../src/cli/browser.ts'
import { press, setUpWithServer, textOnScreen, waitForText } from '../../src/cli/drive.ts'
import { startPractice } from '../../src/cli/practice.ts'
import { SENTENCES } from '../../src/ui/words.ts'
import { inHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import type { How, Told } from './pages/full-disk.ts'
import { calls, servePage } from './serve.ts'

/**
 * There is no room for one of the fifty rows that a newer record is made of, whichever it is, or for one that a refresh
 * writes: the browser says so at the write, or when all that was written is to stay.
 */
export const fullDisk: Fault = {
  id: 'F3',
  promise: 'no room at a write',
  inFirefox: false,
  times: { full: 50, short: 4 },
  run: async (_, times) => {
    const kept = await inPage(times)
    const sentences = await inHandrail(countSentences)
    return {
      isKept: kept.isKept && sentences.every((count) => count === 1),
      figures: `${kept.figures}, the sentence shown ${sentences.join(' and ')} time`,
    }
  },
}

const HOWS: How[] = ['throws', 'aborts']

/** A child's cover, its line in the list, and a row for each box. */
const ROWS = 50

async function inPage(times: number): Promise<Result> {
  const key = randomBytes(32).toString('base64')
  const served = await servePage('full-disk')
  const browser = await launch('chromium', { headless: true })
  try {
    const page = (await browser.pages())[0] as Page
    await page.goto(served.url)
    const call = calls<typeof import('./pages/full-disk.ts')>(page)
    const replaced: Told[] = []
    const refreshed: (Told & { isMended: boolean })[] = []
    for (const how of HOWS) {
      for (let time = 0; time < times; time++) {
        const nth = 1 + Math.round((time * (ROWS - 1)) / (times - 1))
        replaced.push(await call('replaceChild', key, ROWS - 2, nth, how))
      }
      for (let nth = 1; ; nth++) {
        const told = await call('refreshAll', nth, how)
        if (!told) break
        refreshed.push(told)
      }
    }
    const whole = replaced.filter(({ said, left }) => said === 'vault/full' && left === 'old').length
    const mended = refreshed.filter(isMended).length
    return {
      isKept: whole === times * HOWS.length && mended === refreshed.length && mended > 0,
      figures: `${whole} of ${replaced.length} old copies whole, ${mended} of ${refreshed.length} refreshes not torn`,
    }
  } finally {
    await browser.close()
    await served.stop()
  }
}

/** Who has looked is noted where there is room, and told later: a refresh says nothing of that. */
function isMended({ at, said, left, isMended }: Told & { isMended: boolean }): boolean {
  return said === (at === 'log' ? undefined : 'vault/full') && left !== 'torn' && isMended
}

/** How often the sentence is on the screen when there is room for nothing at all, and when only a record is too large. */
async function countSentences(opened: OpenBrowser): Promise<number[]> {
  const practice = await startPractice()
  try {
    await setUpWithServer(opened, practice, 'practice-class-teacher')
    const sam = await practice.server.repository.readResource('Patient', 'sam')
    await practice.server.repository.updateResource({ ...sam, birthDate: '2016-05-13' } as typeof sam)
    const { text } = SENTENCES['vault/full']
    const counts: number[] = []
    for (const fullFor of [/./, /boxes/]) {
      const popup = await opened.browser.newPage()
      await popup.evaluateOnNewDocument(fillDisk, fullFor.source)
      await popup.goto(`${opened.origin}/popup.html`)
      await press(popup, 'Refresh')
      await waitForText(popup, text)
      counts.push((await textOnScreen(popup)).split(text).length - 1)
    }
    return counts
  } finally {
    await practice.stop()
  }
}

function fillDisk(fullFor: string): void {
  const { put } = IDBObjectStore.prototype
  IDBObjectStore.prototype.put = function (...row) {
    if (new RegExp(fullFor).test(this.name)) throw new DOMException('no room', 'QuotaExceededError')
    return put.apply(this, row)
  }
}
