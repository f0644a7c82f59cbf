import { fileURLToPath } from 'node:url'
import type { Page } from 'puppeteer-core'
import { launch } from '../../src/cli/browser.ts'
import { calls, servePage } from '../faults/serve.ts'

type Script = typeof import('./pages/vault.ts')

const PAGES = fileURLToPath(new URL('pages/', import.meta.url))
const COUNTS = [100, 2000, 5000]
const PAIRS = 30

/** What was promised, as the most that a ratio may be; for lists beside Dexie, the least that theirs must be of ours. */
const MOST = { 'one child': 1.3, list: 1.5, 'one child, Dexie': 1.1, 'list, Dexie': 1 / 5 } as const

export const vault = {
  question: 'Does the vault open children and lists as fast as IndexedDB, AES-GCM and JSON.parse by themselves?',
  async measure(): Promise<string[]> {
    const served = await servePage('vault', undefined, PAGES)
    const browser = await launch('chromium', { headless: true }, { protocolTimeout: 1_200_000 })
    try {
      const lines: string[] = [`Chromium, medians of ${PAIRS} pairs in turn, with the middle half of them`]
      for (const count of COUNTS) lines.push(...(await measureOne(await browser.newPage(), served.url, count)))
      return lines
    } finally {
      await browser.close()
      await served.stop()
    }
  },
}

async function measureOne(page: Page, url: string, count: number): Promise<string[]> {
  await page.goto(url)
  const call = calls<Script>(page)
  const filled = await call('fill', count)
  const lines = [`${filled.children} children in ${filled.boxes} boxes`]
  for (const [what, most] of Object.entries(MOST) as [keyof typeof MOST, number][]) {
    const { ours, theirs } = await call('pairs', what, PAIRS)
    const ratios = ours.map((ms, turn) => ms / (theirs[turn] ?? Number.NaN))
    const { low, middle, high } = spread(ratios)
    const spreadText = `${middle.toFixed(2)} × [${low.toFixed(2)}-${high.toFixed(2)}]`
    lines.push(
      `  ${what.padEnd(18)}${spread(ours).middle.toFixed(2).padStart(8)} ms beside ${spread(theirs).middle.toFixed(2).padStart(8)} ms   ${spreadText}, at most ${most.toFixed(2)}: ${middle <= most ? 'holds' : 'misses'}`,
    )
  }
  const { changed, changedBytes, writtenBytes } = await call('refreshOnePercent')
  const ratio = writtenBytes / changedBytes
  lines.push(
    `  refresh, 1% changed ${changed} children of ${kilobytes(changedBytes)}: writes ${kilobytes(writtenBytes)}, ${ratio.toFixed(2)} ×, at most 2: ${ratio <= 2 ? 'holds' : 'misses'}`,
  )
  await call('close')
  await page.close()
  return lines
}

function spread(values: number[]): { low: number; middle: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
  return { low: at(0.25), middle: at(0.5), high: at(0.75) }
}

function kilobytes(bytes: number): string {
  return `${Math.round(bytes / 1024).toLocaleString('en-GB')} KiB`
}
