import * as z from 'zod/mini'
import { type Asking, ask, readText } from '../ask.ts'
import { type PublicKey, publicKey } from './public-key.ts'

const keySet = z.object({ keys: z.array(z.unknown()) })

/**
 * The public keys that a place publishes. Those of other kinds, or for other uses, are left out one by one.
 *
 * @returns none where it publishes none, which most do not
 * @throws AppError source/unreachable, source/too-large
 * @source RFC 7517; `/.well-known/jwks.json`, as SMART Health Cards has it
 */
export async function fetchKeys(asking: Asking, base: string): Promise<PublicKey[]> {
  const response = await ask(asking, `${base}/.well-known/jwks.json`, { method: 'GET' })
  const text = response.ok ? await readText(response) : ''
  const { keys = [] } = keySet.safeParse(parse(text)).data ?? {}
  return keys.flatMap((key) => (publicKey.safeParse(key).data as PublicKey | undefined) ?? [])
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
