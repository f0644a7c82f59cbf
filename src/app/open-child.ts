import { type Decision, decide, type Grant } from '../consent/decide.ts'
import { checkLease } from '../consent/lease.ts'
import { AppError, codeOf } from '../core/errors.ts'
import { LAST_MS } from '../core/time.ts'
import { nearNames } from '../record/near-names.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import { type Contents, joinBoxes } from '../record/section-content.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import { openCover, openSection, readEntries } from '../vault/children.ts'
import { readHighWater } from '../vault/clock.ts'
import type { Cover, Entry } from '../vault/cover.ts'
import { readSources } from '../vault/sources.ts'
import type { Vault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { isListed } from './list-children.ts'

export type OpenChild =
  | {
      kind: 'open'
      cover: Cover
      viewer: Viewer
      /** The sections that may be seen now, and no others. */
      contents: Contents
      /** The last instant at which all that was agreed may be seen; undefined when the agreement has no end. */
      agreedUntilMs: number | undefined
      /** Whether the family agreed to any of it: what is shared under duty alone nobody agreed to. */
      isAgreed: boolean
      underDuty: SectionCode[]
      /** Why something is not shown until somebody has looked at the agreement. */
      needsCheck: Reason | undefined
      /** Whether there is anything that this viewer is not shown. Never what it is. */
      withholds: boolean
    }
  /** Nothing is opened before the viewer has said that this is the right child. `near`: others of almost the same name. */
  | { kind: 'to-confirm'; cover: Cover; viewer: Viewer; near: Entry[] }
  | { kind: 'ended'; cover: Cover; viewer: Viewer; endedAtMs: number }
  | { kind: 'not-yet'; cover: Cover; viewer: Viewer; fromMs: number }
  | { kind: 'stopped' | 'withheld'; cover: Cover; viewer: Viewer }
  | { kind: 'needs-check'; cover: Cover; viewer: Viewer; reason: Reason }
  | { kind: 'not-checked'; cover: Cover; viewer: Viewer }
  /** The source has begun to refuse this record. */
  | { kind: 'hidden'; cover: Cover; viewer: Viewer }
  | { kind: 'clock-wrong' }

/**
 * Opens one child's record as far as the agreements and the lease allow at this moment.
 *
 * @param confirm `skip` for a list over all children, which shows no more of any than initials
 * @throws AppError child/not-here, vault/locked, vault/cannot-open
 */
export async function openChild(app: App, child: string, confirm: 'ask' | 'skip' = 'ask'): Promise<OpenChild> {
  try {
    return await look(app, child, confirm)
  } catch (error) {
    if (codeOf(error) !== 'vault/cannot-open') throw error
    // A refresh may have put other boxes in the place of those that the cover named.
    return look(app, child, confirm)
  }
}

async function look({ vault, now }: App, child: string, confirm: 'ask' | 'skip'): Promise<OpenChild> {
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
  const decisions = SECTION_CODES.flatMap((section) => decide(cover, section, nowMs))
  const shown = decisions.filter((one) => one.kind === 'allow' || one.kind === 'under-duty')
  if (shown.length === 0) return { ...whyNot(decisions), cover: told(cover), viewer }
  if (confirm === 'ask' && cover.confirmedAtMs === undefined) {
    const others = (await readEntries(vault)).filter((entry) => entry.child !== child && isListed(entry, nowMs))
    return { kind: 'to-confirm', cover, viewer, near: nearNames(cover, others) }
  }
  const agreed = shown.filter(({ kind }) => kind === 'allow')
  const untilMs = Math.min(...agreed.map((decision) => decision.untilMs))
  const kept = Object.values(cover.boxes).flat().length
  return {
    kind: 'open',
    cover,
    viewer,
    contents: await openContents(
      vault,
      cover,
      shown.map(({ grant }) => grant),
    ),
    agreedUntilMs: untilMs >= LAST_MS ? undefined : untilMs,
    isAgreed: agreed.length > 0,
    underDuty: sectionsOf(shown.filter(({ kind }) => kind === 'under-duty')),
    needsCheck:
      viewer.audience === 'class-teacher'
        ? undefined
        : (cover.sharing.needsCheck[0] ?? weightiest(reasonsToCheck(decisions))),
    withholds: cover.withholds || kept > shown.length,
  }
}

async function openContents(vault: Vault, cover: Cover, grants: Grant[]): Promise<Contents> {
  const opened = await Promise.all(
    grants.map(async (grant) => ({ section: grant.section, content: await openSection(vault, cover, grant) })),
  )
  const sections = [...new Set(opened.map(({ section }) => section))]
  const contents = sections.map((section) => {
    const boxes = opened.flatMap((one) => (one.section === section && one.content ? one.content : []))
    return [section, joinBoxes(section, boxes)] as const
  })
  return Object.fromEntries(contents) as Contents
}

function sectionsOf(shown: { grant: Grant }[]): SectionCode[] {
  return [...new Set(shown.map(({ grant }) => grant.section))]
}

function reasonsToCheck(decisions: Decision[]): Reason[] {
  return decisions.filter(({ kind }) => kind === 'needs-check').map(({ reason }) => reason)
}

const NOBODY_NAMED = 'the people who decide'

type WhyNot =
  | { kind: 'ended'; endedAtMs: number }
  | { kind: 'not-yet'; fromMs: number }
  | { kind: 'needs-check'; reason: Reason }
  | { kind: 'withheld' }
  | { kind: 'stopped' }

/** Who agreed is not said to somebody who has not yet confirmed that this is the right child. */
function told(cover: Cover): Cover {
  return cover.confirmedAtMs === undefined ? { ...cover, agreedBy: NOBODY_NAMED } : cover
}

function whyNot(decisions: Decision[]): WhyNot {
  const coming = decisions.filter((decision) => decision.kind === 'not-yet')
  if (coming.length > 0) return { kind: 'not-yet', fromMs: Math.min(...coming.map(({ fromMs }) => fromMs)) }
  const reason = weightiest(reasonsToCheck(decisions))
  if (reason) return { kind: 'needs-check', reason }
  const ended = decisions.filter((decision) => decision.kind === 'ended')
  if (ended.length > 0) return { kind: 'ended', endedAtMs: Math.max(...ended.map(({ endedAtMs }) => endedAtMs)) }
  return { kind: decisions.some(({ kind }) => kind === 'withheld') ? 'withheld' : 'stopped' }
}
