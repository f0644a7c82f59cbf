import { fork } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { build } from 'esbuild'
import type { Result } from './fault.ts'
import type { Told } from './meet-hostile-bundles.ts'

/**
 * T11 (security.md C4): records as somebody hostile would write them, by a server, a link and a file. None of them ends
 * Handrail or asks anything of anybody else, nothing in them is ever markup, and they take no more than 200 MB.
 */
export async function run(times: number): Promise<Result> {
  const folder = await mkdtemp(join(tmpdir(), 'handrail-render-'))
  try {
    const script = join(folder, 'render-child.mjs')
    await build({
      entryPoints: [fileURLToPath(new URL('pages/render-child.tsx', import.meta.url))],
      bundle: true,
      platform: 'node',
      format: 'esm',
      jsx: 'automatic',
      jsxImportSource: 'preact',
      outfile: script,
    })
    return resultOf(times, await runApart(times, script))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const MOST_HEAP_MB = 200
/** What Node itself takes before anything is asked. With more than both together in use, it ends. */
const NODE_MB = 60
const SHOWN = 5

function runApart(times: number, script: string): Promise<Told | undefined> {
  const child = fork(fileURLToPath(new URL('hostile-in-node.ts', import.meta.url)), [JSON.stringify([times, script])], {
    execArgv: [`--max-old-space-size=${MOST_HEAP_MB + NODE_MB}`],
    stdio: ['ignore', 'ignore', 'ignore', 'ipc'],
  })
  return new Promise((resolve) => {
    child.on('message', (told) => resolve(told as Told))
    child.on('exit', () => resolve(undefined))
  })
}

function resultOf(times: number, told: Told | undefined): Result {
  if (!told) return { isKept: false, figures: 'it ended by itself, as it does for want of memory' }
  const { brought, shown, crashes, asked, astray, markup, heapMb } = told
  const wrong = [...crashes, ...astray.map((url) => `asked ${url}`), ...markup.map((which) => `markup in ${which}`)]
  return {
    isKept: wrong.length === 0 && brought === times && shown > times / 10,
    figures: [
      `${crashes.length} of ${brought} crashes`,
      `${astray.length} of ${asked} requests elsewhere`,
      `${markup.length} of ${shown} shown with markup of theirs`,
      `${heapMb.toFixed(0)} MB at the most, before anything was let go`,
      ...wrong.slice(0, SHOWN),
    ].join(', '),
  }
}
