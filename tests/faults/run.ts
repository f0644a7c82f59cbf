import { parseArgs } from 'node:util'
import type { BrowserName } from '../../src/cli/browser.ts'
import { browsersFor, type Fault, type Result } from './fault.ts'
import { FAULTS } from './list.ts'

/**
 * `npm run faults`: every fault in every browser, as often as it takes to prove something; a line each. The exit code is 1
 * when any of them misses. `-- F1 F5` runs some, `--browser firefox` in one browser, `--short` a few times each.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { short: { type: 'boolean', default: false }, browser: { type: 'string' } },
})
const NAMES = { chromium: 'Chromium', firefox: 'Firefox' } satisfies Record<BrowserName, string>
const inPlace = process.stdout.isTTY

const unknown = positionals.filter((id) => !FAULTS.some((fault) => fault.id === id))
if (unknown.length > 0) throw new Error(`no such fault: ${unknown.join(', ')}`)
if (!Object.hasOwn(NAMES, values.browser ?? 'chromium')) throw new Error(`no such browser: ${values.browser}`)

for (const fault of FAULTS) {
  if (positionals.length > 0 && !positionals.includes(fault.id)) continue
  for (const browser of browsersFor(fault)) {
    if (values.browser === undefined || values.browser === browser) await show(fault, browser)
  }
}

async function show(fault: Fault, browser: BrowserName): Promise<void> {
  const times = values.short ? fault.times.short : fault.times.full
  const name = fault.needsNoBrowser ? 'Node' : NAMES[browser]
  const what = `${fault.id.padEnd(4)}${name.padEnd(10)}${fault.promise} ×${times}`
  if (inPlace) process.stdout.write(`${what} …`)
  const startedMs = performance.now()
  const { isKept, figures } = await tried(() => fault.run({ browser }, times))
  const took = `${((performance.now() - startedMs) / 1000).toFixed(0)} s`
  console.log(`${inPlace ? '\r' : ''}${what}: ${figures}   ${isKept ? 'holds' : 'misses'} (${took})`)
  if (!isKept) process.exitCode = 1
}

/** What could not be run has not been shown to hold, and is no reason to leave the others out. */
async function tried(run: () => Promise<Result>): Promise<Result> {
  try {
    return await run()
  } catch (error) {
    return { isKept: false, figures: `not run to its end: ${error}` }
  }
}
