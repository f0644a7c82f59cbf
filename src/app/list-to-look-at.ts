import { londonDate } from '../core/time.ts'
import { lookAgain } from '../guidance/look-again.ts'
import { isFor } from '../guidance/suggest.ts'
import { OCCASIONS } from '../guidance/transition.ts'
import { initials } from '../record/child.ts'
import { readAllMarks, type Tick } from '../vault/marks.ts'
import type { App } from './app.ts'
import { listChildren } from './list-children.ts'
import { openChild } from './open-child.ts'
import { readCards } from './read-cards.ts'
import { grantedNeeds } from './suggest-guidance.ts'

/** A child with whom something has been tried for six weeks and more. */
export type ChildToLookAt = { child: string; initials: string; count: number }

/**
 * Of which children somebody should say whether what is tried helps: those that may be looked at now, and cards that are
 * still for them. What is no card any more, nobody can say anything about.
 *
 * @throws AppError vault/locked
 */
export async function listToLookAt(app: App): Promise<ChildToLookAt[]> {
  const today = londonDate(app.now())
  const [children, marks] = await Promise.all([listChildren(app), readAllMarks(app.vault)])
  const isDue = ({ since, lookedOn }: Tick) => lookAgain(lookedOn ?? since, today) !== 'not-yet'
  const tried = children.flatMap(({ child, name }) => {
    const ticks = Object.entries(marks.get(child)?.ticks ?? {})
    const ids = ticks.filter(([, tick]) => isDue(tick)).map(([id]) => id)
    return ids.length > 0 ? [{ child, name, ids }] : []
  })
  const cards = tried.length > 0 ? await readCards(app, OCCASIONS) : []
  const listed = await Promise.all(
    tried.map(async ({ child, name, ids }) => {
      const opened = await openChild(app, child, 'skip')
      if (opened.kind !== 'open') return []
      const needs = grantedNeeds(opened.contents)
      const count = cards.filter((card) => ids.includes(card.id) && isFor(card, needs)).length
      return count > 0 ? [{ child, initials: initials(name), count }] : []
    }),
  )
  return listed.flat()
}
