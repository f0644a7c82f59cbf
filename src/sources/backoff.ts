import { MINUTE_MS } from '../core/time.ts'

/** After so many tries without an answer it is left to the next refresh that is due anyway. */
export const MOST_TRIES = 6

const FIRST_MS = 1000
const LONGEST_MS = 5 * MINUTE_MS

/**
 * How long to wait before asking again: at random up to a time that doubles from one second to five minutes, so that a
 * thousand computers that were turned away together do not come back together. What the server asked for comes first,
 * and the chance after it: at the least as long again the first time, then half of it, then a third, as they are spread by
 * then. Of a thousand, no more come in any ten seconds than five times as many as on average (`npm run faults -- F9`).
 *
 * @param tries how many have come to nothing, 1 or more
 * @param askedMs what the server asked for; undefined when it did not
 * @param random from 0 up to 1
 * @returns undefined after too many tries
 * @source security.md C3; "full jitter"
 */
export function waitBeforeMs(tries: number, askedMs: number | undefined, random: () => number): number | undefined {
  if (tries >= MOST_TRIES) return undefined
  const longestMs = Math.max(Math.min(LONGEST_MS, FIRST_MS * 2 ** tries), (askedMs ?? 0) / tries)
  return (askedMs ?? 0) + random() * longestMs
}
