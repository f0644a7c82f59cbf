import type { Session } from '../vault/session.ts'
import { openVault, type Vault } from '../vault/vault.ts'

/** What every verb in this folder needs: the vault, a way to the network, and the clock. */
export type App = { vault: Vault; fetch: typeof fetch; now: () => number }

export const DATABASE_NAME = 'handrail'

type From = { session: Session; fetch: typeof fetch; now: () => number; onClosed?: () => void }

/**
 * @param from.onClosed the browser has closed the vault under this page: it must be opened again
 * @throws AppError vault/unavailable
 */
export async function openApp({ session, fetch, now, onClosed }: From): Promise<App> {
  return { vault: await openVault(DATABASE_NAME, session, onClosed), fetch, now }
}
