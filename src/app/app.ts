import type { Session } from '../vault/session.ts'
import { openVault, type Vault } from '../vault/vault.ts'

/** What every verb in this folder needs: the vault, a way to the network, and the clock. */
export type App = { vault: Vault; fetch: typeof fetch; now: () => number }

export const DATABASE_NAME = 'handrail'

/** @throws AppError vault/unavailable */
export async function openApp(from: { session: Session; fetch: typeof fetch; now: () => number }): Promise<App> {
  return { vault: await openVault(DATABASE_NAME, from.session), fetch: from.fetch, now: from.now }
}
