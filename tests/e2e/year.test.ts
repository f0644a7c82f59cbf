import type { KeyInput, Page, SerializedAXNode } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { openChild, PANEL, SCHOOL_MORNING, setUpWithServer, textOnScreen } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
})
afterAll(() => practice.stop())

/** Of Sam, who moves from Year 6 to Year 7, on 23 November 2026: what each mark is called, first to last. */
const MOVE = {
  planNamed: '15 February, Last day for an EHC plan to name the next place, change',
  offerDay: '1 March, Offer day: families hear which school, change',
  transitionWeek: '12 July to 16 July, Transition week, change',
  sharingEnds: '20 July, Sharing ends, agreement',
  lastDay: '21 July, Last day of the summer term, change',
  firstDay: '2 September, First day at the new school, change',
  review: '11 October, Review of the move, in weeks 6 to 8, review',
}

const VIEWERS = [
  {
    audience: 'class-teacher',
    marks: Object.values(MOVE),
    notGranted: ['Review of the plan', 'commitment', 'census', 'Pupil Premium', 'paediatrics', 'admissions form'],
  },
  {
    audience: 'designated-teacher',
    marks: [
      '23 November, Agree how Pupil Premium Plus is used, was due 13 Nov, commitment, late',
      '24 November, “Which evidence does the admissions form need?”, Ms Adeyemi, commitment',
      '30 November, Refer to community paediatrics, Dr Shah, commitment',
      '29 January, Six sessions on managing big moments, for the family, Ms Price, commitment',
      '5 February, Brief Year 7 tutors before February half-term, Ms Adeyemi, commitment',
      MOVE.planNamed,
      MOVE.offerDay,
      '12 March, Review of the plan, review',
      MOVE.transitionWeek,
      MOVE.sharingEnds,
      MOVE.lastDay,
      MOVE.firstDay,
      '7 October, October census, change',
      MOVE.review,
    ],
    notGranted: ['settling-in report', 'FASD'],
  },
] as const

describe.each(VIEWERS)('the year ahead, as $audience', ({ audience, marks, notGranted }) => {
  const last = marks.length - 1
  let opened: OpenBrowser
  let page: Page

  beforeAll(async () => {
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    await setUpWithServer(opened, practice, `practice-${audience}`)
    page = await openChild(opened, 'Sam Carter')
    await page.waitForSelector('.year')
    await page.waitForNetworkIdle({ idleTime: 100 })
  })
  afterAll(() => opened?.close())

  it('names in full, without the list, every day that was granted, and no other', async () => {
    expect(await isOpen(page)).toBe(false)
    const [names, lists] = await Promise.all([namesIn(page, 'option'), namesIn(page, 'listbox')])
    expect(lists).toEqual(['Days in the picture'])
    expect(names).toEqual(marks.map((name, at) => `${at + 1}: ${name}`))
    expect(await namesIn(page, 'image')).toContain('Autumn 2, 2 November to 18 December')
    const html = await page.$eval('.year', ({ outerHTML }) => outerHTML)
    for (const text of [...notGranted, 'Mothering Sunday']) expect(html).not.toContain(text)
    if (audience === 'class-teacher') expect(await textOnScreen(page)).not.toMatch(STATUS_WORDS)
  })

  it('is one stop of the tab key, in which arrow keys move, and the box says what each mark is', async () => {
    await page.focus('.banner button')
    await pressUntil(page, 'Tab', 'option')
    expect(await focused(page)).toBe(`option 1: ${marks[0]}`)
    expect(await box(page)).toBe(inBox(marks, 0))
    for (const [key, at] of [
      ['ArrowRight', 1],
      ['ArrowDown', 2],
      ['ArrowLeft', 1],
      ['End', last],
      ['ArrowRight', last],
      ['Home', 0],
      ['ArrowUp', 0],
      ['ArrowRight', 1],
    ] as const) {
      await page.keyboard.press(key)
      expect(await focused(page), key).toBe(`option ${at + 1}: ${marks[at]}`)
      expect(await box(page), key).toBe(inBox(marks, at))
      expect(await page.$$eval('[aria-selected="true"]', (all) => all.length), 'chosen').toBe(1)
    }
    await page.keyboard.press('Tab')
    expect(await focused(page)).toBe('SUMMARY All dates as a list')
    await page.keyboard.down('Shift')
    await page.keyboard.press('Tab')
    await page.keyboard.up('Shift')
    expect(await focused(page), 'back to the one that was left').toBe(`option 2: ${marks[1]}`)
  })

  it('chooses a mark that is pressed', async () => {
    await pressMark(page, '.year-frame', last)
    expect(await box(page)).toBe(inBox(marks, last))
    // A screen reader may press without moving the focus.
    await page.$eval('.year-frame [data-mark]', (mark) =>
      mark.dispatchEvent(new MouseEvent('click', { bubbles: true })),
    )
    expect(await box(page)).toBe(inBox(marks, 0))
  })

  it('is accessible and fits with its list closed', async () => {
    await expectAccessible(page)
    await expectToFit(page)
  })

  it('opens as a list, in which a mark and its row stand out together', async () => {
    await page.locator('.year-all > summary').click()
    expect(await page.$$eval('.year-list li', (rows) => rows.length), 'with today').toBe(marks.length + 1)
    expect(await current(page)).toBe('1')
    await pressMark(page, '.year-frame', 2)
    expect(await current(page)).toBe('3')
    await pressMark(page, '.year-list', last - 1)
    expect([await current(page), await box(page)]).toEqual([`${last}`, inBox(marks, last - 1)])
    await page.keyboard.press('ArrowDown')
    expect(await focused(page)).toBe(`BUTTON ${last + 1}: show in the picture`)
    const chosen = await page.$eval('[aria-selected="true"]', (mark) => mark.getAttribute('aria-label'))
    expect(chosen).toBe(`${last + 1}: ${marks[last]}`)
  })

  it('is accessible and fits with its list open', async () => {
    await expectAccessible(page)
    await expectToFit(page)
    await page.locator('.year-all > summary').click()
    expect(await isOpen(page)).toBe(false)
  })

  it('prints the whole list, and is closed again afterwards', async () => {
    // Asked after the list has opened, as it is drawn on paper.
    await page.evaluate(() => {
      addEventListener('beforeprint', () => {
        document.documentElement.dataset.printed = document.querySelector<HTMLElement>('.year')?.innerText ?? ''
      })
    })
    await page.pdf()
    const printed = await page.$eval('html', (html) => html.dataset.printed ?? '')
    for (const name of marks) expect(printed).toContain(partsOf(name).words)
    expect(printed).toContain('Terms: Autumn 2, 2 November to 18 December;')
    expect(await isOpen(page)).toBe(false)
  })

  it('leaves a list open that was open before it was printed', async () => {
    await page.locator('.year-all > summary').click()
    await page.pdf()
    expect(await isOpen(page)).toBe(true)
  })
})

/** By what a screen reader is given. */
async function namesIn(page: Page, role: string): Promise<string[]> {
  const root = (await page.$('.year')) ?? undefined
  const found: string[] = []
  const look = ({ role: own, name, children }: SerializedAXNode) => {
    if (own === role) found.push(name ?? '')
    children?.forEach(look)
  }
  const tree = await page.accessibility.snapshot({ ...(root && { root }), interestingOnly: false })
  if (tree) look(tree)
  return found
}

function partsOf(name: string): Record<'days' | 'words' | 'kind', string> & { late?: string } {
  const parts = /^(?<days>.*?), (?<words>.*), (?<kind>change|review|agreement|commitment)(?<late>, late)?$/.exec(name)
  if (!parts?.groups) throw new Error(`no name of a mark: ${name}`)
  return parts.groups as ReturnType<typeof partsOf>
}

/** What the box under the picture is to say of a mark. */
function inBox(marks: readonly string[], at: number): string {
  const { days, words, kind, late } = partsOf(marks[at] ?? '')
  return `${at + 1}: ${days} ${words} · ${kind}${late ? ' Late' : ''}`
}

function box(page: Page): Promise<string> {
  return page.$eval('.year-chosen', ({ textContent }) => textContent.replaceAll(/\s/g, ' '))
}

/** What the focus is on: what it is, and what it is called. */
function focused(page: Page): Promise<string> {
  return page.evaluate(() => {
    const { activeElement: here } = document
    const name = here?.getAttribute('aria-label') ?? here?.textContent
    return `${here?.role ?? here?.tagName} ${name}`
  })
}

/** Goes on with a key until the focus is on such a thing. */
async function pressUntil(page: Page, key: KeyInput, role: string): Promise<void> {
  for (let times = 0; times < 100; times += 1) {
    await page.keyboard.press(key)
    if ((await focused(page)).startsWith(`${role} `)) return
  }
  throw new Error(`${key} leads to no ${role}`)
}

async function pressMark(page: Page, where: '.year-frame' | '.year-list', at: number): Promise<void> {
  const marks = await page.$$(`${where} [data-mark]`)
  await marks[at]?.click()
}

/** The number of the row that stands out: of each, were there more. */
function current(page: Page): Promise<string> {
  return page.$$eval('.year-list [aria-current]', (rows) =>
    rows.map((row) => row.querySelector('text')?.textContent ?? '').join(),
  )
}

function isOpen(page: Page): Promise<boolean> {
  return page.$eval('.year-all', (list) => (list as HTMLDetailsElement).open)
}

/** As narrow as WCAG 1.4.10 asks for, nothing is wider than the page. */
async function expectToFit(page: Page): Promise<void> {
  await page.setViewport({ ...PANEL, width: 320 })
  const [wide, room] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement
    return [scrollWidth, clientWidth]
  })
  expect(wide).toBeLessThanOrEqual(room ?? 0)
  await page.setViewport(PANEL)
}
