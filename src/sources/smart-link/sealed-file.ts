import { base64url, calculateJwkThumbprint, compactDecrypt, decodeProtectedHeader } from 'jose'
import * as z from 'zod/mini'

/** What became of one sealed file. */
export type Unsealed =
  | { kind: 'opened'; text: string; contentType: string | undefined /* as its header says */ }
  | { kind: 'skipped'; reason: 'wrong-key' | 'cannot-open' | 'too-large' | 'not-json' }

/** Real summaries reach 260 kB; jose would stop at 250. */
export const MOST_OPENED_BYTES = 5 * 1024 * 1024

/** Of five parts: a header, no key and an IV of 12 bytes come first; what is sealed, and a tag of 16, after. */
const HEAD = /^[\w-]+\.\.[\w-]{16}\./
const TAG = /\.[\w-]{22}$/

const THUMBPRINT = /^[\w-]{43}$/

const header = z.looseObject({
  alg: z.literal('dir'),
  enc: z.literal('A256GCM'),
  zip: z.optional(z.literal('DEF')),
  cty: z.optional(z.string()),
  kid: z.optional(z.string()),
  crit: z.optional(z.undefined()),
})

/**
 * Opens one file of a link. Its header is checked before its content is touched.
 *
 * @param jwe compact; white space around it is let pass
 * @param key of the link, 32 bytes as base64url
 * @source HL7 SMART Health Cards and Links guide, "Encrypting and Decrypting Files"; RFC 7516, RFC 7638
 */
export async function openSealed(jwe: string, key: string): Promise<Unsealed> {
  const compact = jwe.trim()
  const { data: checked } = header.safeParse(headerOf(compact))
  if (!checked) return { kind: 'skipped', reason: 'cannot-open' }
  // A key may also be named in some other way: that says nothing about ours.
  const named = checked.kid !== undefined && THUMBPRINT.test(checked.kid) ? checked.kid : undefined
  if (named !== undefined && named !== (await calculateJwkThumbprint({ kty: 'oct', k: key }))) {
    return { kind: 'skipped', reason: 'wrong-key' }
  }
  try {
    const { plaintext } = await compactDecrypt(compact, base64url.decode(key), {
      keyManagementAlgorithms: ['dir'],
      contentEncryptionAlgorithms: ['A256GCM'],
      maxDecompressedLength: MOST_OPENED_BYTES,
    })
    const text = readUtf8(plaintext)
    return text === undefined
      ? { kind: 'skipped', reason: 'not-json' }
      : { kind: 'opened', text, contentType: checked.cty }
  } catch (error) {
    // jose has one error for all that is wrong with a JWE, and only its words tell a bomb: see sealed-file.test.ts.
    const isBomb = error instanceof Error && /exceeded the configured limit/.test(error.message)
    return { kind: 'skipped', reason: isBomb ? 'too-large' : 'cannot-open' }
  }
}

/** Whether a text has the outer form of a sealed file: a page, or somebody's excuse, has not. */
export function isSealed(text: string): boolean {
  const compact = text.trim()
  const [head] = HEAD.exec(compact) ?? []
  const tagAt = compact.lastIndexOf('.')
  // What lies between is long, and is looked at letter by letter when it is opened.
  return head !== undefined && TAG.test(compact.slice(tagAt)) && compact.indexOf('.', head.length) === tagAt
}

/** @returns undefined when it is no text */
export function readUtf8(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function headerOf(compact: string): unknown {
  try {
    return isSealed(compact) ? decodeProtectedHeader(compact) : undefined
  } catch {
    return undefined
  }
}
