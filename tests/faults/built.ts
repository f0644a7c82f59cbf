import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type BrowserName, type OpenBrowser, openChromium, openFirefox } from '../../src/cli/browser.ts'
import { OUTPUT } from '../../src/cli/build.ts'

/** Lends the built extension in a folder of its own, so that what is built meanwhile changes nothing in it. */
export async function inBuilt<Value>(browser: BrowserName, use: (extension: string) => Promise<Value>): Promise<Value> {
  const extension = await mkdtemp(join(tmpdir(), 'handrail-built-'))
  try {
    await cp(browser === 'chromium' ? OUTPUT.chrome : OUTPUT.firefox, extension, { recursive: true })
    return await use(extension)
  } finally {
    await rm(extension, { recursive: true, force: true })
  }
}

/** @param profile a folder to keep the profile in; left out, one that is gone afterwards */
export function openHandrail(browser: BrowserName, extension: string, profile?: string): Promise<OpenBrowser> {
  const open = browser === 'chromium' ? openChromium : openFirefox
  return open({ extension, headless: true, ...(profile && { profile }) })
}

/** Lends the built extension in a browser that is closed afterwards. */
export function inHandrail<Value>(
  use: (opened: OpenBrowser) => Promise<Value>,
  { browser = 'chromium', profile }: { browser?: BrowserName; profile?: string } = {},
): Promise<Value> {
  return inBuilt(browser, async (extension) => {
    const opened = await openHandrail(browser, extension, profile)
    try {
      return await use(opened)
    } finally {
      await opened.close()
    }
  })
}
