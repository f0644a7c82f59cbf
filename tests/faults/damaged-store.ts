import { cp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'puppeteer-core'
import type { BrowserName, OpenBrowser } from '../../src/cli/browser.ts'
import { keepWords, press, waitForText } from '../../src/cli/drive.ts'
import { inHandrail } from './built.ts'
import { type Damage, damagesFor } from './damage.ts'
import type { Fault, Result } from './fault.ts'
import { kill } from './kill.ts'
import { inNewProfile } from './profile.ts'

/**
 * The files in which the browser keeps what Handrail keeps are damaged while it is closed. Opened again, Handrail says
 * within three seconds how to go on: as before, from nothing, or by clearing what does not open. It does so by itself at
 * most once.
 */
export const damagedStore: Fault = {
  id: 'F6',
  promise: 'files of the store damaged',
  inFirefox: true,
  times: { full: 20, short: 1 },
  run: ({ browser }, times) => inNewProfile((profile) => run(browser, profile, times)),
}

const SOON_MS = 3000

async function run(browser: BrowserName, whole: string, times: number): Promise<Result> {
  const words = await setUp(browser, whole)
  const all = damagesFor(browser)
  const count = { inTime: 0, repaired: 0, cleared: 0, refused: 0, stuck: [] as string[], slowestMs: 0, byItself: 0 }
  for (let time = 0; time < times; time++) {
    const { what, damage } = all[Math.floor(((time + 0.5) * all.length) / times)] as Damage
    const { shownMs, end, byItself } = await inNewProfile(async (profile) => {
      await cp(whole, profile, { recursive: true })
      damage(profile)
      return inProfile(browser, profile, (opened) => goOn(opened, words))
    })
    if (shownMs <= SOON_MS) count.inTime += 1
    count.slowestMs = Math.max(count.slowestMs, shownMs)
    count.byItself = Math.max(count.byItself, byItself)
    if (end === 'stuck') count.stuck.push(what)
    else count[end] += 1
  }
  const { inTime, repaired, cleared, refused, stuck, slowestMs, byItself } = count
  return {
    isKept: inTime === times && stuck.length === 0 && byItself <= 1,
    figures: [
      `${repaired} go on by themselves, ${cleared} once cleared, ${refused} say that they cannot be cleared`,
      `after at most ${(slowestMs / 1000).toFixed(1)} s and ${byItself} loads of their own`,
      ...stuck.map((what) => `stuck: ${what}`),
    ].join(', '),
  }
}

/** What Firefox keeps for an extension that was added for a while goes with it, unless it is told otherwise. */
const KEEP = ['keepStorageOnUninstall', 'keepUuidOnUninstall']

/** Sets Handrail up, and closes the browser. */
async function setUp(browser: BrowserName, profile: string): Promise<string> {
  const prefs = KEEP.map((name) => `user_pref("extensions.webextensions.${name}", true);\n`)
  if (browser === 'firefox') await writeFile(join(profile, 'prefs.js'), prefs.join(''))
  return inProfile(browser, profile, async (opened) => {
    const page = await opened.openPage('welcome.html')
    const words = await lookAround(page)
    if (browser === 'chromium') await page.evaluate(fillLog)
    return words
  })
}

/** LevelDB puts what is in its log in a table once the log is four megabytes long. */
async function fillLog(): Promise<void> {
  const opening = indexedDB.open('filler')
  opening.onupgradeneeded = () => opening.result.createObjectStore('noise')
  await new Promise((resolve) => opening.addEventListener('success', resolve))
  const tx = opening.result.transaction('noise', 'readwrite')
  for (let key = 0; key < 90; key++) {
    tx.objectStore('noise').put(crypto.getRandomValues(new Uint8Array(60_000)), key)
  }
  await new Promise((resolve) => tx.addEventListener('complete', resolve))
}

async function inProfile<Value>(
  browser: BrowserName,
  profile: string,
  use: (opened: OpenBrowser) => Promise<Value>,
): Promise<Value> {
  let opened: OpenBrowser | undefined
  const value = await inHandrail(
    (given) => {
      opened = given
      return use(given)
    },
    { browser, profile },
  )
  if (opened) await kill(opened.browser, profile) // until nothing of it is left
  return value
}

/** `repaired`: nothing had to be cleared. `stuck`: nothing on the page leads any further. */
type End = 'repaired' | 'cleared' | 'refused' | 'stuck'

/**
 * Opens a page and does what it says, until Handrail shows whose records these are, or says that what is there cannot be
 * cleared.
 *
 * @returns how long it took until anything was shown, and how often the page has loaded without being asked
 */
async function goOn({ browser, origin }: OpenBrowser, words: string) {
  const page = await browser.newPage()
  const look = watchPage(page)
  page.goto(`${origin}/welcome.html`).catch(() => {}) // in Firefox it never says that it is there
  const first = await look(() => true)
  let end: End = 'repaired'
  let asked = 1
  let { shown } = first
  for (let step = 0; step < STEPS && shown !== 'open' && end !== 'refused'; step++) {
    if (shown === 'locked') {
      await page.locator('#passphrase').fill(words)
      await press(page, 'Unlock')
      shown = (await look((now) => now !== 'locked')).shown
    } else if (shown === 'empty') {
      await lookAround(page)
      shown = 'open'
    } else if (shown === 'no-source') {
      await press(page, 'Use made-up families instead')
      await press(page, 'Look around')
      shown = (await look((now) => now !== 'no-source')).shown
    } else {
      if (shown === 'broken') await page.locator('summary').click()
      const tried = page.evaluate(untilTried).catch(() => {}) // the page has been replaced
      await press(page, shown === 'broken' ? 'Remove everything' : 'Clear and download again')
      await tried
      const seen = await look(() => true)
      shown = seen.shown
      if (seen.isRefused) end = 'refused'
      else if (shown === 'empty') end = 'cleared'
      if (end === 'cleared') asked += 1
    }
  }
  if (shown !== 'open' && end !== 'refused') end = 'stuck'
  return { shownMs: first.atMs, end, byItself: look.loads() - asked }
}

/** More than it takes, whatever is shown at first. */
const STEPS = 5

const PATIENCE_MS = 15_000

type Shown = 'locked' | 'empty' | 'no-source' | 'open' | 'broken' | 'recovery'

/** Looks at a page again and again, from before it is there, until it shows what is wanted. */
function watchPage(page: Page) {
  const loads = new Set<number>()
  const look = async (isWanted: (shown: Shown) => boolean) => {
    const deadlineMs = performance.now() + PATIENCE_MS
    while (performance.now() < deadlineMs) {
      const seen = await page.evaluate(readPage).catch(() => undefined) // it is being replaced
      if (seen?.shown) loads.add(seen.loadedAtMs)
      if (seen?.shown && isWanted(seen.shown)) return { ...seen, shown: seen.shown }
      await wait(20)
    }
    throw new Error('the page shows nothing that was expected')
  }
  return Object.assign(look, { loads: () => loads.size })
}

function readPage() {
  const buttons = [...document.querySelectorAll<HTMLButtonElement>('button, summary')]
  const has = (text: string) => buttons.some(({ textContent }) => textContent?.trim().startsWith(text))
  const shown: [Shown, boolean][] = [
    ['recovery', has('Clear')],
    ['broken', has('It still does not open')],
    ['locked', document.querySelector('#passphrase') !== null],
    ['empty', has('Look around with')],
    ['no-source', has('Connect') || has('Look around')],
    ['open', document.body?.innerText.includes('You are ') ?? false],
  ]
  return {
    shown: shown.find(([, isShown]) => isShown)?.[0],
    isRefused: document.body?.innerText.includes('cannot clear it either') ?? false,
    atMs: performance.now(),
    loadedAtMs: performance.timeOrigin,
  }
}

/** Until what a button began has come to its end: then it can be pressed again, or something else is shown. */
function untilTried(): Promise<void> {
  const isBusy = () => [...document.querySelectorAll('button')].some(({ disabled }) => disabled)
  const heading = document.querySelector('h2, h1')
  return new Promise((resolve) => {
    let wasBusy = false
    new MutationObserver(() => {
      if (isBusy()) wasBusy = true
      else if (wasBusy || !heading?.isConnected || document.querySelectorAll('.notice.error').length > 1) resolve()
    }).observe(document, { subtree: true, childList: true, attributes: true })
  })
}

/** Sets Handrail up with the made-up families. */
async function lookAround(page: Page): Promise<string> {
  await press(page, 'Look around with made-up families')
  const words = await keepWords(page)
  await press(page, 'Look around')
  await waitForText(page, 'You are ')
  return words
}
