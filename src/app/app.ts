import type { familiesIn, practiceDirectory, practiceViewer } from '../practice/families/index.ts'
import type { MemoryArea } from '../vault/memory.ts'
import { createSession, type SessionArea } from '../vault/session.ts'
import { openVault, type Vault } from '../vault/vault.ts'

/** What every verb in this folder needs: the vault, a way to the network, the clock, and what the organisation has set. */
export type App = {
  vault: Vault
  fetch: typeof fetch
  now: () => number
  /** From 0 up to 1; left out, the browser's own. For how long to wait, and nothing that has to be secret. */
  random?: () => number
  /** Whether links may lead to this very computer: for practice, and never in what is released. */
  allowsLoopback?: boolean
  /** Whatever the browser gives as managed settings; undefined when there are none. May take seconds: never waited for locked. */
  readManaged: () => Promise<unknown>
  /** The made-up families, which pages load when somebody looks around in them. The worker never does. */
  loadFamilies?: () => Promise<Families>
}

type Families = {
  familiesIn: typeof familiesIn
  practiceViewer: typeof practiceViewer
  practiceDirectory: typeof practiceDirectory
}

export const DATABASE_NAME = 'handrail'

type From = Omit<App, 'vault'> & { session: SessionArea; memory: MemoryArea; onClosed?: () => void; name?: string }

/**
 * @param from.onClosed the browser has closed the vault under this page: it must be opened again
 * @param from.name another database, for tests
 * @throws AppError vault/blocked, vault/newer, vault/unavailable
 */
export async function openApp({ session: area, memory, onClosed, name = DATABASE_NAME, ...rest }: From): Promise<App> {
  const session = createSession(area, rest.now)
  return { ...rest, vault: await openVault(name, session, memory, onClosed) }
}
