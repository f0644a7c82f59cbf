import { AppError } from '../../core/errors.ts'
import type { Viewer } from '../../record/viewer.ts'
import type { Heard } from '../../sources/ask.ts'
import { joinResources, type RawResource, readBundle } from '../../sources/read-bundle.ts'
import { signerOf, type Trust } from '../../sources/signature/signer-of.ts'
import type { RecordSource, Written } from './record-source.ts'

/** One child's record as it was handed over, whole. */
export type Handed = {
  patient: string
  resources: RawResource[]
  signedBy: string | undefined
  bundles: Written[]
}

/** Records that came all at once, by a link or as files. */
export function fromBundles(
  records: readonly Handed[],
  viewer: Viewer,
  { heard = {}, endsAtMs }: { heard?: Heard; endsAtMs?: number | undefined } = {},
): RecordSource {
  return {
    heard,
    endsAtMs,
    tellsTime: false,
    fetchViewer: async () => viewer,
    listChildren: async () => records.map(({ patient }) => patient),
    fetchRecord: async (patient) => {
      const found = records.find((one) => one.patient === patient)
      if (!found) throw new AppError('source/gone', 'it was not handed over')
      const { resources, signedBy, bundles } = found
      return { resources, signedBy, bundles, known: undefined }
    },
  }
}

/**
 * One child's record, out of all the files it came in. It is signed if every one of them is, by the same.
 *
 * @throws AppError link/unknown when there is nobody in it, record/two-children when there are several; record/unreadable,
 *   record/bad-signature
 */
export async function recordIn(files: readonly RawResource[], trust: Trust): Promise<Handed> {
  const lists = files.map((file) => (file.resourceType === 'Bundle' ? readBundle(file) : [file]))
  const resources = joinResources(lists)
  const signers = new Set(await Promise.all(files.map((file) => signerOf(file, trust))))
  const isDated = files.every(({ timestamp }) => typeof timestamp === 'string' && !Number.isNaN(Date.parse(timestamp)))
  // What is signed and has no date could be any day's, played back.
  if (!isDated && !signers.has(undefined)) throw new AppError('record/unreadable', 'signed, and not dated')
  return {
    patient: patientIn(resources),
    resources,
    signedBy: signers.size === 1 ? [...signers][0] : undefined,
    bundles: files.flatMap((file, at) => writtenIn(file, lists[at] ?? [], files.length)),
  }
}

/** One that has no name of its own is known again where it is the only one. */
function writtenIn({ id, identifier, timestamp }: RawResource, resources: RawResource[], count: number): Written[] {
  const { value } = (identifier ?? {}) as { value?: unknown }
  const name = [id, value, count === 1 ? 'record' : undefined].find((one) => typeof one === 'string')
  return typeof timestamp === 'string' && name !== undefined ? [{ name: `${name}`, at: timestamp, resources }] : []
}

function patientIn(resources: readonly RawResource[]): string {
  const patients = new Set(resources.filter(({ resourceType }) => resourceType === 'Patient').map(({ id }) => id))
  const [id] = patients
  if (patients.size > 1) throw new AppError('record/two-children', 'more than one Patient')
  if (typeof id !== 'string') throw new AppError('link/unknown', 'no Patient')
  return `Patient/${id}`
}
