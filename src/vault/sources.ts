import type { ErrorCode } from '../core/errors.ts'
import type { Viewer } from '../record/viewer.ts'
import { writeTo } from './database.ts'
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
  atMs: number
  updated: number
  stopped: number
  refused: { child: string | undefined; code: ErrorCode }[]
  /** Set when the source as a whole did not answer as it should; then nothing was changed. */
  failed: ErrorCode | undefined
}

export async function readSources(vault: Vault): Promise<Source[]> {
  const key = await dataKey(vault)
  const sealed = await vault.database.getAll('sources')
  return Promise.all(sealed.map((one) => open<Source>(key, ['source', one.id], one)))
}

export async function writeSource(vault: Vault, source: Source): Promise<void> {
  const key = await dataKey(vault)
  const sealed = { id: source.id, ...(await seal(key, ['source', source.id], source)) }
  await writeTo(vault.database, ['sources'], (tx) => tx.objectStore('sources').put(sealed))
}
