import { LAST_MS } from '../core/time.ts'
import type { Recipient } from '../record/sharing.ts'
import type { School } from './calendar/school.ts'

/** Which of the two schools of a move somebody works in. `not-known`: until the child has moved it is the one before. */
export type WhichSchool = 'current' | 'receiving' | 'not-known'

/**
 * Told by the agreement where it names two schools, as the one that sees the record for longer is where the child goes;
 * or else by the years taught here, where somebody has said which.
 *
 * @param year the year group the child is in
 */
export function whichSchool(recipients: readonly Recipient[], { first }: School['years'], year: number): WhichSchool {
  const [own, other] = [endOf(recipients, 'own'), endOf(recipients, 'other')]
  if (own !== undefined && other !== undefined && own !== other) return own > other ? 'receiving' : 'current'
  return year < first ? 'receiving' : 'not-known'
}

function endOf(recipients: readonly Recipient[], which: Recipient['school']): number | undefined {
  const ends = recipients.filter(({ school }) => school === which).map(({ untilMs }) => untilMs ?? LAST_MS)
  return ends.length > 0 ? Math.max(...ends) : undefined
}
