import type { Browser, Page, Target } from 'puppeteer-core'

/** What pages have said aloud since they were watched. */
export type Watched = {
  /** Addresses, titles, the console, and what is kept beside the vault. @param page any page of the extension */
  everythingSaid(page: Page): Promise<string[]>
  /** How often something was put on the clipboard. */
  copied(): number
}

/** Listens to every page and worker of a browser from now on. */
export async function watchPages(browser: Browser): Promise<Watched> {
  const said: string[] = []
  let copies = 0
  const listen = async (page: Page) => {
    page.on('console', (message) => void said.push(message.text()))
    page.on('pageerror', (error) => void said.push(`${error}`))
    page.on('framenavigated', (frame) => void said.push(frame.url()))
    await page.exposeFunction('tellOfCopy', () => {
      copies += 1
    })
    await page.evaluateOnNewDocument(tellOfCopies)
  }
  const onTarget = async (target: Target) => {
    said.push(target.url())
    const page = await target.page().catch(() => null)
    if (page) await listen(page).catch(() => {}) // it has closed already
    const worker = await target.worker().catch(() => null)
    worker?.on('console', (message) => void said.push(message.text()))
  }
  browser.on('targetcreated', (target) => void onTarget(target))
  browser.on('targetchanged', (target) => void said.push(target.url()))
  for (const target of browser.targets()) await onTarget(target)
  return {
    everythingSaid: async (page) => {
      const titles = await Promise.all((await browser.pages()).map((one) => one.title()))
      return [...said, ...titles, await page.evaluate(keptBeside)]
    },
    copied: () => copies,
  }
}

function tellOfCopies(): void {
  const { tellOfCopy } = globalThis as unknown as { tellOfCopy(): void }
  document.addEventListener('copy', () => tellOfCopy())
  for (const name of ['write', 'writeText'] as const) {
    const whole = navigator.clipboard?.[name] as ((...given: unknown[]) => unknown) | undefined
    if (!whole) continue
    Object.defineProperty(navigator.clipboard, name, {
      value: (...given: unknown[]) => {
        tellOfCopy()
        return whole.apply(navigator.clipboard, given)
      },
    })
  }
}

async function keptBeside(): Promise<string> {
  const { chrome } = globalThis as unknown as { chrome: { storage: { local: { get(): Promise<object> } } } }
  const local = await chrome.storage.local.get()
  return JSON.stringify([local, { ...localStorage }, { ...sessionStorage }, history.state, document.cookie])
}
