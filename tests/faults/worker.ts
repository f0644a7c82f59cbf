import { setTimeout as wait } from 'node:timers/promises'
import type { CDPSession, Page, Target } from 'puppeteer-core'
import type { OpenBrowser } from '../../src/cli/browser.ts'

/** The extension's worker, to be stopped at any moment and woken again. Chromium only. */
export type Worker = {
  /** Runs a function in it, by itself, and wakes it first where it sleeps. */
  run<Args extends unknown[], Value>(what: (...args: Args) => Value, ...args: Args): Promise<Awaited<Value>>
  stop(): Promise<void>
}

const GONE_MS = 5000

/** @param page any page that stays open */
export async function watchWorker({ browser, origin }: OpenBrowser, page: Page): Promise<Worker> {
  const cdp = await page.createCDPSession()
  await cdp.send('ServiceWorker.enable')
  const isWorker = (target: Target) => target.type() === 'service_worker' && target.url().startsWith(origin)
  return {
    run: async (what, ...args) => {
      await cdp.send('ServiceWorker.startWorker', { scopeURL: `${origin}/` })
      const session = await (await browser.waitForTarget(isWorker)).createCDPSession()
      try {
        return await evaluate(session, `(${what})(${args.map((arg) => JSON.stringify(arg)).join()})`)
      } finally {
        // In Chromium 156 a worker that somebody listens to, once stopped, is never seen to start again.
        await session.detach()
      }
    },
    stop: async () => {
      const running = new Set(browser.targets().filter(isWorker))
      await cdp.send('ServiceWorker.stopAllWorkers')
      const deadlineMs = performance.now() + GONE_MS
      while (browser.targets().some((target) => running.has(target))) {
        if (performance.now() > deadlineMs) throw new Error('the worker does not stop')
        await wait(1)
      }
    },
  }
}

async function evaluate(session: CDPSession, expression: string) {
  const { result, exceptionDetails } = await session.send('Runtime.evaluate', {
    expression,
    awaitPromise: true,
    returnByValue: true,
  })
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text)
  return result.value
}
