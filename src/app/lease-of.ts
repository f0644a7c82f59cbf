import { type Checked, lastChecked } from '../consent/lease.ts'
import type { Entry } from '../vault/cover.ts'
import type { Terms } from '../vault/session.ts'
import { readSources, type Source } from '../vault/sources.ts'
import type { Vault } from '../vault/vault.ts'

/** A cover, or a line of the list: what is needed to say until when a child may be looked at. */
export type Leased = Pick<Entry, 'child' | 'sourceId' | 'checkedAtMs' | 'leaseEndsAtMs'>

/**
 * When a child's source was last asked, and until when the answer may be read: by the cover, by the last refresh that found
 * it unchanged, and by the rules that hold now, which may have become stricter since.
 */
export function underRules(one: Leased, source: Source | undefined, terms: Terms | undefined): Checked {
  const { checkedAtMs, leaseEndsAtMs } = lastChecked(one.child, one, source?.confirmed)
  const offlineMs = terms?.offlineMs ?? Number.POSITIVE_INFINITY
  return { checkedAtMs, leaseEndsAtMs: Math.min(leaseEndsAtMs, checkedAtMs + offlineMs) }
}

/** The same for many. */
export async function leases(vault: Vault): Promise<(one: Leased) => Checked> {
  const sources = new Map((await readSources(vault)).map((source) => [source.id, source]))
  const terms = await vault.session.read()
  return (one) => underRules(one, sources.get(one.sourceId), terms)
}
