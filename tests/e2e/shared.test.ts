import { writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElementHandle, Page } from 'puppeteer-core'
import encodeQR from 'qr'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import {
  chooseHow,
  chooseWayIn,
  openChild,
  press,
  SCHOOL_MORNING,
  textOnScreen,
  waitForText,
} from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { FAMILIES, WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import type { Share, Sharing } from '../../src/practice/server/link-share.ts'
import { STATUS_WORDS } from '../../src/record/status-words.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

const [sam] = FAMILIES
const FOR_KHAN = sam && sharedWith(sam, 'PractitionerRole/khan')

describe('a class teacher who was sent a link', () => {
  let practice: Practice
  let opened: OpenBrowser
  let page: Page

  beforeAll(async () => {
    practice = await startPractice({ year: WRITTEN_FOR, clock: SCHOOL_MORNING })
  })
  afterAll(() => practice?.stop())

  beforeEach(async () => {
    opened = await openBuiltExtension({ clock: SCHOOL_MORNING })
    page = await opened.openPage('welcome.html')
    await press(page, 'Add where your records come from')
    await chooseWayIn(page, 'keep-nothing')
    await chooseHow(page, 'shared')
    await page.locator('#your-name').fill('Mr Khan')
    await page.locator('#your-role').fill('class teacher, Hillside')
  })
  afterEach(() => opened?.close())

  const share = (how: Partial<Sharing> = {}): Promise<Share> =>
    practice.server.links.share({
      files: [{ contentType: 'application/fhir+json', content: FOR_KHAN ?? {}, carrier: 'location' }],
      flags: 'L',
      ...how,
    })

  it('gives its passcode, says that it was made for them, and sees the page that was shared', async () => {
    const { link, recipients } = await share({ flags: 'LP', passcode: 'birthday', attempts: 3 })
    await page.locator('#link').fill(`https://viewer.example/#${link}`)
    await press(page, 'Open')
    await waitForText(page, 'Passcode of the link')
    expect(recipients).toEqual([]) // nobody has been asked before there is one
    await page.locator('#passcode').fill('holiday')
    await press(page, 'Open')
    await waitForText(page, 'You can try 2 times more')
    await expectAccessible(page)
    await page.locator('#passcode').fill('birthday')
    await press(page, 'Open')
    await waitForText(page, 'Was this made for you?')
    await expectAccessible(page)
    expect(await textOnScreen(page)).not.toContain('Carter')
    expect(recipients).toEqual(['Mr Khan, class teacher, Hillside'])
    await press(page, 'Yes, it was made for me')
    await waitForText(page, 'You said you are Mr Khan')
    await expectAccessible(page)
    const child = await openChild(opened, 'Sam Carter')
    const shown = await textOnScreen(child)
    for (const text of ['We cannot check who wrote this.', 'What helps', 'Nobody has checked that.']) {
      expect(shown).toContain(text)
    }
    expect(shown).not.toMatch(STATUS_WORDS)
    expect(shown).not.toContain('paediatrics')
  })

  it('who is not the one it was made for keeps nothing of it', async () => {
    const { link } = await share()
    await page.locator('#link').fill(link)
    await press(page, 'Open')
    await waitForText(page, 'Was this made for you?')
    await press(page, 'No, do not keep it')
    await waitForText(page, 'The link, or a picture of its code')
    expect(await keptInSession(page)).toEqual([])
  })

  it('chooses a picture of its code', async () => {
    const { link } = await share()
    const path = join(tmpdir(), 'code.gif')
    await writeFile(path, encodeQR(link, 'gif', { scale: 6 }))
    const chooser = (await page.$('#files')) as ElementHandle<HTMLInputElement>
    await chooser.uploadFile(path)
    await waitForText(page, 'The link in the picture is ready to open.')
    await press(page, 'Open')
    await waitForText(page, 'Was this made for you?')
  })

  it('chooses the file itself, and one for somebody else with it', async () => {
    const paths = ['record.json', 'notes.json'].map((name) => join(tmpdir(), name))
    await writeFile(paths[0] ?? '', JSON.stringify(FOR_KHAN))
    await writeFile(paths[1] ?? '', '{"resourceType":"Bundle"}')
    const chooser = (await page.$('#files')) as ElementHandle<HTMLInputElement>
    await chooser.uploadFile(...paths)
    await waitForText(page, '2 files are ready to open.')
    await press(page, 'Open')
    await waitForText(page, 'One part was left out')
    await press(page, 'Yes, it was made for me')
    await waitForText(page, 'Files that you opened: they cannot be checked again')
    const child = await openChild(opened, 'Sam Carter')
    await waitForText(child, 'What helps')
  })

  it('is shown nothing once whoever shared it has ended it', async () => {
    const { link, revoke } = await share()
    await page.locator('#link').fill(link)
    await press(page, 'Open')
    await press(page, 'Yes, it was made for me')
    await waitForText(page, 'You said you are Mr Khan')
    const child = await openChild(opened, 'Sam Carter')
    await waitForText(child, 'What helps')
    revoke()
    await press(page, 'Refresh')
    await waitForText(page, 'This is no longer there.')
    await waitForText(child, 'will not show it now')
    expect(await textOnScreen(child)).not.toContain('What helps')
  })

  it.each<[what: string, link: string, said: string]>([
    ['half a link', 'shlink:/eyJ1cmwiOiJod', 'That is not a link we can open.'],
    ['a link to the network around', linkTo('https://192.168.0.1/x'), 'That is not a link we can open.'],
    ['a link that has run out', linkTo('https://links.example/x', 1), 'This link has run out.'],
  ])('is told at once about %s, and nothing is asked of anybody', async (_, link, said) => {
    const asked: string[] = []
    page.on('request', (request) => void asked.push(request.url()))
    await page.locator('#link').fill(link)
    await press(page, 'Open')
    await waitForText(page, said)
    expect(asked).toEqual([])
  })
})

function linkTo(url: string, exp?: number): string {
  return `shlink:/${Buffer.from(JSON.stringify({ url, key: 'A'.repeat(43), exp })).toString('base64url')}`
}

/** The rows of records and of where they come from, as `storage.session` names them. */
function keptInSession(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { session: { get(keys: null): Promise<object> } } }
    }
    return Object.keys(await chrome.storage.session.get(null)).filter((name) => /covers|boxes|sources/.test(name))
  })
}
