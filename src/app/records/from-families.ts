import { AppError } from '../../core/errors.ts'
import { londonDate } from '../../core/time.ts'
import { readViewer } from '../../fhir/read-viewer.ts'
import { schoolYear } from '../../guidance/calendar/year-group.ts'
import { readBundle } from '../../sources/read-bundle.ts'
import type { App } from '../app.ts'
import type { RecordSource } from './record-source.ts'

/** @throws AppError source/unreachable where the made-up families cannot be loaded */
export async function fromFamilies({ now, loadFamilies }: App, role: string): Promise<RecordSource> {
  if (!loadFamilies) throw new AppError('source/unreachable', 'no made-up families here')
  const { familiesIn, practiceViewer } = await loadFamilies()
  const bundles = familiesIn(schoolYear(londonDate(now()))).map(readBundle)
  const records = new Map(bundles.map((resources) => [patientIn(resources), resources]))
  return {
    heard: {},
    tellsTime: false,
    fetchViewer: async () => readViewer(practiceViewer(role)),
    listChildren: async () => [...records.keys()],
    fetchRecord: async (patient) => {
      return { resources: records.get(patient) ?? [], known: undefined, signedBy: undefined }
    },
  }
}

function patientIn(resources: { resourceType: string; id?: unknown }[]): string {
  return `Patient/${resources.find((one) => one.resourceType === 'Patient')?.id}`
}
