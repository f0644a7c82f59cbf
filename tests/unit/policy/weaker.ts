import type { Key, Values } from '../../../src/policy/rules.ts'

type Rank = { [K in Key]?: (value: Values[K], than: Values[K]) => boolean }

/** Of every key that guards something: whether a value lets through more than another. Written apart from the code. */
const WEAKER: Rank = {
  sources: allowsMore,
  allowedShlHosts: allowsMore,
  serviceDirectories: allowsMore,
  guidancePacks: allowsMore,
  widgetHosts: allowsMore,
  offlineHours: (value, than) => value > than,
  idleLockMinutes: (value, than) => value > than,
  eraseAfterWrongTries: (value, than) => than !== undefined && (value === undefined || value > than),
  unlockMethods: hasMore,
  exportAllowed: hasMore,
  onlineUnlockRequired: (value, than) => than && !value,
  notifications: (value, than) => value && !than,
  badge: (value, than) => value && !than,
  widgetPersonal: (value, than) => value && !than,
}

export const GUARDS = Object.keys(WEAKER) as Key[]

export function isWeaker(key: Key, value: unknown, than: unknown): boolean {
  const compare = WEAKER[key] as ((value: unknown, than: unknown) => boolean) | undefined
  return compare?.(value, than) ?? false
}

function hasMore(value: readonly unknown[], than: readonly unknown[]): boolean {
  const known = than.map((one) => JSON.stringify(one))
  return value.some((one) => !known.includes(JSON.stringify(one)))
}

function allowsMore(value: 'any' | readonly unknown[], than: 'any' | readonly unknown[]): boolean {
  if (than === 'any') return false
  return value === 'any' || hasMore(value, than)
}
