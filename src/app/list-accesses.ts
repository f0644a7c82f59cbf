import { type Noted, verifyLog } from '../vault/access-log.ts'
import type { App } from './app.ts'

export type Accesses = {
  /** Newest first. `isSent`: the source of the record has been told. */
  accesses: Noted[]
  /** Something in the log was changed, removed or cut off. What can still be read is listed. */
  isBroken: boolean
}

/**
 * Who looked at what on this computer.
 *
 * @throws AppError vault/locked
 */
export async function listAccesses({ vault }: Pick<App, 'vault'>): Promise<Accesses> {
  const { kind, entries } = await verifyLog(vault)
  return { accesses: entries.toReversed(), isBroken: kind === 'broken' }
}
