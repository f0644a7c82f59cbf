import { AppError } from '../../core/errors.ts'
import { readViewer } from '../../fhir/read-viewer.ts'
import type { Heard } from '../../sources/ask.ts'
import { checkCapabilities } from '../../sources/fhir-server/check-capabilities.ts'
import { fetchAgreedChildren, fetchRecord } from '../../sources/fhir-server/fetch-records.ts'
import { fetchViewer } from '../../sources/fhir-server/fetch-viewer.ts'
import { findChanged, knownOf } from '../../sources/fhir-server/known.ts'
import { type FhirServer, getAsWritten } from '../../sources/fhir-server/request.ts'
import type { RawResource } from '../../sources/read-bundle.ts'
import type { Trust } from '../../sources/signature/signer-of.ts'
import type { From, Source } from '../../vault/sources.ts'
import { accessTokenOf } from '../access-token.ts'
import type { App } from '../app.ts'
import { readPolicy, refuseOtherServer } from '../policy.ts'
import { recordIn } from './from-bundles.ts'
import type { Fetched, RecordSource } from './record-source.ts'
import { pinsFor } from './trust.ts'

/** @throws AppError source/not-allowed by the organisation */
export async function fromServer(app: App, source: Asked, heard: Heard): Promise<RecordSource> {
  const { from } = source
  const policy = await readPolicy(app)
  refuseOtherServer(policy, from.baseUrl)
  const pins = pinsFor(policy, from.baseUrl)
  const server = serverOf(app, source, heard)
  return {
    heard: server.heard,
    tellsTime: true,
    check: () => checkCapabilities(server),
    fetchViewer: async () => readViewer(await fetchViewer(server, from.signIn?.fhirUser)),
    listChildren: (viewer) => fetchAgreedChildren(server, viewer),
    ...(!pins && { findChanged: (known) => findChanged(server, known) }),
    fetchRecord: async (patient) => {
      if (pins) return fetchSigned(server, patient, pins)
      const { clockMs } = server.heard
      const { resources, missing } = await fetchRecord(server, patient)
      return { resources, known: knownOf(resources, missing, clockMs), signedBy: undefined }
    },
  }
}

/**
 * Where the organisation says whose keys must have signed a server's records, each is one Bundle, kept there under the id
 * of its Patient: what a server puts together from single resources nobody has signed.
 */
async function fetchSigned(server: FhirServer, patient: string, pins: Trust['pins']): Promise<Fetched> {
  const bundle = await getAsWritten(server, patient.replace('Patient/', 'Bundle/'))
  const { resources, signedBy, bundles } = await recordIn([bundle as RawResource], { pins })
  if (signedBy === undefined) throw new AppError('record/unsigned', 'not by one of the pinned keys')
  return { resources, signedBy, bundles, known: undefined }
}

type Asked = Pick<Source, 'id'> & { from: Extract<From, { kind: 'fhir-server' }> }

/** How a server that records come from is asked, whatever it is asked for. */
export function serverOf(
  app: Pick<App, 'vault' | 'fetch' | 'now'>,
  { id, from }: Asked,
  heard: Heard = {},
): FhirServer {
  const { fetch, now } = app
  const { baseUrl, accessCode, signIn } = from
  const asked = { baseUrl, fetch, now, heard }
  if (!signIn) return { ...asked, token: async () => accessCode }
  return {
    ...asked,
    token: () => accessTokenOf(app, id, signIn, heard),
    renew: (refused) => accessTokenOf(app, id, signIn, heard, refused),
  }
}
