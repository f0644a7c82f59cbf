import { readViewer } from '../../fhir/read-viewer.ts'
import type { Heard } from '../../sources/ask.ts'
import { fetchAgreedChildren, fetchRecord } from '../../sources/fhir-server/fetch-records.ts'
import { fetchViewer } from '../../sources/fhir-server/fetch-viewer.ts'
import { hasChanged, knownOf } from '../../sources/fhir-server/known.ts'
import type { FhirServer } from '../../sources/fhir-server/request.ts'
import type { From, Source } from '../../vault/sources.ts'
import type { App } from '../app.ts'
import { readPolicy, refuseOtherServer } from '../policy.ts'
import type { RecordSource } from './record-source.ts'

/** @throws AppError source/not-allowed by the organisation */
export async function fromServer(app: App, source: Asked): Promise<RecordSource> {
  const { from } = source
  refuseOtherServer(await readPolicy(app), from.baseUrl)
  const server = serverOf(app, source)
  return {
    heard: server.heard,
    tellsTime: true,
    fetchViewer: async () => readViewer(await fetchViewer(server)),
    listChildren: (viewer) => fetchAgreedChildren(server, viewer),
    fetchRecord: async (patient, known) => {
      if (known && !(await hasChanged(server, patient, known))) return { kind: 'as-known' }
      const { resources, missing } = await fetchRecord(server, patient)
      return { kind: 'record', resources, known: knownOf(resources, missing), isSigned: false }
    },
  }
}

type Asked = Pick<Source, 'id'> & { from: Extract<From, { kind: 'fhir-server' }> }

/** How a server that records come from is asked, whatever it is asked for. */
export function serverOf({ fetch, now }: Pick<App, 'vault' | 'fetch' | 'now'>, { from }: Asked): FhirServer {
  const heard: Heard = {}
  return { baseUrl: from.baseUrl, token: async () => from.accessCode ?? '', fetch, now, heard }
}
