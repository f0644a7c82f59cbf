import { isTooDeep } from '../../core/json.ts'
import { readHealthCards } from './health-card.ts'
import { isResource, parseJson } from './json-text.ts'
import { type ContentType, essenceOf } from './media-type.ts'
import { type Contents, skip } from './opened.ts'

/**
 * Reads what a file held once it was open, by what it is and not by what it was called.
 *
 * @param stated the media types it was given, by its header and by the manifest, where they were
 * @param mostBytes what it may hold when all in it is unpacked
 */
export async function readContents(
  text: string,
  stated: readonly (string | undefined)[],
  mostBytes: number,
): Promise<Contents> {
  const json = parseJson(text)
  if (json === undefined) return skip('not-json')
  if (typeof json !== 'object' || json === null || isTooDeep(json)) return skip('not-fhir')
  const is = (type: ContentType) => stated.every((one) => one === undefined || essenceOf(one) === type)
  if ('verifiableCredential' in json && Array.isArray(json.verifiableCredential)) {
    const cards = await readHealthCards(json.verifiableCredential, mostBytes)
    const isMislabelled = !is('application/smart-health-card')
    return { ...cards, files: cards.files.map((file) => ({ ...file, isMislabelled })) }
  }
  if (isResource(json)) {
    const isMislabelled = !is('application/fhir+json')
    return { files: [{ kind: 'fhir', text, resource: json, origin: 'file', isMislabelled }], skipped: [] }
  }
  return skip('access_token' in json ? 'api-access' : 'not-fhir')
}
