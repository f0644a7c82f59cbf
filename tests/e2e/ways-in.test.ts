import type { CDPSession, Page } from 'puppeteer-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import {
  chooseHow,
  chooseWayIn,
  openChild,
  press,
  textOnScreen,
  typeWordsBack,
  waitForText,
} from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { expectAccessible, openBuiltExtension } from './extension.ts'

let practice: Practice
let opened: OpenBrowser
beforeAll(async () => {
  practice = await startPractice()
})
afterAll(() => practice.stop())
beforeEach(async () => {
  opened = await openBuiltExtension()
})
afterEach(() => opened.close())

describe('a passkey', () => {
  it('sets up, opens again after a lock, and is put out of use by four words', async () => {
    const page = await opened.openPage('welcome.html')
    await plugIn(await page.createCDPSession())
    await press(page, 'Add where your records come from')
    await chooseWayIn(page, 'passkey')
    await connect(page, 'practice-virtual-school-head')
    expect(await keyring(page)).toMatchObject({ method: 'passkey', kdf: 'HKDF-SHA-256' })

    await page.goto(`${opened.origin}/options.html`)
    await press(page, 'Hide now')
    await waitForText(page, 'Unlock with your passkey')
    await expectAccessible(page)
    await press(page, 'Unlock with your passkey')
    await waitForText(page, 'A passkey unlocks Handrail on this computer.')

    await press(page, 'Change how you unlock it')
    await expectAccessible(page)
    await press(page, 'Show your passkey')
    await waitForText(page, 'How will you unlock it?')
    await chooseWayIn(page, 'passphrase')
    const words = await typeWordsBack(page)
    await waitForText(page, 'The way you had before does not open Handrail any more.')
    expect(await keyring(page)).toMatchObject({ method: 'passphrase', iterations: 600_000 })
    await press(page, 'Hide now')
    await waitForText(page, 'Your four words')
    expect(await textOnScreen(page)).not.toContain('Unlock with your passkey')

    await page.locator('#passphrase').fill(words)
    await press(page, 'Unlock')
    await press(page, 'Change how you unlock it')
    await expectAccessible(page)
    await page.locator('#present').fill('not these four words')
    await press(page, 'Continue')
    await waitForText(page, 'Those are not the right four words.')
    await page.locator('#present').fill(words)
    await press(page, 'Continue')
    await waitForText(page, 'How will you unlock it?')
    await press(page, 'Keep the way I have')
    await waitForText(page, 'Four words unlock Handrail on this computer.')
  })

  it('that is not given opens nothing, and says what to do', async () => {
    const page = await opened.openPage('welcome.html')
    const device = await plugIn(await page.createCDPSession())
    await press(page, 'Look around with made-up families')
    await chooseWayIn(page, 'passkey')
    await waitForText(page, 'Look around as')
    await device.remove()
    await plugIn(await page.createCDPSession()) // somebody else's
    await page.goto(`${opened.origin}/options.html`)
    await press(page, 'Hide now')
    await press(page, 'Unlock with your passkey')
    await waitForText(page, 'No passkey was given.')
    await expectAccessible(page)
  })
})

describe('keeping nothing on this computer', () => {
  it('shows records on every page, writes no row, and ends with the lock', async () => {
    const page = await opened.openPage('welcome.html')
    await press(page, 'Add where your records come from')
    await chooseWayIn(page, 'keep-nothing')
    await connect(page, 'practice-gp')
    await waitForText(page, 'Nothing is kept on this computer')
    const child = await openChild(opened, 'Sam Carter')
    await waitForText(child, 'Refer to community paediatrics')
    expect(await rows(child)).toBe(0)

    await child.goto(`${opened.origin}/options.html`)
    await waitForText(child, 'Here until you lock')
    await expectAccessible(child)
    await press(child, 'Hide now')
    await waitForText(page, 'How will you unlock it?')
    await waitForText(child, 'Set up Handrail')
    expect(await textOnScreen(child)).not.toMatch(/Sam|Carter/)
    expect(await inSession(child)).toEqual(['cleared'])
    expect(await rows(child)).toBe(0)
  })
})

/** An authenticator that makes passkeys with keys, and says yes to everything. */
async function plugIn(cdp: CDPSession): Promise<{ remove(): Promise<void> }> {
  await cdp.send('WebAuthn.enable')
  const { authenticatorId } = await cdp.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      ctap2Version: 'ctap2_1',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      hasPrf: true,
    },
  })
  return { remove: async () => void (await cdp.send('WebAuthn.removeVirtualAuthenticator', { authenticatorId })) }
}

async function connect(page: Page, accessCode: string): Promise<void> {
  await chooseHow(page, 'code')
  await page.locator('#address').fill(practice.server.url)
  await page.locator('#code').fill(accessCode)
  await press(page, 'Connect')
  await waitForText(page, 'You are ')
}

function keyring(page: Page): Promise<unknown> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('handrail')
      request.onsuccess = () => resolve(request.result)
    })
    const request = database.transaction('keyring').objectStore('keyring').get('wrap')
    const row = await new Promise<object>((resolve) => {
      request.onsuccess = () => resolve(request.result)
    })
    database.close()
    return JSON.parse(JSON.stringify(row))
  })
}

/** How many rows there are in all stores on disk. */
function rows(page: Page): Promise<number> {
  return page.evaluate(async () => {
    const database = await new Promise<IDBDatabase>((resolve) => {
      const request = indexedDB.open('handrail')
      request.onsuccess = () => resolve(request.result)
    })
    const tx = database.transaction([...database.objectStoreNames])
    const counts = [...database.objectStoreNames].map((name) => {
      const request = tx.objectStore(name).count()
      return new Promise<number>((resolve) => {
        request.onsuccess = () => resolve(request.result)
      })
    })
    const sum = (await Promise.all(counts)).reduce((total, count) => total + count, 0)
    database.close()
    return sum
  })
}

function inSession(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as { chrome: { storage: { session: { get(): Promise<object> } } } }
    return Object.keys(await chrome.storage.session.get())
  })
}
