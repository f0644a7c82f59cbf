import { AppError } from '../core/errors.ts'
import { readVersions } from '../fhir/read-versions.ts'
import { digestOf } from '../vault/bytes.ts'
import { type Ratchet, resourcePseudonym, type Seen } from '../vault/ratchets.ts'
import type { Vault } from '../vault/vault.ts'

/**
 * Holds an answer against all that was seen of the record before. A version that is lower than one seen before is a
 * replay, or a server put back from a copy; another text under the same version is a fork (security.md C3, T14). A
 * resource that is no longer there is no replay: it may have been deleted.
 *
 * @returns the ratchet with this answer in it
 * @throws AppError record/older, record/forked; nothing of the answer may be kept then
 */
export async function refuseOlder(vault: Vault, ratchet: Ratchet, raw: unknown[]): Promise<Ratchet> {
  const now = await Promise.all(
    readVersions(raw).map(async ({ reference, updatedMs, version, text }) => {
      return [await resourcePseudonym(vault, reference), { updatedMs, version, digest: await digestOf(text) }] as const
    }),
  )
  for (const [name, seen] of now) refuseOne(ratchet.seen[name], seen)
  return { ...ratchet, seen: { ...ratchet.seen, ...Object.fromEntries(now) } }
}

function refuseOne(before: Seen | undefined, now: Seen): void {
  if (!before) return
  const later = now.updatedMs - before.updatedMs || now.version - before.version
  if (later < 0) throw new AppError('record/older', 'a resource is older than one seen before')
  if (later === 0 && now.digest !== before.digest) throw new AppError('record/forked', 'one version, two texts')
}
