import { deepEqual } from 'node:assert/strict'
import { loadavg } from 'node:os'
import { SHLViewer } from 'kill-the-clipboard'
import { parseLink } from '../../src/sources/smart-link/link.ts'
import { receive } from '../../src/sources/smart-link/receive.ts'
import { startApart } from './servers/apart.ts'
import type { Told } from './servers/link-host.ts'

const PAIRS = 30
const OPENS = 10
const WARM_UP = 40
const MOST = 1.1
const RECIPIENT = 'Dr Shah, GP, Bridge Street Practice'
/** As much as Handrail lets a server put into the manifest. */
const MOST_EMBEDDED = 100_000

/** From the text of a link to parsed FHIR, every time from a server in another process. */
export const link = {
  question: 'Does opening a SMART Health Link cost more than with kill-the-clipboard 1.1.0?',
  async measure(): Promise<string[]> {
    const { told, stop } = await startApart<Told>('link-host.ts')
    try {
      const lines = [
        `Node, loopback; medians of ${PAIRS} pairs in turn of ${OPENS} opens, with the middle half; load ${load()}`,
        'ours alone checks depth, hosts, sizes and the key a file names; theirs that both content types are the same',
      ]
      for (const { what, link, sizeBytes } of told.links) {
        const ours = () => openOurs(link, told.origin)
        const theirs = () => openTheirs(link)
        deepEqual(await ours(), await theirs())
        for (let at = 0; at < WARM_UP; at++) await (at % 2 === 0 ? ours() : theirs())
        lines.push(showPairs(`${what}, ${Math.round(sizeBytes / 1000)} kB`, await inTurn(ours, theirs)))
      }
      return [...lines, `load ${load()} at the end`]
    } finally {
      await stop()
    }
  },
}

async function openOurs(text: string, origin: string): Promise<object[]> {
  const parsed = parseLink(text, { nowMs: Date.now(), allowsLoopback: true })
  const visitor = { recipient: RECIPIENT, origins: [origin], allowsLoopback: true }
  const received = await receive({ fetch, now: Date.now, heard: {} }, parsed, visitor)
  return received.kind === 'received' ? received.files.map(({ resource }) => resource) : []
}

async function openTheirs(text: string): Promise<object[]> {
  const viewer = new SHLViewer({ shlinkURI: text })
  return (await viewer.resolveSHL({ recipient: RECIPIENT, embeddedLengthMax: MOST_EMBEDDED })).fhirResources
}

type Pairs = { ours: number[]; theirs: number[] }

/** How long each takes, in milliseconds an open; whoever begins the one pair ends the next. */
async function inTurn(ours: () => Promise<unknown>, theirs: () => Promise<unknown>): Promise<Pairs> {
  const took: Pairs = { ours: [], theirs: [] }
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = pair % 2 === 0 ? (['ours', 'theirs'] as const) : (['theirs', 'ours'] as const)
    for (const who of order) {
      const startedMs = performance.now()
      for (let at = 0; at < OPENS; at++) await (who === 'ours' ? ours : theirs)()
      took[who].push((performance.now() - startedMs) / OPENS)
    }
  }
  return took
}

function showPairs(what: string, { ours, theirs }: Pairs): string {
  const ratio = spread(ours.map((ms, pair) => ms / (theirs[pair] ?? Number.NaN)))
  const [our, their] = [spread(ours), spread(theirs)].map(
    ({ least, middle }) => `${middle.toFixed(2)} ms (least ${least.toFixed(2)})`,
  )
  const verdict = ratio.middle <= MOST ? 'holds' : 'misses'
  return `${what.padEnd(32)} ${our} beside ${their}   ${ratio.middle.toFixed(2)} × [${ratio.low.toFixed(2)}-${ratio.high.toFixed(2)}], at most ${MOST.toFixed(2)}: ${verdict}`
}

function spread(values: number[]): { least: number; low: number; middle: number; high: number } {
  const sorted = values.toSorted((a, b) => a - b)
  const at = (share: number) => sorted[Math.round((sorted.length - 1) * share)] ?? Number.NaN
  return { least: at(0), low: at(0.25), middle: at(0.5), high: at(0.75) }
}

function load(): string {
  return (loadavg()[0] ?? Number.NaN).toFixed(1)
}
