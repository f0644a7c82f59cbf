/** No tag or style that is written on purpose is longer than this, all of them together. */
const MOST_RAW_CHARACTERS = 20_000

const ENTITIES: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: '’', nbsp: ' ', ndash: '–' }

/**
 * What somebody wrote in a directory, as one line of plain text: no markup, however often it was escaped on its way here,
 * no control characters, nothing that turns the direction of the line. Cut at a word.
 *
 * @returns undefined for anything that is no text, and for text that says nothing
 */
export function plainText(raw: unknown, mostCharacters: number): string | undefined {
  if (typeof raw !== 'string') return undefined
  let text = withoutTags(raw.slice(0, MOST_RAW_CHARACTERS))
  // Once for each time that a web editor, and then a database, may have escaped it.
  for (let times = 0; times < 2; times++) text = withoutTags(decoded(text))
  const line = text.replaceAll(/[\s\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, ' ').trim()
  return cut(line, mostCharacters) || undefined
}

/** `5 < 7` is no tag. A script that is never closed is one to its end. */
function withoutTags(text: string): string {
  return text
    .replaceAll(/<(script|style)\b[^<]*(?:<(?!\/\1)[^<]*)*(?:<\/\1[^>]*>|$)/gi, ' ')
    .replaceAll(/<!--[\s\S]*?(?:-->|$)/g, ' ')
    .replaceAll(/<\/?[a-z!][^<>]*>/gi, ' ')
}

function decoded(text: string): string {
  return text.replaceAll(/&(#x[\da-f]{1,6}|#\d{1,7}|[a-z]{2,6});/gi, (entity, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? entity
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : entity
  })
}

function cut(line: string, mostCharacters: number): string {
  if (line.length <= mostCharacters) return line
  const start = line.slice(0, mostCharacters)
  return `${start.slice(0, Math.max(start.lastIndexOf(' '), mostCharacters / 2)).trimEnd()}…`
}
