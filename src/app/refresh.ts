import { type Checked, type Confirmed, lastChecked } from '../consent/lease.ts'
import { AppError, codeOf, type ErrorCode } from '../core/errors.ts'
import { HOUR_MS, LAST_MS } from '../core/time.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Heard } from '../sources/ask.ts'
import { waitBeforeMs } from '../sources/backoff.ts'
import { announceChange } from '../vault/changes.ts'
import { eraseChild, openCovers } from '../vault/children.ts'
import { raiseHighWater, resetHighWater } from '../vault/clock.ts'
import { changeSource, type Refreshing, type RefreshSummary, readSources, type Source } from '../vault/sources.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { findUnchanged } from './find-unchanged.ts'
import { ifNobodyElse, oneAtATime } from './one-at-a-time.ts'
import { leaseMs } from './policy.ts'
import { openSource } from './records/open-source.ts'
import type { RecordSource } from './records/record-source.ts'
import { type Outcome, refreshChild, refuseAll, refuseAnotherTime, startAnew } from './refresh-child.ts'
import { tellOf } from './send-accesses.ts'
import { mustWait } from './when-due.ts'

export type Progress = (done: number, total: number) => void

/**
 * Asks every source again, one refresh at a time over all open pages, for as long as the vault stays open. Each child is
 * replaced whole or left as it was: a source that is down, or an answer that cannot be trusted, costs nobody the last
 * good copy. A record that is as it was before is not written again: the source's own row says that it was looked at.
 * A refresh that was cut off goes on where it was.
 *
 * @param only the one source to ask; left out, all of them
 * @returns one summary a source, in the order they were added; also kept, for pages opened later
 * @throws AppError vault/locked
 */
export function refresh(app: App, onProgress: Progress = () => {}, only?: string): Promise<RefreshSummary[]> {
  return oneAtATime(() => refreshAll(app, onProgress, ({ id }) => only === undefined || id === only))
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
  const wanted = (await readSources(app.vault)).filter((source) => source.from.kind !== 'file' && isWanted(source))
  const summaries: RefreshSummary[] = []
  for (const source of wanted) summaries.push(await refreshSource(app, source, onProgress))
  if (summaries.length > 0) announceChange()
  return summaries
}

/**
 * One source. Whoever calls it takes turns with everybody else that changes what is kept.
 *
 * @param records what has been asked already; left out, it is asked anew
 */
export async function refreshSource(
  app: App,
  source: Source,
  onProgress: Progress,
  records?: RecordSource,
): Promise<RefreshSummary> {
  const { vault, now } = app
  if (!records && mustWait(source, now())) return leaveAlone(app, source)
  const begun = begin(source, now())
  // Whoever finds this mark later knows that a refresh did not come to its end.
  await changeSource(vault, source.id, (one) => ({ ...one, triedAtMs: now(), refreshing: begun }))
  await raiseHighWater(vault, now())
  const heard: Heard = records?.heard ?? {}
  try {
    const asked = records ?? (await openSource(app, source, heard))
    const viewer = await asked.fetchViewer()
    const isSame = isSameViewer(viewer, source.viewer)
    if (!isSame) await startAnew(app, source.id)
    await refuseAnotherTime(app, asked)
    const { confirmed, summary } = await refreshChildren(
      app,
      isSame ? { ...source, viewer } : { ...source, viewer, confirmed: undefined, removedHere: undefined },
      isSame ? begun : begin({ ...source, refreshing: undefined }, now()),
      asked,
      onProgress,
    )
    const done = { ...summary, checkedAtMs: confirmed.checkedAtMs, failed: undefined }
    const { waitMs } = heard
    const waitUntilMs = waitMs === undefined ? undefined : now() + waitMs
    const atRest = { refreshing: undefined, retry: undefined, waitUntilMs }
    await changeSource(vault, source.id, (one) => ({ ...one, viewer, confirmed, lastRefresh: done, ...atRest }))
    const isAlone = (await readSources(vault)).length === 1
    if (isTimeSure(app, asked, confirmed, isAlone)) await resetHighWater(vault, now())
    await tellOf(app, source)
    return done
  } catch (error) {
    if (codeOf(error) === 'source/no-role') await startAnew(app, source.id)
    return giveUp(app, source, codeOf(error), heard.waitMs)
  }
}

/** By hand it is not asked any earlier than it has said, and that it was wanted counts as no try. */
async function leaveAlone({ vault }: App, { id, lastRefresh }: Source): Promise<RefreshSummary> {
  const nothing = { checkedAtMs: undefined, updated: 0, stopped: 0, needsCheck: 0, refused: [] }
  const summary: RefreshSummary = { ...nothing, ...lastRefresh, failed: 'source/busy' }
  await changeSource(vault, id, (one) => ({ ...one, lastRefresh: summary }))
  return summary
}

/** After so long what was asked before it was cut off is asked again. */
const GOES_ON_WITHIN_MS = HOUR_MS

function begin({ refreshing, lastRefresh }: Source, nowMs: number): Refreshing {
  const sinceMs = refreshing && nowMs - refreshing.sinceMs
  if (refreshing && sinceMs !== undefined && sinceMs >= 0 && sinceMs < GOES_ON_WITHIN_MS) return refreshing
  const { checkedAtMs } = lastRefresh ?? {}
  const summary = { checkedAtMs, updated: 0, stopped: 0, needsCheck: 0, refused: [], failed: undefined }
  return { sinceMs: nowMs, after: undefined, done: 0, total: 0, except: {}, summary }
}

/** No word about any record: the same question may well be answered later. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set(['source/busy', 'source/unreachable'])

/** Notes that it came to nothing, and when to ask again; takes the source's word where it refuses as a whole. */
async function giveUp(
  app: App,
  { id, from }: Source,
  failed: ErrorCode,
  waitMs: number | undefined,
): Promise<RefreshSummary> {
  const { vault, now } = app
  const stopped = await refuseAll(app, id, meaningFor(from, failed))
  let summary: RefreshSummary | undefined
  await changeSource(vault, id, (one) => {
    const { refreshing = begin(one, now()), retry, waitUntilMs } = one
    summary = { ...refreshing.summary, stopped: refreshing.summary.stopped + stopped, failed }
    const tries = (retry?.tries ?? 0) + 1
    const againMs = MAY_PASS.has(failed) ? waitBeforeMs(tries, waitMs, app.random ?? Math.random) : undefined
    return {
      ...one,
      lastRefresh: summary,
      refreshing: MAY_PASS.has(failed) ? refreshing : undefined,
      ...(failed === 'link/passcode' && { from: withoutPasscode(one.from) }),
      retry: againMs === undefined ? undefined : { tries, atMs: now() + againMs },
      waitUntilMs: waitMs === undefined ? waitUntilMs : Math.max(waitUntilMs ?? 0, now() + waitMs),
    }
  })
  if (!summary) throw new AppError('vault/cannot-open', 'the source has gone')
  return summary
}

/** One that was not accepted is not sent again: whoever shared the link counts. */
function withoutPasscode(from: Source['from']): Source['from'] {
  return from.kind === 'smart-link' ? { ...from, passcode: undefined } : from
}

const LINK_REFUSES: ReadonlySet<ErrorCode> = new Set(['source/gone', 'link/empty', 'record/for-nobody'])

/**
 * What an answer about a source as a whole means for its records (security.md C3). A link is about one record, so that
 * what is said of the link is said of it; a server's 404 says that the address is wrong.
 */
function meaningFor({ kind }: Source['from'], failed: ErrorCode): 'refused' | 'over' | 'nothing' {
  const isLink = kind === 'smart-link'
  if (failed === 'source/forbidden') return 'refused'
  if (isLink && failed === 'source/removed') return 'over'
  return isLink && LINK_REFUSES.has(failed) ? 'refused' : 'nothing'
}

/**
 * Whether they are the same person in the same role at the same place. What these are called may change: a practice gets
 * another name, a server lists numbers in another order.
 */
function isSameViewer(a: Viewer, b: Viewer): boolean {
  const numbers = ({ identifiers }: Viewer) => identifiers.map(({ system, value }) => `${system} ${value}`).sort()
  const who = (viewer: Viewer) => [viewer.audience, viewer.role, viewer.person, viewer.organisation, ...numbers(viewer)]
  return who(a).join('\n') === who(b).join('\n')
}

/** How long may be lost when a refresh is cut off, and how often other pages hear how far it is. */
const KEEP_PLACE_EVERY_MS = 5000

async function refreshChildren(
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

/**
 * Whether a clock that has been ahead may be forgiven: everything has been decided afresh, so there is no old lease to
 * lengthen. A child for whom an earlier answer holds, or who comes from elsewhere, is held to what was seen of the time,
 * unless an organisation's server says that it is what it is here. Where a source says no time, somebody who sets the
 * clock back sees by that clock.
 */
function isTimeSure(
  { now }: App,
  { heard, tellsTime }: RecordSource,
  { except }: Confirmed,
  isAlone: boolean,
): boolean {
  const earlier = Object.values(except)
  const isSaid = tellsTime && heard.clockMs !== undefined
  return isSaid ? earlier.every(({ checkedAtMs }: Checked) => checkedAtMs <= now()) : isAlone && earlier.length === 0
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
