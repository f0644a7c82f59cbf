import type { Mark, Year } from '../../../app/read-year.ts'
import type { PlainDate } from '../../../core/time.ts'

/** What stands for a day in the picture and, with the same number, in the list. Today is a line, and has none. */
export type Numbered = { mark: Mark; number: number }

/** What the picture and the list both show. */
export type View = {
  year: Year
  today: PlainDate
  numbered: Numbered[]
  chosen: Numbered | undefined
  /** The mark that the tab key comes to, by its id: of the others, arrow keys. */
  stop: string | undefined
  choose: (id: string) => void
}

/** @param chosenId of the mark that stands out; one that is no longer there counts as none */
export function viewOf(
  { year, today, choose }: Pick<View, 'year' | 'today' | 'choose'>,
  chosenId: string | undefined,
): View {
  const numbered = numberMarks(year.marks)
  const chosen = numbered.find(({ mark }) => mark.id === chosenId)
  const first = numbered.find(({ mark }) => !hasPassed(mark, today)) ?? numbered[0]
  return { year, today, numbered, chosen, stop: (chosen ?? first)?.mark.id, choose }
}

export function numberMarks(marks: Mark[]): Numbered[] {
  return marks.filter(({ kind }) => kind !== 'today').map((mark, at) => ({ mark, number: at + 1 }))
}

export function hasPassed({ from, until = from }: Mark, today: PlainDate): boolean {
  return until < today
}
