import { parseBaseUrl } from '../sources/fhir-server/request.ts'
import { randomId } from '../vault/bytes.ts'
import { readSources, replaceSources, type Source } from '../vault/sources.ts'
import type { App } from './app.ts'
import { oneAtATime } from './one-at-a-time.ts'
import { openSource } from './record-source.ts'
import { sendAllAccesses } from './send-accesses.ts'

/**
 * Takes records from a FHIR server. Who is looking comes from the server alone, by the access code.
 *
 * @throws AppError source/bad-address, source/no-role, or whatever kept the server from answering; nothing is kept then
 */
export async function addFhirServer(app: App, address: string, accessCode: string): Promise<Source> {
  const baseUrl = parseBaseUrl(address)
  return add(app, new URL(baseUrl).host, { kind: 'fhir-server', baseUrl, accessCode: accessCode.trim() })
}

/**
 * Takes the made-up families that ship with Handrail, seen as one of the people in them.
 *
 * @param role `PractitionerRole/…` of one of `SIGN_INS`
 */
export async function addPracticeFamilies(app: App, role: string): Promise<Source> {
  return add(app, 'Made-up families', { kind: 'practice-families', role })
}

/** There is one source at a time, so that there is one viewer: another takes its place, and its records go. */
function add(app: App, name: string, from: Source['from']): Promise<Source> {
  return oneAtATime(async () => {
    const viewer = await (await openSource(app, from)).fetchViewer()
    const source: Source = {
      id: randomId(),
      name,
      viewer,
      from,
      lastRefresh: undefined,
      confirmed: undefined,
      refreshingSinceMs: undefined,
      removedHere: undefined,
    }
    for (const before of await readSources(app.vault)) await sendAllAccesses(app, before) // it can be told no more after this
    await replaceSources(app.vault, source)
    return source
  })
}
