import { deleteDB } from 'idb'
import { type App, openApp } from '../../src/app/app.ts'
import { DAY_MS } from '../../src/core/time.ts'
import { familiesIn, practiceDirectory, practiceViewer } from '../../src/practice/families/index.ts'
import { randomBytes, randomId, toBase64 } from '../../src/vault/bytes.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { createOwnArea } from '../../src/vault/session.ts'
import { BASE_URL, createFakeServer, type FakeServer } from '../fixtures/fhir-server.ts'

/** A browser with Handrail in it, the server behind it, and a clock that stands still unless it is set. */
export type TestBrowser = {
  server: FakeServer
  nowMs: number
  /** What the organisation has set. */
  managed: object | undefined
  /** A page on the same database, with a session of its own: locked. */
  openPage(): Promise<App>
  close(): Promise<void>
}

export { BASE_URL }

export function openBrowser(nowMs: number): TestBrowser {
  const name = `app-test-${randomId()}`
  const pages: App[] = []
  const browser: TestBrowser = {
    server: createFakeServer(),
    nowMs,
    managed: undefined,
    openPage: async () => {
      const page = await openApp({
        session: createOwnArea(),
        memory: createMemoryArea(),
        fetch: (input, init) => browser.server.fetch(input, init),
        now: () => browser.nowMs,
        readManaged: async () => browser.managed,
        loadFamilies: async () => ({ familiesIn, practiceDirectory, practiceViewer }),
        name,
      })
      pages.push(page)
      return page
    },
    close: async () => {
      for (const { vault } of pages) vault.database.close()
      await deleteDB(name)
    },
  }
  return browser
}

const KEY = toBase64(randomBytes(32))

/**
 * Unlocks without the slow derivation, unless it is open: with the same key every time, and for as long as a test needs.
 */
export async function unlock({ vault }: App): Promise<void> {
  if (!(await vault.session.read())) await vault.session.unlock({ key: KEY, keeps: 'disk', idleMs: 10_000 * DAY_MS })
}
