import type { Checked, Confirmed } from '../consent/lease.ts'
import { codeOf } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Heard } from '../sources/ask.ts'
import { announceChange } from '../vault/changes.ts'
import { raiseHighWater, resetHighWater } from '../vault/clock.ts'
import { changeSource, type RefreshSummary, readSources, type Source } from '../vault/sources.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { giveUp } from './give-up.ts'
import { ifNobodyElse, oneAtATime } from './one-at-a-time.ts'
import { openSource } from './records/open-source.ts'
import type { RecordSource } from './records/record-source.ts'
import { refuseAnotherTime, startAnew } from './refresh-child.ts'
import { begin, refreshChildren } from './refresh-children.ts'
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
    if (!isSame) await startAnew(app, source.id, viewer)
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

/**
 * Whether they are the same person in the same role at the same place. What these are called may change: a practice gets
 * another name, a server lists numbers in another order.
 */
function isSameViewer(a: Viewer, b: Viewer): boolean {
  // Viewers kept by the first versions have no numbers.
  const numbers = ({ identifiers = [] }: Partial<Viewer>) =>
    identifiers.map(({ system, value }) => `${system} ${value}`).sort()
  const who = (viewer: Viewer) => [viewer.audience, viewer.role, viewer.person, viewer.organisation, ...numbers(viewer)]
  return who(a).join('\n') === who(b).join('\n')
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
