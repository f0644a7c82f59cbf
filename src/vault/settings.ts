import type { OwnSettings } from '../policy/policy.ts'
import { open, openEach, seal } from './seal.ts'
import type { Row } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/**
 * @returns what the viewer has made stricter; empty when nothing
 * @throws AppError vault/locked
 */
export async function readSettings(vault: Vault): Promise<OwnSettings> {
  const key = await dataKey(vault)
  return openSettings(key, await vault.database.get('settings', 'own'))
}

/** What is damaged chooses nothing: the organisation's rules hold. */
export async function openSettings(key: CryptoKey, row: Row<'settings'> | undefined): Promise<OwnSettings> {
  const { opened } = await openEach(row ? [row] : [], (one) => open<OwnSettings>(key, ['settings'], one))
  return opened[0] ?? {}
}

export async function writeSettings(vault: Vault, settings: OwnSettings): Promise<void> {
  const sealed = await seal(await dataKey(vault), ['settings'], settings)
  await vault.database.write([{ store: 'settings', put: { id: 'own', ...sealed } }])
}
