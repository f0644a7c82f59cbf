import { codeOf, type ErrorCode } from '../core/errors.ts'
import { watchChanges } from '../vault/changes.ts'
import { readSources, type Source } from '../vault/sources.ts'
import { isSetUp, isUnlocked, lockVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/** How far somebody has got. `no-source`: there is a passphrase, and nothing yet that records come from. */
export type Stage =
  | { kind: 'not-set-up' }
  | { kind: 'locked' }
  | { kind: 'no-source' }
  | { kind: 'open'; source: Source }
  /** What is kept cannot be read at all: the way on is to begin again. */
  | { kind: 'broken'; code: ErrorCode }

export async function readStage({ vault }: App): Promise<Stage> {
  try {
    if (!(await isSetUp(vault))) {
      // A key that has outlived its vault would start one that nobody could open again.
      if (await isUnlocked(vault)) await lockVault(vault)
      return { kind: 'not-set-up' }
    }
    if (!(await isUnlocked(vault))) return { kind: 'locked' }
    const [source] = await readSources(vault)
    return source ? { kind: 'open', source } : { kind: 'no-source' }
  } catch (error) {
    const code = codeOf(error)
    // Another page may lock between two steps of looking.
    return code === 'vault/locked' ? { kind: 'locked' } : { kind: 'broken', code }
  }
}

/** Calls back whenever another page may have unlocked, locked or changed what is kept. */
export function watchStage({ vault }: App, listener: () => void, until: AbortSignal): void {
  vault.session.watch(listener, until)
  watchChanges(listener, until)
}
