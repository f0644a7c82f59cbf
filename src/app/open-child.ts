import { type Decision, decide } from '../consent/decide.ts'
import { checkLease } from '../consent/lease.ts'
import { AppError } from '../core/errors.ts'
import { LAST_MS } from '../core/time.ts'
import type { Contents } from '../record/section-content.ts'
import { SECTION_CODES } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import { openCover, openSection } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Cover } from '../vault/cover.ts'
import { readSources } from '../vault/sources.ts'
import type { App } from './app.ts'

export type OpenChild =
  | {
      kind: 'open'
      cover: Cover
      viewer: Viewer
      /** The sections that may be seen now, and no others. */
      contents: Contents
      /** The last instant at which all of them may be seen; undefined when the agreement has no end. */
      agreedUntilMs: number | undefined
      /** Whether there is anything that this viewer is not shown. Never what it is. */
      withholds: boolean
    }
  | { kind: 'ended'; cover: Cover; viewer: Viewer; endedAtMs: number }
  | { kind: 'not-yet'; cover: Cover; viewer: Viewer; fromMs: number }
  | { kind: 'stopped'; cover: Cover; viewer: Viewer }
  | { kind: 'not-checked'; cover: Cover; viewer: Viewer }
  /** The source has begun to refuse this record. */
  | { kind: 'hidden'; cover: Cover; viewer: Viewer }
  | { kind: 'clock-wrong' }

/**
 * Opens one child's record as far as the agreements and the lease allow at this moment.
 *
 * @throws AppError child/not-here, vault/locked, vault/cannot-open
 */
export async function openChild({ vault, now }: App, child: string): Promise<OpenChild> {
  const cover = await openCover(vault, child)
  const source = (await readSources(vault)).find(({ id }) => id === cover.sourceId)
  if (!source) throw new AppError('child/not-here', 'its source has been removed')
  const { viewer } = source
  const highWaterMs = await readHighWater(vault)
  const lease = checkLease(cover.leaseEndsAtMs, now(), highWaterMs)
  if (lease.kind === 'clock-wrong') return { kind: 'clock-wrong' }
  if (cover.hiddenSinceMs !== undefined) return { kind: 'hidden', cover, viewer }
  if (lease.kind === 'past') return { kind: 'not-checked', cover, viewer }

  const nowMs = Math.max(now(), highWaterMs)
  const decisions = SECTION_CODES.map((section) => decide(cover, section, nowMs))
  const allowed = decisions.filter((decision) => decision.kind === 'allow')
  if (allowed.length === 0) return { ...whyNot(decisions), cover, viewer }
  const opened = await Promise.all(
    allowed.map(async ({ grant }) => [grant.section, await openSection(vault, cover, grant)] as const),
  )
  const untilMs = Math.min(...allowed.map((decision) => decision.untilMs))
  return {
    kind: 'open',
    cover,
    viewer,
    contents: Object.fromEntries(opened) as Contents,
    agreedUntilMs: untilMs === LAST_MS ? undefined : untilMs,
    withholds: cover.withholds || Object.keys(cover.boxes).length > allowed.length,
  }
}

type WhyNot = { kind: 'ended'; endedAtMs: number } | { kind: 'not-yet'; fromMs: number } | { kind: 'stopped' }

function whyNot(decisions: Decision[]): WhyNot {
  const coming = decisions.filter((decision) => decision.kind === 'not-yet')
  if (coming.length > 0) return { kind: 'not-yet', fromMs: Math.min(...coming.map(({ fromMs }) => fromMs)) }
  const ended = decisions.filter((decision) => decision.kind === 'ended')
  if (ended.length > 0) return { kind: 'ended', endedAtMs: Math.max(...ended.map(({ endedAtMs }) => endedAtMs)) }
  return { kind: 'stopped' }
}
