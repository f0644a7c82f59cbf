import { describe, expect, test } from 'vitest'
import { type OwnSettings, parsePolicy } from '../../../src/policy/policy.ts'
import { KEYS, type Key, type Values } from '../../../src/policy/rules.ts'
import { GUARDS, isWeaker } from './weaker.ts'

/*
 * Security.md T27: 200 malformed policies and more, none of which makes a value that guards something weaker than its default.
 * Ten things that are right for no key, for each key; and others that are nearly right.
 */

const SECRET = 'canary-7Q'

/** What each key counts as when nothing of it can be read. */
const CLOSED: Values = {
  sources: [],
  allowedShlHosts: [],
  serviceDirectories: [],
  guidancePacks: [],
  offlineHours: 72,
  idleLockMinutes: 10,
  unlockMethods: [],
  onlineUnlockRequired: true,
  eraseAfterWrongTries: 50,
  exportAllowed: [],
  notifications: false,
  badge: false,
  widgetPersonal: false,
  widgetHosts: [],
  auditEndpoint: undefined,
  helpUrl: undefined,
  helpText: undefined,
}

const NASTIES: Record<string, (key: Key) => object> = {
  null: (key) => ({ [key]: null }),
  'not a number': (key) => ({ [key]: Number.NaN }),
  'more than any number': (key) => ({ [key]: Number.POSITIVE_INFINITY }),
  'an object': (key) => ({ [key]: { any: SECRET, length: 1, 0: 'csv' } }),
  'a circle': (key) => ({ [key]: circle() }),
  'a function': (key) => ({ [key]: () => SECRET }),
  'a symbol': (key) => ({ [key]: Symbol(SECRET) }),
  'a big integer': (key) => ({ [key]: 10n }),
  'a getter that throws': (key) => Object.defineProperty({}, key, { get: fail, enumerable: true }),
  'a proxy that throws': (key) => ({ [key]: new Proxy([], { get: fail, ownKeys: fail, has: fail }) }),
}

/** Lists longer than anybody writes, and one that is nearly all holes. */
const ENDLESS = Array.from({ length: 100_000 }, (_, at) => `host-${at}.example.org`)
const HOLES = new Array(2 ** 32 - 1)

const PIN = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'
const source = (parts: object) => [{ baseUrl: 'https://fhir.example.org', ...parts }]
const directory = (parts: object) => [{ name: 'Northmoor', baseUrl: 'https://services.example.org', ...parts }]

const NEARLY: [Key, raw: unknown, expected: unknown][] = [
  ['sources', 'any', []],
  ['sources', HOLES, []],
  ['sources', [circle()], []],
  ['sources', ['https://fhir.example.org'], []],
  ['sources', [{ clientId: 'handrail' }], []],
  ['sources', source({ baseUrl: 'http://fhir.example.org' }), []],
  ['sources', source({ pinnedKeys: [] }), []],
  ['sources', source({ pinnedKeys: null }), []],
  ['sources', source({ pinnedKeys: HOLES }), []],
  ['sources', source({ pinnedKeys: [PIN, 'x'] }), []],
  ['sources', source({ pinnedkeys: [PIN] }), []],
  ['sources', source({ issuer: 'http://sign-in.example.org' }), []],
  ['sources', source({ clientId: 'two words' }), []],
  ['sources', source({ toString: SECRET }), []],
  ['sources', JSON.parse(`[{"baseUrl":"https://fhir.example.org","__proto__":{"pinnedKeys":["${PIN}"]}}]`), []],
  ['allowedShlHosts', 'links.example.org', []],
  ['allowedShlHosts', ['*'], []],
  ['allowedShlHosts', 'any', []],
  ['allowedShlHosts', ENDLESS, ENDLESS.slice(0, 200)],
  ['allowedShlHosts', HOLES, []],
  ['guidancePacks', 'any', []],
  ['guidancePacks', ['https://agency.example/pack.jws'], []],
  ['guidancePacks', [`http://agency.example/pack.jws#${PIN}`], []],
  ['guidancePacks', [`https://user:word@agency.example/pack.jws#${PIN}`], []],
  ['guidancePacks', [`https://agency.example/pack.jws#${PIN}`, 7], [`https://agency.example/pack.jws#${PIN}`]],
  ['serviceDirectories', ['https://services.example.org'], []],
  ['serviceDirectories', [{ baseUrl: 'https://services.example.org' }], []],
  ['serviceDirectories', [{ name: 'Northmoor' }], []],
  ['serviceDirectories', directory({ name: ' \u202e ' }), []],
  ['serviceDirectories', directory({ baseUrl: 'http://services.example.org' }), []],
  ['serviceDirectories', directory({ baseUrl: 'https://services.example.org?postcode=NM1' }), []],
  ['serviceDirectories', directory({ category: '' }), []],
  ['serviceDirectories', directory({ category: 'children & families' }), []],
  ['serviceDirectories', directory({ category: 'post-adoption-support' }), []],
  ['serviceDirectories', directory({ search: 'autism' }), []],
  ['serviceDirectories', [...directory({}), 'Eastmoor'], []],
  ['offlineHours', '24', 72],
  ['offlineHours', 169, 72],
  ['offlineHours', 1e21, 72],
  ['offlineHours', -1, 0],
  ['offlineHours', Number.NEGATIVE_INFINITY, 0],
  ['offlineHours', 23.9, 23],
  ['offlineHours', 100.5, 72],
  ['idleLockMinutes', '5', 10],
  ['idleLockMinutes', 0, 1],
  ['idleLockMinutes', 31, 10],
  ['idleLockMinutes', 12.5, 10],
  ['idleLockMinutes', true, 10],
  ['unlockMethods', 'passkey', []],
  ['unlockMethods', ['pin', 'Passkey', ['passphrase']], []],
  ['unlockMethods', { 0: 'passkey', length: 1 }, []],
  ['onlineUnlockRequired', 'false', true],
  ['onlineUnlockRequired', 0, true],
  ['eraseAfterWrongTries', 9, 10],
  ['eraseAfterWrongTries', 51, 50],
  ['eraseAfterWrongTries', '10', 50],
  ['exportAllowed', true, []],
  ['exportAllowed', ['csv', 'pdf'], ['csv']],
  ['exportAllowed', ENDLESS, []],
  ['notifications', 'true', false],
  ['badge', 1, false],
  ['widgetPersonal', 'yes', false],
  ['widgetHosts', ['intranet.example.gov.uk', '*.example.gov.uk'], []],
  ['auditEndpoint', 'https://name:word@audit.example.org', undefined],
  ['helpUrl', 'http://localhost/help', undefined],
  ['helpText', 'y'.repeat(201), 'y'.repeat(200)],
]

type Case = { name: string; key: Key; managed: object; expected: unknown }

const CASES: Case[] = [
  ...KEYS.flatMap((key) =>
    Object.entries(NASTIES).map(([name, make]) => ({
      name: `${key}: ${name}`,
      key,
      managed: make(key),
      expected: CLOSED[key],
    })),
  ),
  ...NEARLY.map(([key, raw, expected], at) => ({ name: `${key}: ${at + 1}`, key, managed: { [key]: raw }, expected })),
]

/** A person who has chosen nothing, and one who has chosen as little strictness as there is. */
const PEOPLE: OwnSettings[] = [
  {},
  { offlineHours: 168, idleLockMinutes: 30, notifications: true, badge: true, exportAllowed: ['csv', 'ics', 'print'] },
]

test('there are two hundred of them and more', () => {
  expect(CASES.length).toBeGreaterThan(200)
  expect(new Set(CASES.map(({ key }) => key))).toEqual(new Set(KEYS))
})

describe('no value that guards something is weaker than its default', () => {
  test.each(CASES)('$name', ({ key, managed, expected }) => {
    for (const own of PEOPLE) {
      const { settings, malformed, unknown } = parsePolicy(managed, own)
      const usual = parsePolicy({}, own).settings
      for (const guard of GUARDS) {
        expect({ guard, isWeaker: isWeaker(guard, settings[guard].value, usual[guard].value) }).toEqual({
          guard,
          isWeaker: false,
        })
      }
      expect(settings[key].limit).toEqual(expected)
      // Names alone: nothing of what was written is told.
      expect({ malformed, unknown }).toEqual({ malformed: [key], unknown: [] })
    }
  })

  test('when all keys are wrong at once', () => {
    for (const make of Object.values(NASTIES)) {
      const managed = Object.defineProperties({}, Object.assign({}, ...KEYS.map((key) => descriptorOf(make(key), key))))
      const { settings, malformed } = parsePolicy(managed, {})
      expect(malformed).toEqual(KEYS)
      expect(Object.fromEntries(KEYS.map((key) => [key, settings[key].value]))).toEqual(CLOSED)
    }
  })

  test('when nothing at all can be had of it', () => {
    const { proxy, revoke } = Proxy.revocable({}, {})
    revoke()
    const { settings, malformed, unknown } = parsePolicy(proxy, {})
    expect({ malformed, unknown }).toEqual({ malformed: KEYS, unknown: [] })
    expect(Object.fromEntries(KEYS.map((key) => [key, settings[key].value]))).toEqual(CLOSED)
  })
})

function descriptorOf(policy: object, key: Key): object {
  return { [key]: Object.getOwnPropertyDescriptor(policy, key) }
}

function circle(): object {
  const one: { secret: string; itself?: object } = { secret: SECRET }
  one.itself = one
  return one
}

function fail(): never {
  throw new Error(SECRET)
}
