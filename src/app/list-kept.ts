import { type Checked, lastChecked } from '../consent/lease.ts'
import { readEntries } from '../vault/children.ts'
import type { Entry } from '../vault/cover.ts'
import { readSources } from '../vault/sources.ts'
import type { App } from './app.ts'
import { leaseMs } from './policy.ts'

/** What is kept on this computer. */
export type Kept = {
  children: (Entry & Checked)[]
  boxes: number
  /** What the browser says that all of it takes; undefined when it does not say. */
  sizeBytes: number | undefined
  /** How many were removed here and are not fetched until asked for. */
  removedHere: number
}

/** @throws AppError vault/locked */
export async function listKept(app: App): Promise<Kept> {
  const { vault } = app
  const longestMs = await leaseMs(app)
  const [source] = await readSources(vault)
  const children = (await readEntries(vault)).map((entry) => {
    const { checkedAtMs, leaseEndsAtMs } = lastChecked(entry.child, entry, source?.confirmed)
    return { ...entry, checkedAtMs, leaseEndsAtMs: Math.min(leaseEndsAtMs, checkedAtMs + longestMs) }
  })
  const { usage } = await navigator.storage.estimate()
  return {
    children,
    boxes: await vault.database.count('boxes'),
    sizeBytes: usage,
    removedHere: source?.removedHere?.length ?? 0,
  }
}
