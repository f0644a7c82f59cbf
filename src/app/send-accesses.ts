import { PURPOSE_OF } from '../consent/requester.ts'
import { codeOf } from '../core/errors.ts'
import { DAY_MS } from '../core/time.ts'
import { auditEvent } from '../fhir/audit-event.ts'
import type { Heard } from '../sources/ask.ts'
import { type Answer, sendAuditEvents } from '../sources/fhir-server/send-audit-events.ts'
import { moveAnchor, noteDeclined, readUnsent, type Unsent } from '../vault/access-log.ts'
import { changeSource, readSources, type Source } from '../vault/sources.ts'
import type { App } from './app.ts'
import { serverOf } from './records/from-server.ts'
import { mustWait } from './when-due.ts'

type Telling = Pick<App, 'vault' | 'now' | 'fetch'>

/** At a tenth of a second each, five seconds. The rest goes with the next refresh. */
const MOST_AT_ONCE = 50

/**
 * Tells a source who looked at its records, oldest first, so that a family can ask there. A source that takes no
 * AuditEvents is asked again after a day; one that does not answer, the next time. Whether it can be told makes no
 * difference to what may be seen here.
 *
 * @returns whether there is more that it would take
 * @throws AppError vault/locked
 */
export async function sendAccesses(app: Telling, source: Source): Promise<boolean> {
  const { vault, now } = app
  const { id, from } = source
  if (from.kind !== 'fhir-server' || mustWait(source, now())) return false
  const unsent = await readUnsent(vault, id, MOST_AT_ONCE)
  if (!unsent || isDeclined(unsent.declinedAtMs, now())) return false
  const events = unsent.entries.map((entry) => auditEvent(entry, PURPOSE_OF[entry.by.audience]))
  const heard: Heard = {}
  const answers = await sendAuditEvents(serverOf(app, { id, from }, heard), events)
  const { waitMs } = heard
  if (answers.at(-1) === 'later' && waitMs !== undefined) {
    await changeSource(vault, id, (one) => ({ ...one, waitUntilMs: Math.max(one.waitUntilMs ?? 0, now() + waitMs) }))
  }
  try {
    const { seq, refused } = whatIsSent(unsent, answers)
    if (seq !== undefined) await moveAnchor(vault, id, { seq, refused, nowMs: now() })
    if (takesNone(answers)) await noteDeclined(vault, id, now())
    return answers.length === MOST_AT_ONCE && answers.at(-1) === 'taken'
  } catch (error) {
    // What was sent is sent again, and is there once all the same.
    if (codeOf(error) !== 'vault/full') throw error
    return false
  }
}

/** All of it, for when the source can be told no more afterwards. @throws AppError vault/locked */
export async function sendAllAccesses(app: Telling, source: Source): Promise<void> {
  while (await sendAccesses(app, source));
}

/**
 * The source is told of each look as it happens: what is kept here may be removed before the next refresh, and where nothing
 * is kept it goes with the lock. Nobody waits for it: what does not get through now is tried with the next.
 */
export async function tellAtOnce({ vault, now, fetch }: App): Promise<void> {
  const sources = await readSources(vault).catch(unlessUnexpected)
  for (const source of sources ?? []) await tellOf({ vault, now, fetch }, source)
}

/** The same for one source: whether it could be told changes nothing else. */
export async function tellOf(app: Telling, source: Source): Promise<void> {
  await sendAccesses(app, source).catch(unlessUnexpected)
}

function unlessUnexpected(error: unknown): undefined {
  if (codeOf(error) === 'app/unexpected') throw error
}

/** What was refused counts as passed by once another has been taken after it: the source does take AuditEvents. */
function whatIsSent({ entries, upTo }: Unsent, answers: Answer[]): { seq: number | undefined; refused: number[] } {
  const last = answers.lastIndexOf('taken')
  const refused = entries.slice(0, Math.max(last, 0)).filter((_, index) => answers[index] === 'refused')
  const seq = last === entries.length - 1 ? upTo : entries[last]?.seq
  return { seq, refused: refused.map((entry) => entry.seq) }
}

function takesNone(answers: Answer[]): boolean {
  return answers.at(-1) === 'declined' || (answers.length > 0 && answers.every((answer) => answer === 'refused'))
}

/** A clock that has been ahead does not make the wait any longer. */
function isDeclined(declinedAtMs: number | undefined, nowMs: number): boolean {
  return declinedAtMs !== undefined && nowMs >= declinedAtMs && nowMs - declinedAtMs < DAY_MS
}
