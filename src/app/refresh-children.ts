import { type Confirmed, lastChecked } from '../consent/lease.ts'
import { HOUR_MS, LAST_MS } from '../core/time.ts'
import { announceChange } from '../vault/changes.ts'
import { eraseChild, openCovers } from '../vault/children.ts'
import { changeSource, type Refreshing, type RefreshSummary, type Source } from '../vault/sources.ts'
import type { App } from './app.ts'
import { findUnchanged } from './find-unchanged.ts'
import { leaseMs } from './policy.ts'
import type { RecordSource } from './records/record-source.ts'
import type { Progress } from './refresh.ts'
import { type Outcome, refreshChild, refuseAnotherTime } from './refresh-child.ts'

/** After so long what was asked before it was cut off is asked again. */
const GOES_ON_WITHIN_MS = HOUR_MS

/** Where a refresh that was cut off goes on, or begins. */
export function begin({ refreshing, lastRefresh }: Source, nowMs: number): Refreshing {
  const sinceMs = refreshing && nowMs - refreshing.sinceMs
  if (refreshing && sinceMs !== undefined && sinceMs >= 0 && sinceMs < GOES_ON_WITHIN_MS) return refreshing
  const { checkedAtMs } = lastRefresh ?? {}
  const summary = { checkedAtMs, updated: 0, stopped: 0, needsCheck: 0, refused: [], failed: undefined }
  return { sinceMs: nowMs, after: undefined, done: 0, total: 0, except: {}, summary }
}

/** How long may be lost when a refresh is cut off, and how often other pages hear how far it is. */
const KEEP_PLACE_EVERY_MS = 5000

/**
 * Asks a source about all of its children, one after another, from where it was cut off.
 *
 * @throws AppError what leaves no sense in asking about the next child
 */
export async function refreshChildren(
  app: App,
  source: Source,
  begun: Refreshing,
  records: RecordSource,
  onProgress: Progress,
): Promise<{ confirmed: Confirmed; summary: RefreshSummary }> {
  const { vault, now } = app
  const leaseEndsAtMs = Math.min(begun.sinceMs + (await leaseMs(app)), records.endsAtMs ?? LAST_MS)
  const { covers, damaged } = await openCovers(vault)
  const kept = covers.filter(({ sourceId }) => sourceId === source.id)
  const patients = (await records.listChildren(source.viewer)).sort()
  await refuseAnotherTime(app, records)
  for (const child of damaged) await eraseChild(vault, child) // to be fetched again, as new
  const { except, summary } = structuredClone(begun)
  for (const { child } of kept.filter(({ patient }) => !patients.includes(patient))) {
    // No active agreement names the viewer any more. Nothing further is asked about this child.
    await eraseChild(vault, child)
    summary.stopped += 1
  }
  const unchanged = await findUnchanged(app, records, kept)
  let place = begun
  let keptAtMs = now()
  for (const [done, patient] of patients.entries()) {
    if (begun.after !== undefined && patient <= begun.after) continue
    onProgress(done, patients.length)
    const cover = kept.find((one) => one.patient === patient)
    const outcome = unchanged.has(patient) ? 'same' : await refreshChild({ app, source, records, patient, kept: cover })
    count(summary, outcome, cover?.child)
    if (cover && !isAnswered(outcome)) except[cover.child] = lastChecked(cover.child, cover, source.confirmed)
    if (now() - keptAtMs < KEEP_PLACE_EVERY_MS && now() >= keptAtMs) continue
    keptAtMs = now()
    place = { ...begun, after: patient, done: done + 1, total: patients.length, except, summary }
    await changeSource(vault, source.id, (one) => ({ ...one, refreshing: place }))
    announceChange()
  }
  onProgress(patients.length, patients.length)
  return { confirmed: { checkedAtMs: begun.sinceMs, leaseEndsAtMs, except }, summary }
}

function isAnswered(outcome: Outcome): boolean {
  return outcome === 'updated' || outcome === 'same' || outcome === 'stopped'
}

function count(summary: RefreshSummary, outcome: Outcome, child: string | undefined): void {
  if (outcome === 'nothing' || outcome === 'removed-here') return
  if (outcome === 'same') summary.updated += 1
  else if (outcome === 'updated' || outcome === 'stopped' || outcome === 'needsCheck') summary[outcome] += 1
  else summary.refused.push({ child, code: outcome })
}
