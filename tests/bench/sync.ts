import { loadavg } from 'node:os'
import { fileURLToPath } from 'node:url'
import { launch } from '../../src/cli/browser.ts'
import { calls, servePage } from '../faults/serve.ts'
import type { Took } from './pages/sync.ts'
import { startApart } from './servers/apart.ts'
import type { Asked, Told } from './servers/fhir-server.ts'

type Script = typeof import('./pages/sync.ts')

/** An extension that may ask a place asks it as such. A page would send an OPTIONS before each request. */
const WITHOUT_CORS = ['--disable-web-security']

const PAGES = fileURLToPath(new URL('pages/', import.meta.url))

/** Handrail's own client and vault in Chromium, with IndexedDB, beside a server in another process that answers at once. */
export const sync = {
  question: 'How long does it take to fetch 2,000 children, and to find out that little or nothing has changed?',
  async measure(): Promise<string[]> {
    const server = await startApart<Told>('fhir-server.ts')
    const served = await servePage('sync', undefined, PAGES)
    const browser = await launch('chromium', { headless: true, args: WITHOUT_CORS }, { protocolTimeout: 600_000 })
    try {
      const page = await browser.newPage()
      await page.goto(served.url)
      const call = calls<Script>(page)
      await call('open', server.told.baseUrl)
      const lines = [`Chromium, loopback, one request after another; load ${load()}`]
      lines.push(show('first', await call('sync')))
      lines.push(show('nothing changed', await call('sync')))
      const changed = await server.tell({ changeOnePercent: true } satisfies Asked)
      lines.push(show(`${changed} changed`, await call('sync')))
      await call('close')
      return [...lines, `load ${load()} at the end`]
    } finally {
      await browser.close()
      await served.stop()
      await server.stop()
    }
  },
}

function show(what: string, took: Took): string {
  const { seconds, networkSeconds, requests, sentBytes, gotBytes, children, failed } = took
  const words = [
    `${what.padEnd(16)} ${seconds.toFixed(2).padStart(6)} s`,
    `${((networkSeconds / seconds) * 100).toFixed(0).padStart(3)} % of it network`,
    `${requests.toLocaleString('en-GB').padStart(6)} requests`,
    `${kilobytes(sentBytes)} sent`,
    `${kilobytes(gotBytes)} received`,
    `${children.toLocaleString('en-GB')} kept, ${(children / seconds).toFixed(0)} Bundles a second`,
  ]
  return words.join(', ') + (failed ? `, and then ${failed}` : '')
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024).toLocaleString('en-GB')} KiB`
}

function load(): string {
  return (loadavg()[0] ?? Number.NaN).toFixed(1)
}
