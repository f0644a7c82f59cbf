import type { Contents } from './section-content.ts'
import { STATUS_WORDS } from './status-words.ts'

/**
 * What a class teacher may be given: without any line that names status, whoever wrote it. The child's own words stay as
 * they are.
 */
export function withoutStatus(contents: Contents): Contents {
  const { 'about-me': aboutMe, ...rest } = contents
  const discreet = strip(rest) as Contents
  if (aboutMe) {
    discreet['about-me'] = {
      quotes: aboutMe.quotes.map((quote) => ({ ...(strip(quote) as typeof quote), text: quote.text })),
      facts: strip(aboutMe.facts) as typeof aboutMe.facts,
    }
  }
  return discreet
}

/** Leaves out every list item and every single text in which a status word stands. */
function strip(value: unknown): unknown {
  if (typeof value === 'string') return STATUS_WORDS.test(value) ? undefined : value
  if (Array.isArray(value)) return value.filter((item) => !STATUS_WORDS.test(JSON.stringify(item)))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner)]))
}
