import type { BoardChild, Row } from '../commitments/board.ts'
import { isMine, standing } from '../commitments/standing.ts'
import { londonDate } from '../core/time.ts'
import { initials } from '../record/child.ts'
import { openCovers } from '../vault/children.ts'
import type { App } from './app.ts'
import { openChild } from './open-child.ts'

/**
 * Every commitment the viewer may see, over all children. A child whose record may not be opened adds none.
 *
 * @throws AppError vault/locked
 */
export async function listCommitments(app: App): Promise<Row[]> {
  const today = londonDate(app.now())
  const covers = await openCovers(app.vault)
  const opened = await Promise.all(covers.map(({ child }) => openChild(app, child)))
  return opened.flatMap((one) => {
    if (one.kind !== 'open') return []
    const { cover, viewer, contents, agreedUntilMs } = one
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
  })
}
