/**
 * Words that tell a passer-by how a child came to their family. Nothing we write for a class teacher may hold one, and
 * nothing a class teacher is given (design.md §2.8).
 */
export const STATUS_WORDS =
  /\b(adopt\w*|guardian\w*|kinship|looked.after|in care|placed for|birth (family|mother|father|parents?))\b/i
