import type { Contents } from './section-content.ts'
import { namesStatus } from './status-words.ts'
import { strip } from './strip.ts'

/**
 * What a class teacher may be given: without any line that names status, whoever wrote it. The child's own words stay as
 * they are; who wrote them down with the child is not the child's.
 */
export function withoutStatus(contents: Contents): Contents {
  const { 'about-me': aboutMe, ...rest } = contents
  const discreet = strip(rest, namesStatus) as Contents
  if (!aboutMe) return discreet
  const quotes = aboutMe.quotes.map((quote) => ({ ...quote, helpedBy: quote.helpedBy && discreetly(quote.helpedBy) }))
  return { ...discreet, 'about-me': { quotes, facts: strip(aboutMe.facts, namesStatus) as typeof aboutMe.facts } }
}

/** The text, unless it names status. */
export function discreetly(text: string | undefined): string | undefined {
  return text !== undefined && namesStatus(text) ? undefined : text
}
