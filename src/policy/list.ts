import type { Reading } from './rule.ts'

/** Longer than any list that is written on purpose. What comes after is left out, as if it were wrong. */
const MOST_ENTRIES = 200

/** Reads what is good in a list, entry by entry. What is no list is read as an empty one. */
export function readList<Entry>(raw: unknown, parse: (raw: unknown) => Entry | undefined): Reading<Entry[]> {
  if (!Array.isArray(raw)) return { value: [], isMalformed: true }
  const entries = raw.slice(0, MOST_ENTRIES).map(parse)
  const value = entries.filter((entry) => entry !== undefined)
  return { value, isMalformed: value.length < raw.length }
}
