import { readFileSync } from 'node:fs'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'
import { chooseWayIn, press, textOnScreen, typeWordsBack, waitForText } from '../../src/cli/drive.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

describe.each([OUTPUT.chrome, OUTPUT.firefox])('the manifest in %s', (folder) => {
  const manifest = JSON.parse(readFileSync(`${folder}/manifest.json`, 'utf8'))

  it('asks for these permissions and no others', () => {
    expect(manifest.permissions).toEqual([
      'storage',
      'alarms',
      'idle',
      'identity',
      ...(folder === OUTPUT.chrome ? ['sidePanel'] : []),
    ])
    for (const reach of [
      'host_permissions',
      'optional_permissions',
      'content_scripts',
      'web_accessible_resources',
      'externally_connectable',
    ]) {
      expect(manifest).not.toHaveProperty(reach)
    }
  })

  it('may ask for one place at a time, and has none at first', () => {
    expect(manifest.optional_host_permissions).toEqual(['https://*/*', 'http://127.0.0.1/*', 'http://localhost/*'])
  })

  it('says nothing of what Handrail is for to somebody who sees its name', () => {
    expect(manifest.name).toBe('Handrail')
    expect(manifest.description).toBe('Support, at hand.')
    expect(manifest.action.default_title).toBe('Handrail')
  })

  it('lets no script in but its own', () => {
    expect(manifest.content_security_policy.extension_pages).toMatch(/^default-src 'none'; script-src 'self';/)
  })
})

describe('looking around with made-up families', () => {
  let opened: OpenBrowser
  let welcome: Page
  const requests: string[] = []

  beforeAll(async () => {
    opened = await openBuiltExtension()
    welcome = await opened.openPage('welcome.html')
    welcome.on('request', (request) => requests.push(request.url()))
  })
  afterAll(() => opened?.close())

  it('shows four words once, and asks for them back', async () => {
    await press(welcome, 'Look around with made-up families')
    await waitForText(welcome, 'How will you unlock it?')
    await expectAccessible(welcome)
    await chooseWayIn(welcome, 'passphrase')
    await welcome.locator('.words').wait()
    await expectAccessible(welcome)
    await press(welcome, 'I have kept them')
    await expectAccessible(welcome)
    await welcome.locator('#passphrase').fill('these are not them')
    await press(welcome, 'Continue')
    await waitForText(welcome, 'Those are not the right four words.')
    await press(welcome, 'Show them again')
    await typeWordsBack(welcome)
  })

  it('opens the families as one of the three people, without asking the network for anything', async () => {
    await waitForText(welcome, 'Look around as')
    await expectAccessible(welcome)
    await press(welcome, 'Look around')
    await waitForText(welcome, 'You are Mr Khan, class teacher, Hillside Primary School. Everybody here is made up.')
    expect(requests.filter((url) => !url.startsWith(opened.origin))).toEqual([])
  })

  it('opens a child in the real side panel from the real popup', async () => {
    const extension = (await opened.browser.extensions()).get(opened.extensionId)
    if (!extension) throw new Error('the extension is not there')
    await welcome.bringToFront()
    await extension.triggerAction(welcome)
    const popup = await pageOf(extension, 'popup.html')
    await popup.locator('#find').fill('sam')
    await press(popup, 'Sam Carter')
    const panel = await pageOf(extension, 'sidepanel.html')
    await waitForText(panel, 'There is somebody else here with almost the same name.')
    await panel.locator('::-p-text(Yes, this is Sam)').click()
    await waitForText(panel, 'What helps')
    await panel.waitForFunction(() => innerWidth === 360, { polling: 50 })
    const overflow = await panel.evaluate(() => document.documentElement.scrollWidth - innerWidth)
    expect(overflow).toBeLessThanOrEqual(0)
  })

  it('hides everything when Escape is pressed twice', async () => {
    const panel = await opened.openPage('sidepanel.html')
    await waitForText(panel, 'What helps')
    await panel.bringToFront()
    await panel.keyboard.press('Escape')
    expect(await textOnScreen(panel)).toContain('Sam Carter')
    await panel.keyboard.press('Escape')
    await waitForText(panel, 'Your four words')
    expect(await textOnScreen(panel)).not.toMatch(/Sam|Carter/)
    await panel.close()
  })
})

/** One of the extension's open pages, once it is there. */
async function pageOf(extension: { pages(): Promise<Page[]> }, path: string): Promise<Page> {
  return vi.waitFor(async () => {
    const page = (await extension.pages()).find((one) => one.url().endsWith(path))
    if (!page) throw new Error(`${path} has not opened`)
    return page
  }, 10_000)
}
