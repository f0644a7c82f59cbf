import { AppError } from '../core/errors.ts'
import { londonDate } from '../core/time.ts'
import { readViewer } from '../fhir/read-viewer.ts'
import { schoolYear } from '../guidance/calendar/year-group.ts'
import type { Viewer } from '../record/viewer.ts'
import { fetchAgreedChildren, fetchRecord } from '../sources/fhir-server/fetch-records.ts'
import { fetchViewer } from '../sources/fhir-server/fetch-viewer.ts'
import { readBundle } from '../sources/file/read-bundle.ts'
import type { Source } from '../vault/sources.ts'
import type { App } from './app.ts'
import { readPolicy, refuseOtherServer } from './policy.ts'

/** What every kind of source can do for the person looking. Each throws an AppError of `source/…`. */
export type RecordSource = {
  /** Who is looking, as the source says it now. */
  fetchViewer(): Promise<Viewer>
  /** The children whose agreement names that viewer, as `Patient/…`. */
  listChildren(viewer: Viewer): Promise<string[]>
  /** Everything the source gives about one child: raw resources, unchecked. */
  fetchRecord(patient: string): Promise<unknown[]>
  /** What the source's own clock said last; undefined when it has none, or has not said. */
  clockMs(): number | undefined
}

/** @throws AppError source/not-allowed by the organisation; source/unreachable where the made-up families cannot be loaded */
export async function openSource(app: App, from: Source['from']): Promise<RecordSource> {
  const { fetch, now, loadFamilies } = app
  if (from.kind === 'fhir-server') {
    refuseOtherServer(await readPolicy(app), from.baseUrl)
    let clockMs: number | undefined
    const onDate = (serverMs: number) => {
      clockMs = serverMs
    }
    const server = { baseUrl: from.baseUrl, accessCode: from.accessCode, fetch, onDate }
    return {
      clockMs: () => clockMs,
      fetchViewer: async () => readViewer(await fetchViewer(server)),
      listChildren: (viewer) => fetchAgreedChildren(server, viewer),
      fetchRecord: (patient) => fetchRecord(server, patient),
    }
  }
  if (!loadFamilies) throw new AppError('source/unreachable', 'no made-up families here')
  const { familiesIn, practiceViewer } = await loadFamilies()
  const families = familiesIn(schoolYear(londonDate(now())))
  const records = new Map(families.map((bundle) => [patientIn(bundle), readBundle(bundle)]))
  return {
    clockMs: () => undefined,
    fetchViewer: async () => readViewer(practiceViewer(from.role)),
    listChildren: async () => [...records.keys()],
    fetchRecord: async (patient) => records.get(patient) ?? [],
  }
}

function patientIn(bundle: unknown): string {
  const patient = readBundle(bundle).find((one) => one.resourceType === 'Patient')
  return `Patient/${patient?.id}`
}
