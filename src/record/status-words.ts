/**
 * Words that tell a passer-by how a child came to their family: design.md §2.8's and more. Line breaks, dashes and low
 * lines part no words, and an e-mail address runs them together.
 */
export const STATUS_WORDS = new RegExp(
  [
    'adopt\\w*',
    'guardian\\w*',
    'kinship',
    word('looked(?:.|[\\W_]*)after'),
    word('in~+care'),
    word('placed~+for'),
    word('birth~*(?:famil(?:y|ies)|(?:mother|father|parent|mum|mummy|mam|mom|dad|daddy|brother|sister|sibling)s?)'),
    word('foster(?:ed|ing)'),
    word('care~*(?:leavers?|experienced)'),
    word('(?:p?lac|cla|sgo)'),
    word('foster~*(?:famil(?:y|ies)|care|(?:carer|mother|father|parent|mum|dad|home|placement|child)s?|children)'),
    word('lac~+reviews?'),
  ].join('|'),
  'iu',
)

/** A pattern that stands between letters and digits of nothing else. `~` is whatever parts two words. */
function word(pattern: string): string {
  return `(?<![a-z0-9])${pattern.replaceAll('~', '[\\s_\\p{Pd}]')}(?![a-z0-9])`
}

/** Whether a text holds one of them. Nothing we write for a class teacher may, and nothing a class teacher is given. */
export function namesStatus(text: string): boolean {
  return statusIn(text) !== undefined
}

/** The first of them that a text holds, as a reader sees it. */
export function statusIn(text: string): string | undefined {
  return STATUS_WORDS.exec(text.normalize('NFKD').replace(/[\p{Cf}\p{DI}\p{Mn}]/gu, ''))?.[0]
}
