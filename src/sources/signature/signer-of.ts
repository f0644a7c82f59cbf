import canonicalize from 'canonicalize'
import { base64url, calculateJwkThumbprint, decodeProtectedHeader, flattenedVerify, importJWK } from 'jose'
import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { type PublicKey, publicKey } from './public-key.ts'

/** Whose signatures are believed. */
export type Trust = {
  /** Whose key it is, such as a host, by RFC 7638 thumbprint: what the organisation has pinned. */
  pins: ReadonlyMap<string, string>
  /** The keys that the source itself publishes; left out where only pinned ones count. Called when no pin fits. */
  fetchKeys?(): Promise<{ name: string; keys: PublicKey[] }>
}

const signed = z.object({
  signature: z.object({ sigFormat: z.optional(z.string()), data: z.string() }),
})

const header = z.object({
  alg: z.enum(['ES256', 'EdDSA', 'Ed25519']),
  kid: z.optional(z.string()),
  jwk: z.optional(publicKey),
  crit: z.optional(z.undefined()), // nothing that changes how it is to be read
  b64: z.optional(z.literal(true)),
})

/**
 * Who signed a Bundle: a detached JWS, in `Bundle.signature.data`, over the Bundle without its `signature`, in the one
 * form that RFC 8785 gives it.
 *
 * @returns whose key it is; undefined where there is no signature, or none by a key that we know: it is as good as none
 * @throws AppError record/bad-signature when it is by a key that we know and does not fit, or is no signature at all
 * @source FHIR R4, Signature; RFC 7515 appendix F; RFC 8785
 */
export async function signerOf(bundle: Record<string, unknown>, trust: Trust): Promise<string | undefined> {
  const { data: found } = signed.safeParse(bundle)
  if (!found) return undefined
  const jws = partsOf(found.signature.data)
  const known = await findKey(jws.header, trust)
  if (!known) return undefined
  const { signature: _, ...rest } = bundle
  try {
    const payload = new TextEncoder().encode(canonicalize(rest)) // which throws for what RFC 8785 has no form for
    const { protected: text, signature } = jws
    const key = await importJWK(known.key, jws.header.alg)
    await flattenedVerify({ protected: text, payload: base64url.encode(payload), signature }, key)
    return known.name
  } catch {
    throw new AppError('record/bad-signature', 'it is not by this key, or something has changed since')
  }
}

/** In the clear, "header..signature"; FHIR has it in base64. */
function partsOf(data: string): { protected: string; signature: string; header: z.infer<typeof header> } {
  const [head, between, signature, ...more] = read(() => atob(data.replace(/\s/g, '')))?.split('.') ?? []
  const { data: checked } = header.safeParse(
    head === undefined ? undefined : read(() => decodeProtectedHeader({ protected: head })),
  )
  if (!head || between !== '' || !signature || more.length > 0 || !checked) {
    throw new AppError('record/bad-signature', 'no detached JWS')
  }
  return { protected: head, signature, header: checked }
}

/** A key that is published and pinned as well is called what it is pinned as. */
async function findKey({ alg, kid, jwk }: z.infer<typeof header>, { pins, fetchKeys }: Trust) {
  const brought = jwk as PublicKey | undefined
  const name = brought && pins.get(await calculateJwkThumbprint(brought))
  if (name !== undefined) return { name, key: brought as PublicKey }
  const published = await fetchKeys?.()
  for (const key of published?.keys ?? []) {
    if ((key.kty === 'EC') !== (alg === 'ES256')) continue // two kinds of key may have one name
    const thumbprint = await calculateJwkThumbprint(key)
    const isMeant = kid !== undefined && (kid === thumbprint || kid === key.kid)
    if (isMeant) return { name: pins.get(thumbprint) ?? published?.name ?? '', key }
  }
  return undefined
}

function read<Value>(attempt: () => Value): Value | undefined {
  try {
    return attempt()
  } catch {
    return undefined
  }
}
