import { londonDate } from '../core/time.ts'
import { lookAgain } from '../guidance/look-again.ts'
import { OCCASIONS } from '../guidance/transition.ts'
import { initials } from '../record/child.ts'
import { readAllMarks } from '../vault/marks.ts'
import type { App } from './app.ts'
import { listChildren } from './list-children.ts'
import { readCards } from './read-cards.ts'

/** A child with whom something has been tried for six weeks and more. */
export type ChildToLookAt = { child: string; initials: string; count: number }

/**
 * Of which children somebody should say whether what is tried helps: those who may be looked at now, as lists have them.
 *
 * @throws AppError vault/locked
 */
export async function listToLookAt(app: App): Promise<ChildToLookAt[]> {
  const today = londonDate(app.now())
  const [children, marks, cards] = await Promise.all([
    listChildren(app),
    readAllMarks(app.vault),
    readCards(app, OCCASIONS),
  ])
  const known = new Set(cards.map(({ id }) => id)) // what is no card any more, nobody can say anything about
  return children.flatMap(({ child, name }) => {
    const ticks = Object.entries(marks.get(child)?.ticks ?? {}).filter(([id]) => known.has(id))
    const due = ticks.filter(([, { since, lookedOn }]) => lookAgain(lookedOn ?? since, today) !== 'not-yet')
    const count = due.length
    return count > 0 ? [{ child, initials: initials(name), count }] : []
  })
}
