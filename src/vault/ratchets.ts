import type { PlainDate } from '../core/time.ts'
import type { Known } from '../sources/fhir-server/known.ts'
import type { Step } from './database.ts'
import { pseudonym } from './keys.ts'
import { open, openEach, seal } from './seal.ts'
import { dataKey, namingKey, type Vault } from './vault.ts'

/**
 * Which versions of a record's resources have been seen, so that an older one is known as such, also after the child has
 * been erased. Names are pseudonyms: with the key one can ask about a resource one knows, and list none.
 */
export type Ratchet = {
  id: string
  seen: Record<string, Seen>
  /** Whether the last that was taken in was signed: one that is not must not come in its place. */
  isSigned?: boolean
  /** What to ask the source with whether anything has changed, and the day of which that was so. */
  known?: { on: PlainDate; what: Known } | undefined
}

export type Seen = { updatedMs: number; version: number; digest: string }

/** The name a record is remembered by. */
export async function recordPseudonym(vault: Vault, sourceId: string, patient: string): Promise<string> {
  return pseudonym(await namingKey(vault), 'record', sourceId, patient)
}

/** @returns a ratchet that has seen nothing when there is none, or it is damaged, which nobody gains by */
export async function readRatchet(vault: Vault, id: string): Promise<Ratchet> {
  const key = await dataKey(vault)
  const row = await vault.database.get('ratchets', id)
  const { opened } = await openEach(row ? [row] : [], (one) => open<Ratchet>(key, ['ratchet', id], one))
  return opened[0] ?? { id, seen: {} }
}

/** The step that keeps a ratchet, to be written with what has been seen. */
export async function stepToKeep(vault: Vault, ratchet: Ratchet): Promise<Step> {
  const { id } = ratchet
  return { store: 'ratchets', put: { id, ...(await seal(await dataKey(vault), ['ratchet', id], ratchet)) } }
}

/** The name a resource is remembered by. */
export async function resourcePseudonym(vault: Vault, reference: string): Promise<string> {
  return pseudonym(await namingKey(vault), 'resource', reference)
}
