import { resolve } from 'node:path'
import axe from 'axe-core'
import type { Page } from 'puppeteer-core'
import { expect } from 'vitest'
import { type OpenBrowser, openChromium, setClock } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'
import { PANEL, press } from '../../src/cli/drive.ts'
import type { Practice } from '../../src/cli/practice.ts'
import { type Contents, joinBoxes } from '../../src/record/section-content.ts'
import type { SectionCode } from '../../src/record/sections.ts'
import { boxBinding, coverBinding } from '../../src/vault/children.ts'
import type { Cover } from '../../src/vault/cover.ts'
import { importDataKey } from '../../src/vault/keys.ts'
import { open, type Sealed } from '../../src/vault/seal.ts'

export function openBuiltExtension(options: { profile?: string; clock?: number } = {}): Promise<OpenBrowser> {
  return openChromium({ extension: resolve(OUTPUT.chrome), headless: true, ...options })
}

type SetUp = { opened: OpenBrowser; practice: Pick<Practice, 'server'>; words: string }

/** A page of the extension as it is at another time, unlocked: the time without use is long over, or lies ahead. */
export async function openPageAt({ opened, practice, words }: SetUp, path: string, nowMs: number): Promise<Page> {
  practice.server.clock.aheadMs = nowMs - Date.now()
  const page = await opened.browser.newPage()
  await page.setViewport(PANEL)
  await setClock(page, nowMs)
  await page.goto(`${opened.origin}/${path}`)
  await page.locator('h1').wait()
  if (await page.$('#passphrase')) {
    await page.locator('#passphrase').fill(words)
    await press(page, 'Unlock')
    await page.waitForFunction(() => !document.querySelector('#passphrase'), { polling: 50 })
  }
  return page
}

/** What lies in the vault, opened in Node with the session's key: one entry a child. */
export async function readVault(page: Page): Promise<{ cover: Cover; contents: Contents; boxes: number }[]> {
  const { key, covers, boxes } = await exportVault(page)
  const dataKey = await importDataKey(bytes(key))
  return Promise.all(
    covers.map(async (row) => {
      const cover = await open<Cover>(dataKey, coverBinding(row), sealed(row))
      const own = boxes.filter(({ child }) => child === cover.child)
      const sections = Object.entries(cover.boxes) as [SectionCode, string[]][]
      const openBox = async (section: SectionCode, id: string) => {
        const box = own.find((one) => one.id === id)
        if (!box) throw new Error('the cover names a box that is not there')
        return open<never>(dataKey, boxBinding(cover, section, id), sealed(box))
      }
      const contents = await Promise.all(
        sections.map(async ([section, ids]) => {
          return [section, joinBoxes(section, await Promise.all(ids.map((id) => openBox(section, id))))]
        }),
      )
      return { cover, contents: Object.fromEntries(contents) as Contents, boxes: own.length }
    }),
  )
}

/** 0 violations of WCAG 2.2 A and AA and of axe's best practice, in light and in dark. */
export async function expectAccessible(page: Page): Promise<void> {
  for (const scheme of ['light', 'dark']) {
    await page.emulateMediaFeatures([{ name: 'prefers-color-scheme', value: scheme }])
    await page.evaluate(axe.source)
    const { violations } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run())
    const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' | ')}`)
    expect(found, `axe, ${scheme}`).toEqual([])
  }
}

type Row = { child: string; leaseEndsAtMs: number; id: string; iv: string; bytes: string }

function exportVault(page: Page): Promise<{ key: string; covers: Row[]; boxes: Row[] }> {
  return page.evaluate(async () => {
    const { chrome } = globalThis as unknown as {
      chrome: { storage: { session: { get(): Promise<{ unlocked: { key: string } }> } } }
    }
    const asked = <Value>(request: IDBRequest<Value>) =>
      new Promise<Value>((resolve, reject) => {
        request.onsuccess = () => resolve(request.result)
        request.onerror = () => reject(request.error)
      })
    const base64 = (value: Uint8Array) => btoa(Array.from(value, (byte) => String.fromCharCode(byte)).join(''))
    const database = await asked(indexedDB.open('handrail'))
    const readAll = async (store: string) => {
      const rows = await asked(database.transaction(store).objectStore(store).getAll())
      return rows.map((row) => ({ ...row, iv: base64(row.iv), bytes: base64(row.bytes) })) as Row[]
    }
    const { unlocked } = await chrome.storage.session.get()
    const read = { key: unlocked.key, covers: await readAll('covers'), boxes: await readAll('boxes') }
    database.close()
    return read
  })
}

function sealed({ iv, bytes: sealedBytes }: { iv: string; bytes: string }): Sealed {
  return { iv: bytes(iv), bytes: bytes(sealedBytes) }
}

function bytes(base64: string): Uint8Array<ArrayBuffer> {
  return new Uint8Array(Buffer.from(base64, 'base64'))
}
