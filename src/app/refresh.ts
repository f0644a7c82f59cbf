import { type Checked, type Confirmed, lastChecked } from '../consent/lease.ts'
import { codeOf } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { eraseChild, openCovers } from '../vault/children.ts'
import { raiseHighWater, resetHighWater } from '../vault/clock.ts'
import { type RefreshSummary, readSources, type Source, writeSource } from '../vault/sources.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { ifNobodyElse, oneAtATime } from './one-at-a-time.ts'
import { leaseMs } from './policy.ts'
import { openSource, type RecordSource } from './record-source.ts'
import { eraseAllOf, type Outcome, refreshChild, refuseAll, refuseAnotherTime } from './refresh-child.ts'
import { sendAccesses } from './send-accesses.ts'

export type Progress = (done: number, total: number) => void

/**
 * Asks every source again, one refresh at a time over all open pages, for as long as the vault stays open. Each child is
 * replaced whole or left as it was: a source that is down, or an answer that cannot be trusted, costs nobody the last
 * good copy. A record that is as it was before is not written again: the source's own row says that it was looked at.
 *
 * @returns one summary a source, in the order they were added; also kept, for pages opened later
 * @throws AppError vault/locked
 */
export function refresh(app: App, onProgress: Progress = () => {}): Promise<RefreshSummary[]> {
  return oneAtATime(() => refreshAll(app, onProgress))
}

/** Only those sources that `isDue`, and only when nothing else is going on: then the next minute will do. */
export async function refreshDue(app: App, isDue: (source: Source) => boolean): Promise<void> {
  await ifNobodyElse(() => refreshAll(app, () => {}, isDue))
}

async function refreshAll(
  open: App,
  onProgress: Progress,
  isWanted: (source: Source) => boolean = () => true,
): Promise<RefreshSummary[]> {
  const app = { ...open, vault: await holdVault(open.vault) }
  const summaries: RefreshSummary[] = []
  for (const source of (await readSources(app.vault)).filter(isWanted)) {
    summaries.push(await refreshSource(app, source, onProgress))
  }
  if (summaries.length > 0) announceChange()
  return summaries
}

async function refreshSource(app: App, before: Source, onProgress: Progress): Promise<RefreshSummary> {
  const checkedAtMs = before.lastRefresh?.checkedAtMs
  const summary: RefreshSummary = { checkedAtMs, updated: 0, stopped: 0, needsCheck: 0, refused: [], failed: undefined }
  // Whoever finds this mark later knows that a refresh did not come to its end.
  let source: Source = { ...before, triedAtMs: app.now(), refreshingSinceMs: before.refreshingSinceMs ?? app.now() }
  await writeSource(app.vault, source)
  await raiseHighWater(app.vault, app.now())
  try {
    const records = await openSource(app, source.from)
    source = { ...source, viewer: await recheckViewer(app, source, records) }
    await refuseAnotherTime(app, records)
    const confirmed = await refreshChildren(app, source, records, summary, onProgress)
    summary.checkedAtMs = confirmed.checkedAtMs
    source = { ...source, confirmed }
    if (isTimeSure(app, records, confirmed)) await resetHighWater(app.vault, app.now())
  } catch (error) {
    summary.failed = codeOf(error)
    if (summary.failed === 'source/forbidden') summary.stopped += await refuseAll(app, source.id, summary.failed)
  }
  await writeSource(app.vault, { ...source, lastRefresh: summary, refreshingSinceMs: undefined })
  if (summary.failed === undefined) await sendAccesses(app, source)
  return summary
}

/** What is kept was kept for one viewer. Somebody whose role has changed, or ended, starts from nothing. */
async function recheckViewer({ vault }: App, { id, viewer }: Source, records: RecordSource): Promise<Source['viewer']> {
  try {
    const now = await records.fetchViewer()
    if (JSON.stringify(now) !== JSON.stringify(viewer)) await eraseAllOf(vault, id)
    return now
  } catch (error) {
    if (codeOf(error) === 'source/no-role') await eraseAllOf(vault, id)
    throw error
  }
}

async function refreshChildren(
  app: App,
  source: Source,
  records: RecordSource,
  summary: RefreshSummary,
  onProgress: Progress,
): Promise<Confirmed> {
  const checked = { checkedAtMs: app.now(), leaseEndsAtMs: app.now() + (await leaseMs(app)) }
  const { covers, damaged } = await openCovers(app.vault)
  const kept = covers.filter(({ sourceId }) => sourceId === source.id)
  const patients = await records.listChildren(source.viewer)
  await refuseAnotherTime(app, records)
  for (const child of damaged) await eraseChild(app.vault, child) // to be fetched again, as new
  for (const { child } of kept.filter(({ patient }) => !patients.includes(patient))) {
    // No active agreement names the viewer any more. Nothing further is asked about this child.
    await eraseChild(app.vault, child)
    summary.stopped += 1
  }
  const except: Record<string, Checked> = {}
  for (const [done, patient] of patients.entries()) {
    onProgress(done, patients.length)
    const cover = kept.find((one) => one.patient === patient)
    const outcome = await refreshChild({ app, source, records, patient, kept: cover })
    count(summary, outcome, cover?.child)
    if (cover && !isAnswered(outcome)) except[cover.child] = lastChecked(cover.child, cover, source.confirmed)
  }
  onProgress(patients.length, patients.length)
  return { ...checked, except }
}

/**
 * Whether a clock that has been ahead may be forgiven: everything has been decided afresh, so there is no old lease to
 * lengthen. A child for whom an earlier answer holds is held to what was seen of the time, unless the source itself says
 * that it is what it is here. Where a source says no time, somebody who sets the clock back sees by that clock.
 */
function isTimeSure({ now }: App, records: RecordSource, { except }: Confirmed): boolean {
  const isSaid = records.clockMs() !== undefined
  return Object.values(except).every(({ checkedAtMs }) => isSaid && checkedAtMs <= now())
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
