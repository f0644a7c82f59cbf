import { AppError } from '../core/errors.ts'
import { type Bytes, randomBytes, toHex } from './bytes.ts'

/** What opens the vault: four words, or what a passkey gives for this computer alone (WebAuthn PRF, 32 bytes). */
export type Secret =
  | { method: 'passphrase'; words: string }
  | { method: 'passkey'; output: Bytes; credentialId: Bytes; salt: Bytes }

/**
 * The data key, wrapped. It is useless without the secret; the parameters lie beside it so that they can rise.
 */
export type Wrap = { iv: Bytes; wrapped: Bytes; salt: Bytes } & (
  | { method: 'passphrase'; kdf: 'PBKDF2-SHA-256'; iterations: number }
  | { method: 'passkey'; kdf: 'HKDF-SHA-256'; credentialId: Bytes }
)

export type UnlockMethod = Wrap['method']

/** @source OWASP Password Storage Cheat Sheet: PBKDF2-HMAC-SHA256 */
const ITERATIONS = 600_000

const BINDING = new TextEncoder().encode('handrail/1/data-key')
const NAMING_LABEL = new TextEncoder().encode('handrail/naming/v1')
const PASSKEY_LABEL = new TextEncoder().encode('handrail/kek/v1')

/** A new random data key. The raw bytes belong in the session, never on disk. */
export function createDataKey(): Bytes {
  return randomBytes(32)
}

/** Wraps the data key with today's parameters. */
export async function wrapDataKey(raw: Bytes, secret: Secret): Promise<Wrap> {
  const iv = randomBytes(12)
  const seal = async (wrappingKey: CryptoKey) =>
    new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: BINDING }, wrappingKey, raw))
  if (secret.method === 'passkey') {
    const { method, output, credentialId, salt } = secret
    const wrapped = await seal(await deriveFromPasskey(output, salt))
    return { method, kdf: 'HKDF-SHA-256', credentialId, salt, iv, wrapped }
  }
  const salt = randomBytes(16)
  const wrapped = await seal(await deriveFromPassphrase(secret.words, salt, ITERATIONS))
  return { method: 'passphrase', kdf: 'PBKDF2-SHA-256', iterations: ITERATIONS, salt, iv, wrapped }
}

/** @throws AppError vault/wrong-passphrase; vault/wrong-passkey */
export async function unwrapDataKey(secret: Secret, wrap: Wrap): Promise<Bytes> {
  const { iv, wrapped } = wrap
  try {
    const wrappingKey = await deriveFor(secret, wrap)
    const raw = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: BINDING }, wrappingKey, wrapped)
    return new Uint8Array(raw)
  } catch (cause) {
    throw new AppError(`vault/wrong-${secret.method}`, 'the wrap does not open', { cause })
  }
}

/** Whether the wrap was made with fewer rounds than today's. */
export function isOutdated(wrap: Wrap): boolean {
  return wrap.method === 'passphrase' && wrap.iterations < ITERATIONS
}

/** The usable form of the data key: it seals and opens, and script cannot read it back. */
export function importDataKey(raw: Bytes): Promise<CryptoKey> {
  return crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt'])
}

/** Gives names that mean nothing without the data key; see `pseudonym`. */
export async function importNamingKey(raw: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', raw, 'HKDF', false, ['deriveKey'])
  const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: new Uint8Array(32), info: NAMING_LABEL }
  return crypto.subtle.deriveKey(hkdf, material, { name: 'HMAC', hash: 'SHA-256', length: 256 }, false, ['sign'])
}

/** The same 128 bits for the same words under one key, and nothing to be learnt from them without it. */
export async function pseudonym(namingKey: CryptoKey, ...words: string[]): Promise<string> {
  const mac = await crypto.subtle.sign('HMAC', namingKey, new TextEncoder().encode(JSON.stringify(words)))
  return toHex(new Uint8Array(mac).subarray(0, 16))
}

function deriveFor(secret: Secret, wrap: Wrap): Promise<CryptoKey> {
  if (secret.method === 'passkey' && wrap.method === 'passkey') return deriveFromPasskey(secret.output, wrap.salt)
  if (secret.method === 'passphrase' && wrap.method === 'passphrase') {
    return deriveFromPassphrase(secret.words, wrap.salt, wrap.iterations)
  }
  throw new Error('another method opens this wrap')
}

async function deriveFromPassphrase(passphrase: string, salt: Bytes, iterations: number): Promise<CryptoKey> {
  const typed = new TextEncoder().encode(normalise(passphrase))
  const material = await crypto.subtle.importKey('raw', typed, 'PBKDF2', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'PBKDF2', hash: 'SHA-256', salt, iterations }, material, ...WRAPPING)
}

async function deriveFromPasskey(output: Bytes, salt: Bytes): Promise<CryptoKey> {
  const material = await crypto.subtle.importKey('raw', output, 'HKDF', false, ['deriveKey'])
  return crypto.subtle.deriveKey({ name: 'HKDF', hash: 'SHA-256', salt, info: PASSKEY_LABEL }, material, ...WRAPPING)
}

const WRAPPING: [AesKeyGenParams, boolean, KeyUsage[]] = [
  { name: 'AES-GCM', length: 256 },
  false,
  ['encrypt', 'decrypt'],
]

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
