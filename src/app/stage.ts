import { codeOf, type ErrorCode } from '../core/errors.ts'
import { watchChanges } from '../vault/changes.ts'
import type { UnlockMethod } from '../vault/keys.ts'
import { readSources, type Source } from '../vault/sources.ts'
import { lockVault, unlockMethod } from '../vault/vault.ts'
import type { App } from './app.ts'

/** How far somebody has got. `no-source`: it is open, and there is nothing yet that records come from. */
export type Stage =
  /** `lost`: there was something here a moment ago, and the browser has removed it. */
  | { kind: 'not-set-up'; lost: boolean; denied: App['vault']['denied'] }
  | { kind: 'locked'; method: UnlockMethod }
  | ({ kind: 'no-source' } & Opened)
  | ({ kind: 'open'; sources: Source[] } & Opened)
  /** What is kept cannot be read at all: the way on is to begin again. */
  | { kind: 'broken'; code: ErrorCode }

/** `memory`: nothing is kept on this computer. `method` is how it will be opened again. */
type Opened = { keeps: 'disk' | 'memory'; method: UnlockMethod }

export async function readStage(app: App): Promise<Stage> {
  const { vault } = app
  try {
    const held = await vault.session.read()
    const method = (await unlockMethod(vault))?.method
    if (!method && held?.keeps !== 'memory') {
      const since = await vault.session.read()
      // Another page may have set it up between the two questions: theirs must not be taken for a key without a vault.
      if (since && (since.keeps === 'memory' || (await unlockMethod(vault)))) return readStage(app)
      // A key that has outlived its vault would start one that nobody could open again.
      if (since) {
        vault.isLost = true // locking has this page look again
        await lockVault(vault)
      }
      return { kind: 'not-set-up', lost: vault.isLost, denied: vault.denied }
    }
    const opened = { keeps: held?.keeps ?? 'disk', method: method ?? 'passphrase' }
    if (!held) return { kind: 'locked', method: opened.method }
    const sources = await readSources(vault)
    return sources.length > 0 ? { kind: 'open', sources, ...opened } : { kind: 'no-source', ...opened }
  } catch (error) {
    const code = codeOf(error)
    // Another page may lock between two steps of looking.
    return code === 'vault/locked' ? readStage(app) : { kind: 'broken', code }
  }
}

/**
 * Calls back whenever another page may have unlocked, locked or changed what is kept; `onLocked` at once when the key has
 * gone, before anything is read.
 */
export function watchStage({ vault }: App, listener: () => void, onLocked: () => void, until: AbortSignal): void {
  let isOpen: boolean | undefined
  vault.session.watch((now) => {
    const wasOpen = isOpen
    isOpen = now !== undefined
    if (!isOpen) onLocked()
    if (isOpen !== wasOpen) listener()
  }, until)
  watchChanges(listener, until)
}
