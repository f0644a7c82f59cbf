import { STANDINGS, type Standing } from '../../commitments/standing.ts'

const COLOURS: Partial<Record<Standing, string>> = {
  late: 'late',
  'reply-due': 'soon',
  asked: 'soon',
  'due-soon': 'soon',
  waiting: 'waiting',
  done: 'done',
}

/** Where a commitment stands: a word always, a colour as well. */
export function StandingTag({ standing }: { standing: Standing }) {
  return <span class={`tag ${COLOURS[standing] ?? ''}`}>{STANDINGS[standing]}</span>
}
