import { calculateJwkThumbprint, compactVerify, EmbeddedJWK, type JWK } from 'jose'
import type { Pack } from '../card.ts'
import { parsePack } from './parse-pack.ts'

export const PACK_TYPE = 'handrail-pack+jws'

const MOST_CHARACTERS = 2_000_000

/** What a signed pack turned out to be. `why` is for whoever made it. */
export type OpenedPack = { kind: 'pack'; pack: Pack } | { kind: 'unsigned' } | { kind: 'broken'; why: string }

/**
 * Opens a signed pack: a compact JWS whose header brings the public key, by which it must be signed and which must be the
 * one that was pinned. What is not, is never read.
 *
 * @param thumbprint RFC 7638, of the only key that is believed
 * @source RFC 7515
 */
export async function openPack(jws: string, thumbprint: string): Promise<OpenedPack> {
  const payload = await verified(jws.trim(), thumbprint)
  if (!payload) return { kind: 'unsigned' }
  let raw: unknown
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(payload))
  } catch {
    return { kind: 'broken', why: 'What was signed is not JSON.' }
  }
  return parsePack(raw)
}

async function verified(jws: string, thumbprint: string): Promise<Uint8Array | undefined> {
  if (jws.length > MOST_CHARACTERS) return undefined
  try {
    const { payload, protectedHeader } = await compactVerify(jws, EmbeddedJWK, {
      algorithms: ['ES256', 'Ed25519', 'EdDSA'],
    })
    const isMeant = (await calculateJwkThumbprint(protectedHeader.jwk as JWK)) === thumbprint
    return isMeant && protectedHeader.typ === PACK_TYPE ? payload : undefined
  } catch {
    return undefined // no JWS, no key, another signature: all the same to us
  }
}
