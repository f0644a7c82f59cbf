import { AppError } from '../core/errors.ts'
import { announceChange } from '../vault/changes.ts'
import { changeCover } from '../vault/children.ts'
import type { Cover } from '../vault/cover.ts'
import type { App } from './app.ts'

/**
 * Keeps that the viewer has compared name, date of birth and number, and that this is the child they mean.
 *
 * @param compared what was on the screen: a refresh may have put other details in its place meanwhile
 * @throws AppError child/changed, child/not-here, vault/locked, vault/cannot-open
 */
export async function confirmChild({ vault, now }: App, compared: Cover): Promise<void> {
  await changeCover(vault, compared.child, (cover) => {
    if (detailsOf(cover) !== detailsOf(compared)) throw new AppError('child/changed', 'the details are others now')
    return { ...cover, confirmedAtMs: now() }
  })
  announceChange()
}

function detailsOf({ name, bornOn, third }: Cover): string {
  return JSON.stringify([name, bornOn, third?.label, third?.value])
}
