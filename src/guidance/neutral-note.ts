import type { Card } from './card.ts'

/**
 * What a teacher sends to the designated teacher when something does not help. It names no pupil, no need and no plan: who
 * reads it over a shoulder, or finds it in a mailbox, learns nothing of anybody. Who it is about, they say to each other.
 *
 * @param card what was tried; undefined when it is not about one card
 */
export function neutralNote(card: Pick<Card, 'title'> | undefined): { subject: string; body: string } {
  const tried = card ? `“${card.title}”` : 'an idea from the guidance'
  return {
    subject: 'Ten minutes about something we are trying?',
    body: `I have been trying ${tried} and it is not working yet. Could we find ten minutes this week to talk about what to do next? I have named nobody here on purpose.`,
  }
}
