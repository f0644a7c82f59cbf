import { londonDate } from '../core/time.ts'
import { yearGroup } from '../guidance/calendar/year-group.ts'
import { loadPack } from '../guidance/load-pack.ts'
import type { InTime } from '../guidance/placing.ts'
import { type Suggestion, suggest } from '../guidance/suggest.ts'
import { type WholeClassLine, wholeClass } from '../guidance/whole-class.ts'
import type { App } from './app.ts'
import type { OpenChild } from './open-child.ts'

/**
 * The guidance that helps this child next. Only needs that the viewer has been granted go in; without a date of birth,
 * which is kept for school staff alone, there is none.
 */
export async function suggestGuidance(
  { now }: App,
  { cover, viewer, contents }: Extract<OpenChild, { kind: 'open' }>,
): Promise<InTime<Suggestion>> {
  if (cover.bornOn === undefined) return { now: [], next: [], later: [] }
  const today = londonDate(now())
  const { cards } = await loadPack('year-6-to-7')
  return suggest({
    cards,
    today,
    needs: contents.needs?.needs.flatMap(({ code }) => code ?? []) ?? [],
    yearGroup: yearGroup(cover.bornOn, today),
    audience: viewer.audience,
  })
}

/** Two lines for any classroom, this week. */
export async function wholeClassThisWeek({ now }: App): Promise<WholeClassLine[]> {
  return wholeClass(await loadPack('year-6-to-7'), londonDate(now())).slice(0, 2)
}
