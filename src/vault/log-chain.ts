import { fromBase64, randomBytes, toBase64 } from './bytes.ts'
import type { Sealed } from './seal.ts'
import type { SealedLogRow } from './stores.ts'

/**
 * A place in the chain beneath the access log: after entry `seq`. `tag` is that entry's, `key` the one for the next, both
 * in base64. The key of an entry is the digest of the key before it, which is then destroyed: whoever has today's key
 * cannot make yesterday's tags.
 *
 * @source Schneier and Kelsey, Secure Audit Logs to Support Computer Forensics, 1999
 */
export type Place = { seq: number; key: string; tag: string }

const SIZE_BYTES = 32

/** The place after which a chain begins. */
export function startAfter(seq: number): Place {
  return { seq, key: toBase64(randomBytes(SIZE_BYTES)), tag: toBase64(new Uint8Array(SIZE_BYTES)) }
}

/** The place after one more entry: its tag covers its number, the tag before it and what is sealed. */
export async function placeAfter({ seq, key, tag }: Place, { iv, bytes }: Sealed): Promise<Place> {
  const raw = fromBase64(key)
  const signing = await crypto.subtle.importKey('raw', raw, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign'])
  const number = new Uint8Array(8)
  new DataView(number.buffer).setBigUint64(0, BigInt(seq + 1))
  const covered = new Uint8Array([...number, ...fromBase64(tag), ...iv, ...bytes])
  const [mac, digest] = await Promise.all([
    crypto.subtle.sign('HMAC', signing, covered),
    crypto.subtle.digest('SHA-256', raw),
  ])
  return { seq: seq + 1, key: toBase64(new Uint8Array(digest)), tag: toBase64(new Uint8Array(mac)) }
}

/** Whether a row has the tag of the place that it leads to. */
export function isTagged({ tag }: SealedLogRow, place: Place): boolean {
  return tag !== undefined && toBase64(tag) === place.tag
}

/** Whether two places are one: the same entries lie before them, in the same order. */
export function isSamePlace(a: Place, b: Place): boolean {
  return a.seq === b.seq && a.key === b.key && a.tag === b.tag
}
