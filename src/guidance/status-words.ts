/** Words that tell a passer-by why a child has a plan. Nothing we write for a class teacher may hold one (design.md §2.8). */
export const STATUS_WORDS =
  /\b(adopt\w*|guardian\w*|kinship|looked.after|in care|placed for|birth (family|mother|father|parents?))\b/i
