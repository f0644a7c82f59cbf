import { randomBytes } from 'node:crypto'
import type { Browser, Page } from 'puppeteer-core'
import { type BrowserName, launch } from '../../src/cli/browser.ts'
import type { Fault, Result } from './fault.ts'
import { calls, type Served, servePage } from './serve.ts'

/**
 * Handrail has been updated, and three pages from before the update are still open. Ours let go when they are asked to;
 * of a page that does not (it hangs, or was stopped in mid-sentence) there are none, one, two or three.
 */
export const blockedUpgrade: Fault = {
  id: 'F4',
  promise: 'an upgrade while three older pages are open',
  inFirefox: true,
  times: { full: 20, short: 2 },
  run: ({ browser }, times) => run(browser, times),
}

const OLDER = 3

/** How long somebody may be left without an answer. */
const SOON_MS = 5000

async function run(name: BrowserName, times: number): Promise<Result> {
  const count = { opened: 0, said: 0, lost: 0, slowestMs: 0 }
  const served = await servePage('versions')
  const browser = await launch(name, { headless: true })
  try {
    for (let time = 0; time < times; time++) {
      const { first, afterwards, children } = await upgrade(browser, served, time % (OLDER + 1))
      count.slowestMs = Math.max(count.slowestMs, first.tookMs)
      if (first.code === 'vault/blocked') count.said += 1
      else if (first.whole.length === children) count.opened += 1
      count.lost += children - afterwards.whole.length
    }
  } finally {
    await browser.close()
    await served.stop()
  }
  const { opened, said, lost, slowestMs } = count
  return {
    isKept: opened + said === times && lost === 0 && slowestMs <= SOON_MS,
    figures: `${opened} done, ${said} told to close the others, after at most ${(slowestMs / 1000).toFixed(1)} s; ${lost} children lost`,
  }
}

/** @param deaf how many of the older pages do not let go */
async function upgrade(browser: Browser, served: Served, deaf: number) {
  const key = randomBytes(32).toString('base64')
  const children = Array.from({ length: 4 }, () => randomBytes(16).toString('hex'))
  const older = await Promise.all(Array.from({ length: OLDER }, () => openPage(browser, served)))
  await older[0]?.call('keepChildren', key, children)
  for (const [index, { call }] of older.entries()) await call('holdOlder', key, index < deaf)
  const newer = await openPage(browser, served)
  const first = await newer.call('openNewer', key)
  for (const { page } of older) await page.close()
  await newer.page.reload()
  const afterwards = await newer.call('openNewer', key)
  await newer.page.close()
  return { first, afterwards, children: children.length }
}

async function openPage(browser: Browser, { url }: Served) {
  const page: Page = await browser.newPage()
  await page.goto(url)
  return { page, call: calls<typeof import('./pages/versions.ts')>(page) }
}
