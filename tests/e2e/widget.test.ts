import axe from 'axe-core'
import type { Browser, HTTPRequest, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserName, launch } from '../../src/cli/browser.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'

/*
 * The guidance element as it is built, on three pages of the pretend intranet that look nothing alike: one shrinks its root,
 * one is dark and resets everything, one puts three side by side from the classic file.
 */
const PAGES = { 'index.html': 2, 'staffroom.html': 1, 'trust.html': 3 } as const
type Name = keyof typeof PAGES

/** Cards on their way, and not the element's own code, which a browser keeps as it keeps any file. */
const CARDS = /\/packs\/|handrail-guidance-(?!chunk|local-pack)[a-z]/

describe.each<BrowserName>(['chromium', 'firefox'])('<handrail-guidance> as built, in %s', (name) => {
  let practice: Practice
  let browser: Browser
  beforeAll(async () => {
    practice = await startPractice()
    browser = await launch(name, { headless: true })
  })
  afterAll(async () => {
    await browser?.close()
    await practice?.stop()
  })

  /** A page with every element on it shown, and what was asked of the network. */
  async function open(path: Name, width = 1100): Promise<{ page: Page; asked: string[] }> {
    const page = await browser.newPage()
    const asked: string[] = []
    page.on('request', (request) => asked.push(new URL(request.url()).pathname))
    await page.setViewport({ width, height: 900 })
    await countSettled(page)
    await page.goto(`${practice.intranet.url}/${path}`)
    await untilShown(page, PAGES[path])
    return { page, asked }
  }

  it.each(Object.keys(PAGES) as Name[])('asks for its cards once on %s, and never again', async (path) => {
    const first = await open(path)
    expect(first.asked.some((one) => one.startsWith('/widgets/'))).toBe(true)
    await first.page.close()
    const second = await open(path)
    expect(second.asked.filter((one) => CARDS.test(one))).toEqual([])
    await second.page.close()
  })

  it('shows its cards when everything but the page and the file itself is gone', async () => {
    await (await open('staffroom.html')).page.close()
    const page = await browser.newPage()
    await countSettled(page)
    await page.setRequestInterception(true)
    page.on('request', (request) => {
      void (CARDS.test(request.url()) ? request.abort() : request.continue())
    })
    await page.goto(`${practice.intranet.url}/staffroom.html`)
    await untilShown(page, 1)
    expect(await textOf(page)).toContain('North RAA (made up) · version 1.0.0')
    expect(await textOf(page)).toContain('Family trees')
    await page.close()
  })

  it('shows what ships, and says what is missing, when the part for local packs cannot be had', async () => {
    const context = await browser.createBrowserContext()
    const page = await context.newPage()
    await countSettled(page)
    await page.setRequestInterception(true)
    page.on('request', (request) => {
      void (request.url().includes('-local-pack-') ? request.abort() : request.continue())
    })
    await page.goto(`${practice.intranet.url}/staffroom.html`)
    await untilShown(page, 1)
    expect(await textOf(page)).toContain('The local guidance cannot be reached. You see the general guidance.')
    expect(await textOf(page)).toContain('Family trees')
    await context.close()
  })

  it.each(Object.keys(PAGES) as Name[])('keeps its own type, its space and its shape on %s', async (path) => {
    for (const width of [320, 1100]) {
      const { page } = await open(path, width)
      const seen = await page.evaluate(() => {
        const roots = [...document.querySelectorAll('handrail-guidance')].map(({ shadowRoot }) => shadowRoot)
        for (const root of roots) for (const button of root?.querySelectorAll('button') ?? []) button.click()
        return roots.map((root) => {
          const guidance = root?.querySelector('.guidance') as HTMLElement
          const title = getComputedStyle(root?.querySelector('.title') as Element)
          const target = root?.querySelector('button')?.getBoundingClientRect().height ?? 0
          const isWide = guidance.scrollWidth > guidance.clientWidth
          return { isWide, target, size: Number.parseFloat(title.fontSize), transform: title.textTransform }
        })
      })
      for (const { isWide, target, size, transform } of seen) {
        expect({ path, width, isWide, transform }).toEqual({ path, width, isWide: false, transform: 'none' })
        expect(size).toBeGreaterThanOrEqual(15)
        expect(target).toBeGreaterThanOrEqual(40)
      }
      await page.close()
    }
  })

  it.each(Object.keys(PAGES) as Name[])('has no fault that axe can find on %s, closed or open', async (path) => {
    const { page } = await open(path)
    expect(await faults(page)).toEqual([])
    await openAll(page)
    expect(await faults(page)).toEqual([])
    await page.close()
  })

  it('can be walked with the keyboard alone, and left again', async () => {
    const { page } = await open('trust.html')
    const stops: string[] = []
    for (let press = 0; press < 120 && stops.at(-1) !== 'the end'; press++) {
      await page.keyboard.press('Tab')
      stops.push(await page.evaluate(focusedNow))
    }
    const inside = stops.filter((stop) => stop.startsWith('handrail-guidance'))
    for (const part of ['input', 'summary', 'button']) expect(inside.join()).toContain(part)
    expect(new Set(inside.map((stop) => stop.split(' ')[1]))).toEqual(new Set(['0', '1', '2']))
    expect(stops).toContain('the end')
    await page.close()
  })
})

/** How each browser is told to look: Chromium by its protocol, Firefox by its settings at the start. */
const LOOKS = {
  light: { media: { name: 'prefers-color-scheme', value: 'light' }, prefs: { 'ui.systemUsesDarkTheme': 0 } },
  dark: { media: { name: 'prefers-color-scheme', value: 'dark' }, prefs: { 'ui.systemUsesDarkTheme': 1 } },
  'forced colours': {
    media: { name: 'forced-colors', value: 'active' },
    prefs: { 'browser.display.document_color_use': 2 },
  },
} as const

const NOBODYS_KEY = 'A'.repeat(43)

/** Attributes that bring the element into each of its states. */
const STATES: Record<string, string>[] = [
  { transition: 'school-year' },
  { transition: 'year-11-to-post-16', audience: 'family' },
  { transition: 'year-6-to-7', audience: 'class-teacher', needs: 'trust', tier: 'specialist' },
  { needs: 'memory', tier: 'universal', audience: 'family' }, // nothing fits
  { pack: 'nonsense' },
  { pack: `/packs/north-raa.jws#${NOBODYS_KEY}` }, // not signed by that key
  { pack: `/missing.jws#${NOBODYS_KEY}` },
]

describe.each<BrowserName>(['chromium', 'firefox'])('<handrail-guidance> in any state, in %s', (name) => {
  let practice: Practice
  beforeAll(async () => {
    practice = await startPractice()
  })
  afterAll(() => practice?.stop())

  it.each(Object.keys(LOOKS) as (keyof typeof LOOKS)[])('has no fault that axe can find in %s', async (look) => {
    const { media, prefs } = LOOKS[look]
    const browser = await launch(name, { headless: true }, name === 'firefox' ? { extraPrefsFirefox: prefs } : {})
    try {
      const page = await browser.newPage()
      if (name === 'chromium') await emulate(page, media)
      await countSettled(page)
      await page.goto(`${practice.intranet.url}/index.html`)
      await untilShown(page, 2)
      const query = `(${media.name}: ${media.value})`
      expect(await page.evaluate((asked) => matchMedia(asked).matches, query)).toBe(true)
      for (const state of STATES) {
        await bringInto(page, state)
        expect({ state, faults: await faults(page) }).toEqual({ state, faults: [] })
        await openAll(page)
        expect({ state, open: await faults(page) }).toEqual({ state, open: [] })
      }
      const held = await holdCards(page)
      await page.reload()
      await page.waitForFunction(saysNow, { polling: 50 }, 'Loading the guidance…')
      expect({ loading: await faults(page) }).toEqual({ loading: [] })
      await held.let('fail')
      await page.waitForFunction(saysNow, { polling: 50 }, 'The guidance did not load.')
      expect({ failed: await faults(page) }).toEqual({ failed: [] })
      if (name === 'firefox') return // it never asks again for a module that failed, until the page is reloaded (November 2026)
      await held.let('come')
      await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')))
      await page.waitForFunction(saysNow, { polling: 50 }, 'to be reviewed by')
    } finally {
      await browser.close()
    }
  })
})

describe('<handrail-guidance> as built, in Chromium', () => {
  let practice: Practice
  let browser: Browser
  beforeAll(async () => {
    practice = await startPractice()
    browser = await launch('chromium', { headless: true })
  })
  afterAll(async () => {
    await browser?.close()
    await practice?.stop()
  })

  it('prints every card whole, and nothing that is for pressing', async () => {
    const page = await browser.newPage()
    await countSettled(page)
    await page.goto(`${practice.intranet.url}/index.html`)
    await untilShown(page, 2)
    await page.emulateMediaType('print')
    const seen = await page.evaluate(() => {
      const root = document.querySelector('handrail-guidance')?.shadowRoot
      const bodies = [...(root?.querySelectorAll('.body') ?? [])].map((body) => body.getBoundingClientRect().height)
      return { least: Math.min(...bodies), filters: root?.querySelector('.filters')?.getBoundingClientRect().height }
    })
    expect(seen.least).toBeGreaterThan(100)
    expect(seen.filters).toBe(0)
    await page.close()
  })

  it('is let go of after it has left the page, ten times over', async () => {
    const page = await browser.newPage()
    await countSettled(page)
    await page.goto(`${practice.intranet.url}/index.html`)
    await untilShown(page, 2)
    const cycle = (times: number) =>
      page.evaluate(async (count) => {
        for (let time = 0; time < count; time++) {
          const element = document.createElement('handrail-guidance')
          const ready = new Promise((resolve) => element.addEventListener('handrail-ready', resolve))
          document.body.append(element)
          await ready
          element.remove()
        }
      }, times)
    const count = async () => {
      const prototype = await page.evaluateHandle(() => customElements.get('handrail-guidance')?.prototype)
      const alive = await page.queryObjects(prototype)
      const elements = await alive.evaluate((all) => (all as unknown as unknown[]).length)
      const { Nodes = 0, JSEventListeners = 0 } = await page.metrics()
      await alive.dispose()
      await prototype.dispose()
      return { elements, Nodes, JSEventListeners }
    }
    await cycle(10) // what is kept once, such as a shared style sheet, is there by now
    const before = await count()
    await cycle(10)
    // The browser collects the last one when it gets to it: each count makes it.
    await expect.poll(async () => (await count()).elements).toBeLessThanOrEqual(before.elements)
    const after = await count()
    expect(after.Nodes).toBeLessThan(before.Nodes + 10) // one kept each time would be ten; the browser has a few of its own
    expect(after.JSEventListeners).toBeLessThanOrEqual(before.JSEventListeners)
    await page.close()
  })
})

/** What ships is there before a local pack has come: only the events say that all of it is. */
async function countSettled(page: Page): Promise<void> {
  await page.evaluateOnNewDocument(() => {
    const counted = globalThis as unknown as { settled: number }
    counted.settled = 0
    for (const type of ['handrail-ready', 'handrail-error']) document.addEventListener(type, () => counted.settled++)
  })
}

async function untilShown(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => (globalThis as unknown as { settled: number }).settled === wanted,
    { polling: 50 },
    count,
  )
}

function bringInto(page: Page, attributes: Record<string, string>): Promise<void> {
  return page.evaluate(async (given) => {
    const element = document.querySelector('handrail-guidance') as HTMLElement
    for (const name of element.getAttributeNames()) element.removeAttribute(name)
    const shown = new Promise((resolve) => {
      for (const type of ['handrail-ready', 'handrail-error']) element.addEventListener(type, resolve, { once: true })
    })
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value)
    await shown
  }, attributes)
}

/** Opens every card and every choice there is. */
function openAll(page: Page): Promise<void> {
  return page.evaluate(() => {
    for (const { shadowRoot } of document.querySelectorAll('handrail-guidance')) {
      for (const button of shadowRoot?.querySelectorAll<HTMLElement>('[aria-expanded=false]') ?? []) button.click()
      for (const details of shadowRoot?.querySelectorAll('details') ?? []) details.open = true
    }
  })
}

/** A browser that keeps nothing, whose cards are on their way until they are let go. */
async function holdCards(page: Page): Promise<{ let: (fate: 'fail' | 'come') => Promise<void> }> {
  await page.evaluate(async () => {
    await new Promise((resolve) => {
      indexedDB.deleteDatabase('handrail-guidance').onsuccess = resolve
    })
  })
  const held: HTTPRequest[] = []
  let fate: 'fail' | 'come' | undefined
  const settle = (request: HTTPRequest) => (fate === 'fail' ? request.abort() : request.continue())
  await page.setRequestInterception(true)
  page.on('request', (request) => {
    if (CARDS.test(request.url()) && !fate) held.push(request)
    else void (CARDS.test(request.url()) ? settle(request) : request.continue())
  })
  return {
    let: async (chosen) => {
      fate = chosen
      await Promise.all(held.splice(0).map(settle))
    },
  }
}

/** Runs in the page. */
function saysNow(words: string): boolean {
  const elements = [...document.querySelectorAll('handrail-guidance')]
  return elements.length > 0 && elements.every(({ shadowRoot }) => shadowRoot?.textContent?.includes(words))
}

function textOf(page: Page): Promise<string> {
  return page.evaluate(() => document.querySelector('handrail-guidance')?.shadowRoot?.textContent ?? '')
}

/** What axe finds wrong within the elements; the pages around them are somebody else's. */
async function faults(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const { violations } = await page.evaluate(() => {
    const { axe: here } = globalThis as unknown as { axe: typeof axe }
    return here.run({ include: [['handrail-guidance']] })
  })
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
}

/** Puppeteer does not know forced colours; the browser does. */
async function emulate(page: Page, feature: { name: string; value: string }): Promise<void> {
  const session = await page.createCDPSession()
  await session.send('Emulation.setEmulatedMedia', { features: [feature] })
}

/** Runs in the page: where the focus is, as `handrail-guidance 1 button`, or `the end` when it has gone all the way. */
function focusedNow(): string {
  const { activeElement } = document
  if (!activeElement || activeElement === document.body) return 'the end'
  const place = [...document.querySelectorAll('handrail-guidance')].indexOf(activeElement)
  const inner = activeElement.shadowRoot?.activeElement
  return `${activeElement.localName} ${place} ${inner?.localName ?? ''}`
}
