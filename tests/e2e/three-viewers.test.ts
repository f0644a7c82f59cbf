import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import {
  openChild,
  PANEL,
  press,
  SCHOOL_MORNING,
  setUpWithServer,
  textOnScreen,
  waitForText,
} from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import { expectAccessible, openBuiltExtension, readVault } from './extension.ts'

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
})
afterAll(() => practice.stop())

/** What each viewer is granted of Sam's record, and texts of sections that they are not. */
const VIEWERS = {
  'class-teacher': {
    granted: ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people'],
    notGranted: ['Refer to community paediatrics', 'FASD', 'Pupil Premium', 'alcohol', '7K-204', '9990000018'],
  },
  'virtual-school-head': {
    granted: ['what-helps', 'needs', 'education-context', 'people', 'plan', 'commitments', 'outcomes'],
    notGranted: ['I like knowing what happens next', 'FASD', 'alcohol', 'your grown-ups', '9990000018'],
  },
  gp: {
    granted: ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement'],
    notGranted: [
      'I like knowing what happens next',
      'Pupil Premium Plus and',
      'Knows every bird',
      'SEN support',
      'G801200026001',
    ],
  },
} as const

describe.each(['class-teacher', 'virtual-school-head', 'gp'] as const)('as %s', (audience) => {
  let opened: OpenBrowser
  let words: string

  beforeAll(async () => {
    const signIn = practice.signIns.find((one) => one.audience === audience)
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    words = await setUpWithServer(opened, practice, signIn?.token ?? '')
  })
  afterAll(() => opened?.close())

  it('says who is looking, by the token alone', async () => {
    const page = await opened.openPage('welcome.html')
    await waitForText(page, 'Your organisation says so.')
    const text = await textOnScreen(page)
    expect(text).toContain(
      {
        'class-teacher': 'You are Mr Khan, class teacher, Hillside Primary School.',
        'virtual-school-head': 'You are Ms Adeyemi, Virtual School Head, Northmoor Council.',
        gp: 'You are Dr Shah, GP, Bridge Street Practice.',
      }[audience],
    )
    await expectAccessible(page)
    await page.close()
  })

  it('keeps a box for every section that was granted and for no other', async () => {
    const page = await opened.openPage('popup.html')
    const children = await readVault(page)
    const sam = children.find(({ cover }) => cover.name === 'Sam Carter')
    expect(Object.keys(sam?.contents ?? {}).sort()).toEqual([...VIEWERS[audience].granted].sort())
    expect(sam?.boxes).toBe(VIEWERS[audience].granted.length)
    const kept = JSON.stringify(sam)
    for (const text of VIEWERS[audience].notGranted)
      expect([kept, kept.includes(text.replace('-', ''))]).toEqual([expect.not.stringContaining(text), false])
    await page.close()
  })

  it('shows nothing of a section that was not granted', async () => {
    const page = await openChild(opened, 'Sam Carter')
    const html = await page.evaluate(() => document.documentElement.outerHTML)
    for (const text of VIEWERS[audience].notGranted) expect(html).not.toContain(text)
    await expectAccessible(page)
    await page.close()
  })

  it('names the child, how fresh the copy is, who agreed until when, and the safeguarding lead', async () => {
    const page = await openChild(opened, 'Sam Carter')
    const text = await textOnScreen(page)
    const { name, second } = {
      'class-teacher': { name: 'Sam Carter', second: 'Year 6 · born 12 May' },
      'virtual-school-head': { name: 'Sam Carter', second: 'Year 6 · plan reference 7K-204' },
      gp: { name: 'Sam Carter', second: 'born 12 May 2016 · plan reference 7K-204' },
    }[audience]
    const lead = { 'class-teacher': 'Mr Lee', 'virtual-school-head': 'Ms Rao', gp: 'Dr Amin' }[audience]
    for (const expected of [name, second, 'As at 14 Nov', 'checked today', `${lead}, safeguarding lead`]) {
      expect(text).toContain(expected)
    }
    expect(text).toMatch(/Agreed by .+, until (20 July|1 September) 2027/)
    const banner = await page.$eval('.banner', (element) => getComputedStyle(element).position)
    expect(banner).toBe('sticky')
    await page.close()
  })

  it('has no place for the child whose family withdrew', async () => {
    const page = await opened.openPage('popup.html')
    const children = await readVault(page)
    expect(children.map(({ cover }) => cover.name)).not.toContain('Leila Hasan')
    await page.locator('#find').fill('Leila')
    await waitForText(page, 'Nobody here fits')
    expect(await textOnScreen(page)).not.toContain('Hasan')
    await expectAccessible(page)
    await page.close()
  })

  it('gives nothing away in titles and addresses', async () => {
    const page = await openChild(opened, 'Sam Carter')
    expect(await page.title()).toBe('Handrail')
    expect(page.url()).toMatch(/^chrome-extension:\/\/[a-p]{32}\/sidepanel\.html$/)
    await page.close()
  })

  it('locks every open page at once, and opens again by the four words', async () => {
    const page = await openChild(opened, 'Sam Carter')
    const popup = await opened.openPage('popup.html')
    await popup.setViewport(PANEL)
    await press(popup, 'Hide now')
    await waitForText(popup, 'Your four words')
    await waitForText(page, 'Your four words')
    await waitForText(popup, 'Before a lesson')
    const texts = await Promise.all([page, popup].map(textOnScreen))
    for (const text of texts) expect(text).not.toMatch(/Sam|Carter|S\.C\./)
    expect(await popup.$$eval('.whole-class > .marks > li', (lines) => lines.length), 'lines for the whole class').toBe(
      2,
    )
    await expectAccessible(popup)

    await popup.locator('#passphrase').fill('four wrong words here')
    await press(popup, 'Unlock')
    await waitForText(popup, 'Those are not the right four words.')
    await popup.locator('#passphrase').fill(words)
    await press(popup, 'Unlock')
    await waitForText(popup, 'Find a child')
    await Promise.all([page, popup].map((one) => one.close()))
  })
})

describe('the words for how a family came to be', () => {
  const onSamsPage = async (audience: 'class-teacher' | 'gp') => {
    const signIn = practice.signIns.find((one) => one.audience === audience)
    const opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    try {
      await setUpWithServer(opened, practice, signIn?.token ?? '')
      return await textOnScreen(await openAll(await openChild(opened, 'Sam Carter')))
    } finally {
      await opened.close()
    }
  }
  const openAll = async (page: Page) => {
    await page.$$eval('details', (all) => {
      for (const details of all) details.open = true
    })
    return page
  }

  it('are nowhere on the class teacher’s page: not in text, titles or ARIA', async () => {
    expect(await onSamsPage('class-teacher')).not.toMatch(STATUS_WORDS)
  })

  it('are found by the same look at the GP’s page', async () => {
    expect(await onSamsPage('gp')).toMatch(STATUS_WORDS)
  })
})
