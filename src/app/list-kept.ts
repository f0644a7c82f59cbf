import type { Checked } from '../consent/lease.ts'
import { readEntries } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Entry } from '../vault/cover.ts'
import { readSources } from '../vault/sources.ts'
import type { App } from './app.ts'
import { leases } from './lease-of.ts'
import { isListed } from './list-children.ts'

/** What is kept on this computer. */
export type Kept = {
  /** Those who may be named, by name. */
  children: (Entry & Checked)[]
  /** How many others: what was agreed has ended, or the source has begun to refuse. */
  hidden: number
  boxes: number
  /** What the browser says that all of it takes; undefined when it does not say. */
  sizeBytes: number | undefined
  /** How many were removed here and are not fetched until asked for. */
  removedHere: number
}

/** @throws AppError vault/locked */
export async function listKept({ vault, now }: App): Promise<Kept> {
  const leaseOf = await leases(vault)
  const nowMs = Math.max(now(), await readHighWater(vault))
  const sources = await readSources(vault)
  const entries = await readEntries(vault)
  const children = entries.filter((entry) => isListed(entry, nowMs))
  const { usage } = await navigator.storage.estimate()
  return {
    children: children.map((entry) => ({ ...entry, ...leaseOf(entry) })),
    hidden: entries.length - children.length,
    boxes: await vault.database.count('boxes'),
    sizeBytes: usage,
    removedHere: sources.flatMap(({ removedHere }) => removedHere ?? []).length,
  }
}
