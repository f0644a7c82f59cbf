import type { PlainDate } from '../../core/time.ts'
import type { Pack } from '../card.ts'
import { earliestReview } from '../review-by.ts'
import { packFrontMatter } from '../schema.ts'
import { compileCard } from './compile-card.ts'
import { parseYaml } from './front-matter.ts'
import type { Compiled, Problem } from './problem.ts'

/** A file as found: its path from the packs folder, and what it says. */
export type SourceFile = { file: string; text: string }

/**
 * Compiles one pack. Pure: the caller reads the files.
 *
 * @param about `pack.yaml`: id, title, version and owner
 * @param files the cards, each in a folder that is named after what it is about
 */
export function compilePack(about: SourceFile, files: SourceFile[], today: PlainDate): Compiled<Pack> {
  const problems: Problem[] = []
  const collect = <T>(compiled: Compiled<T>): T | undefined => {
    if (compiled.kind === 'compiled') return compiled.value
    problems.push(...compiled.problems)
    return undefined
  }

  const heading = collect(parseYaml(about.file, about.text, packFrontMatter))?.value
  const cards = files.flatMap(({ file, text }) => collect(compileCard(file, text, today)) ?? [])
  if (files.length === 0) problems.push({ file: about.file, line: 1, message: 'A pack needs at least one card.' })

  const reviewBy = earliestReview(cards)
  if (problems.length > 0 || !heading || !reviewBy) return { kind: 'broken', problems }
  return { kind: 'compiled', value: { ...heading, reviewBy, cards } }
}
