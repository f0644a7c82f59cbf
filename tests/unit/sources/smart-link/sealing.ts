import { createCipheriv, createHash, randomBytes } from 'node:crypto'
import { deflateRawSync } from 'node:zlib'

/** A key for tests: nothing real is sealed with it. */
export const KEY = Buffer.from('a key that opens made-up people.').toString('base64url')

export const BUNDLE = { resourceType: 'Bundle', type: 'collection', entry: [{ resource: { resourceType: 'Patient' } }] }

/** A compact JWE by Node's own crypto, so that the reader is not tested with itself. `parts` replaces some of the five. */
export function seal(
  content: object | string | Uint8Array,
  options: { header?: object; key?: string; ivBytes?: number; tagBytes?: number } = {},
): string {
  const { header = {}, key = KEY, ivBytes = 12, tagBytes = 16 } = options
  const full = { alg: 'dir', enc: 'A256GCM', ...header }
  const head = Buffer.from(JSON.stringify(full)).toString('base64url')
  const iv = randomBytes(ivBytes)
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), iv, { authTagLength: tagBytes })
  cipher.setAAD(Buffer.from(head))
  const text = content instanceof Uint8Array || typeof content === 'string' ? content : JSON.stringify(content)
  const packed = 'zip' in full ? deflateRawSync(text) : Buffer.from(text)
  const sealed = Buffer.concat([cipher.update(packed), cipher.final()])
  return [
    head,
    '',
    iv.toString('base64url'),
    sealed.toString('base64url'),
    cipher.getAuthTag().toString('base64url'),
  ].join('.')
}

/** RFC 7638, by hand. */
export function thumbprint(key: string): string {
  return createHash('sha256').update(`{"k":"${key}","kty":"oct"}`).digest('base64url')
}

/** A file of SMART Health Cards. Their signatures are noise: nobody looks at them. */
export function healthCards(...bundles: object[]): { verifiableCredential: string[] } {
  return { verifiableCredential: bundles.map((fhirBundle) => card({ vc: { credentialSubject: { fhirBundle } } })) }
}

export function card(payload: object | string | Uint8Array, header: object = { zip: 'DEF' }): string {
  const text = payload instanceof Uint8Array || typeof payload === 'string' ? payload : JSON.stringify(payload)
  const body = 'zip' in header ? deflateRawSync(text) : Buffer.from(text)
  const parts = [Buffer.from(JSON.stringify({ alg: 'ES256', kid: 'x', ...header })), body, randomBytes(64)]
  return parts.map((part) => part.toString('base64url')).join('.')
}

export function writeLink(payload: object): string {
  return `shlink:/${Buffer.from(JSON.stringify(payload)).toString('base64url')}`
}
