import { type Document, isMap, isNode, LineCounter, parseDocument } from 'yaml'
import type * as z from 'zod/mini'
import type { Compiled, Problem } from './problem.ts'

/** The two halves of a Markdown file, with the number of lines above each. */
export type Split = { frontMatter: string; body: string; linesAboveBody: number }

/** @returns undefined when the file does not open with front matter between two lines of `---` */
export function splitFrontMatter(text: string): Split | undefined {
  const match = /^---\n([\s\S]*?\n)---\n/.exec(text)
  if (!match) return undefined
  const [whole, frontMatter = ''] = match
  return { frontMatter, body: text.slice(whole.length), linesAboveBody: countLines(whole) }
}

/** Reads YAML through a schema, and finds the line each thing wrong is on. */
export function parseYaml<T>(
  file: string,
  text: string,
  schema: z.ZodMiniType<T>,
  linesAbove = 0,
): Compiled<{ value: T; lineOf: (key: string) => number }> {
  const lineCounter = new LineCounter()
  const document = parseDocument(text, { lineCounter, prettyErrors: false, logLevel: 'silent' })
  const lineAt = (offset: number) => lineCounter.linePos(offset).line + linesAbove
  const problemAt = (offset: number, message: string): Problem => ({ file, line: lineAt(offset), message })

  if (document.errors.length > 0) {
    const problems = document.errors.map((error) => problemAt(error.pos[0], `This is not YAML: ${error.message}`))
    return { kind: 'broken', problems }
  }
  const raw = readNode(document)
  if (raw.kind === 'broken')
    return { kind: 'broken', problems: [problemAt(0, 'This is not YAML: it points to what is not there.')] }
  const result = schema.safeParse(raw.value)
  if (!result.success) {
    const problems = result.error.issues.map(({ path, message }) =>
      problemAt(offsetOf(document, path), sentence(path, message)),
    )
    return { kind: 'broken', problems }
  }
  return { kind: 'compiled', value: { value: result.data, lineOf: (key) => lineAt(offsetOf(document, [key])) } }
}

/** An alias (`*x`) that names nothing is found only here. */
function readNode(document: Document): { kind: 'read'; value: unknown } | { kind: 'broken' } {
  try {
    return { kind: 'read', value: document.toJS() }
  } catch {
    return { kind: 'broken' }
  }
}

/** Where a path is in the text, or, for what is missing, where the nearest thing around it is. */
function offsetOf(document: Document, path: readonly PropertyKey[]): number {
  for (let length = path.length; length > 0; length--) {
    const parent = document.getIn(path.slice(0, length - 1), true)
    const key = path[length - 1]
    const pair = isMap(parent) ? parent.items.find((item) => String(item.key) === key) : undefined
    const node = pair?.key ?? document.getIn(path.slice(0, length), true)
    if (isNode(node) && node.range) return node.range[0]
  }
  return 0
}

function sentence(path: readonly PropertyKey[], message: string): string {
  return path.length === 0 ? message : `"${path.join('.')}" ${message}`
}

function countLines(text: string): number {
  return text.split('\n').length - 1
}
