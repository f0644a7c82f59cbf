import type { PackRow } from './stores.ts'
import type { Vault } from './vault.ts'

/** Every local pack, as it came. Public, and not sealed: whoever reads one checks its signature. */
export async function readPackRows({ database }: Vault): Promise<PackRow[]> {
  return database.getAll('packs')
}

/**
 * Writes one in the place of what it `was`.
 *
 * @returns false, with nothing written, when another page has changed it meanwhile
 */
export async function writePackRow({ database }: Vault, row: PackRow, was: PackRow | undefined): Promise<boolean> {
  return database.write([
    { store: 'packs', key: row.id, was },
    { store: 'packs', put: row },
  ])
}

export async function removePackRow({ database }: Vault, id: string): Promise<void> {
  await database.write([{ store: 'packs', delete: id }])
}
