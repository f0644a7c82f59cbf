export type Bytes = Uint8Array<ArrayBuffer>

export function toBase64(bytes: Bytes): string {
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''))
}

/** @throws when the text is not base64 */
export function fromBase64(text: string): Bytes {
  return Uint8Array.from(atob(text), (character) => character.charCodeAt(0))
}

export function randomBytes(sizeBytes: number): Bytes {
  return crypto.getRandomValues(new Uint8Array(sizeBytes))
}

/** 128 random bits as text that says nothing about what it names. */
export function randomId(): string {
  return Array.from(randomBytes(16), (byte) => byte.toString(16).padStart(2, '0')).join('')
}
