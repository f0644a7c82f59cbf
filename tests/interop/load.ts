import type { Bundle, Resource } from '@medplum/fhirtypes'

/**
 * Puts whole families into the engine, a transaction each, under their own ids: references hold, and a family is there
 * whole or not at all.
 *
 * @returns how many resources were sent
 * @throws Error with what the engine said of the first family that it did not take
 */
export async function load(engineUrl: string, families: readonly Bundle[]): Promise<number> {
  let sent = 0
  for (const { entry = [] } of families) {
    const resources = entry.flatMap(({ resource }) => resource ?? [])
    const body = { resourceType: 'Bundle', type: 'transaction', entry: resources.map(asPut) }
    const headers = { 'content-type': 'application/fhir+json', prefer: 'return=minimal' }
    const answer = await fetch(engineUrl, { method: 'POST', body: JSON.stringify(body), headers })
    const said = await answer.text()
    if (!answer.ok) throw new Error(`a family was not taken: ${answer.status} ${said.slice(0, 500)}`)
    sent += resources.length
  }
  return sent
}

function asPut(resource: Resource): object {
  return { resource, request: { method: 'PUT', url: `${resource.resourceType}/${resource.id}` } }
}

/** One resource as the engine has it now. @throws Error when it has none */
export async function readHere<Kind extends Resource>(engineUrl: string, reference: string): Promise<Kind> {
  const answer = await fetch(`${engineUrl}/${reference}`)
  if (!answer.ok) throw new Error(`${reference} is not there: ${answer.status}`)
  return (await answer.json()) as Kind
}

/** Writes one resource behind the gateway, as another system would. @throws Error when it is not taken */
export async function writeHere(engineUrl: string, resource: Resource): Promise<void> {
  const headers = { 'content-type': 'application/fhir+json' }
  const address = `${engineUrl}/${resource.resourceType}/${resource.id}`
  const answer = await fetch(address, { method: 'PUT', body: JSON.stringify(resource), headers })
  if (!answer.ok) throw new Error(`${address} was not taken: ${answer.status} ${(await answer.text()).slice(0, 500)}`)
}
