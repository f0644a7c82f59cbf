import { codeOf, type ErrorCode } from '../core/errors.ts'
import { DAY_MS, HOUR_MS, londonDate } from '../core/time.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import type { Service } from '../record/services.ts'
import type { Asking } from '../sources/ask.ts'
import { type Feed, fetchServices } from '../sources/service-directory/fetch-services.ts'
import { readServices } from '../sources/service-directory/read-services.ts'
import { type KeptDirectory, readDirectory, writeDirectory } from '../vault/directories.ts'
import { takeTurns } from '../vault/turns.ts'
import { holdVault } from '../vault/vault.ts'
import type { App } from './app.ts'
import { type Directory, listDirectories } from './list-directories.ts'

/** What there is to show of one, without asking anybody. */
export type LocalServices = {
  services: Service[]
  /** When the list was read; undefined when it never has been, or is made up. */
  readAtMs: number | undefined
  isCut: boolean
  /** It has never been read, or is old enough to be read again. */
  isDue: boolean
  /** It is due, and opening the list is reason enough to ask: it has been read before, and no try has just failed. */
  asksItself: boolean
  /** Older than it should be by far: telephone numbers may have changed. */
  isTooOld: boolean
  failed: ErrorCode | undefined
  /** It has asked not to be asked before this instant; undefined when it may be asked now. */
  waitUntilMs: number | undefined
}

/** A council's list changes slowly, and asking it often would tell its server when somebody looks. */
const FETCH_EVERY_MS = 7 * DAY_MS
const TOO_OLD_MS = 28 * DAY_MS

/**
 * What is kept of a list. Asks nobody.
 *
 * @throws AppError vault/locked
 */
export async function readLocalServices(app: App, { feed }: Directory): Promise<LocalServices> {
  if (feed === 'made-up') return madeUp(app)
  return told(await readDirectory(app.vault, addressOf(feed)), app.now())
}

/**
 * Asks the council for its list, unless what is kept is new enough or it has asked to be left alone. What goes out is the
 * same for everybody: see `fetchServices`. When nothing comes of it, what is kept stays.
 *
 * @returns what there is to show then
 * @throws AppError vault/locked
 */
export async function fetchLocalServices(open: App, directory: Directory): Promise<LocalServices> {
  const { feed } = directory
  if (feed === 'made-up') return madeUp(open)
  const app = { ...open, vault: await holdVault(open.vault) }
  // Two pages that are opened together ask once: the second finds what the first has kept.
  return takeTurns('handrail/directories', async () => {
    const { vault, now } = app
    const before = await readDirectory(vault, addressOf(feed))
    const known = told(before, now())
    if (!known.isDue || known.waitUntilMs !== undefined) return known
    const kept = await askAnew(app, feed, before)
    const allowed = (await listDirectories(app)).flatMap((one) => (one.feed === 'made-up' ? [] : addressOf(one.feed)))
    try {
      await writeDirectory(vault, addressOf(feed), kept, allowed)
    } catch (error) {
      if (codeOf(error) !== 'vault/full') throw error // it is public, and can be read again: shown, and not kept
    }
    return told(kept, now())
  })
}

async function askAnew({ fetch, now }: App, feed: Feed, before: KeptDirectory | undefined): Promise<KeptDirectory> {
  const asking: Asking = { fetch, now, heard: {} }
  const nothing = { services: [], isCut: false, readAtMs: undefined }
  try {
    const listed = await fetchServices(asking, feed)
    return { ...listed, readAtMs: now(), triedAtMs: now(), failed: undefined, waitUntilMs: undefined }
  } catch (error) {
    const { waitMs } = asking.heard
    const waitUntilMs = waitMs === undefined ? undefined : now() + waitMs
    return { ...nothing, ...before, triedAtMs: now(), failed: codeOf(error), waitUntilMs }
  }
}

/** A clock that has been ahead makes nothing new, and nobody wait for longer than a server may ask. */
function told(kept: KeptDirectory | undefined, nowMs: number): LocalServices {
  const { services = [], isCut = false, readAtMs, triedAtMs = 0, failed, waitUntilMs } = kept ?? {}
  const ageMs = readAtMs === undefined || readAtMs > nowMs ? Number.POSITIVE_INFINITY : nowMs - readAtMs
  const mustWait = waitUntilMs !== undefined && nowMs < waitUntilMs && waitUntilMs - nowMs <= HOUR_MS
  const isDue = ageMs >= FETCH_EVERY_MS
  const hasJustFailed = failed !== undefined && nowMs - triedAtMs < DAY_MS && nowMs >= triedAtMs
  return {
    services,
    isCut,
    readAtMs,
    failed,
    isDue,
    asksItself: isDue && readAtMs !== undefined && !mustWait && !hasJustFailed,
    isTooOld: readAtMs !== undefined && ageMs >= TOO_OLD_MS,
    waitUntilMs: mustWait ? waitUntilMs : undefined,
  }
}

async function madeUp({ now, loadFamilies }: App): Promise<LocalServices> {
  const families = await loadFamilies?.()
  const services = readServices(families?.practiceDirectory(schoolYear(londonDate(now()))).services ?? [])
  return { ...told(undefined, now()), services, isDue: false }
}

function addressOf({ baseUrl, category = '' }: Feed): string {
  return `${baseUrl} ${category}`
}
