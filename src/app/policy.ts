import { AppError, codeOf } from '../core/errors.ts'
import { HOUR_MS, MINUTE_MS } from '../core/time.ts'
import { type Policy, parsePolicy } from '../policy/policy.ts'
import type { UnlockMethod } from '../vault/keys.ts'
import type { Terms } from '../vault/session.ts'
import { readSettings } from '../vault/settings.ts'
import type { App } from './app.ts'

/** What the organisation and the viewer have set, made one. The viewer's own part is sealed: locked, it has none. */
export async function readPolicy({ vault, readManaged }: Pick<App, 'vault' | 'readManaged'>): Promise<Policy> {
  const managed = await readManaged()
  try {
    return parsePolicy(managed, await readSettings(vault))
  } catch (error) {
    if (codeOf(error) !== 'vault/locked') throw error
    return parsePolicy(managed, {})
  }
}

/** The rules that hold while Handrail is open. */
export function termsUnder(policy: Policy): Terms {
  return { idleMs: policy.settings.idleLockMinutes.value * MINUTE_MS, offlineMs: leaseUnder(policy) }
}

/** Where nothing may be kept, what is in memory is good for an hour: somebody is there to ask again. */
const NOT_KEPT_MS = HOUR_MS

/** For how long an answer of a source may be read. */
export async function leaseMs(app: App): Promise<number> {
  return leaseUnder(await readPolicy(app))
}

function leaseUnder({ settings }: Policy): number {
  const { value: hours } = settings.offlineHours
  return hours === 0 ? NOT_KEPT_MS : hours * HOUR_MS
}

/** The ways in that the organisation allows. Where nothing may be kept offline, there is nothing for them to open. */
export function waysIn({ settings }: Policy): readonly UnlockMethod[] {
  // The server's part of a key is not built yet: where it is required, there is no way to unlock what is kept.
  const keepsNothing = settings.offlineHours.value === 0 || settings.onlineUnlockRequired.value
  return keepsNothing ? [] : settings.unlockMethods.value
}

/** @throws AppError source/not-allowed when the organisation names its servers, and this is none of them */
export function refuseOtherServer({ settings }: Policy, baseUrl: string): void {
  const { value: sources } = settings.sources
  if (sources === 'any' || sources.some((one) => one.baseUrl === baseUrl)) return
  throw new AppError('source/not-allowed', 'not one of the servers that the organisation names')
}
