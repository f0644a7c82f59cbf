import { AppError, codeOf, type ErrorCode } from '../core/errors.ts'
import { MINUTE_MS } from '../core/time.ts'
import type { Viewer } from '../record/viewer.ts'
import { randomId } from '../vault/bytes.ts'
import { announceChange } from '../vault/changes.ts'
import { changeCover, eraseChild, openCover, openCovers, writeChild } from '../vault/children.ts'
import { raiseHighWater, resetHighWater } from '../vault/clock.ts'
import type { Cover } from '../vault/cover.ts'
import { type RefreshSummary, readSources, type Source, writeSource } from '../vault/sources.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { ingest } from './ingest/ingest.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openSource, type RecordSource } from './record-source.ts'

export type Progress = (done: number, total: number) => void

/**
 * Asks every source again, one refresh at a time over all open pages, for as long as the vault stays open. Each child is
 * replaced whole or left as it was: a source that is down, or an answer that cannot be trusted, costs nobody the last
 * good copy.
 *
 * @returns one summary a source, in the order they were added; also kept, for pages opened later
 * @throws AppError vault/locked
 */
export async function refresh(open: App, onProgress: Progress = () => {}): Promise<RefreshSummary[]> {
  return oneAtATime(async () => {
    const app = { ...open, vault: await holdVault(open.vault) }
    const summaries: RefreshSummary[] = []
    for (const source of await readSources(app.vault)) {
      summaries.push(await refreshSource(app, source, onProgress))
    }
    const isAnswered = summaries.every(({ failed }) => failed === undefined)
    await (isAnswered ? resetHighWater : raiseHighWater)(app.vault, app.now())
    announceChange()
    return summaries
  })
}

async function refreshSource(app: App, source: Source, onProgress: Progress): Promise<RefreshSummary> {
  const checkedAtMs = source.lastRefresh?.checkedAtMs
  const summary: RefreshSummary = { checkedAtMs, updated: 0, stopped: 0, needsCheck: 0, refused: [], failed: undefined }
  let { viewer } = source
  try {
    const records = await openSource(app, source.from)
    viewer = await recheckViewer(app, source, records)
    await refreshChildren(app, { ...source, viewer }, records, summary, onProgress)
    summary.checkedAtMs = app.now()
  } catch (error) {
    summary.failed = codeOf(error)
  }
  await writeSource(app.vault, { ...source, viewer, lastRefresh: summary })
  return summary
}

/** What is kept was kept for one viewer. Somebody whose role has changed, or ended, starts from nothing. */
async function recheckViewer({ vault }: App, { id, viewer }: Source, records: RecordSource): Promise<Viewer> {
  const eraseAll = async () => {
    const { covers } = await openCovers(vault)
    for (const { child, sourceId } of covers) if (sourceId === id) await eraseChild(vault, child)
  }
  try {
    const now = await records.fetchViewer()
    if (JSON.stringify(now) !== JSON.stringify(viewer)) await eraseAll()
    return now
  } catch (error) {
    if (codeOf(error) === 'source/no-role') await eraseAll()
    throw error
  }
}

async function refreshChildren(
  app: App,
  source: Source,
  records: RecordSource,
  summary: RefreshSummary,
  onProgress: Progress,
): Promise<void> {
  const { covers, damaged } = await openCovers(app.vault)
  for (const child of damaged) await eraseChild(app.vault, child) // to be fetched again, as new
  const kept = covers.filter(({ sourceId }) => sourceId === source.id)
  const patients = await records.listChildren(source.viewer)
  for (const { child } of kept.filter(({ patient }) => !patients.includes(patient))) {
    // No active agreement names the viewer any more. Nothing further is asked about this child.
    await eraseChild(app.vault, child)
    summary.stopped += 1
  }
  for (const [done, patient] of patients.entries()) {
    onProgress(done, patients.length)
    const cover = kept.find((one) => one.patient === patient)
    const outcome = await refreshChild(app, source, records, patient, cover)
    if (outcome === 'updated' || outcome === 'stopped' || outcome === 'needsCheck') summary[outcome] += 1
    else if (outcome !== 'nothing') summary.refused.push({ child: cover?.child, code: outcome })
  }
  onProgress(patients.length, patients.length)
}

/** What went wrong with the source as a whole: there is no sense in asking it about the next child. */
const SOURCE_WIDE: ReadonlySet<ErrorCode> = new Set([
  'source/unreachable',
  'source/refused',
  'source/busy',
  'vault/locked',
])

async function refreshChild(
  app: App,
  source: Source,
  records: RecordSource,
  patient: string,
  kept: Cover | undefined,
): Promise<'updated' | 'stopped' | 'needsCheck' | 'nothing' | ErrorCode> {
  try {
    const raw = await records.fetchRecord(patient)
    const ingested = ingest(raw, { child: kept?.child ?? randomId(), source, nowMs: app.now() })
    if (ingested.kind === 'record') {
      const { cover } = ingested
      refuseAnotherPatient(cover.patient, patient)
      await writeChild(app.vault, await follow(app, kept, cover), ingested.contents)
      return 'updated'
    }
    if (kept) await eraseChild(app.vault, kept.child)
    return ingested.needsCheck ? 'needsCheck' : kept ? 'stopped' : 'nothing'
  } catch (error) {
    const code = codeOf(error)
    if (SOURCE_WIDE.has(code)) throw error
    if (kept && (code === 'source/forbidden' || code === 'source/gone')) return hideThenErase(app, kept, code)
    return code
  }
}

/**
 * What of the copy before goes on into this one: that the right child was confirmed. A record with another number is
 * another identity, as after an adoption order: the old copy goes, and nothing leads from it to the new one.
 */
async function follow({ vault }: App, before: Cover | undefined, cover: Omit<Cover, 'boxes'>): Promise<typeof cover> {
  if (!before) return cover
  if (JSON.stringify(before.third) !== JSON.stringify(cover.third)) {
    await eraseChild(vault, before.child)
    return { ...cover, child: randomId() }
  }
  const isAsConfirmed = before.name === cover.name && before.bornOn === cover.bornOn
  return { ...cover, confirmedAtMs: isAsConfirmed ? (await openCover(vault, before.child)).confirmedAtMs : undefined }
}

function refuseAnotherPatient(got: string, asked: string): void {
  if (got !== asked) throw new AppError('record/two-children', 'the answer is about another Patient')
}

/** Refused once, a record is hidden at once; refused again a minute or more later, it goes (security.md C3). */
async function hideThenErase(app: App, cover: Cover, code: ErrorCode): Promise<'stopped' | ErrorCode> {
  const { hiddenSinceMs } = cover
  if (hiddenSinceMs !== undefined && app.now() - hiddenSinceMs >= MINUTE_MS) {
    await eraseChild(app.vault, cover.child)
    return 'stopped'
  }
  await changeCover(app.vault, cover.child, (now) => ({ ...now, hiddenSinceMs: now.hiddenSinceMs ?? app.now() }))
  return code
}
