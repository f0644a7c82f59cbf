import { type Outcome, runCheck, runInBrowsers, runVitest } from './run-stage.ts'

/** `npm test`: builds, then every stage, whatever the earlier ones said. The last line is the sum. */
const startedMs = performance.now()
const totals = { passed: 0, failed: 0 }
const inPlace = process.stdout.isTTY

// A build that works is no test passed; one that does not is a failure, and the stages after it still run.
await stage('build', async () => ({ ...(await runCheck([process.execPath, 'src/cli/build.ts'])), passed: 0 }))
const lint = runCheck(['biome', 'check']) // beside the types: neither uses both cores
await stage('types', () => runCheck(['tsc', '-p', '.'], ['tsc', '-p', 'tests']))
await stage('lint', () => lint)
await stage('unit', () => runVitest('unit'))
await stage('browser', runInBrowsers)
await stage('e2e', () => runVitest('e2e'))

console.log(`\n${seconds(performance.now() - startedMs)} in all`)
console.log(`${totals.passed} passed, ${totals.failed} failed`)
process.exitCode = totals.failed > 0 ? 1 : 0

/** Runs one stage, says how it went in a line, and shows what it printed only when something failed. */
async function stage(name: string, run: () => Promise<Outcome>): Promise<void> {
  if (inPlace) process.stdout.write(`· ${name} …`)
  const outcome = await run()
  totals.passed += outcome.passed
  totals.failed += outcome.failed
  const mark = outcome.failed > 0 ? '✗' : '✓'
  console.log(
    `${inPlace ? '\r' : ''}${mark} ${name.padEnd(9)}${counts(outcome).padEnd(34)}${seconds(outcome.tookMs).padStart(8)}`,
  )
  if (outcome.failed > 0) console.log(`\n${indent(outcome.output.trim())}\n`)
}

function counts({ passed, failed, skipped }: Outcome): string {
  const parts = [[passed, 'passed'] as const, [failed, 'failed'] as const, [skipped, 'skipped'] as const]
  return parts.flatMap(([count, word]) => (count > 0 ? [`${count} ${word}`] : [])).join(', ') || 'done'
}

function seconds(tookMs: number): string {
  return `${(tookMs / 1000).toFixed(1)} s`
}

function indent(text: string): string {
  return text.replaceAll(/^/gm, '    ')
}
