import { announceChange } from '../vault/changes.ts'
import { eraseChild, openCover } from '../vault/children.ts'
import { destroyIndexed, openIndexed } from '../vault/indexed.ts'
import { recordPseudonym } from '../vault/ratchets.ts'
import { changeSource, readSources } from '../vault/sources.ts'
import { eraseVault, lockVault } from '../vault/vault.ts'
import { type App, DATABASE_NAME } from './app.ts'
import { noteAccess } from './note-access.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { sendAllAccesses } from './send-accesses.ts'

/**
 * Removes everything kept on this computer, the wrapped key included. There is no way back. Without its key a refresh
 * that is under way comes to nothing at its next step, and is waited for.
 */
export async function erase(app: App): Promise<void> {
  const { vault } = app
  await tellSources(app)
  await lockVault(vault)
  await eraseVault(vault) // at once: the page that asked for it may be closed before the refresh has come to its end
  await oneAtATime(() => eraseVault(vault)) // and what it may still have written
  announceChange()
}

const TELLING_MS = 3000

/** Who looked goes with everything else: the sources are told now, as far as they answer at once. */
async function tellSources(app: App): Promise<void> {
  const telling = async () => {
    for (const source of await readSources(app.vault)) await sendAllAccesses(app, source)
  }
  // Locked, damaged or not answering: somebody who wants it gone does not have to wait for that.
  const inTime = new Promise<void>((resolve) => setTimeout(resolve, TELLING_MS))
  await Promise.race([telling().catch(() => {}), inTime])
}

/**
 * The same for what can no longer be read: the way on when it does not open.
 *
 * @throws AppError vault/blocked; vault/unavailable when it does not open now either
 */
export async function eraseUnread(session: { clear(): Promise<void> }): Promise<void> {
  await session.clear()
  await destroyIndexed(DATABASE_NAME)
  // Where its folder is damaged Chromium 156 says that it has removed what it cannot get at.
  const anew = await openIndexed(DATABASE_NAME)
  anew.close()
}

/**
 * Removes one child's record from this computer, and does not fetch it again until somebody asks with `bringBack`.
 * Sharing goes on: the source is told nothing.
 *
 * @throws AppError child/not-here, vault/locked
 */
export async function eraseOne(app: App, child: string): Promise<void> {
  const { vault } = app
  await oneAtATime(async () => {
    const { sourceId, patient } = await openCover(vault, child)
    const removed = await recordPseudonym(vault, sourceId, patient)
    await noteAccess(app, { action: 'erase', outcome: 'done', sourceId, child, patient })
    await eraseChild(vault, child)
    await changeSource(vault, sourceId, (one) => ({ ...one, removedHere: [...(one.removedHere ?? []), removed] }))
  })
  announceChange()
}

/** Fetches again, at the next refresh, what `eraseOne` has removed. */
export async function bringBack({ vault }: App): Promise<void> {
  await oneAtATime(async () => {
    for (const { id } of await readSources(vault)) {
      await changeSource(vault, id, (one) => ({ ...one, removedHere: undefined }))
    }
  })
}
