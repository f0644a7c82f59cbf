import { announceChange } from '../vault/changes.ts'
import type { SessionArea } from '../vault/session.ts'
import { lockVault } from '../vault/vault.ts'
import type { App } from './app.ts'

/** Forgets the key. Every open page follows the session and takes what is personal off the screen. */
export async function lock({ vault }: App): Promise<void> {
  await lockVault(vault)
  announceChange()
}

/** The same without opening the vault, which may be slow or broken. */
export async function lockNow(session: Pick<SessionArea, 'clear'>): Promise<void> {
  await session.clear()
  announceChange()
}

/** Somebody has done something on one of our pages. */
export async function touch({ vault }: App): Promise<void> {
  await vault.session.touch()
}
