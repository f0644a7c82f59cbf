import { codeOf } from '../../core/errors.ts'
import { type FhirServer, send } from './request.ts'

/**
 * What a server makes of one event. `refused`: it does not take this one, such as one about a child whose record it no
 * longer has. `declined`: it takes none. `later`: something else kept it from taking it.
 */
export type Answer = 'taken' | 'refused' | 'declined' | 'later'

/**
 * Tells a FHIR server who looked, one event after another. Each has an id of its own: one that is sent twice is there once.
 * What a server or a network can cause is in the answers.
 *
 * @returns the answers in order, ending with the first that leaves no sense in going on
 */
export async function sendAuditEvents(server: FhirServer, events: { id: string }[]): Promise<Answer[]> {
  const answers: Answer[] = []
  for (const event of events) {
    const answer = await sendOne(server, event)
    answers.push(answer)
    if (answer === 'declined' || answer === 'later') break
  }
  return answers
}

async function sendOne(server: FhirServer, event: { id: string }): Promise<Answer> {
  try {
    const response = await send(server, `AuditEvent/${event.id}`, {
      method: 'PUT',
      body: JSON.stringify(event),
      // What was noted does not change: a server that has it already need only say so.
      headers: { 'content-type': 'application/fhir+json', 'if-none-match': '*' },
    })
    response.body?.cancel().catch(() => {}) // it has answered, even if the rest of the answer breaks off
    return readTaken(response)
  } catch (error) {
    if (!codeOf(error).startsWith('source/')) throw error
    return 'later'
  }
}

const BY_STATUS: Record<number, Answer> = {
  400: 'refused',
  403: 'refused',
  404: 'declined',
  405: 'declined',
  409: 'refused',
  410: 'taken', // it had this one, and has removed it
  412: 'taken', // it has this one
  422: 'refused',
  501: 'declined',
}

/** What the answer to one event means. */
export function readTaken({ ok, status, headers }: Pick<Response, 'ok' | 'status' | 'headers'>): Answer {
  const type = headers.get('content-type')
  // A captive portal answers anything with 200 and a page.
  const isTaken = ok && (type === null || /\bjson\b/.test(type))
  return BY_STATUS[status] ?? (isTaken ? 'taken' : 'later')
}
