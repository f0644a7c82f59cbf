import { base64url, CompactEncrypt, calculateJwkThumbprint } from 'jose'

/** One file to share behind a SMART Health Link. */
export type SharedFile = {
  /** As the manifest gives it: `application/fhir+json`, `application/smart-health-card`, or what is to be tried out. */
  contentType: string
  /** An object is written as JSON; text is sealed as it is. */
  content: object | string
  status?: 'finalized' | 'can-change' | 'no-longer-valid'
  lastUpdated?: string
  /** Whether it is packed before it is sealed. */
  zip?: boolean
  /** Whether its header names its type. The guide asks for it, and half of the senders leave it out. */
  withCty?: boolean
  /** Whether its header names the key. */
  withKid?: boolean
  /** How the manifest gives it: in it, by an address, or both ways. In it, unless given. */
  carrier?: 'embedded' | 'location' | 'both'
}

/** @param key of the link, 32 bytes. Every call draws a new IV, as one key seals all files and all their versions. */
export async function sealFile(file: SharedFile, key: Uint8Array): Promise<string> {
  const { contentType, content, zip = false, withCty = true, withKid = false } = file
  const kid = withKid ? await calculateJwkThumbprint({ kty: 'oct', k: base64url.encode(key) }) : undefined
  const text = typeof content === 'string' ? content : JSON.stringify(content)
  return new CompactEncrypt(new TextEncoder().encode(text))
    .setProtectedHeader({
      alg: 'dir',
      enc: 'A256GCM',
      ...(zip ? { zip: 'DEF' } : {}),
      ...(withCty ? { cty: contentType } : {}),
      ...(kid ? { kid } : {}),
    })
    .encrypt(key)
}
