import { CompactSign, calculateJwkThumbprint, importJWK, type JWK } from 'jose'
import { writeMoment } from '../guidance/calendar/moment.ts'
import type { Card, Pack } from '../guidance/card.ts'
import { PACK_TYPE } from '../guidance/local/open-pack.ts'

/** @param key private, for ES256 or Ed25519; its public part goes with the pack */
export async function signPack(pack: Pack, key: JWK): Promise<{ jws: string; thumbprint: string }> {
  const { kty, crv, x, y } = key
  const jwk = { kty, crv, x, ...(y !== undefined && { y }) } as JWK
  const alg = kty === 'EC' ? 'ES256' : 'Ed25519'
  const thumbprint = await calculateJwkThumbprint(jwk)
  const jws = await new CompactSign(new TextEncoder().encode(JSON.stringify(written(pack))))
    .setProtectedHeader({ alg, typ: PACK_TYPE, kid: thumbprint, jwk })
    .sign(await importJWK(key, alg))
  return { jws, thumbprint }
}

/** A pack as it travels: see `writtenPack`. */
function written({ id, title, version, owner, cards }: Pack) {
  const days = ({ when }: Card) => ({ from: writeMoment(when.from), until: writeMoment(when.until) })
  return { id, title, version, owner, cards: cards.map((card) => ({ ...card, when: days(card) })) }
}
