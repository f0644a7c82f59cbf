import MarkdownIt, { type Token } from 'markdown-it'
import { PARTS, type Part } from '../card.ts'
import type { Compiled, Problem } from './problem.ts'

/** Curls the quotes; makes no links or HTML. */
const markdown = new MarkdownIt({ html: false, linkify: false, typographer: true })
const partOfLabel = new Map<string, Part>(Object.entries(PARTS).map(([part, label]) => [label, part as Part]))
const labels = [...partOfLabel.keys()].join(', ')

/**
 * Reads the body of a card: lines that open with a label in bold, then plain words. Anything that could become more
 * than words on a page (a link, an image, HTML, even emphasis) is refused here, so nothing that ships has to be cleaned.
 */
export function parseCardBody(file: string, body: string, linesAbove: number): Compiled<Record<Part, string>> {
  const parts: Partial<Record<Part, string>> = {}
  const problems: Problem[] = []
  const report = (line: number, message: string) => problems.push({ file, line, message })

  for (const { line, tokens } of linesOf(body, linesAbove, report)) {
    const label = labelOf(tokens)
    const part = label === undefined ? undefined : partOfLabel.get(label)
    if (label === undefined) report(line, `A line must open with one of these in bold: ${labels}.`)
    else if (!part) report(line, `"${label}" is not a part of a card. The parts are ${labels}.`)
    else if (parts[part] !== undefined) report(line, `"${label}" is here twice.`)

    const words = plainWords(label === undefined ? tokens : tokens.slice(LABEL_TOKENS), line, report)
    if (part && words === '') report(line, `"${label}" says nothing.`)
    if (part) parts[part] = words
  }

  const lastLine = linesAbove + body.trimEnd().split('\n').length
  for (const [part, label] of Object.entries(PARTS)) {
    if (!(part in parts)) report(lastLine, `"${label}" is missing.`)
  }
  if (problems.length > 0) return { kind: 'broken', problems }
  return { kind: 'compiled', value: parts as Record<Part, string> }
}

type Line = { line: number; tokens: Token[] }
type Report = (line: number, message: string) => void

/** `**Do** Take …` begins with three tokens we care about: strong opens, its text, strong closes. */
const LABEL_TOKENS = 3

function labelOf(tokens: Token[]): string | undefined {
  const [open, text, close] = tokens
  return open?.type === 'strong_open' && close?.type === 'strong_close' ? text?.content : undefined
}

function linesOf(body: string, linesAbove: number, report: Report): Line[] {
  return markdown.parse(body, {}).flatMap((block) => {
    const line = linesAbove + (block.map?.[0] ?? 0) + 1
    if (block.type === 'inline') return splitAtLabels(block.children ?? [], line)
    if (block.nesting >= 0 && block.type !== 'paragraph_open') report(line, 'A card holds only labelled paragraphs.')
    return []
  })
}

/** A line break begins a new line only where a bold label follows; any other is the author keeping lines short. */
function splitAtLabels(children: Token[], firstLine: number): Line[] {
  // The parser leaves an empty text before a bold that opens a line.
  const tokens = children.filter(({ type, content }) => type !== 'text' || content !== '')
  const lines: Line[] = [{ line: firstLine, tokens: [] }]
  let line = firstLine
  for (const [index, token] of tokens.entries()) {
    if (isBreak(token)) line++
    if (isBreak(token) && tokens[index + 1]?.type === 'strong_open') lines.push({ line, tokens: [] })
    else lines.at(-1)?.tokens.push(token)
  }
  return lines
}

function isBreak({ type }: Token): boolean {
  return type === 'softbreak' || type === 'hardbreak'
}

function plainWords(tokens: Token[], firstLine: number, report: Report): string {
  let line = firstLine
  let words = ''
  for (const token of tokens) {
    if (isBreak(token)) {
      line++
      words += ' '
    } else if (token.type === 'text' || token.type === 'text_special') {
      words += token.content
    } else if (token.nesting >= 0) {
      report(line, refusal(token.type))
    }
  }
  if (/<[a-z/!?]/i.test(words)) report(firstLine, 'HTML is not allowed in a card.')
  if (/\bhttps?:\/\//i.test(words)) report(firstLine, 'A web address belongs in "sources", not in the words.')
  return words.trim()
}

function refusal(type: string): string {
  if (type === 'link_open') return 'A link is not allowed in a card: put it in "sources".'
  if (type === 'image') return 'An image is not allowed in a card.'
  return 'Only plain words are allowed after a label: no bold, italics or code.'
}
