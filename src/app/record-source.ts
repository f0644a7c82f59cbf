import { fetchAgreedChildren, fetchRecord } from '../sources/fhir-server/fetch-records.ts'
import { readBundle } from '../sources/file/read-bundle.ts'
import type { Source } from '../vault/sources.ts'
import type { App } from './app.ts'

/** What every kind of source can do for the person looking. */
export type RecordSource = {
  /** The children whose agreement names the viewer, as `Patient/…`. */
  listChildren(): Promise<string[]>
  /** Everything the source gives about one child: raw resources, unchecked. */
  fetchRecord(patient: string): Promise<unknown[]>
}

export async function openSource({ fetch }: App, { from, viewer }: Source): Promise<RecordSource> {
  if (from.kind === 'fhir-server') {
    const server = { baseUrl: from.baseUrl, accessCode: from.accessCode, fetch }
    return {
      listChildren: () => fetchAgreedChildren(server, viewer),
      fetchRecord: (patient) => fetchRecord(server, patient),
    }
  }
  const { FAMILIES } = await import('../practice/families/index.ts')
  const records = new Map(FAMILIES.map((bundle) => [patientIn(bundle), readBundle(bundle)]))
  return {
    listChildren: async () => [...records.keys()],
    fetchRecord: async (patient) => records.get(patient) ?? [],
  }
}

function patientIn(bundle: unknown): string {
  const patient = readBundle(bundle).find((one) => (one as { resourceType?: string }).resourceType === 'Patient')
  return `Patient/${(patient as { id?: string } | undefined)?.id}`
}
