import { spawn } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const REPORTS = join(ROOT, '.output/test-reports')
const MAX_STAGE_MS = 15 * 60_000

/** How one stage of `npm test` went. `output` is what to show when something failed. */
export type Outcome = Counts & { output: string; tookMs: number }

type Counts = { passed: number; failed: number; skipped: number }

/** Commands that together count as one check: passed when every one ends with 0. */
export async function runCheck(...commands: string[][]): Promise<Outcome> {
  const startedMs = performance.now()
  const runs = []
  for (const command of commands) runs.push(await run(command))
  const failed = runs.filter(({ code }) => code !== 0)
  const counts = failed.length > 0 ? { passed: 0, failed: 1, skipped: 0 } : { passed: 1, failed: 0, skipped: 0 }
  return { ...counts, output: failed.map(({ output }) => output).join('\n'), tookMs: performance.now() - startedMs }
}

/** A vitest project, counted from its JSON report. */
export function runVitest(project: string): Promise<Outcome> {
  const report = join(REPORTS, `${project}.json`)
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`]
  const command = ['vitest', 'run', '--config', 'tests/vitest.config.ts', '--project', project, ...reporters]
  return runCounted(command, report, (text) => {
    const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(text) as VitestReport
    const broken = testResults.filter(
      ({ status, assertionResults }) => status === 'failed' && assertionResults.length === 0,
    )
    return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests }
  })
}

/** The tests that need a real page, counted by `tests/in-browsers.ts`. */
export function runInBrowsers(): Promise<Outcome> {
  const report = join(REPORTS, 'browser.json')
  return runCounted([process.execPath, 'tests/in-browsers.ts', report], report, (text) => JSON.parse(text))
}

type VitestReport = {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  testResults: { status: string; assertionResults: unknown[] }[]
}

/** A crash, a missing report and a stage without a single test are failures too: silence is not success. */
async function runCounted(command: string[], report: string, count: (text: string) => Counts): Promise<Outcome> {
  const startedMs = performance.now()
  await rm(report, { force: true })
  const { code, output } = await run(command)
  const tookMs = performance.now() - startedMs
  const text = await readFile(report, 'utf8').catch(() => undefined)
  const counts = text === undefined ? { passed: 0, failed: 0, skipped: 0 } : count(text)
  if (counts.failed > 0 || (code === 0 && counts.passed > 0)) return { ...counts, output, tookMs }
  const reason = code === 0 ? 'No test ran.' : `It ended with ${code} and no failing test to show for it.`
  return { ...counts, failed: 1, output: `${output}\n${reason}`, tookMs }
}

/** @returns `code` is null when a signal or the time limit ended it */
function run([name = '', ...words]: string[]): Promise<{ code: number | null; output: string }> {
  const colour = process.stdout.isTTY ? { FORCE_COLOR: '1' } : { NO_COLOR: '1' }
  const command = name === process.execPath ? name : join(ROOT, 'node_modules/.bin', name)
  return new Promise((done) => {
    let output = ''
    const child = spawn(command, words, {
      cwd: ROOT,
      env: { ...process.env, ...colour },
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: MAX_STAGE_MS,
      shell: process.platform === 'win32',
    })
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => (output += text))
    child.on('error', (error) => done({ code: null, output: `${output}${error}` }))
    child.on('close', (code) => done({ code, output }))
  })
}
