import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'

/** A program that goes on until it is stopped. */
export type Program = { pid: number; stop(): Promise<void> }

type Options = Pick<SpawnOptions, 'cwd' | 'env' | 'uid' | 'gid'> & { stop?: AbortSignal | undefined }

const LAST_LINES = 30
const KILLED_AFTER_MS = 15_000

/**
 * Runs a program to its end.
 *
 * @returns what it printed
 * @throws Error with the end of all it said when it cannot be started, is stopped, or ends with anything but 0
 */
export async function run(name: string, words: string[], { stop, ...options }: Options = {}): Promise<string> {
  const child = spawn(name, words, { ...options, signal: stop, stdio: ['ignore', 'pipe', 'pipe'] })
  let printed = ''
  let said = ''
  child.stdout.setEncoding('utf8').on('data', (text) => {
    printed += text
    said += text
  })
  child.stderr.setEncoding('utf8').on('data', (text) => {
    said += text
  })
  const [code] = await once(child, 'close')
  if (code !== 0) throw new Error(`${lastLines(said)}\n\nThis did not work: ${name} ${words.join(' ')}`)
  return printed
}

/**
 * Starts a program and waits for the line that says it is ready. It gets an input that stays open: one that watches for
 * the end of it ends when this process does, however that comes about.
 *
 * @param options.isReady what to make of a line; undefined for any other line
 * @param options.signal what a stop sends, after which the program has fifteen seconds
 * @throws Error with the end of all it said when it ends or is stopped before, or is not ready `withinMs`
 */
export async function start<Ready>(
  name: string,
  words: string[],
  {
    isReady,
    signal,
    withinMs,
    stop,
    ...options
  }: Options & { isReady: (line: string) => Ready | undefined; signal: NodeJS.Signals; withinMs: number },
): Promise<Program & { ready: Ready }> {
  stop?.throwIfAborted()
  const child = spawn(name, words, { ...options, stdio: 'pipe' })
  const said: string[] = []
  const { promise, resolve, reject } = Promise.withResolvers<Ready>()
  const timer = setTimeout(() => reject(new Error(`not ready within ${withinMs / 1000} s`)), withinMs)
  child.on('error', reject)
  stop?.addEventListener('abort', () => reject(new Error('stopped')))
  child.on('exit', (code) => reject(new Error(`ended with ${code}`)))
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      said.push(line)
      if (said.length > LAST_LINES) said.shift()
      const ready = isReady(line)
      if (ready !== undefined) resolve(ready)
    })
  }
  try {
    return { ready: await promise, pid: child.pid ?? 0, stop: () => end(child, signal) }
  } catch (cause) {
    await end(child, signal)
    throw new Error(`${said.join('\n')}\n\n${name} did not start`, { cause })
  } finally {
    clearTimeout(timer)
  }
}

async function end(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill(signal)
  const timer = setTimeout(() => child.kill('SIGKILL'), KILLED_AFTER_MS)
  await ended
  clearTimeout(timer)
}

function lastLines(text: string): string {
  return text.trim().split('\n').slice(-LAST_LINES).join('\n')
}
