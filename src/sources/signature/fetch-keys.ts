import type { JWK } from 'jose'
import * as z from 'zod/mini'
import { type Asking, ask, readText } from '../ask.ts'

const keySet = z.object({
  keys: z.array(
    z.looseObject({ kty: z.enum(['EC', 'OKP']), crv: z.string(), x: z.string(), y: z.optional(z.string()) }),
  ),
})

/**
 * The public keys that a place publishes.
 *
 * @returns none where it publishes none, which most do not
 * @throws AppError source/unreachable, source/too-large
 * @source RFC 7517; `/.well-known/jwks.json`, as SMART Health Cards has it
 */
export async function fetchKeys(asking: Asking, base: string): Promise<JWK[]> {
  const response = await ask(asking, `${base}/.well-known/jwks.json`, { method: 'GET' })
  const text = response.ok ? await readText(response) : ''
  return (keySet.safeParse(parse(text)).data?.keys ?? []) as JWK[]
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
