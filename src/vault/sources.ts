import type { Confirmed } from '../consent/lease.ts'
import type { ErrorCode } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Step } from './database.ts'
import { isSameSeal, open, type Sealed, seal } from './seal.ts'
import type { Row } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/** Where records come from, and who is looking there. */
export type Source = {
  id: string
  name: string
  viewer: Viewer
  from: { kind: 'fhir-server'; baseUrl: string; accessCode: string } | { kind: 'practice-families'; role: string }
  lastRefresh: RefreshSummary | undefined
  /** What the last whole refresh found as it was before, and so left as it lies. */
  confirmed: Confirmed | undefined
  /** A refresh that has begun at this instant has not come to its end: it is to be done again. */
  refreshingSinceMs: number | undefined
  /** When a refresh was last begun, whatever came of it. */
  triedAtMs?: number | undefined
  /** The records that the viewer has removed from this computer, by pseudonym: they are not fetched until asked for. */
  removedHere: string[] | undefined
}

/** What the last refresh did, in numbers and codes. */
export type RefreshSummary = {
  /** When the source last answered as it should, this time or before; undefined when it never has. */
  checkedAtMs: number | undefined
  updated: number
  stopped: number
  /** Children of whom nothing can be shown until somebody has looked at the agreement. */
  needsCheck: number
  refused: { child: string | undefined; code: ErrorCode }[]
  /** Set when the source as a whole did not answer as it should; then the rest was left as it was. */
  failed: ErrorCode | undefined
}

/** @throws AppError vault/locked, vault/cannot-open */
export async function readSources(vault: Vault): Promise<Source[]> {
  const key = await dataKey(vault)
  const sealed = await vault.database.getAll('sources')
  return Promise.all(sealed.map((one) => openSource(key, one)))
}

/** What was opened last under a key: it is needed with every child, and changes with a refresh. Gone with the key. */
const openedLast = new WeakMap<CryptoKey, { sealed: Sealed; source: Source }>()

/** @throws AppError vault/cannot-open */
export async function openSource(key: CryptoKey, sealed: Row<'sources'>): Promise<Source> {
  const last = openedLast.get(key)
  if (last && last.source.id === sealed.id && isSameSeal(last.sealed, sealed)) return last.source
  const source = await open<Source>(key, ['source', sealed.id], sealed)
  openedLast.set(key, { sealed, source })
  return source
}

/** Another source in the place of those before, and every record of theirs removed. The way in and the clock stay. */
export async function replaceSources(vault: Vault, source: Source): Promise<void> {
  const stores = ['sources', 'covers', 'boxes', 'index', 'lapses', 'ratchets'] as const
  await vault.database.write([
    ...stores.map((store): Step => ({ store, clear: true })),
    await stepToWrite(vault, source),
  ])
}

export async function writeSource(vault: Vault, source: Source): Promise<void> {
  await vault.database.write([await stepToWrite(vault, source)])
}

/** The step that keeps a source, to be written with something else or not at all. */
export async function stepToWrite(vault: Vault, source: Source): Promise<Step> {
  const sealed = await seal(await dataKey(vault), ['source', source.id], source)
  return { store: 'sources', put: { id: source.id, ...sealed } }
}
