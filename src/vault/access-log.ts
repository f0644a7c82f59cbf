import { DAY_MS } from '../core/time.ts'
import type { Audience } from '../record/viewer.ts'
import { fromBase64, toBase64 } from './bytes.ts'
import type { Step } from './database.ts'
import { isSamePlace, isTagged, placeAfter } from './log-chain.ts'
import { type Change, changeHead, follow, HEAD, type Head, logBinding, openHead, toldIn } from './log-head.ts'
import { open, openEach, seal } from './seal.ts'
import type { SealedLogRow } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/** Somebody has looked, or tried to. References and codes alone: no name, no date of birth, nothing that was typed. */
export type Access = {
  /** A UUID, also the id of the AuditEvent that tells the source. */
  id: string
  atMs: number
  action: 'view' | 'search' | 'print' | 'export' | 'erase'
  outcome: 'done' | 'refused'
  /** A short code, such as `ended`. */
  why: string | undefined
  sourceId: string
  /** Who they were to the source at the time, as references on it. */
  by: { audience: Audience; role: string; person: string; organisation: string }
  /** Our own reference, and the source's `Patient/…`; neither where it was about no one child. */
  child: string | undefined
  patient: string | undefined
  /** How many before this one could not be noted. */
  missed: number | undefined
}

/** An access as it lies in the log. */
export type Noted = Access & {
  seq: number
  /** Tells this log from others to the source. */
  log: string
  /** Its number among those for its source: 1, 2, 3 … without a gap, so that the source can tell when one is missing. */
  nth: number
  /** In base64; undefined behind the anchor. */
  tag: string | undefined
  isSent: boolean
}

type Content = Access & Pick<Noted, 'log' | 'nth'>

/** A school year of somebody who looks twenty times a day, in 3 MB. Then the oldest go, whether a source has them or not. */
const MOST_ROWS = 5000

/**
 * What lies behind the anchor goes after a year: the source has its own. What does not never goes for its age: somebody
 * who sets the clock forward would be rid of it.
 */
const KEPT_MS = 365 * DAY_MS

/** No more of the log than this is gone through at a time. */
const MOST_AT_ONCE = 500

/**
 * Notes an access at the end of the chain, in the same few steps whatever its length. Two pages at once take turns. A log
 * whose head is gone or damaged goes on after what is there, and counts as broken from then on.
 *
 * @param mostRows for tests
 * @throws AppError vault/locked, vault/full
 */
export async function appendAccess(vault: Vault, access: Access, mostRows = MOST_ROWS): Promise<void> {
  const { sourceId } = access
  await changeHead(vault, async (before, key) => {
    const { head, steps } = await dropOldest(vault, before, mostRows)
    const told = toldIn(head, sourceId)
    const content: Content = { ...access, log: told.log, nth: told.count + 1 }
    const sealed = await seal(key, logBinding(head.last.seq + 1), content)
    const last = await placeAfter(head.last, sealed)
    const put: SealedLogRow = { seq: last.seq, ...sealed, tag: fromBase64(last.tag) }
    return {
      head: { ...head, last, told: { ...head.told, [sourceId]: { ...told, count: content.nth } } },
      steps: [...steps, { store: 'log', put }],
    }
  })
}

/** `entries`: all that open, oldest first, those of a broken log as well. */
export type Verified = { entries: Noted[] } & ({ kind: 'whole' } | { kind: 'broken'; fromSeq: number })

/**
 * Reads the log and checks that nothing in it was changed, removed, put in another order or cut off. Behind the anchor the
 * seals and the numbers show it, after it the tags too. Two things it cannot show: what no source has been told of yet,
 * written anew with the key of the vault; and an old copy of the whole log, or an empty one, put in its place. That comes
 * out at the source: it is told of numbers that it knows (see `findBreaks`), or of a new log.
 *
 * @throws AppError vault/locked
 */
export async function verifyLog(vault: Vault): Promise<Verified> {
  const key = await dataKey(vault)
  const all = (await vault.database.getAll('log')).sort((a, b) => a.seq - b.seq)
  const rows = all.filter(({ seq }) => seq !== HEAD)
  const headRow = all.find(({ seq }) => seq === HEAD)
  const head = await openHead(key, headRow)
  const { opened: entries, damaged } = await openEach(rows, (row) => openRow(key, row, head))
  if (all.length === 0) return { kind: 'whole', entries }
  const fromSeq = await firstBreak(head, rows, new Set(damaged))
  return fromSeq === undefined ? { kind: 'whole', entries } : { kind: 'broken', fromSeq, entries }
}

async function firstBreak(
  head: Head | undefined,
  rows: SealedLogRow[],
  damaged: ReadonlySet<SealedLogRow>,
): Promise<number | undefined> {
  if (!head) return rows[0]?.seq ?? 1
  const { keptFrom, anchor, last } = head
  let place = anchor
  for (let seq = keptFrom; seq <= last.seq; seq++) {
    const row = rows[seq - keptFrom]
    if (row?.seq !== seq || damaged.has(row)) return Math.min(seq, row?.seq ?? seq)
    if (seq <= anchor.seq && row.tag === undefined) continue
    const after = await placeAfter(place, row)
    if (!isTagged(row, after)) return seq
    place = after
  }
  if (!isSamePlace(place, last)) return last.seq
  return rows[last.seq - keptFrom + 1]?.seq
}

/** `upTo`: once all of `entries` have been sent, the source has everything up to here. */
export type Unsent = { entries: Noted[]; upTo: number; declinedAtMs: number | undefined }

/**
 * What was noted for a source and has not been sent, oldest first. What is gone or damaged is left out: the source sees
 * that a number is missing.
 *
 * @returns undefined when there is nothing to go through
 * @throws AppError vault/locked
 */
export async function readUnsent(vault: Vault, sourceId: string, most: number): Promise<Unsent | undefined> {
  const key = await dataKey(vault)
  const head = await openHead(key, await vault.database.get('log', HEAD))
  const told = head?.told[sourceId]
  if (!head || !told) return undefined
  const from = Math.max(told.sentSeq + 1, head.keptFrom)
  const entries: Noted[] = []
  let upTo = from - 1
  while (upTo < head.last.seq && upTo < from + MOST_AT_ONCE && entries.length < most) {
    upTo += 1
    const row = await vault.database.get('log', upTo)
    const { opened } = await openEach(row ? [row] : [], (one) => openRow(key, one, head))
    entries.push(...opened.filter((one) => one.sourceId === sourceId))
  }
  return upTo < from ? undefined : { entries, upTo, declinedAtMs: told.declinedAtMs }
}

/**
 * A source has been told everything that was noted for it up to `seq`, but for what it `refused`. The anchor moves there, so
 * that the keys of what lies behind it are gone for good. It never moves past a break: a log that was broken stays so.
 *
 * @throws AppError vault/locked, vault/full
 */
export async function moveAnchor(
  vault: Vault,
  sourceId: string,
  { seq, refused, nowMs }: { seq: number; refused: number[]; nowMs: number },
): Promise<void> {
  await changeHead(vault, async (before, key) => {
    const moved = await follow(vault, before, seq)
    const { head, steps } = await dropOld(vault, key, moved.head, nowMs - KEPT_MS)
    const told = toldIn(head, sourceId)
    const stillKept = [...told.refused, ...refused].filter((one) => one >= head.keptFrom)
    const now = { ...told, sentSeq: Math.max(told.sentSeq, seq), refused: stillKept, declinedAtMs: undefined }
    return { head: { ...head, told: { ...head.told, [sourceId]: now } }, steps: [...moved.steps, ...steps] }
  })
}

/** A source has said that it takes no AuditEvents. */
export async function noteDeclined(vault: Vault, sourceId: string, nowMs: number): Promise<void> {
  await changeHead(vault, async (head) => {
    const told = { ...toldIn(head, sourceId), declinedAtMs: nowMs }
    return { head: { ...head, told: { ...head.told, [sourceId]: told } }, steps: [] }
  })
}

async function dropOldest(vault: Vault, before: Head, mostRows: number): Promise<Change> {
  const { keptFrom, last } = before
  if (last.seq - keptFrom + 1 < mostRows) return { head: before, steps: [] }
  const { head, steps } = await follow(vault, before, keptFrom)
  if (head.anchor.seq < keptFrom) return { head: before, steps: [] } // broken there, and that stays to be seen
  return { head: { ...head, keptFrom: keptFrom + 1 }, steps: [...steps, { store: 'log', delete: keptFrom }] }
}

async function dropOld(vault: Vault, key: CryptoKey, head: Head, beforeMs: number): Promise<Change> {
  const steps: Step[] = []
  let { keptFrom } = head
  while (keptFrom <= head.anchor.seq && steps.length < MOST_AT_ONCE) {
    const row = await vault.database.get('log', keptFrom)
    const { opened } = await openEach(row ? [row] : [], (one) => openRow(key, one, head))
    if (!opened[0] || opened[0].atMs >= beforeMs) break
    steps.push({ store: 'log', delete: keptFrom })
    keptFrom += 1
  }
  return { head: { ...head, keptFrom }, steps }
}

async function openRow(key: CryptoKey, row: SealedLogRow, head: Head | undefined): Promise<Noted> {
  const content = await open<Content>(key, logBinding(row.seq), row)
  const told = head?.told[content.sourceId]
  const isSent = told?.log === content.log && row.seq <= told.sentSeq && !told.refused.includes(row.seq)
  return { ...content, seq: row.seq, tag: row.tag && toBase64(row.tag), isSent }
}
