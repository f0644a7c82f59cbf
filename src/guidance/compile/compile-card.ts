import type { PlainDate } from '../../core/time.ts'
import { STATUS_WORDS } from '../../record/status-words.ts'
import { anchors } from '../calendar/anchors.ts'
import type { Card } from '../card.ts'
import { place } from '../placing.ts'
import { parseCardBody } from './card-body.ts'
import { parseYaml, splitFrontMatter } from './front-matter.ts'
import type { Compiled, Problem } from './problem.ts'
import { cardFrontMatter } from './schema.ts'

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
  const problems: Problem[] = ruleBreaks(card, file, today).map(({ key, message }) => ({
    file,
    line: lineOf(key),
    message,
  }))
  if (card.for !== 'family') problems.push(...namesStatus(file, text, card))
  return problems.length > 0 ? broken(problems) : { kind: 'compiled', value: card }
}

type RuleBreak = { key: keyof Card; message: string }

/** What a schema cannot see: rules between fields, and against the day and the file's own name. */
function ruleBreaks(card: Card, file: string, today: PlainDate): RuleBreak[] {
  const breaks: RuleBreak[] = []
  if (`${card.id}.md` !== file) breaks.push({ key: 'id', message: `"id" must match the file: ${file.slice(0, -3)}.` })
  if (!card.id.startsWith(`${card.transition}/`)) {
    breaks.push({ key: 'transition', message: '"transition" must match the folder the card is in.' })
  }
  if (card.reviewBy < today) {
    breaks.push({ key: 'reviewBy', message: `This card was due to be read again by ${card.reviewBy}.` })
  }
  if (!endsAfterItStarts(card)) breaks.push({ key: 'when', message: '"when.until" must not be before "when.from".' })
  if (card.tier !== 'universal' && card.needs.length === 0) {
    breaks.push({ key: 'needs', message: `A ${card.tier} card must name the needs it is for, or nobody will see it.` })
  }
  return breaks
}

/** Looks at the words as shown, where a line break in the file no longer hides a phrase. */
function namesStatus(file: string, text: string, card: Card): Problem[] {
  const found = STATUS_WORDS.exec(displayedWords(card))
  if (!found) return []
  const line = text.split('\n').findIndex((written) => STATUS_WORDS.test(written)) + 1
  return [
    {
      file,
      line: line || 1,
      message: `A card for schools must not say "${found[0]}": it tells why a child has a plan.`,
    },
  ]
}

/** Easter and weekends move the anchors against each other, so the order has to hold in several years. */
function endsAfterItStarts(card: Card): boolean {
  return [2026, 2027, 2028, 2029, 2030].every((leavingYear) => {
    const { from, until } = place(card, anchors(leavingYear))
    return from <= until
  })
}

/** Every word of a card that a reader could see, its links included. */
export function displayedWords({ title, parts, sources, review }: Card): string {
  return JSON.stringify([title, parts, sources, review])
}

function problemsOf(compiled: Compiled<unknown>): Problem[] {
  return compiled.kind === 'broken' ? compiled.problems : []
}

function broken(problems: Problem[]): Compiled<never> {
  return { kind: 'broken', problems }
}
