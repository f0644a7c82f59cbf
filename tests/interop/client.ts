import { type Ingested, ingest } from '../../src/app/ingest/ingest.ts'
import { PURPOSE_OF } from '../../src/consent/requester.ts'
import { auditEvent } from '../../src/fhir/audit-event.ts'
import { readViewer } from '../../src/fhir/read-viewer.ts'
import type { Viewer } from '../../src/record/viewer.ts'
import { type Part as Answered, type Asked as Part, postBatch } from '../../src/sources/fhir-server/batch.ts'
import { fetchAgreedChildren, fetchRecord } from '../../src/sources/fhir-server/fetch-records.ts'
import { fetchViewer } from '../../src/sources/fhir-server/fetch-viewer.ts'
import { findChanged, type Known, knownOf } from '../../src/sources/fhir-server/known.ts'
import { type FhirServer, get, send } from '../../src/sources/fhir-server/request.ts'
import { readSearch } from '../../src/sources/fhir-server/searchset.ts'
import { type Answer, sendAuditEvents } from '../../src/sources/fhir-server/send-audit-events.ts'

/** One request as it was answered. */
export type Asked = { method: string; url: string; status: number; tookMs: number }

/** Handrail as one person uses it against one server, and what it asked on the way. The only file that calls its code. */
export type Client = {
  asked: Asked[]
  fetchViewer(): Promise<Viewer>
  listChildren(viewer: Viewer): Promise<string[]>
  /** What came, and what it takes to ask whether it has changed. */
  fetchRecord(patient: string): Promise<{ resources: unknown[]; known: Known | undefined }>
  findChanged(known: ReadonlyMap<string, Known>): Promise<ReadonlySet<string>>
  get(path: string): Promise<unknown>
  /** One page of a search, and where the next one is. */
  getPage(path: string): Promise<{ resources: { resourceType: string }[]; next: string | undefined }>
  postBatch(asked: Part[]): Promise<Answered[]>
  send(path: string, init: RequestInit): Promise<Response>
  tellOfLook(look: Look): Promise<Answer | undefined>
}

/** One look at a record, as it is noted in a log: its number there, from 1. */
export type Look = { id: string; viewer: Viewer; patient: string; log: string; nth: number; atMs: number }

export function createClient(baseUrl: string, token: string): Client {
  const asked: Asked[] = []
  const timed: typeof fetch = async (address, init) => {
    const startedMs = performance.now()
    const response = await fetch(address, init)
    const tookMs = performance.now() - startedMs
    asked.push({ method: init?.method ?? 'GET', url: `${address}`, status: response.status, tookMs })
    return response
  }
  const server: FhirServer = { baseUrl, token: async () => token, fetch: timed, now: Date.now, heard: {} }
  return {
    asked,
    fetchViewer: async () => readViewer(await fetchViewer(server)),
    listChildren: (viewer) => fetchAgreedChildren(server, viewer),
    async fetchRecord(patient) {
      const { clockMs } = server.heard
      const { resources, missing } = await fetchRecord(server, patient)
      return { resources, known: knownOf(resources, missing, clockMs) }
    },
    findChanged: (known) => findChanged(server, known),
    get: (path) => get(server, path),
    getPage: async (path) => readSearch(await get(server, path)),
    postBatch: (parts) => postBatch(server, parts),
    send: (path, init) => send(server, path, init),
    async tellOfLook({ viewer, ...look }) {
      const told = { ...look, by: viewer, action: 'view', outcome: 'done' } as const
      const unsaid = { why: undefined, tag: undefined, missed: undefined }
      const [answer] = await sendAuditEvents(server, [auditEvent({ ...told, ...unsaid }, PURPOSE_OF[viewer.audience])])
      return answer
    },
  }
}

/** Everything one person may look at: what a first sync keeps, by child. */
export type Synced = {
  viewer: Viewer
  records: Map<string, Ingested>
  known: Map<string, Known | undefined>
  /** How long each record took, in the order of `records`. */
  recordMs: number[]
}

/** @param nowMs what time to take it for: the same for two syncs that are compared */
export async function sync(client: Client, nowMs: number): Promise<Synced> {
  const viewer = await client.fetchViewer()
  const records = new Map<string, Ingested>()
  const known = new Map<string, Known | undefined>()
  const recordMs: number[] = []
  for (const patient of (await client.listChildren(viewer)).sort()) {
    const startedMs = performance.now()
    const fetched = await client.fetchRecord(patient)
    recordMs.push(performance.now() - startedMs)
    records.set(patient, ingestFor(viewer, fetched.resources, nowMs))
    known.set(patient, fetched.known)
  }
  return { viewer, records, known, recordMs }
}

export function ingestFor(viewer: Viewer, raw: unknown[], nowMs: number): Ingested {
  return ingest(raw, { child: 'child', source: { id: 'interop', name: 'Interop', viewer }, nowMs })
}

/** What was loaded within the last minute would count as changed since: clocks may differ by that. */
export function asLongAgo(known: Known): Known {
  return { ...known, readAtMs: known.readAtMs + 60_000 }
}
