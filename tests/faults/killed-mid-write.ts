import { randomBytes } from 'node:crypto'
import { setTimeout as wait } from 'node:timers/promises'
import type { Page } from 'puppeteer-core'
import { type BrowserName, launch } from '../../src/cli/browser.ts'
import type { Fault, Result } from './fault.ts'
import { kill } from './kill.ts'
import type { Found, Told } from './pages/children.ts'
import { inNewProfile } from './profile.ts'
import { calls, servePage } from './serve.ts'

/**
 * A page writes one child after another until its browser is killed with all its processes; then the same profile is opened
 * again, and again. This is a program that dies, not a computer: what the operating system was given, it still has.
 *
 * About once in a hundred such kills Chromium 156 comes to throw the whole store away, two starts later, and says so.
 * LevelDB writes a record's header and its content one after the other; killed between the two, it goes on behind the lone
 * header at the next start and takes it for damage at the one after that. No page can prevent it, so these are counted apart:
 * what is promised is that nothing is lost in part, or in silence.
 */
export const killedMidWrite: Fault = {
  id: 'F1',
  promise: 'browser killed mid-write',
  inFirefox: true,
  times: { full: 200, short: 4 },
  run: ({ browser }, times) => inNewProfile((profile) => run(browser, profile, times)),
}

/** How long a page has been writing when its browser is killed: anything between, evenly. */
const LEAST_MS = 50
const MOST_MS = 700

async function run(browser: BrowserName, profile: string, times: number): Promise<Result> {
  const key = randomBytes(32).toString('base64') // kept here, so that what was sealed before a kill must open after it
  const writes = watchWrites()
  const served = await servePage('children', writes.hear)
  let torn = 0
  let lost = 0
  let thrownAway = 0
  try {
    for (let killed = 0; ; killed++) {
      const opened = await launch(browser, { headless: true, profile })
      try {
        const page = (await opened.pages())[0] as Page
        await page.goto(served.url)
        const call = calls<typeof import('./pages/children.ts')>(page)
        const { children, isThrownAway } = await call('readChildren', key)
        if (isThrownAway) {
          thrownAway++
          writes.acknowledged.clear()
        }
        torn += children.filter(isTorn).length
        lost += takeLost(children, writes.acknowledged)
        if (killed === times) break
        const writing = call('writeChildren', key)
        writing.catch(() => {}) // ends with its browser
        await Promise.race([writes.begun(), writing])
        await Promise.race([wait(LEAST_MS + Math.random() * (MOST_MS - LEAST_MS)), writing])
      } finally {
        await kill(opened, profile)
      }
    }
  } finally {
    await served.stop()
  }
  const count = writes.count()
  return {
    isKept: torn === 0 && lost === 0 && count > 0,
    figures: `${torn} torn, ${lost} of ${count.toLocaleString('en-GB')} acknowledged writes lost, ${thrownAway} stores thrown away by the browser`,
  }
}

/** What the page said it had written. The last words of a page that is killed may still be on their way: they count. */
function watchWrites() {
  const acknowledged = new Map<string, number>()
  let count = 0
  let begun = Promise.withResolvers<void>()
  return {
    acknowledged,
    count: () => count,
    begun: () => {
      begun = Promise.withResolvers()
      return begun.promise
    },
    hear: (said: unknown) => {
      const told = said as Told
      if (told.kind === 'begun') return begun.resolve()
      acknowledged.set(told.child, Math.max(told.version, acknowledged.get(told.child) ?? 0))
      count++
    },
  }
}

/** Parts of two versions in one child, a part that is missing or does not open, or a list that says otherwise. */
function isTorn({ cover, listed, boxes }: Found): boolean {
  return cover === undefined || [listed, ...boxes].some((version) => version !== cover)
}

/** Each loss counts once: from here on, what was found is what must be kept. */
function takeLost(found: Found[], acknowledged: Map<string, number>): number {
  const kept = new Map(found.map(({ child, cover = 0 }) => [child, cover]))
  const lost = [...acknowledged.keys()].filter((child) => (kept.get(child) ?? 0) < (acknowledged.get(child) ?? 0))
  for (const child of lost) acknowledged.set(child, kept.get(child) ?? 0)
  return lost.length
}
