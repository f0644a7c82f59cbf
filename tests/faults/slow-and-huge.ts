import { fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { launch } from '../../src/cli/browser.ts'
import { WAYS } from './bad-answers.ts'
import type { Fault, Result } from './fault.ts'
import { startHostileServer } from './hostile-server.ts'
import type { Met, Some } from './meet-bad-answers.ts'
import { calls, servePage } from './serve.ts'

/**
 * Answers that drip, break off, have no end, or are small until they are unpacked. Each is over within thirty seconds and
 * within 200 MB, is told for what it is, and costs nobody the copy they have; meanwhile a page answers within a tenth of a
 * second. In Node, which is given no more memory than that, and in a page of Chromium.
 *
 * `times` is at how many places each true answer is broken off.
 */
export const slowAndHuge: Fault = {
  id: 'F10',
  promise: 'answers that drip, break off, or have no end',
  inFirefox: false,
  times: { full: 100, short: 4 },
  run: async (_, times) => {
    const paces = [...(times < MANY ? [] : (['slow'] as const)), 'quick' as const]
    const some = paces.flatMap((pace) => WAYS.map((way): Some => ({ way, pace })))
    const inNode = (await Promise.all(some.map((one) => meetInNode(one, times)))).flat()
    const inPage = await meetInPage(some, times)
    const [node, page] = [judge(inNode, Number.POSITIVE_INFINITY), judge(inPage, MOST_GAP_MS)]
    return { isKept: node.isKept && page.isKept, figures: `Node: ${node.figures}. Chromium: ${page.figures}` }
  },
}

/** With fewer, nobody waits for what takes ten seconds to be given up. */
const MANY = 20
const MOST_HEAP_MB = 200
/** What Node itself takes before anything is asked. */
const NODE_MB = 60
const MOST_GAP_MS = 100
const SHOWN = 12

async function meetInNode(some: Some, times: number): Promise<Met[]> {
  const server = await startHostileServer(some.way, times)
  try {
    const script = fileURLToPath(new URL('meet-in-node.ts', import.meta.url))
    const child = fork(script, [JSON.stringify([server.url, some, times])], {
      execArgv: [`--max-old-space-size=${MOST_HEAP_MB + NODE_MB}`],
      stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
    })
    return await new Promise((resolve) => {
      child.on('message', (told) => resolve(told as Met[]))
      child.on('exit', () => {
        const nothing = { seconds: 0, heapMb: Number.POSITIVE_INFINITY, gapMs: 0 }
        resolve([{ name: `${some.way}: ${some.pace}`, wrong: 'it ended for want of memory', ...nothing }])
      })
    })
  } finally {
    await server.stop()
  }
}

async function meetInPage(all: Some[], times: number): Promise<Met[]> {
  const served = await servePage('bad-answers')
  const browser = await launch('chromium', { headless: true, args: ['--enable-precise-memory-info'] })
  try {
    const page = await browser.newPage()
    await page.goto(served.url)
    const told: Met[] = []
    for (const some of all) {
      const server = await startHostileServer(some.way, times)
      told.push(...(await calls<typeof import('./pages/bad-answers.ts')>(page)('meet', server.url, some, times)))
      await server.stop()
    }
    return told
  } finally {
    await browser.close()
    await served.stop()
  }
}

function judge(told: Met[], mostGapMs: number): Result {
  const wrong = told.filter((one) => one.wrong !== undefined)
  const most = (of: (one: Met) => number) => told.reduce((a, b) => (of(b) > of(a) ? b : a))
  const [slowest, heaviest, stiffest] = [
    most((one) => one.seconds),
    most((one) => one.heapMb),
    most((one) => one.gapMs),
  ]
  const isAsked = mostGapMs < Number.POSITIVE_INFINITY
  return {
    isKept: wrong.length === 0 && heaviest.heapMb < MOST_HEAP_MB && stiffest.gapMs <= mostGapMs,
    figures: [
      `${told.length - wrong.length} of ${told.length} as they should be`,
      `${slowest.seconds.toFixed(1)} s at the most (${slowest.name})`,
      `${heaviest.heapMb.toFixed(0)} MB (${heaviest.name})`,
      ...(isAsked ? [`${stiffest.gapMs.toFixed(0)} ms without an answer (${stiffest.name})`] : []),
      ...wrong.slice(0, SHOWN).map(({ name, wrong }) => `${name}: ${wrong}`),
    ].join(', '),
  }
}
