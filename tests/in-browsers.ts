import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { startTestRunner, type TestSession, type TestSuiteResult } from '@web/test-runner'

/** Runs the browser tests and writes `{ passed, failed, skipped }` where the first argument says. */
const [report = ''] = process.argv.slice(2)
const runner = await startTestRunner({ argv: ['--config', 'tests/web-test-runner.config.mjs'], autoExitProcess: false })
if (!runner) throw new Error('web-test-runner did not start')

runner.on('stopped', async (passed) => {
  const counts = { passed: 0, failed: 0, skipped: 0 }
  for (const session of runner.sessions.all()) addSession(counts, session)
  await mkdir(dirname(report), { recursive: true })
  await writeFile(report, JSON.stringify(counts))
  process.exit(passed ? 0 : 1)
})

type Counts = { passed: number; failed: number; skipped: number }

/** A file that broke before its tests, or beside them, is one failure. */
function addSession(counts: Counts, { passed, testResults }: TestSession): void {
  const failedBefore = counts.failed
  if (testResults) addSuite(counts, testResults)
  if (!passed && counts.failed === failedBefore) counts.failed += 1
}

function addSuite(counts: Counts, { tests, suites }: TestSuiteResult): void {
  for (const { passed, skipped } of tests) counts[skipped ? 'skipped' : passed ? 'passed' : 'failed'] += 1
  for (const suite of suites) addSuite(counts, suite)
}
