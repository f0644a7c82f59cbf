import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type OwnSettings, parsePolicy } from '../../../src/policy/policy.ts'
import { KEYS, type Key, RULES, type Values } from '../../../src/policy/rules.ts'
import { GUARDS, isWeaker } from './weaker.ts'

const RUNS = { numRuns: 2_000, seed: 20261121 }
const TIMEOUT_MS = 60_000

const host = fc.constantFrom('links.example.org', 'localhost:8080', '127.0.0.1', 'a.example.gov.uk')
const address = fc.constantFrom('https://example.org/', 'https://help.example.org/x')

/** Well-formed values of every key, as they are read back. */
const GOOD: { [K in Key]: fc.Arbitrary<Values[K]> } = {
  sources: fc.array(
    fc.record({
      baseUrl: fc.constantFrom('https://fhir.example.org/r4', 'http://localhost:8080'),
      clientId: fc.option(fc.constant('handrail'), { nil: undefined }),
      issuer: fc.option(fc.constant('https://sign-in.example.org'), { nil: undefined }),
      pinnedKeys: fc.option(fc.constant(['A'.repeat(43)]), { nil: undefined }),
    }),
  ),
  allowedShlHosts: fc.array(host),
  serviceDirectories: fc.array(
    fc.record({
      name: fc.constantFrom('Northmoor Council', 'Eastmoor'),
      baseUrl: fc.constantFrom('https://services.example.gov.uk', 'http://localhost:8080'),
      category: fc.option(fc.constant('children-and-families'), { nil: undefined }),
    }),
  ),
  guidancePacks: fc.array(fc.constant(`https://agency.example/pack.jws#${'A'.repeat(43)}`)),
  offlineHours: fc.integer({ min: 0, max: 168 }),
  idleLockMinutes: fc.integer({ min: 1, max: 30 }),
  unlockMethods: fc.subarray(['passkey', 'passphrase'] as const),
  onlineUnlockRequired: fc.boolean(),
  eraseAfterWrongTries: fc.integer({ min: 10, max: 50 }),
  exportAllowed: fc.subarray(['csv', 'ics', 'print'] as const),
  notifications: fc.boolean(),
  badge: fc.boolean(),
  widgetPersonal: fc.boolean(),
  widgetHosts: fc.array(host),
  auditEndpoint: address,
  helpUrl: address,
  helpText: fc.constantFrom('Ask Jo', 'Ring 01632 960000'),
}

const wellFormed = fc.record(GOOD, { requiredKeys: [] }) as fc.Arbitrary<{ [K in Key]?: Values[K] }>

const chosen: fc.Arbitrary<OwnSettings> = fc.record(
  {
    offlineHours: GOOD.offlineHours,
    idleLockMinutes: GOOD.idleLockMinutes,
    exportAllowed: GOOD.exportAllowed,
    notifications: GOOD.notifications,
    badge: GOOD.badge,
  },
  { requiredKeys: [] },
)

/** Good and bad keys side by side, and some that nobody knows. */
const anyPolicy = fc
  .tuple(wellFormed, fc.dictionary(fc.constantFrom(...KEYS, 'idlelockminutes', '__proto__'), nasty()), fc.anything())
  .chain(([good, bad, other]) => fc.constantFrom<unknown>({ ...good, ...bad }, { ...bad, ...good }, other))

test(
  'the strictest wins: never weaker than the organisation’s or the person’s, and no stricter than both',
  () => {
    fc.assert(
      fc.property(wellFormed, chosen, (managed, own) => {
        const { settings, malformed } = parsePolicy(managed, own)
        expect(malformed).toEqual([])
        for (const key of KEYS) {
          const limit = Object.hasOwn(managed, key) ? managed[key] : RULES[key].default
          const choice = own[key as keyof OwnSettings]
          expect({ key, limit: settings[key].limit }).toEqual({ key, limit })
          expect({ key, value: settings[key].value }).toEqual({ key, value: strictest(key, limit, choice) })
          expect(isWeaker(key, settings[key].value, limit)).toBe(false)
          if (choice !== undefined) expect(isWeaker(key, settings[key].value, choice)).toBe(false)
        }
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'a value is the person’s when it is not what would hold without them',
  () => {
    fc.assert(
      fc.property(wellFormed, chosen, (managed, own) => {
        const withThem = parsePolicy(managed, own).settings
        const without = parsePolicy(managed, {}).settings
        for (const key of KEYS) {
          const isTheirs = JSON.stringify(withThem[key].value) !== JSON.stringify(without[key].value)
          expect({ key, isTheirs: withThem[key].from === 'you' }).toEqual({ key, isTheirs })
          if (!Object.hasOwn(managed, key)) expect(withThem[key].from).not.toBe('organisation')
        }
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'whatever a policy holds, it is read, and what is wrong in it is never weaker than its default',
  () => {
    fc.assert(
      fc.property(anyPolicy, chosen, (managed, own) => {
        const { settings, malformed, unknown } = parsePolicy(managed, own)
        const usual = parsePolicy({}, own).settings
        for (const key of malformed.filter((one) => GUARDS.includes(one))) {
          expect({ key, isWeaker: isWeaker(key, settings[key].value, usual[key].value) }).toEqual({
            key,
            isWeaker: false,
          })
        }
        expect(malformed.filter((key) => !KEYS.includes(key))).toEqual([])
        expect(unknown.filter((name) => KEYS.some((key) => key === name))).toEqual([])
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'whatever a person’s own settings hold, nothing is weaker than the organisation allows',
  () => {
    fc.assert(
      fc.property(anyPolicy, anyPolicy, (managed, own) => {
        const { settings } = parsePolicy(managed, own as OwnSettings)
        for (const key of GUARDS) expect(isWeaker(key, settings[key].value, settings[key].limit)).toBe(false)
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'each key is judged by itself',
  () => {
    fc.assert(
      fc.property(anyPolicy, chosen, fc.constantFrom(...KEYS), (managed, own, key) => {
        fc.pre(typeof managed === 'object' && managed !== null && Object.hasOwn(managed, key))
        const alone = { [key]: (managed as Record<string, unknown>)[key] }
        expect(parsePolicy(managed, own).settings[key]).toEqual(parsePolicy(alone, own).settings[key])
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

/** What must be in force, worked out plainly. */
function strictest(key: Key, limit: unknown, choice: unknown): unknown {
  if (key === 'notifications' || key === 'badge') return limit === true && choice === true
  if (typeof choice === 'number') return Math.min(choice, limit as number)
  if (Array.isArray(choice)) return (limit as unknown[]).filter((one) => choice.includes(one))
  return limit
}

function nasty(): fc.Arbitrary<unknown> {
  return fc.oneof(
    fc.anything({ withBigInt: true, withDate: true, withMap: true, withNullPrototype: true, withSparseArray: true }),
    fc.double(),
    fc.integer(),
    fc.array(fc.oneof(host, fc.anything(), fc.constantFrom('csv', 'ics', 'passkey', '*'))),
    fc.array(fc.record({ baseUrl: fc.oneof(address, fc.webUrl(), fc.anything()), pinnedKeys: fc.anything() })),
  )
}
