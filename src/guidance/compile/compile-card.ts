import type { PlainDate } from '../../core/time.ts'
import type { Card } from '../card.ts'
import { daysAhead, type RuleBreak, ruleBreaks } from '../check-card.ts'
import { isOverdue } from '../review-by.ts'
import { cardFrontMatter } from '../schema.ts'
import { parseCardBody } from './card-body.ts'
import { parseYaml, splitFrontMatter } from './front-matter.ts'
import type { Compiled, Problem } from './problem.ts'

/**
 * Turns one Markdown file into a card that carries no markup. Pure: the caller reads the file and says what day it is.
 *
 * @param file the path from the packs folder, `year-6-to-7/quiet-visits.md`; it must agree with the card's `id`
 * @returns every problem, not only the first
 */
export function compileCard(file: string, text: string, today: PlainDate): Compiled<Card> {
  const split = splitFrontMatter(text)
  if (!split) return broken([{ file, line: 1, message: 'A card opens with front matter between two lines of ---.' }])

  const front = parseYaml(file, split.frontMatter, cardFrontMatter, 1)
  const body = parseCardBody(file, split.body, split.linesAboveBody)
  if (front.kind === 'broken' || body.kind === 'broken') return broken([...problemsOf(front), ...problemsOf(body)])

  const { value: fields, lineOf } = front.value
  const card: Card = { ...fields, parts: body.value }
  const lines = text.split('\n')
  const problems = [...ruleBreaks(card), ...fileBreaks(card, file, today)].map(({ key, message, isOn }) => {
    // A line break in the file may part the words: then it is said at the top.
    return { file, line: isOn ? lines.findIndex(isOn) + 1 || 1 : lineOf(key), message }
  })
  return problems.length > 0 ? broken(problems) : { kind: 'compiled', value: card }
}

/** Rules against the day and the file's own name. */
function fileBreaks(card: Card, file: string, today: PlainDate): RuleBreak[] {
  const name = file.slice(0, -'.md'.length)
  return [
    ...daysAhead(card, today),
    ...(card.id === name ? [] : [{ key: 'id' as const, message: `"id" must match the file: ${name}.` }]),
    ...(isOverdue(card, today)
      ? [{ key: 'reviewBy' as const, message: `This card was due to be read again by ${card.reviewBy}.` }]
      : []),
  ]
}

function problemsOf(compiled: Compiled<unknown>): Problem[] {
  return compiled.kind === 'broken' ? compiled.problems : []
}

function broken(problems: Problem[]): Compiled<never> {
  return { kind: 'broken', problems }
}
