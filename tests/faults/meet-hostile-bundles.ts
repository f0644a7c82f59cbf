import { listChildren } from '../../src/app/list-children.ts'
import { type OpenChild, openChild } from '../../src/app/open-child.ts'
import { codeOf } from '../../src/core/errors.ts'
import { FAMILIES } from '../../src/practice/families/index.ts'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import { generateFamilies } from '../../src/practice/generated/generate-families.ts'
import { createRandom } from '../../src/practice/generated/random.ts'
import { ADDRESSES, hostileBundle } from './hostile-bundles.ts'
import { byFile, byLink, byServer, type WayIn } from './ways-in.ts'

/** What became of so many hostile records. */
export type Told = {
  brought: number
  /** Those of which something was shown. */
  shown: number
  crashes: string[]
  asked: number
  astray: string[]
  markup: string[]
  heapMb: number
}

type Render = (opened: OpenChild, nowMs: number) => string

const START = Date.parse('2026-11-21T10:00:00Z')
const SEED = 20261122

/** So many on one: what has been seen of each is remembered, for ever and in memory here. */
const A_LAPTOP = 54

const READERS = [
  { role: 'PractitionerRole/shah', accessCode: 'practice-gp' },
  { role: 'PractitionerRole/khan', accessCode: 'practice-class-teacher' },
  { role: 'PractitionerRole/adeyemi', accessCode: 'practice-virtual-school-head' },
]

/** Brings in so many, each by one of three ways and for one of three readers, and looks at all that comes of it. */
export async function meetHostileBundles(count: number, render: Render): Promise<Told> {
  const told: Told = { brought: 0, shown: 0, crashes: [], asked: 0, astray: [], markup: [], heapMb: 0 }
  const startedBytes = usedBytes()
  const watching = setInterval(() => {
    told.heapMb = Math.max(told.heapMb, (usedBytes() - startedBytes) / 1024 / 1024)
  }, 5)
  process.on('unhandledRejection', (error) => void told.crashes.push(`unhandled ${error}`))
  let ways: WayIn[][] = []
  const bases = [...FAMILIES, ...generateFamilies({ count: 60, seed: SEED, schoolYear: 2026 })]
  for (let at = 0; at < count; at++) {
    if (at % A_LAPTOP === 0) {
      for (const { laptop } of ways.flat()) await laptop.close()
      ways = await openWays(told)
    }
    const random = createRandom(SEED + at)
    const reader = at % READERS.length
    const way = ways[reader]?.[Math.floor(at / READERS.length) % 3] as WayIn
    const base = sharedWith(random.pick(bases), READERS[reader]?.role ?? '')
    const text = hostileBundle(base, random.chance(0.5), random)
    await bringOne(way, text, told, render, `${at}`)
  }
  clearInterval(watching)
  return told
}

async function openWays(told: Told): Promise<WayIn[][]> {
  const all: WayIn[][] = []
  for (const { accessCode } of READERS) {
    const ways = [await byServer(START, accessCode), await byLink(START, ADDRESSES), await byFile(START)]
    for (const way of ways) listen(way, told)
    all.push(ways)
  }
  return all
}

/** Notes everything that is asked, where it may not be asked too. */
function listen({ laptop, mayAsk }: WayIn, told: Told): void {
  const { fetch } = laptop.server
  laptop.server.fetch = (input, init) => {
    told.asked += 1
    if (!mayAsk(String(input))) told.astray.push(String(input))
    return fetch(input, init)
  }
}

async function bringOne(way: WayIn, text: string, told: Told, render: Render, which: string): Promise<void> {
  const { laptop } = way
  const note = (code: string) => {
    if (!/^(source|link|file|record)\//.test(code)) told.crashes.push(`${which} ${code}`)
  }
  told.brought += 1
  try {
    await laptop.minute()
    for (const code of await way.bring(text, createRandom(Number(which)))) note(code)
  } catch (error) {
    note(codeOf(error))
  }
  try {
    let isShown = false
    for (const { child } of await listChildren(laptop.app)) {
      const opened = await openChild(laptop.app, child, 'skip')
      const html = render(opened, START)
      if (opened.kind === 'open') isShown = true
      if (isMarkedUp(html)) told.markup.push(which)
    }
    if (isShown) told.shown += 1
  } catch (error) {
    told.crashes.push(`${which} shown: ${error instanceof Error ? error.stack?.slice(0, 300) : error}`)
  }
  await way.clear()
}

/** What none of our pages has, and an address of theirs where one could be followed. */
function isMarkedUp(html: string): boolean {
  const isTag = /<\/?(script|img|svg|iframe|style|link|object|embed|form|base|meta|input)\b/i.test(html)
  return (
    isTag ||
    /\s(href|src|action|srcdoc|style|on\w+)="[^"]*hostile/i.test(html) ||
    /<[^>"]*hostile/i.test(html.replace(/="[^"]*"/g, ''))
  )
}

function usedBytes(): number {
  const { heapUsed, external } = process.memoryUsage()
  return heapUsed + external
}
