import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { STATUS_WORDS } from '../record/status-words.ts'
import type { Audience } from '../record/viewer.ts'
import { type OpenBrowser, openChromium, setClock } from './browser.ts'
import { OUTPUT } from './build.ts'
import { openChild, SCHOOL_MORNING, setUpWithServer, textOnScreen, waitForText } from './drive.ts'
import type { Practice } from './practice.ts'

const ROOT = fileURLToPath(new URL('../../', import.meta.url))
const SHOTS = join(ROOT, '.output/check')

/** One look at one screen: what must be on it, and what must not. */
type Look = {
  name: string
  open(opened: OpenBrowser): Promise<Page>
  sees: string[]
  never: (string | RegExp)[]
}

const BY_VIEWER: Record<'class-teacher' | 'virtual-school-head' | 'gp', Look> = {
  'class-teacher': {
    name: 'class-teacher',
    open: (opened) => openChild(opened, 'Sam Carter'),
    sees: [
      'Sam Carter',
      'Year 6 · born 12 May',
      'I like knowing what happens next',
      'What helps',
      'Please don’t',
      'because Year 6',
      'Ms Okafor, designated teacher',
      'Mr Lee, safeguarding lead',
      'Agreed by Sam’s family, until 20 July 2027',
    ],
    never: [STATUS_WORDS, 'Prenatal', 'Refer to community paediatrics', 'Leila'],
  },
  'virtual-school-head': {
    name: 'virtual-school-head',
    open: async (opened) => {
      const page = await opened.openPage('board.html')
      await page.bringToFront()
      return page
    },
    sees: [
      'Hillside Primary School',
      'Larkfield Academy',
      'Which evidence does the admissions form need?',
      'Reply due',
      'Brief Year 7 tutors before February half-term',
      'Late',
      'cover: Mr Dean',
      'Ms Rao, safeguarding lead',
    ],
    never: ['Sam Carter', 'Prenatal', 'Leila'],
  },
  gp: {
    name: 'gp',
    open: (opened) => openChild(opened, 'Sam Carter'),
    sees: [
      'born 12 May 2016 · plan reference 7K-204',
      'Jo and Ali Carter (adoptive parents)',
      'Not available. Record as unknown, not negative.',
      'Last asked of North RAA, 3 September 2026',
      'Prenatal alcohol exposure: confirmed',
      'Refer to community paediatrics',
      'Dr Novak',
      'Agreed by Jo and Ali Carter (adoptive parents), until 1 September 2027',
    ],
    never: ['Pupil Premium Plus', 'Knows every bird', 'Leila'],
  },
}

/**
 * Does the main job as each of the three viewers and on the intranet page, without a window. Keeps a picture of every
 * screen and prints a line for everything looked for.
 *
 * @returns whether all of it was as it should be
 */
export async function check(practice: Practice): Promise<boolean> {
  await mkdir(SHOTS, { recursive: true })
  const results: boolean[] = []
  for (const { audience, token } of practice.signIns) {
    if (isViewed(audience)) results.push(await checkViewer(practice, audience, token))
  }
  results.push(await checkIntranet(practice))
  const good = results.every((result) => result)
  console.log(good ? '\nAll of it is on screen.' : '\nSomething is not as it should be: see the lines marked ✗.')
  console.log('Pictures are in .output/check/')
  return good
}

function isViewed(audience: Audience): audience is keyof typeof BY_VIEWER & Audience {
  return Object.hasOwn(BY_VIEWER, audience)
}

async function checkViewer(practice: Practice, audience: keyof typeof BY_VIEWER & Audience, token: string) {
  const opened = await openChromium({
    extension: join(ROOT, OUTPUT.chrome),
    headless: true,
    clock: SCHOOL_MORNING,
    args: ['--window-size=1400,3600'], // a picture taller than the window may repeat its first part (Chromium 156)
  })
  try {
    await setUpWithServer(opened, practice, token)
    const look = BY_VIEWER[audience]
    return await checkScreen(look, await look.open(opened))
  } finally {
    await opened.close()
  }
}

const WIDGET: Omit<Look, 'open'> = {
  name: 'intranet',
  sees: [
    'Year 6 to Year 7',
    'Now',
    'Ask what they picture',
    'Later',
    'Two quiet visits',
    'Draft: not yet reviewed',
    'Practice consensus: not formally rated',
    'version',
  ],
  never: ['Carter', 'Doyle', 'Marsh', 'Hasan', '7K-204'],
}

/** The widget, on a page of another origin, with nobody signed in and no Handrail in the browser's way. */
async function checkIntranet(practice: Practice): Promise<boolean> {
  const opened = await openChromium({ extension: join(ROOT, OUTPUT.chrome), headless: true })
  try {
    const page = await opened.browser.newPage()
    await setClock(page, SCHOOL_MORNING)
    await page.goto(practice.intranet.url)
    await page.bringToFront()
    await page.locator('handrail-guidance >>> button').click()
    return await checkScreen(WIDGET, page)
  } finally {
    await opened.close()
  }
}

async function checkScreen({ name, sees, never }: Omit<Look, 'open'>, page: Page): Promise<boolean> {
  const results: boolean[] = []
  const say = (good: boolean, what: string) => {
    results.push(good)
    console.log(`${good ? '✓' : '✗'} ${name.padEnd(20)} ${what}`)
  }
  console.log()
  for (const text of sees) say(await waitForText(page, text).then(yes, no), `shows “${text}”`)
  const text = await textOnScreen(page)
  for (const wrong of never) {
    const found = typeof wrong === 'string' ? text.includes(wrong) : wrong.test(text)
    say(!found, `does not show ${typeof wrong === 'string' ? `“${wrong}”` : 'any word for how a family came to be'}`)
  }
  // As tall as its content, or what sticks to the top is drawn in the middle of the picture.
  const { width, height } = await page.evaluate(() => ({
    width: innerWidth,
    height: document.documentElement.scrollHeight,
  }))
  await page.setViewport({ width, height })
  await page.bringToFront()
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await drawn(page)
    await page.screenshot({ path: join(SHOTS, `${name}-${scheme}.png`) as `${string}.png` })
  }
  return results.every((result) => result)
}

/** A new size or colour is on the picture once it has been drawn twice. */
async function drawn(page: Page): Promise<void> {
  await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}

const yes = () => true
const no = () => false
