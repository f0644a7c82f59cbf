import { randomBytes } from '../../src/vault/bytes.ts'
import type { Wrap } from '../../src/vault/keys.ts'

/**
 * A data key wrapped by four words, in WebCrypto's own words: what has been written must not change when the program does.
 *
 * @param iterations few, where a test tries often
 */
export async function wrapByHand(
  raw: Uint8Array<ArrayBuffer>,
  words: string,
  iterations: number,
): Promise<Extract<Wrap, { method: 'passphrase' }>> {
  const [salt, iv] = [randomBytes(16), randomBytes(12)]
  const typed = await crypto.subtle.importKey('raw', new TextEncoder().encode(words), 'PBKDF2', false, ['deriveKey'])
  const wrappingKey = await crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    typed,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt'],
  )
  const additionalData = new TextEncoder().encode('handrail/1/data-key')
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, wrappingKey, raw)
  return { method: 'passphrase', kdf: 'PBKDF2-SHA-256', iterations, salt, iv, wrapped: new Uint8Array(wrapped) }
}
