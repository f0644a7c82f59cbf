import type { PlainDate } from '../../core/time.ts'
import type { Card, Pack } from '../card.ts'
import { isTransition } from '../transition.ts'
import { compileCard } from './compile-card.ts'
import { parseYaml } from './front-matter.ts'
import type { Compiled, Problem } from './problem.ts'
import { packFrontMatter } from './schema.ts'

/** A file as found: its path from the packs folder, and what it says. */
export type SourceFile = { file: string; text: string }

/**
 * Compiles one folder of cards. Pure: the caller reads the files.
 *
 * @param id the name of the folder, which is a transition
 * @param about `pack.yaml`: title, version and owner
 */
export function compilePack(id: string, about: SourceFile, files: SourceFile[], today: PlainDate): Compiled<Pack> {
  const problems: Problem[] = []
  const collect = <T>(compiled: Compiled<T>): T | undefined => {
    if (compiled.kind === 'compiled') return compiled.value
    problems.push(...compiled.problems)
    return undefined
  }

  const known = isTransition(id)
  if (!known) problems.push({ file: about.file, line: 1, message: `"${id}" is not a transition we know.` })
  const heading = collect(parseYaml(about.file, about.text, packFrontMatter))?.value
  const cards = files.flatMap(({ file, text }) => collect(compileCard(file, text, today)) ?? [])
  const reviewBy = earliestReview(cards)
  if (files.length === 0) problems.push({ file: about.file, line: 1, message: 'A pack needs at least one card.' })

  if (problems.length > 0 || !known || !heading || !reviewBy) return { kind: 'broken', problems }
  return { kind: 'compiled', value: { id, ...heading, reviewBy, cards } }
}

function earliestReview(cards: Card[]): PlainDate | undefined {
  return cards.map(({ reviewBy }) => reviewBy).sort()[0]
}
