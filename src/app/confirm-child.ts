import { announceChange } from '../vault/changes.ts'
import { changeCover } from '../vault/children.ts'
import type { App } from './app.ts'

/**
 * Keeps that the viewer has compared name, date of birth and number, and that this is the child they mean.
 *
 * @throws AppError child/not-here, vault/locked, vault/cannot-open
 */
export async function confirmChild({ vault, now }: App, child: string): Promise<void> {
  await changeCover(vault, child, (cover) => ({ ...cover, confirmedAtMs: now() }))
  announceChange()
}
