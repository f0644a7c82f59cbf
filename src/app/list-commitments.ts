import type { BoardChild, Row } from '../commitments/board.ts'
import { isMine, standing } from '../commitments/standing.ts'
import { londonDate, type PlainDate } from '../core/time.ts'
import { initials } from '../record/child.ts'
import { openCovers } from '../vault/children.ts'
import { openEach } from '../vault/seal.ts'
import type { App } from './app.ts'
import { noteAccess } from './note-access.ts'
import { type OpenChild, openChild } from './open-child.ts'

/**
 * `unread` counts the children whose copy may not be shown before the source has been asked again, `damaged` those whose
 * record would not open, in whole or in part.
 */
export type Listed = { rows: Row[]; unread: number; damaged: number; isClockWrong: boolean }

/**
 * Every commitment the viewer may see, over all children. What could not be looked at is counted, so that nothing found
 * never reads as nothing there.
 *
 * @throws AppError vault/locked
 */
export async function listCommitments(app: App): Promise<Listed> {
  void noteAccess(app, { action: 'view', outcome: 'done', why: 'list' })
  const { covers, damaged } = await openCovers(app.vault)
  const { opened, damaged: unopened } = await openEach(covers, ({ child }) => openChild(app, child, 'skip'))
  const today = londonDate(app.now())
  return {
    rows: opened.flatMap((child) => rowsFor(child, today)),
    unread: opened.filter(({ kind }) => kind === 'not-checked' || kind === 'hidden').length,
    damaged: damaged.length + unopened.length + opened.filter(isDamaged).length,
    isClockWrong: opened.some(({ kind }) => kind === 'clock-wrong'),
  }
}

function isDamaged(opened: OpenChild): boolean {
  return opened.kind === 'open' && opened.damaged.length > 0
}

function rowsFor(opened: OpenChild, today: PlainDate): Row[] {
  if (opened.kind !== 'open') return []
  const { cover, viewer, contents, agreedUntilMs } = opened
  const school = contents.people?.people.find(({ roleCode }) => roleCode === 'designated-teacher')?.organisation
  const child: BoardChild = {
    reference: cover.child,
    initials: initials(cover.name),
    second: cover.second,
    asAtMs: cover.asAtMs,
    agreedUntilMs,
  }
  return (contents.commitments?.commitments ?? []).map((commitment) => ({
    child,
    place: school ?? 'School not shared',
    commitment,
    standing: standing(commitment, viewer, today),
    mine: isMine(commitment, viewer),
  }))
}
