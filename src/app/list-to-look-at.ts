import { londonDate } from '../core/time.ts'
import { lookAgain } from '../guidance/look-again.ts'
import { initials } from '../record/child.ts'
import { readAllMarks } from '../vault/marks.ts'
import type { App } from './app.ts'
import { listChildren } from './list-children.ts'

/** A child with whom something has been tried for six weeks and more. */
export type ChildToLookAt = { child: string; initials: string; count: number }

/**
 * Of which children somebody should say whether what is tried helps: those who may be looked at now, as lists have them.
 *
 * @throws AppError vault/locked
 */
export async function listToLookAt(app: App): Promise<ChildToLookAt[]> {
  const today = londonDate(app.now())
  const [children, marks] = await Promise.all([listChildren(app), readAllMarks(app.vault)])
  return children.flatMap(({ child, name }) => {
    const ticks = Object.values(marks.get(child)?.ticks ?? {})
    const count = ticks.filter(({ since, lookedOn }) => lookAgain(lookedOn ?? since, today) !== 'not-yet').length
    return count > 0 ? [{ child, initials: initials(name), count }] : []
  })
}
