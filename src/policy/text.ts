/** One line of plain text, cut to a length: no control characters, no line breaks, nothing that turns its direction. */
export function cleanText(text: string, mostCharacters: number): string {
  return text
    .trim()
    .slice(0, mostCharacters)
    .replaceAll(/[\s\p{Cc}\p{Cs}\p{Bidi_Control}]+/gu, ' ')
    .trim()
}
