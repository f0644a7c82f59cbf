import { createHash } from 'node:crypto'
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { run, start } from './program.ts'

export type Engine = {
  /** The FHIR base, such as `http://127.0.0.1:40123/fhir`. It asks nobody who they are: a gateway stands before it. */
  url: string
  /** The most memory it has held so far. */
  memoryBytes(): Promise<number>
  stop(): Promise<void>
}

const SOURCE = fileURLToPath(new URL('engine/', import.meta.url))
const CACHE = fileURLToPath(new URL('../../.output/interop/', import.meta.url))
const STAMP = join(CACHE, 'built')
const CLASS_PATH = join(CACHE, 'class-path')

/** What HAPI's heap may grow to. With 1,000 children half of it was enough: 937 MB in all, and as fast (2026-11-22). */
const HEAP = '-Xmx1g'

/**
 * Fetches HAPI and compiles the two files that set it up, unless exactly these were built before.
 *
 * @throws Error with the end of what Maven said
 */
export async function buildEngine(stop: AbortSignal): Promise<void> {
  const wanted = await digestOfSource()
  if ((await readFile(STAMP, 'utf8').catch(() => '')) === wanted) return
  console.log('· Fetching and building the engine (some 350 MB the first time)')
  await mkdir(CACHE, { recursive: true })
  const places = [`-Dmaven.repo.local=${join(CACHE, 'maven')}`, `-Doutput=${join(CACHE, 'engine')}`]
  const words = ['compile', 'dependency:build-classpath', `-Dmdep.outputFile=${CLASS_PATH}`]
  await run('mvn', ['-B', '-q', '-f', join(SOURCE, 'pom.xml'), ...places, ...words], { stop })
  await writeFile(STAMP, wanted)
}

/**
 * Starts HAPI on an empty database, in which it makes its tables, and waits until it answers.
 *
 * @param databaseAddress as Java's drivers take it
 * @throws Error with the end of what it said when it does not start within three minutes
 */
export async function startEngine(databaseAddress: string, interrupted: AbortSignal): Promise<Engine> {
  const classes = [join(CACHE, 'engine/classes'), await readFile(CLASS_PATH, 'utf8')].join(':')
  const words = [HEAP, '-Dorg.slf4j.simpleLogger.defaultLogLevel=error', '-cp', classes, 'handrail.Engine']
  const { ready, pid, stop } = await start('java', words, {
    env: { ...process.env, HANDRAIL_DATABASE: databaseAddress },
    isReady: (line) => /^port (\d+)$/.exec(line)?.[1],
    signal: 'SIGTERM',
    stop: interrupted,
    withinMs: 180_000,
  })
  const url = `http://127.0.0.1:${ready}/fhir`
  try {
    const answer = await fetch(`${url}/metadata`)
    if (!answer.ok) throw new Error(`/metadata answered ${answer.status}: ${await answer.text()}`)
  } catch (error) {
    await stop()
    throw error
  }
  return { url, stop, memoryBytes: async () => (await peakKilobytes(pid)) * 1024 }
}

/** The peak where Linux tells it, or what is held now. */
async function peakKilobytes(pid: number): Promise<number> {
  const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? (await run('ps', ['-o', 'rss=', '-p', `${pid}`])))
}

async function digestOfSource(): Promise<string> {
  const digest = createHash('sha256')
  for (const name of (await readdir(SOURCE)).sort()) digest.update(await readFile(join(SOURCE, name)))
  return digest.digest('hex')
}
