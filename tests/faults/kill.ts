import { once } from 'node:events'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Browser } from 'puppeteer-core'

const GONE_MS = 5_000

/**
 * Ends a browser and every process it has started, at once and without a word of warning. Afterwards none of them runs, so
 * that the profile can be opened again.
 */
export async function kill(browser: Browser, profile: string): Promise<void> {
  const child = browser.process()
  if (!child?.pid) throw new Error('this browser was not started here')
  const hasEnded = child.exitCode !== null || child.signalCode !== null
  const ended = hasEnded ? undefined : once(child, 'exit')
  if (isAnyLeft(child.pid)) process.kill(-child.pid, 'SIGKILL') // puppeteer makes each browser the head of a process group
  await ended
  const deadlineMs = performance.now() + GONE_MS
  while (isAnyLeft(child.pid) || isBeingTidied(profile)) {
    if (performance.now() > deadlineMs) throw new Error('a process of the browser has outlived it')
    await wait(10)
  }
}

/** Puppeteer puts Firefox's settings back as they were; a Firefox that starts meanwhile would not start. */
function isBeingTidied(profile: string): boolean {
  return ['prefs.js', 'user.js'].some((name) => existsSync(join(profile, `${name}.puppeteer`)))
}

function isAnyLeft(group: number): boolean {
  try {
    process.kill(-group, 0)
  } catch {
    return false
  }
  return !existsSync('/proc') || areAnyRunning(group)
}

/** A process that is dead counts as there until its parent asks, which for an orphan can take seconds. */
function areAnyRunning(group: number): boolean {
  return globSync('/proc/[0-9]*/stat').some((path) => {
    try {
      const [state, , groupOf] = readFileSync(path, 'utf8')
        .replace(/^.*\) /s, '')
        .split(' ')
      return Number(groupOf) === group && state !== 'Z'
    } catch {
      return false // gone since it was listed
    }
  })
}
