import type { BrowserName } from '../../src/cli/browser.ts'

/** One thing that goes wrong in the world, done on purpose and often. */
export type Fault = {
  /** `F1`, as security.md D2 numbers them. */
  id: string
  /** What is done, in the words of the line that is printed: "browser killed mid-write". */
  promise: string
  inFirefox: boolean
  /** Runs in Node, with rows in memory: no browser is needed for what is done. */
  needsNoBrowser?: true
  /** How often, when it is to prove something, and when it is only to show that it still runs. */
  times: { full: number; short: number }
  run(where: Where, times: number): Promise<Result>
}

export type Where = { browser: BrowserName }

/** `figures` are what was counted, good or bad: "0 torn, 0 of 5,120 acknowledged writes lost". */
export type Result = { isKept: boolean; figures: string }

/** The browsers in which a fault is to be tried. */
export function browsersFor({ inFirefox }: Fault): BrowserName[] {
  return inFirefox ? ['chromium', 'firefox'] : ['chromium']
}
