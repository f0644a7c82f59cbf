import { codeOf } from '../core/errors.ts'
import { londonDate } from '../core/time.ts'
import type { Known } from '../sources/fhir-server/known.ts'
import { hasAllBoxes } from '../vault/children.ts'
import type { Cover } from '../vault/cover.ts'
import { readRatchet, recordPseudonym } from '../vault/ratchets.ts'
import type { App } from './app.ts'
import type { RecordSource } from './records/record-source.ts'
import { FOR_ALL } from './refresh-child.ts'

/** Fewer are fetched as fast as they are asked about. */
const WORTH_ASKING = 8

/**
 * The children of a source of whom nothing has changed, as `Patient/…`: they need not come again.
 *
 * @param kept of this source
 * @throws AppError as the source does; none are unchanged for a source that does not take the question
 */
export async function findUnchanged(app: App, records: RecordSource, kept: readonly Cover[]): Promise<Set<string>> {
  if (!records.findChanged || kept.length < WORTH_ASKING) return new Set()
  const known = new Map<string, Known>()
  for (const cover of kept) {
    const one = await knownToday(app, cover)
    if (one) known.set(cover.patient, one)
  }
  if (known.size < WORTH_ASKING) return new Set()
  try {
    const changed = await records.findChanged(known)
    return new Set([...known.keys()].filter((patient) => !changed.has(patient)))
  } catch (error) {
    if (FOR_ALL.has(codeOf(error))) throw error
    return new Set()
  }
}

/**
 * What is known of a child who is here, whole. Some of it is so for a day: who is on a team, which year a child is in.
 */
async function knownToday({ vault, now }: App, cover: Cover): Promise<Known | undefined> {
  if (cover.hiddenSinceMs !== undefined || cover.checkedAtMs > now()) return undefined
  const { known } = await readRatchet(vault, await recordPseudonym(vault, cover.sourceId, cover.patient))
  if (known?.on !== londonDate(now())) return undefined
  return (await hasAllBoxes(vault, cover)) ? known.what : undefined
}
