import { AppError, type ErrorCode } from '../core/errors.ts'
import { waitBeforeMs } from '../sources/backoff.ts'
import { changeSource, type RefreshSummary, type Source } from '../vault/sources.ts'
import type { App } from './app.ts'
import { refuseAll } from './refresh-child.ts'
import { begin } from './refresh-children.ts'

/** No word about any record: the same question may well be answered later. */
const MAY_PASS: ReadonlySet<ErrorCode> = new Set(['source/busy', 'source/unreachable'])

/**
 * Notes that a refresh came to nothing, and when to ask again; takes the source's word where it refuses as a whole.
 *
 * @param waitMs for how long the source has asked to be left alone
 */
export async function giveUp(
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
