import type { Page } from 'puppeteer-core'
import { launch } from '../../src/cli/browser.ts'
import type { Fault, Result } from './fault.ts'
import type { Seen } from './pages/bit-flips.ts'
import { calls, servePage } from './serve.ts'

const CHILDREN = 10
const EACH = 50
const BOXES = CHILDREN * EACH

/** Where in a row a bit may flip: together, all of it. */
const PARTS = { boxes: ['iv', 'body', 'tag', 'id', 'child'], covers: ['iv', 'body', 'tag', 'child', 'lease'] } as const
export type Part = (typeof PARTS)[keyof typeof PARTS][number]

/** What of a box is bound to it, and lies sealed in its cover. */
const BOUND = ['asAtMs', 'leaseEndsAtMs'] as const
export type Bound = (typeof BOUND)[number]

/**
 * One bit is not as it was written, in each of five hundred boxes: in its nonce, its sealed bytes, their tag, its own id or
 * its child's. Then the same in covers, which hide their child alone, and in what of a box is bound to it there.
 */
export const bitFlips: Fault = {
  id: 'F5',
  promise: 'a bit flipped in a box',
  inFirefox: false,
  times: { full: BOXES, short: 20 },
  run: (_, times) => run(times),
}

async function run(times: number): Promise<Result> {
  const served = await servePage('bit-flips')
  const browser = await launch('chromium', { headless: true })
  try {
    const page = (await browser.pages())[0] as Page
    await page.goto(served.url)
    const call = calls<typeof import('./pages/bit-flips.ts')>(page)
    await call('keepBoxes', CHILDREN, EACH)
    const boxes: Seen[] = []
    for (let box = 0; box < times; box++) {
      const at = Math.floor((box * BOXES) / times)
      boxes.push(await call('flipInRow', 'boxes', at, PARTS.boxes[box % PARTS.boxes.length] as Part))
    }
    const covers: Seen[] = []
    for (const part of PARTS.covers) covers.push(await call('flipInRow', 'covers', covers.length, part))
    for (const field of BOUND) covers.push(await call('flipInCover', covers.length, field))
    const refused = boxes.filter(({ opened, isTold }) => opened === BOXES - 1 && isTold).length
    const hidden = covers.filter(({ opened, isTold }) => opened === BOXES - EACH && isTold).length
    const started = [...boxes, ...covers].filter(({ isStarted }) => isStarted).length
    return {
      isKept: refused === times && hidden === covers.length && started === times + covers.length,
      figures: [
        `${refused} of ${times} refused and the other ${BOXES - 1} open`,
        `${hidden} of ${covers.length} children whose cover is damaged hidden alone`,
        `${started} of ${times + covers.length} starts`,
      ].join(', '),
    }
  } finally {
    await browser.close()
    await served.stop()
  }
}
