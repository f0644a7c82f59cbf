/** Deeper than anything that is written on purpose. Whoever sends more wants to exhaust the reader. */
const DEEPEST = 40

/** A child's record has some thousand values. A schema that finds fault with more than this runs out of room itself. */
const MOST_VALUES = 100_000

/** Whether JSON is nested so deep, or is so much, that reading it step into step would run out of room. Never throws. */
export function isTooDeep(value: unknown): boolean {
  return countValues(value, 0, 0) > MOST_VALUES
}

/** How many values there are so far; more than anybody has where it is nested too deep. Goes in no further than that. */
function countValues(value: unknown, depth: number, before: number): number {
  if (depth > DEEPEST) return Number.POSITIVE_INFINITY
  let values = before + 1
  if (typeof value !== 'object' || value === null) return values
  if (Array.isArray(value)) {
    for (const one of value) if (values <= MOST_VALUES) values = countValues(one, depth + 1, values)
  } else {
    // Names, not `Object.values`: six times as fast, and this is over all that is ever read.
    for (const name in value) {
      if (values <= MOST_VALUES) values = countValues((value as Record<string, unknown>)[name], depth + 1, values)
    }
  }
  return values
}

/** In 5 MiB of FHIR there are 260,000: it writes some twenty letters for each. */
const MOST_MARKS = 300_000

/** Shallow enough for JSON.stringify, which unlike JSON.parse has an end: at some thousands (Chromium 156, Firefox 153). */
export const DEEPEST_TEXT = 200

/**
 * Whether a text would be so many things, read as JSON, that they take a hundred times its room (5 MiB of `{},{},`).
 *
 * @param deepest how deep they may lie in each other; left out, as deep as they like
 */
export function isTooMuch(text: string, deepest = Number.POSITIVE_INFINITY): boolean {
  if (deepest === Number.POSITIVE_INFINITY && text.length <= MOST_MARKS) return false
  let marks = 0
  let depth = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === QUOTE) at = endOfString(text, at)
    else if (code === COMMA) marks += 1
    else if (code === BRACKET || code === BRACE) {
      marks += 1
      depth += 1
      if (depth > deepest) return true
    } else if (code === END_OF_BRACKET || code === END_OF_BRACE) depth -= 1
  }
  return marks > MOST_MARKS
}

const QUOTE = 0x22
const COMMA = 0x2c
const BRACKET = 0x5b
const BACKSLASH = 0x5c
const END_OF_BRACKET = 0x5d
const BRACE = 0x7b
const END_OF_BRACE = 0x7d

/** Where the quote is that ends the string which begins at `start`, or the end of the text. */
function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0
    while (text.charCodeAt(at - 1 - slashes) === BACKSLASH) slashes += 1
    if (slashes % 2 === 0) return at
  }
  return text.length
}
