import { PURPOSE_OF } from '../consent/requester.ts'
import { londonDate } from '../core/time.ts'
import { auditEvent } from '../fhir/audit-event.ts'
import { verifyLog } from '../vault/access-log.ts'
import { readSources } from '../vault/sources.ts'
import type { App } from './app.ts'

/** A file to save: its name says nothing of what it is about. */
export type File = { name: string; text: string }

/**
 * Who looked at what on this computer, oldest first, as a FHIR Bundle of AuditEvents: references and codes, no names.
 *
 * @throws AppError vault/locked
 */
export async function exportAccesses({ vault, now }: Pick<App, 'vault' | 'now'>): Promise<File> {
  const sources = await readSources(vault)
  const baseUrls = new Map(sources.flatMap(({ id, from }) => (from.kind === 'fhir-server' ? [[id, from.baseUrl]] : [])))
  const { entries } = await verifyLog(vault)
  const bundle = {
    resourceType: 'Bundle',
    type: 'collection',
    timestamp: new Date(now()).toISOString(),
    entry: entries.map((entry) => {
      const baseUrl = baseUrls.get(entry.sourceId)
      return {
        // What an event refers to is on the server that it is named below.
        fullUrl: baseUrl === undefined ? `urn:uuid:${entry.id}` : `${baseUrl}/AuditEvent/${entry.id}`,
        resource: auditEvent(entry, PURPOSE_OF[entry.by.audience]),
      }
    }),
  }
  return { name: `access-log-${londonDate(now())}.json`, text: JSON.stringify(bundle, undefined, 2) }
}
