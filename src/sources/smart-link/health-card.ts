import { base64url } from 'jose'
import * as z from 'zod/mini'
import { isTooDeep } from '../../core/json.ts'
import { inflate } from './inflate.ts'
import { isResource, parseJson } from './json-text.ts'
import type { Contents, OpenedFile, SkipReason } from './opened.ts'

const MOST_CARDS = 50

const header = z.looseObject({ zip: z.optional(z.literal('DEF')) })

const credential = z.object({
  vc: z.object({ credentialSubject: z.object({ fhirBundle: z.looseObject({ resourceType: z.literal('Bundle') }) }) }),
})

/**
 * The Bundles in a file of SMART Health Cards. A card that cannot be read is left out by itself. Who signed one is not
 * looked up, so nothing may be said about it.
 *
 * @param cards compact JWSs
 * @param mostBytes what they may hold together
 * @source HL7 SMART Health Cards and Links guide, "Health Cards are encoded as Compact Serialization JSON Web Signatures"
 */
export async function readHealthCards(cards: readonly unknown[], mostBytes: number): Promise<Contents> {
  const read: Contents = { files: [], skipped: [] }
  let leftBytes = mostBytes
  for (const card of cards.slice(0, MOST_CARDS)) {
    const file = await readCard(card, leftBytes)
    if (typeof file === 'string') read.skipped.push({ reason: file })
    else {
      read.files.push(file)
      leftBytes -= file.text.length
    }
  }
  for (const _ of cards.slice(MOST_CARDS)) read.skipped.push({ reason: 'too-many' })
  return read
}

async function readCard(card: unknown, mostBytes: number): Promise<OpenedFile | SkipReason> {
  const [head, body] =
    typeof card === 'string' && /^([\w-]+\.){2}[\w-]+$/.test(card) ? card.split('.').map(bytesOf) : []
  const { data: checked } = header.safeParse(head && parseJson(new TextDecoder().decode(head)))
  if (!checked || !body) return 'cannot-open'
  const payload = checked.zip
    ? await inflate(body, mostBytes)
    : { kind: 'inflated' as const, text: new TextDecoder().decode(body) }
  if (payload.kind === 'skipped') return payload.reason
  const json = parseJson(payload.text)
  if (json === undefined) return 'not-json'
  const resource = isTooDeep(json) ? undefined : credential.safeParse(json).data?.vc.credentialSubject.fhirBundle
  if (!resource || !isResource(resource)) return 'not-fhir'
  return { kind: 'fhir', text: JSON.stringify(resource), resource, origin: 'health-card', isMislabelled: false }
}

function bytesOf(part: string): Uint8Array<ArrayBuffer> | undefined {
  try {
    return new Uint8Array(base64url.decode(part))
  } catch {
    return undefined
  }
}
