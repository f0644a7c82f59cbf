import type { Bundle } from '@medplum/fhirtypes'
import canonicalize from 'canonicalize'
import { calculateJwkThumbprint, exportJWK, FlattenedSign, generateKeyPair, type JWK } from 'jose'

/** Somebody who signs records, with a key made for one run. */
export type Signer = { publicKey: JWK; sign(bundle: Bundle): Promise<Bundle> }

/** @source FHIR R4, Signature: a detached JWS, in base64, over the Bundle without its signature in the form of RFC 8785 */
export async function createSigner(): Promise<Signer> {
  const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true })
  const jwk = await exportJWK(publicKey)
  const kid = await calculateJwkThumbprint(jwk)
  return {
    publicKey: jwk,
    sign: async (bundle) => {
      const payload = new TextEncoder().encode(canonicalize(bundle))
      const jws = await new FlattenedSign(payload).setProtectedHeader({ alg: 'ES256', kid }).sign(privateKey)
      const data = btoa(`${jws.protected}..${jws.signature}`)
      const when = bundle.timestamp ?? ''
      const signature = { when, who: { display: 'North RAA' }, sigFormat: 'application/jose', data }
      return { ...bundle, signature: { ...signature, type: [SIGNATURE] } }
    },
  }
}

const SIGNATURE = { system: 'urn:iso-astm:E1762-95:2013', code: '1.2.840.10065.1.12.1.1' }
