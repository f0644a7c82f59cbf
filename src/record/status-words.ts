/**
 * Words that tell a passer-by how a child came to their family (design.md §2.8). Line breaks and odd spaces part no words:
 * a browser shows them as one.
 */
export const STATUS_WORDS =
  /\b(adopt\w*|guardian\w*|kinship|looked\W+after|in\s+care|placed\s+for|birth\s+(family|mother|father|parents?))\b/i

/** Whether a text holds one of them. Nothing we write for a class teacher may, and nothing a class teacher is given. */
export function namesStatus(text: string): boolean {
  return STATUS_WORDS.test(text.normalize('NFKC'))
}
