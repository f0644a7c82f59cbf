import { type Decision, decide, type Grant } from '../consent/decide.ts'
import { checkLease } from '../consent/lease.ts'
import { AppError } from '../core/errors.ts'
import { LAST_MS, londonDate, type PlainDate } from '../core/time.ts'
import { yearGroup, yearGroupName } from '../guidance/calendar/year-group.ts'
import { nearNames } from '../record/near-names.ts'
import { type Reason, weightiest } from '../record/reasons.ts'
import { type Contents, joinBoxes } from '../record/section-content.ts'
import { SECTION_CODES, type SectionCode } from '../record/sections.ts'
import type { Viewer } from '../record/viewer.ts'
import { quarantineBox, readEntries } from '../vault/children.ts'
import type { Cover, Entry } from '../vault/cover.ts'
import { type Marks, readMarks } from '../vault/marks.ts'
import { type KeptRecord, readRecord } from '../vault/record.ts'
import { openEach } from '../vault/seal.ts'
import type { Source } from '../vault/sources.ts'
import type { Vault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { underRules } from './lease-of.ts'
import { isListed } from './list-children.ts'
import { noteView } from './note-access.ts'
import { tellAtOnce } from './send-accesses.ts'

/**
 * By whose word a record is what somebody wrote: the server's that gave it, or a signature's. `unknown`: nobody can say, as
 * anybody can make a link.
 */
export type Writer = 'source' | 'signer' | 'unknown'

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
      /** When any of it may not be seen any more: an agreement, a part of one, or the lease ends. */
      showsUntilMs: number
      /** Sections of which a part does not open and has been put aside: a refresh brings it anew. */
      damaged: SectionCode[]
      /** Why something is not shown until somebody has looked at the agreement. */
      needsCheck: Reason | undefined
      /** Whether there is anything that this viewer is not shown. Never what it is. */
      withholds: boolean
      writer: Writer
    }
  /** Nothing is opened before the viewer has said that this is the right child. `near`: others of almost the same name. */
  | { kind: 'to-confirm'; cover: Cover; viewer: Viewer; near: Entry[]; writer: Writer }
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
  const opened = await look(app, child, confirm)
  if (confirm === 'ask') void noteView(app, child, opened).then(() => tellAtOnce(app))
  return opened
}

async function look(app: App, child: string, confirm: 'ask' | 'skip'): Promise<OpenChild> {
  const { vault, now } = app
  const record = await readRecord(vault, child)
  const { source, highWaterMs } = record
  if (!source) throw new AppError('child/not-here', 'its source has been removed')
  const { viewer } = source
  const kept = { ...record.cover, ...underRules(record.cover, source, await vault.session.read()) }
  const cover = withYearGroup(kept, await readMarks(vault, child), londonDate(now()))
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
    return { kind: 'to-confirm', cover, viewer, near: nearNames(cover, others), writer: writerOf(source, cover) }
  }
  const agreed = shown.filter(({ kind }) => kind === 'allow')
  const untilMs = Math.min(...agreed.map((decision) => decision.untilMs))
  const boxes = Object.values(cover.boxes).flat().length
  const grants = shown.map(({ grant }) => grant)
  const { contents, damaged } = await openContents(vault, record, grants)
  return {
    kind: 'open',
    cover,
    viewer,
    contents,
    damaged,
    writer: writerOf(source, cover),
    showsUntilMs: Math.min(cover.leaseEndsAtMs, ...shown.map((decision) => decision.untilMs + 1)),
    agreedUntilMs: untilMs >= LAST_MS ? undefined : untilMs,
    isAgreed: agreed.length > 0,
    underDuty: sectionsOf(shown.filter(({ kind }) => kind === 'under-duty')),
    needsCheck:
      viewer.audience === 'class-teacher'
        ? undefined
        : (cover.sharing.needsCheck[0] ?? weightiest(reasonsToCheck(decisions))),
    withholds: cover.withholds || boxes > shown.length,
  }
}

/** What does not open is damaged, and is put aside so that the rest can be shown. */
async function openContents(
  vault: Vault,
  { cover, openBox }: KeptRecord,
  grants: Grant[],
): Promise<{ contents: Contents; damaged: SectionCode[] }> {
  const openOne = async (grant: Grant) => ({ section: grant.section, content: await openBox(grant) })
  const { opened, damaged } = await openEach(grants, openOne)
  for (const { section, box } of damaged) await quarantineBox(vault, cover.boxes[section]?.[box] ?? '')
  const sections = [...new Set(opened.map(({ section }) => section))]
  const contents = sections.map((section) => {
    const boxes = opened.flatMap((one) => (one.section === section && one.content ? one.content : []))
    return [section, joinBoxes(section, boxes)] as const
  })
  return {
    contents: Object.fromEntries(contents) as Contents,
    damaged: sectionsOf(damaged.map((grant) => ({ grant }))),
  }
}

/** A child who is taught beside the year group of their age is known by the year they are taught in. */
function withYearGroup(cover: Cover, { yearsApart }: Marks, today: PlainDate): Cover {
  if (yearsApart === 0 || cover.bornOn === undefined) return cover
  const ofAge = yearGroup(cover.bornOn, today)
  return { ...cover, second: cover.second.replace(yearGroupName(ofAge), yearGroupName(ofAge + yearsApart)) }
}

function sectionsOf(shown: { grant: Grant }[]): SectionCode[] {
  return [...new Set(shown.map(({ grant }) => grant.section))]
}

function reasonsToCheck(decisions: Decision[]): Reason[] {
  return decisions.filter(({ kind }) => kind === 'needs-check').map(({ reason }) => reason)
}

const NOBODY_NAMED = 'the people who decide'

function writerOf({ from }: Source, { signedBy }: Cover): Writer {
  if (signedBy !== undefined) return 'signer'
  return from.kind === 'fhir-server' || from.kind === 'practice-families' ? 'source' : 'unknown'
}

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
