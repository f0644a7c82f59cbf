import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { PANEL, press, SCHOOL_MORNING, setUpWithServer } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { FAMILIES, SIGN_INS, WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import { expectAccessible, openBuiltExtension, readVault } from './extension.ts'

/*
 * What each of the people on the practice server sees of every example child, as text, one file a person: the screen
 * that asks whether this is the right child, the record, and who agreed to it. Read the files; they are the promise.
 * `npm run test:e2e -- seen -u` writes them anew.
 */
/** Every example child, by name. */
const NAMES = FAMILIES.map((bundle) => {
  const patient = bundle.entry?.map(({ resource }) => resource).find((one) => one?.resourceType === 'Patient')
  const [name] = patient?.name ?? []
  return [name?.given?.[0], name?.family].filter(Boolean).join(' ')
}).sort()

let practice: Practice
beforeAll(async () => {
  practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
})
afterAll(() => practice.stop())

it.each(SIGN_INS)('$name sees of every child what is written down here', async ({ token, audience }) => {
  const opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
  try {
    await setUpWithServer(opened, practice, token)
    const page = await opened.openPage('sidepanel.html')
    await page.setViewport(PANEL)
    const children = (await readVault(page)).map(({ cover }) => cover).sort((a, b) => a.name.localeCompare(b.name))
    const seen: string[] = []
    for (const { child, name } of children) {
      await show(page, child, name)
      const asked = await readScreen(page)
      seen.push(`# ${name}`, asked)
      if (!(await page.$('#confirm'))) continue // nothing to confirm: it says why there is nothing to see
      if (!seen.includes('## The record')) await expectAccessible(page)
      await press(page, 'Yes, this is')
      await page.waitForSelector('.foot')
      await page.waitForFunction(() => !document.querySelector('[aria-busy]'), { polling: 50 })
      const record = await readScreen(page)
      await press(page, 'Who agreed')
      await page.waitForSelector('#basis')
      const sharing = await readScreen(page)
      if (!seen.includes('## The record')) await expectAccessible(page)
      await press(page, 'Back to')
      seen.push('## The record', record, '## Who agreed, and who sees what', sharing)
    }
    const nobody = NAMES.filter((name) => !children.some((cover) => cover.name === name))
    seen.push('# Nothing is seen of', nobody.join('\n'))
    const text = `${seen.join('\n\n')}\n`
    if (audience === 'class-teacher') expect(text).not.toMatch(STATUS_WORDS)
    await expect(text).toMatchFileSnapshot(`../golden/${token.replace('practice-', '')}.txt`)
  } finally {
    await opened.close()
  }
})

/** Shows a child in the open panel, as the popup would. */
async function show(page: Page, child: string, name: string): Promise<void> {
  await page.evaluate(async (shownChild) => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { session: { set(what: object): Promise<void> } } }
    }
    await chrome.storage.session.set({ shownChild })
  }, child)
  await page.waitForFunction(
    (wanted) =>
      document.querySelector('h1')?.textContent === wanted && document.querySelector('#confirm, main > .notice'),
    { polling: 50 },
    name,
  )
}

/** What is read from top to bottom, without the buttons that are on every screen. */
async function readScreen(page: Page): Promise<string> {
  // Guidance is loaded after the rest.
  await page.waitForNetworkIdle({ idleTime: 100 })
  const text = await page.evaluate(() => {
    // The year as a list instead of as a picture: the same days, and words.
    const pictures = [...document.querySelectorAll<SVGElement>('svg')]
    const lists = [...document.querySelectorAll<HTMLDetailsElement>('details')].filter((one) => one.querySelector('ol'))
    for (const list of lists) list.open = true
    for (const picture of pictures) picture.style.display = 'none'
    const seen = document.body.innerText
    for (const picture of pictures) picture.style.display = ''
    for (const list of lists) list.open = false
    return seen
  })
  const always = ['Hide now', 'Refresh', 'Find another child', 'Who agreed, and who sees what']
  return text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && !always.includes(line) && !line.startsWith('Checked '))
    .join('\n')
}
