import { readViewer } from '../fhir/read-viewer.ts'
import type { Viewer } from '../record/viewer.ts'
import { fetchViewer } from '../sources/fhir-server/fetch-viewer.ts'
import { parseBaseUrl } from '../sources/fhir-server/request.ts'
import { randomId } from '../vault/bytes.ts'
import { type Source, writeSource } from '../vault/sources.ts'
import type { App } from './app.ts'

/**
 * Adds a FHIR server. Who is looking comes from the server alone, by the access code.
 *
 * @throws AppError source/bad-address, source/no-role, or whatever kept the server from answering; nothing is kept then
 */
export async function addFhirServer(app: App, address: string, accessCode: string): Promise<Source> {
  const baseUrl = parseBaseUrl(address)
  const viewer = readViewer(await fetchViewer({ baseUrl, accessCode: accessCode.trim(), fetch: app.fetch }))
  const from = { kind: 'fhir-server', baseUrl, accessCode: accessCode.trim() } as const
  return keep(app, { name: new URL(baseUrl).host, viewer, from })
}

/** Adds the made-up families that ship with Handrail, seen as one of the people in them. */
export async function addPracticeFamilies(app: App, role: string): Promise<Source> {
  const { practiceViewer } = await import('../practice/families/index.ts')
  const viewer: Viewer = readViewer(practiceViewer(role))
  return keep(app, { name: 'Made-up families', viewer, from: { kind: 'practice-families' } })
}

async function keep(app: App, source: Pick<Source, 'name' | 'viewer' | 'from'>): Promise<Source> {
  const whole: Source = { ...source, id: randomId(), lastRefresh: undefined }
  await writeSource(app.vault, whole)
  return whole
}
