import { distance } from 'fastest-levenshtein'
import type { PlainDate } from '../core/time.ts'

export type Named = { name: string; bornOn?: PlainDate | undefined }

/** Those of the others whose name could be taken for this one's, in their order; never `one` itself. */
export function nearNames<Other extends Named>(one: Named, others: readonly Other[]): Other[] {
  return others.filter((other) => other !== one && isNearName(one, other))
}

/**
 * Whether somebody in a hurry could take one child for the other: a slip or two of the pen, letters or names in another
 * order, twins, "Sam C." for "Sam C.". It says yes too often rather than too seldom: a yes costs a second look.
 *
 * Without a family name nothing tells two children of the same given name apart, so they are near.
 */
export function isNearName(a: Named, b: Named): boolean {
  const [one, other] = [partsOf(a.name), partsOf(b.name)]
  if (distance(one.letters, other.letters) <= slips(one, other)) return true
  // "Carter Sam", and "Mai" for "Mia", which are two slips by distance.
  if (sorted(one.letters) === sorted(other.letters)) return true
  if (one.family && one.family === other.family && a.bornOn !== undefined && a.bornOn === b.bornOn) return true
  // Sam and Samuel, Kate and Kathryn.
  if (one.family && one.family === other.family && one.given[0] === other.given[0]) return true
  const [initial, otherInitial] = [one.family[0], other.family[0]]
  return one.given === other.given && (!initial || !otherInitial || initial === otherInitial)
}

type Parts = { given: string; family: string; letters: string }

/** No name is longer, and comparing takes as long as both. */
const LONGEST = 80

const SHORT_LETTERS = 7

/** In a short name two slips make another name: "Mia Lee" is not "Ava Lee". */
function slips(one: Parts, other: Parts): number {
  return Math.min(one.letters.length, other.letters.length) < SHORT_LETTERS ? 1 : 2
}

/** The first word, the last of several, and all of them, in small letters without accents, hyphens or apostrophes. */
function partsOf(name: string): Parts {
  const words = name
    .slice(0, LONGEST)
    .normalize('NFKD')
    .toLowerCase()
    .split(/\s+/)
    .map((word) => word.replace(/[^\p{L}\p{N}]/gu, ''))
    .filter(Boolean)
  return { given: words[0] ?? '', family: words.slice(1).at(-1) ?? '', letters: words.join('') }
}

function sorted(letters: string): string {
  return [...letters].sort().join('')
}
