import axe from 'axe-core'
import type { Browser, Page } from 'puppeteer-core'
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
    await page.evaluate(() => {
      for (const { shadowRoot } of document.querySelectorAll('handrail-guidance')) {
        for (const button of shadowRoot?.querySelectorAll('button') ?? []) button.click()
        for (const details of shadowRoot?.querySelectorAll('details') ?? []) details.open = true
      }
    })
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
      await page.goto(`${practice.intranet.url}/index.html`)
      await untilShown(page, 2)
      const query = `(${media.name}: ${media.value})`
      expect(await page.evaluate((asked) => matchMedia(asked).matches, query)).toBe(true)
      for (const state of STATES) {
        await bringInto(page, state)
        expect({ state, faults: await faults(page) }).toEqual({ state, faults: [] })
      }
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
    const after = await count()
    expect(after.elements).toBe(before.elements)
    expect(after.Nodes).toBeLessThan(before.Nodes + 10) // one kept each time would be ten; the browser has a few of its own
    expect(after.JSEventListeners).toBeLessThanOrEqual(before.JSEventListeners)
    await page.close()
  })
})

async function untilShown(page: Page, count: number): Promise<void> {
  await page.waitForFunction(
    (wanted) => {
      const elements = [...document.querySelectorAll('handrail-guidance')]
      return elements.filter(({ shadowRoot }) => shadowRoot?.querySelector('.face')).length === wanted
    },
    { polling: 50 },
    count,
  )
}

function bringInto(page: Page, attributes: Record<string, string>): Promise<void> {
  return page.evaluate(async (given) => {
    const element = document.querySelector('handrail-guidance') as HTMLElement
    const shown = new Promise((resolve) => {
      for (const type of ['handrail-ready', 'handrail-error']) element.addEventListener(type, resolve, { once: true })
    })
    for (const [name, value] of Object.entries(given)) element.setAttribute(name, value)
    await shown
  }, attributes)
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
