import { AppError } from '../core/errors.ts'
import { type Bytes, randomBytes } from './bytes.ts'

/**
 * The data key, wrapped. It is useless without the passphrase; the parameters lie beside it so that they can rise.
 */
export type WrappedKey = { kdf: 'PBKDF2-SHA-256'; iterations: number; salt: Bytes; iv: Bytes; wrapped: Bytes }

/** @source OWASP Password Storage Cheat Sheet: PBKDF2-HMAC-SHA256 */
const ITERATIONS = 600_000

const BINDING = new TextEncoder().encode('handrail/1/data-key')

/** Makes a new random data key and wraps it. The raw bytes belong in the session, never on disk. */
export async function createDataKey(passphrase: string): Promise<{ raw: Bytes; wrapped: WrappedKey }> {
  const raw = randomBytes(32)
  const salt = randomBytes(16)
  const iv = randomBytes(12)
  const wrappingKey = await deriveWrappingKey(passphrase, salt, ITERATIONS)
  const wrapped = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: BINDING }, wrappingKey, raw)
  return { raw, wrapped: { kdf: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt, iv, wrapped: new Uint8Array(wrapped) } }
}

/** @throws AppError vault/wrong-passphrase */
export async function unwrapDataKey(passphrase: string, { iterations, salt, iv, wrapped }: WrappedKey): Promise<Bytes> {
  const wrappingKey = await deriveWrappingKey(passphrase, salt, iterations)
  try {
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: BINDING }, wrappingKey, wrapped)
    return new Uint8Array(raw)
  } catch (cause) {
    throw new AppError('vault/wrong-passphrase', 'the wrap does not open', { cause })
  }
}

/** The usable form of the data key: it seals and opens, and script cannot read it back. */
export function importDataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

async function deriveWrappingKey(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(normalise(passphrase))
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey(
    { name: 'PBKDF2', hash: 'SHA-256', salt, iterations },
    material,
    { name: 'AES-GCM', length: 256 },
    false,
    ['encrypt', 'decrypt'],
  )
}

/** Four words are four words however they were typed: case, hyphens and stray spaces do not lock anybody out. */
function normalise(passphrase: string): string {
  return passphrase
    .trim()
    .toLowerCase()
    .split(/[\s-]+/)
    .join(' ')
}

/** Whether two texts are the same words to `unwrapDataKey`. */
export function isSamePassphrase(one: string, other: string): boolean {
  return normalise(one) === normalise(other)
}
