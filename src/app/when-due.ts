import type { ErrorCode } from '../core/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import type { Source } from '../vault/sources.ts'

/** How old an answer gets before the worker asks again by itself. */
const REFRESH_EVERY_MS = 4 * HOUR_MS

/** And when what came the last time was no use: refused, or not what a source says. */
const TRY_AGAIN_EVERY_MS = 15 * MINUTE_MS

/** What only a person can change: asking again by itself would use up tries, or lock somebody out. */
const TAKES_A_PERSON: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'source/refused',
  'source/signed-out',
  'source/removed',
  'link/passcode',
])

/** Whether a source has asked to be left alone until later: at most an hour, so that more is a clock that was ahead. */
export function mustWait({ waitUntilMs = 0 }: Pick<Source, 'waitUntilMs'>, nowMs: number): boolean {
  return nowMs < waitUntilMs && waitUntilMs - nowMs <= HOUR_MS
}

/**
 * Whether it is time to ask a source again without being told to. A clock that has been ahead delays nothing.
 *
 * @source security.md C3
 */
export function isDue({ from, confirmed, lastRefresh, triedAtMs = 0, ...rest }: Source, nowMs: number): boolean {
  const { refreshing, retry, waitUntilMs } = rest
  const failed = lastRefresh?.failed
  if (!isPolled(from) || (failed && TAKES_A_PERSON.has(failed))) return false
  if (mustWait({ waitUntilMs }, nowMs)) return false
  if (retry) return nowMs >= retry.atMs || nowMs < triedAtMs
  if (refreshing && !failed) return true
  const sinceMs = nowMs - (failed ? triedAtMs : (confirmed?.checkedAtMs ?? 0))
  const isRefused = failed !== undefined && !refreshing
  return sinceMs >= (isRefused ? TRY_AGAIN_EVERY_MS : REFRESH_EVERY_MS) || sinceMs < 0
}

/** The made-up families do not change and a file cannot; a link that is not for long may be good for few askings. */
function isPolled(from: Source['from']): boolean {
  return from.kind === 'fhir-server' || (from.kind === 'smart-link' && from.isLongTerm)
}
