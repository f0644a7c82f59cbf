import type { Contents } from './section-content.ts'
import { namesStatus } from './status-words.ts'

/**
 * What a class teacher may be given: without any line that names status, whoever wrote it. The child's own words stay as
 * they are; who wrote them down with the child is not the child's.
 */
export function withoutStatus(contents: Contents): Contents {
  const { 'about-me': aboutMe, ...rest } = contents
  const discreet = strip(rest) as Contents
  if (!aboutMe) return discreet
  const quotes = aboutMe.quotes.map((quote) => ({ ...quote, helpedBy: quote.helpedBy && discreetly(quote.helpedBy) }))
  return { ...discreet, 'about-me': { quotes, facts: strip(aboutMe.facts) as typeof aboutMe.facts } }
}

/** The text, unless it names status. */
export function discreetly(text: string | undefined): string | undefined {
  return text !== undefined && namesStatus(text) ? undefined : text
}

/** Leaves out every list item and every single text in which a status word stands, however deep. */
function strip(value: unknown): unknown {
  if (typeof value === 'string') return discreetly(value)
  if (Array.isArray(value)) return value.filter((item) => !textsIn(item).some(namesStatus))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, strip(inner)]))
}

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}
