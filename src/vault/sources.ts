import type { ErrorCode } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import { readFrom, writeTo } from './database.ts'
import { open, seal } from './seal.ts'
import { dataKey, type Vault } from './vault.ts'

/** Where records come from, and who is looking there. */
export type Source = {
  id: string
  name: string
  viewer: Viewer
  from: { kind: 'fhir-server'; baseUrl: string; accessCode: string } | { kind: 'practice-families'; role: string }
  lastRefresh: RefreshSummary | undefined
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

export async function readSources(vault: Vault): Promise<Source[]> {
  const key = await dataKey(vault)
  const sealed = await readFrom(vault.database, (from) => from.getAll('sources'))
  return Promise.all(sealed.map((one) => open<Source>(key, ['source', one.id], one)))
}

/** Removes where records come from and every record; the passphrase and what is known of the clock stay. */
export async function clearSources({ database }: Vault): Promise<void> {
  const stores = ['sources', 'covers', 'boxes', 'index'] as const
  await writeTo(database, stores, (tx) => Promise.all(stores.map((store) => tx.objectStore(store).clear())))
}

export async function writeSource(vault: Vault, source: Source): Promise<void> {
  const key = await dataKey(vault)
  const sealed = { id: source.id, ...(await seal(key, ['source', source.id], source)) }
  await writeTo(vault.database, ['sources'], (tx) => tx.objectStore('sources').put(sealed))
}
