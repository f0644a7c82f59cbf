import type { ErrorCode } from '../core/errors.ts'
import type { Service } from '../record/services.ts'
import { pseudonym } from './keys.ts'
import { open, openEach, seal } from './seal.ts'
import { dataKey, namingKey, type Vault } from './vault.ts'

/** A council's list of services as it was read, and how asking for it has gone. All of it is public; that it is kept is not. */
export type KeptDirectory = {
  services: Service[]
  /** There was more than is kept. */
  isCut: boolean
  /** When the list was read; undefined when it never has been. */
  readAtMs: number | undefined
  /** When it was last asked for, whatever came of it. */
  triedAtMs: number
  /** Why the last try came to nothing; undefined when it did not. */
  failed: ErrorCode | undefined
  /** It has asked not to be asked before this instant. */
  waitUntilMs: number | undefined
}

/**
 * @param address where a list is, and which part of it
 * @returns undefined when none is kept, or it is damaged: it can be read again
 * @throws AppError vault/locked
 */
export async function readDirectory(vault: Vault, address: string): Promise<KeptDirectory | undefined> {
  const [key, id] = await Promise.all([dataKey(vault), nameFor(vault, address)])
  const row = await vault.database.get('directories', id)
  const { opened } = await openEach(row ? [row] : [], (one) => open<KeptDirectory>(key, ['directory', id], one))
  return opened[0]
}

/**
 * @param allowed every address whose list may be kept: the others go
 * @throws AppError vault/locked, vault/full
 */
export async function writeDirectory(
  vault: Vault,
  address: string,
  kept: KeptDirectory,
  allowed: readonly string[],
): Promise<void> {
  const [key, id] = await Promise.all([dataKey(vault), nameFor(vault, address)])
  const names = new Set([id, ...(await Promise.all(allowed.map((one) => nameFor(vault, one))))])
  const leaving = (await vault.database.getKeys('directories')).filter((one) => !names.has(String(one)))
  const sealed = await seal(key, ['directory', id], kept)
  await vault.database.write([
    ...leaving.map((one) => ({ store: 'directories', delete: one }) as const),
    { store: 'directories', put: { id, ...sealed } },
  ])
}

async function nameFor(vault: Vault, address: string): Promise<string> {
  return pseudonym(await namingKey(vault), 'directory', address)
}
