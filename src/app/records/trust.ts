import type { Policy } from '../../policy/policy.ts'
import type { Asking } from '../../sources/ask.ts'
import { fetchKeys } from '../../sources/signature/fetch-keys.ts'
import type { Trust } from '../../sources/signature/signer-of.ts'

/**
 * The keys that the organisation has pinned, for a record that came by a link or as a file: whoever wrote it may be any
 * of the places it names.
 */
export function pinsOf({ settings }: Policy): Trust['pins'] {
  const { value: sources } = settings.sources
  const pinned = sources === 'any' ? [] : sources
  return new Map(
    pinned.flatMap(({ baseUrl, pinnedKeys = [] }) => pinnedKeys.map((key) => [key, hostOf(baseUrl)] as const)),
  )
}

/** The keys that must have signed what one server gives; undefined where the organisation pins none for it. */
export function pinsFor({ settings }: Policy, baseUrl: string): Trust['pins'] | undefined {
  const { value: sources } = settings.sources
  const keys = sources === 'any' ? undefined : sources.find((one) => one.baseUrl === baseUrl)?.pinnedKeys
  return keys && new Map(keys.map((key) => [key, hostOf(baseUrl)]))
}

/** Pinned keys, and those that a place publishes itself: they say no more than that it is from there. */
export function trustIn(pins: Trust['pins'], asking: Asking, origin: string): Trust {
  let published: ReturnType<NonNullable<Trust['fetchKeys']>> | undefined
  const fetchOnce = async () => ({ name: hostOf(origin), keys: await fetchKeys(asking, origin) })
  return {
    pins,
    fetchKeys: () => {
      published ??= fetchOnce()
      return published
    },
  }
}

function hostOf(address: string): string {
  return new URL(address).host
}
