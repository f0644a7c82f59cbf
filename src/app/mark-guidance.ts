import { londonDate } from '../core/time.ts'
import type { Phases } from '../guidance/calendar/phases.ts'
import { announceChange } from '../vault/changes.ts'
import { changeMarks, type Marks } from '../vault/marks.ts'
import type { App } from './app.ts'

/**
 * Notes that somebody here is trying what a card says, from today; or takes that back.
 *
 * @throws AppError vault/locked, vault/full, child/not-here
 */
export async function tickCard(app: App, child: string, card: string, isTrying: boolean): Promise<void> {
  const since = londonDate(app.now())
  await mark(app, child, ({ ticks, ...marks }) => {
    const { [card]: before, ...others } = ticks
    return { ...marks, ticks: isTrying ? { ...others, [card]: before ?? { since } } : others }
  })
}

/** Notes that somebody has looked today whether it helps: in six weeks they are asked again. */
export async function lookAtCard(app: App, child: string, card: string): Promise<void> {
  const lookedOn = londonDate(app.now())
  await mark(app, child, ({ ticks, ...marks }) => {
    const tick = ticks[card]
    return { ...marks, ticks: tick ? { ...ticks, [card]: { ...tick, lookedOn } } : ticks }
  })
}

/** Notes that a child is taught beside the year group of their age, or where schools divide childhood in another way. */
export async function changeSchooling(
  app: App,
  child: string,
  change: { yearsApart?: number; phases?: Phases },
): Promise<void> {
  await mark(app, child, (marks) => ({ ...marks, ...change }))
}

async function mark({ vault }: App, child: string, change: (marks: Marks) => Marks): Promise<void> {
  await changeMarks(vault, child, change)
  announceChange()
}
