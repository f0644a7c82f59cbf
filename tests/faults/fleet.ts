import { isDue } from '../../src/app/when-due.ts'
import { MINUTE_MS } from '../../src/core/time.ts'
import { createRandom } from '../../src/practice/generated/random.ts'
import { waitBeforeMs } from '../../src/sources/backoff.ts'
import type { Source } from '../../src/vault/sources.ts'

/** What a fleet of computers asks of a server that turns all of them away. Times in milliseconds from the first. */
export type Crowd = {
  clients: number
  /** When each of them asked again, one after another. */
  again: number[]
  /** The most requests within ten seconds, and how many there are in ten seconds on average, from the first to the last. */
  peak: number
  mean: number
}

const WINDOW_MS = 10_000

/**
 * So many computers ask in the same minute, each at its own second of it, and are turned away until they have given up.
 *
 * @param waitMs what the server asks each of them to wait, by the time at which it is asked; undefined when it does not
 */
export function turnAway(clients: number, waitMs: (atMs: number) => number | undefined, seed: number): Crowd {
  const random = createRandom(seed)
  const share = () => random.below(2 ** 30) / 2 ** 30
  const again: number[] = []
  for (let client = 0; client < clients; client++) again.push(...askUntilGivenUp(share() * MINUTE_MS, waitMs, share))
  const first = Math.min(...again)
  const windows = new Map<number, number>()
  for (const atMs of again) {
    const at = Math.floor((atMs - first) / WINDOW_MS)
    windows.set(at, (windows.get(at) ?? 0) + 1)
  }
  const peak = Math.max(...windows.values())
  const spanMs = Math.max(...again) - first
  return { clients, again, peak, mean: (again.length * WINDOW_MS) / spanMs }
}

type Tried = Pick<Source, 'from' | 'confirmed' | 'lastRefresh' | 'triedAtMs' | 'refreshing' | 'retry' | 'waitUntilMs'>

/** One computer, whose alarm rings every minute. @returns when it asked, but for the first time */
function askUntilGivenUp(
  startMs: number,
  waitMs: (atMs: number) => number | undefined,
  random: () => number,
): number[] {
  const asked: number[] = []
  let source = turnedAway(startMs, 1, waitMs(startMs), random)
  for (let nowMs = startMs + MINUTE_MS; source.retry; nowMs += MINUTE_MS) {
    if (!isDue(source as Source, nowMs)) continue
    asked.push(nowMs)
    source = turnedAway(nowMs, source.retry.tries + 1, waitMs(nowMs), random)
  }
  return asked
}

/** As a source is kept after a try that came to nothing. */
function turnedAway(nowMs: number, tries: number, askedMs: number | undefined, random: () => number): Tried {
  const againMs = waitBeforeMs(tries, askedMs, random)
  const summary = { checkedAtMs: 0, updated: 0, stopped: 0, needsCheck: 0, refused: [] }
  return {
    from: { kind: 'fhir-server', baseUrl: '', accessCode: '' },
    confirmed: undefined,
    lastRefresh: { ...summary, failed: 'source/busy' },
    triedAtMs: nowMs,
    refreshing: {
      sinceMs: nowMs,
      after: undefined,
      done: 0,
      total: 0,
      except: {},
      summary: { ...summary, failed: undefined },
    },
    retry: againMs === undefined ? undefined : { tries, atMs: nowMs + againMs },
    waitUntilMs: nowMs + (askedMs ?? 0),
  }
}
