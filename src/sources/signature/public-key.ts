import type { JWK } from 'jose'
import * as z from 'zod/mini'

/** 32 bytes in base64url, as both kinds of key have them. */
const bytes = z.string().check(z.regex(/^[\w-]{43}$/))

const use = {
  kid: z.optional(z.string()),
  use: z.optional(z.literal('sig')),
  /** The private part. A key that is shown with it is everybody's, and says nothing of who signed. */
  d: z.optional(z.undefined()),
}

/**
 * A public key of a kind that signs records. Whatever else is said of it is left out.
 *
 * @source RFC 7517; RFC 7518, 6.2; RFC 8037
 */
export const publicKey = z.union([
  z.object({ kty: z.literal('EC'), crv: z.literal('P-256'), x: bytes, y: bytes, ...use }),
  z.object({ kty: z.literal('OKP'), crv: z.literal('Ed25519'), x: bytes, ...use }),
])

/** What `publicKey` lets pass, as jose takes it. */
export type PublicKey = JWK & Pick<z.infer<typeof publicKey>, 'kty'>
