import { AppError, codeOf, type ErrorCode } from '../core/errors.ts'
import { LAST_MS, londonDate, MINUTE_MS } from '../core/time.ts'
import type { Boxed } from '../record/section-content.ts'
import type { Viewer } from '../record/viewer.ts'
import { digestOf, randomId } from '../vault/bytes.ts'
import { announceChange } from '../vault/changes.ts'
import { changeCover, eraseChild, hasAllBoxes, openCover, openCovers, writeChild } from '../vault/children.ts'
import { raiseHighWater } from '../vault/clock.ts'
import type { Cover } from '../vault/cover.ts'
import { readRatchet, recordPseudonym, stepToKeep } from '../vault/ratchets.ts'
import { changeSource, type Source } from '../vault/sources.ts'
import type { Vault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { ingest } from './ingest/ingest.ts'
import { leaseMs } from './policy.ts'
import type { RecordSource, Written } from './records/record-source.ts'
import { refuseOlder } from './refuse-older.ts'

/** What a refresh came to for one child; a code when the answer could not be used. */
export type Outcome = 'updated' | 'same' | 'stopped' | 'needsCheck' | 'nothing' | 'removed-here' | ErrorCode

type About = { app: App; source: Source; records: RecordSource; patient: string; kept: Cover | undefined }

/** What went wrong with the source, or here, as a whole: there is no sense in asking about the next child. */
export const FOR_ALL: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'source/signed-out',
  'source/sign-in-refused',
  'source/unreachable',
  'source/refused',
  'source/busy',
  'source/clock-differs',
  'vault/locked',
  'vault/full',
  'vault/unavailable',
])

/** Security.md C3, row by row: what each answer about one child means for the copy that is kept. */
export async function refreshChild(about: About): Promise<Outcome> {
  const { app, kept } = about
  try {
    return await replace(about)
  } catch (error) {
    const code = codeOf(error)
    if (FOR_ALL.has(code)) throw error
    if (kept && isRefusal(code)) return hideThenErase(app, kept, code)
    if (kept && code === 'source/removed') {
      await eraseChild(app.vault, kept.child)
      return 'stopped'
    }
    return code
  }
}

async function replace({ app, source, records, patient, kept }: About): Promise<Outcome> {
  const { vault, now } = app
  const id = await recordPseudonym(vault, source.id, patient)
  if (source.removedHere?.includes(id)) return 'removed-here'
  const before = await readRatchet(vault, id)
  const { resources: raw, known, signedBy, bundles = [] } = await records.fetchRecord(patient)
  await refuseAnotherTime(app, records)
  if (before.isSigned && signedBy === undefined) throw new AppError('record/unsigned', 'it was signed before')
  const arrival = {
    child: kept?.child ?? randomId(),
    source,
    signedBy,
    nowMs: now(),
    leaseMs: await leaseUnder(app, records),
  }
  const ingested = ingest(raw, arrival)
  if (ingested.kind === 'record') refuseAnotherPatient(ingested.cover.patient, patient)
  const seen = await refuseOlder(vault, before, [...raw, ...bundles.map(wholeOf)])
  const ratchet = { ...seen, isSigned: signedBy !== undefined, known: known && { on: londonDate(now()), what: known } }
  const steps = JSON.stringify(ratchet) === JSON.stringify(before) ? [] : [await stepToKeep(vault, ratchet)]
  if (ingested.kind === 'nothing') {
    if (kept && isOverByClockAlone(kept, source, records, raw)) return 'nothing'
    await (kept ? eraseChild(vault, kept.child, steps) : vault.database.write(steps))
    return ingested.needsCheck ? 'needsCheck' : kept ? 'stopped' : 'nothing'
  }
  const followed = await follow(vault, kept, ingested.cover)
  const cover = { ...followed, digest: await digestOfRecord(followed, ingested.contents) }
  if (kept && (await isAsKept(vault, kept, cover))) {
    await vault.database.write(steps)
    return 'same'
  }
  if (kept && kept.child !== cover.child) await eraseChild(vault, kept.child)
  await writeChild(vault, cover, ingested.contents, steps)
  return 'updated'
}

async function leaseUnder(app: App, { endsAtMs = LAST_MS }: RecordSource): Promise<number> {
  return Math.min(await leaseMs(app), endsAtMs - app.now())
}

/** All that was written at one time, as one thing that has a version. */
function wholeOf({ name, at, resources }: Written): object {
  return { resourceType: 'Bundle', id: name, meta: { lastUpdated: at }, entry: resources }
}

/**
 * Whether nothing but the time has ended what is kept, where the source has not said what the time is: then it stays
 * hidden, and is not erased (security.md T15).
 */
function isOverByClockAlone(kept: Cover, source: Source, records: RecordSource, raw: unknown[]): boolean {
  if (records.heard.clockMs !== undefined) return false
  const { child, checkedAtMs } = kept
  return ingest(raw, { child, source, nowMs: checkedAtMs }).kind === 'record'
}

/**
 * A box that was damaged has been taken out, or the clock was ahead when it was kept: then the record is written again
 * though nothing in it has changed.
 */
async function isAsKept(vault: Vault, kept: Cover, now: Omit<Cover, 'boxes'>): Promise<boolean> {
  const isSame = now.child === kept.child && now.digest === kept.digest && kept.hiddenSinceMs === undefined
  return isSame && kept.checkedAtMs <= now.checkedAtMs && (await hasAllBoxes(vault, kept))
}

/** Of everything that comes from the source, and of nothing that was added here. */
function digestOfRecord(cover: Omit<Cover, 'boxes'>, contents: Boxed): Promise<string> {
  const here = { child: '', checkedAtMs: 0, leaseEndsAtMs: 0, confirmedAtMs: 0, hiddenSinceMs: 0, digest: '' }
  return digestOf(JSON.stringify([{ ...cover, ...here }, contents]))
}

/**
 * What of the copy before goes on into this one: that the right child was confirmed. A record with another number is
 * another identity, as after an adoption order: the old copy goes, and nothing leads from it to the new one.
 */
async function follow(vault: Vault, before: Cover | undefined, cover: Omit<Cover, 'boxes'>): Promise<typeof cover> {
  if (!before) return cover
  if (JSON.stringify(before.third) !== JSON.stringify(cover.third)) return { ...cover, child: randomId() }
  const isAsConfirmed = before.name === cover.name && before.bornOn === cover.bornOn
  return { ...cover, confirmedAtMs: isAsConfirmed ? (await openCover(vault, before.child)).confirmedAtMs : undefined }
}

function refuseAnotherPatient(got: string, asked: string): void {
  if (got !== asked) throw new AppError('record/two-children', 'the answer is about another Patient')
}

function isRefusal(code: ErrorCode): boolean {
  return code === 'source/forbidden' || code === 'source/gone'
}

/**
 * What a source says of itself as a whole it says of every record.
 *
 * @returns how many were erased: because it is over, or because it is not the first time that they are refused
 */
export async function refuseAll(app: App, sourceId: string, meaning: 'refused' | 'over' | 'nothing'): Promise<number> {
  if (meaning === 'nothing') return 0
  if (meaning === 'over') return eraseAllOf(app.vault, sourceId)
  const { covers } = await openCovers(app.vault)
  const outcomes: Outcome[] = []
  for (const cover of covers.filter((one) => one.sourceId === sourceId)) {
    outcomes.push(await hideThenErase(app, cover, 'source/forbidden'))
  }
  return outcomes.filter((outcome) => outcome === 'stopped').length
}

/** Refused once, a record is hidden at once; refused again a minute or more later, it goes (security.md C3). */
async function hideThenErase(app: App, { child, hiddenSinceMs }: Cover, code: ErrorCode): Promise<Outcome> {
  if (hiddenSinceMs !== undefined && app.now() - hiddenSinceMs >= MINUTE_MS) {
    await eraseChild(app.vault, child)
    return 'stopped'
  }
  await changeCover(app.vault, child, (now) => ({ ...now, hiddenSinceMs: now.hiddenSinceMs ?? app.now() }))
  return code
}

const CLOCKS_APART_MS = 5 * MINUTE_MS

/** By a clock that is wrong, agreements would be taken to have ended, or to hold: nothing is decided until it is right. */
export async function refuseAnotherTime({ vault, now }: App, { heard, tellsTime }: RecordSource): Promise<void> {
  const { clockMs } = heard
  if (clockMs === undefined || Math.abs(clockMs - now()) <= CLOCKS_APART_MS) return
  if (tellsTime) await raiseHighWater(vault, clockMs)
  throw new AppError('source/clock-differs', 'two clocks, two times')
}

/**
 * What is kept was kept for one viewer. Somebody else, or the same person in another role, starts from nothing: what was
 * looked at before, and what was removed here, was so for the other.
 *
 * @param viewer left out while it is not known who that is
 */
export async function startAnew({ vault }: Pick<App, 'vault'>, sourceId: string, viewer?: Viewer): Promise<void> {
  await eraseAllOf(vault, sourceId)
  const nothing = { refreshing: undefined, confirmed: undefined, removedHere: undefined }
  await changeSource(vault, sourceId, (one) => ({ ...one, ...nothing, ...(viewer && { viewer }) }))
  announceChange() // what is on a screen now was the other's
}

/** @returns how many */
export async function eraseAllOf(vault: Vault, sourceId: string): Promise<number> {
  const { covers } = await openCovers(vault)
  const own = covers.filter((cover) => cover.sourceId === sourceId)
  for (const { child } of own) await eraseChild(vault, child)
  return own.length
}
