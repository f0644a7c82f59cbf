import { describe, expect, test } from 'vitest'
import { type OwnSettings, parsePolicy, type Setting } from '../../../src/policy/policy.ts'
import type { GradedRule } from '../../../src/policy/rule.ts'
import { KEYS, type Key, RULES, type Values } from '../../../src/policy/rules.ts'

/** The well-known example key of RFC 7638. */
const PIN = 'NzbLsXh8uDCcd-6MNwXF4W_7noWXFZAfHkxZsRGC9Xs'
const SOURCE = { baseUrl: 'https://fhir.example.org/r4', clientId: undefined, issuer: undefined, pinnedKeys: undefined }
const DIRECTORY = { name: 'Northmoor Council', baseUrl: 'https://services.example.gov.uk/o/v3', category: undefined }

const DEFAULTS: Values = {
  sources: 'any',
  allowedShlHosts: 'any',
  serviceDirectories: [],
  guidancePacks: 'any',
  offlineHours: 72,
  idleLockMinutes: 10,
  unlockMethods: ['passkey', 'passphrase'],
  onlineUnlockRequired: false,
  eraseAfterWrongTries: undefined,
  exportAllowed: ['csv', 'ics', 'print'],
  notifications: true,
  badge: true,
  widgetPersonal: true,
  widgetHosts: [],
  auditEndpoint: undefined,
  helpUrl: undefined,
  helpText: undefined,
}

/** What each key may come to: good values, which count as they are, and less strict than the default if so written. */
const GOOD: { [K in Key]: [raw: unknown, expected: Values[K]][] } = {
  sources: [
    [[], []],
    [[{ baseUrl: 'https://fhir.example.org/r4/' }], [SOURCE]],
    [[{ baseUrl: 'http://127.0.0.1:8080/fhir' }], [{ ...SOURCE, baseUrl: 'http://127.0.0.1:8080/fhir' }]],
    [
      [{ ...SOURCE, clientId: 'handrail', issuer: 'https://sign-in.example.org/', pinnedKeys: [PIN] }],
      [{ ...SOURCE, clientId: 'handrail', issuer: 'https://sign-in.example.org/', pinnedKeys: [PIN] }],
    ],
  ],
  allowedShlHosts: [
    [[], []],
    [
      ['Links.Example.org ', 'localhost:8080'],
      ['links.example.org', 'localhost:8080'],
    ],
  ],
  serviceDirectories: [
    [[], []],
    [[{ name: ' Northmoor  Council\n', baseUrl: 'https://services.example.gov.uk/o/v3/' }], [DIRECTORY]],
    [
      [{ ...DIRECTORY, category: 'esd:children.and-families/7' }],
      [{ ...DIRECTORY, category: 'esd:children.and-families/7' }],
    ],
    [[{ ...DIRECTORY, baseUrl: 'http://127.0.0.1:8787' }], [{ ...DIRECTORY, baseUrl: 'http://127.0.0.1:8787' }]],
  ],
  guidancePacks: [
    [[], []],
    [[`https://agency.example/pack.jws#${PIN}`], [`https://agency.example/pack.jws#${PIN}`]],
  ],
  offlineHours: [
    [0, 0],
    [24, 24],
    [168, 168],
  ],
  idleLockMinutes: [
    [1, 1],
    [5, 5],
    [30, 30],
  ],
  unlockMethods: [
    [[], []],
    [['passphrase'], ['passphrase']],
    [
      ['passphrase', 'passkey', 'passphrase'],
      ['passkey', 'passphrase'],
    ],
  ],
  onlineUnlockRequired: [
    [true, true],
    [false, false],
  ],
  eraseAfterWrongTries: [
    [10, 10],
    [50, 50],
  ],
  exportAllowed: [
    [[], []],
    [
      ['print', 'ics'],
      ['ics', 'print'],
    ],
  ],
  notifications: [
    [true, true],
    [false, false],
  ],
  badge: [
    [true, true],
    [false, false],
  ],
  widgetPersonal: [
    [true, true],
    [false, false],
  ],
  widgetHosts: [
    [[], []],
    [['intranet.example.gov.uk'], ['intranet.example.gov.uk']],
  ],
  auditEndpoint: [
    ['https://audit.example.org/log?from=handrail', 'https://audit.example.org/log?from=handrail'],
    ['http://localhost:8080/audit', 'http://localhost:8080/audit'],
  ],
  helpUrl: [['https://help.example.org', 'https://help.example.org/']],
  helpText: [
    ['  Ring 01632 960000.\n\tAsk for Jo.\u0000 ', 'Ring 01632 960000. Ask for Jo.'],
    [` ${'x'.repeat(200)}\n`, 'x'.repeat(200)],
    ['Ask\u2028Jo\u2029or \u202eoJ\ud800', 'Ask Jo or oJ'],
    ['', undefined],
  ],
}

/** What a person starts with, who has chosen nothing. */
const STARTS: { [K in Key]?: unknown } = { notifications: false, badge: false }

test('says nothing, and every key is its default', () => {
  for (const nothing of [
    undefined,
    null,
    {},
    [{ badge: false }],
    'no',
    7,
    () => ({ badge: false }),
    { badge: undefined },
  ]) {
    const { settings, malformed, unknown } = parsePolicy(nothing, {})
    expect({ malformed, unknown }).toEqual({ malformed: [], unknown: [] })
    for (const key of KEYS) {
      const value = key in STARTS ? STARTS[key] : DEFAULTS[key]
      expect({ key, ...settings[key] }).toEqual({ key, value, from: 'default', limit: DEFAULTS[key] })
    }
  }
})

describe.each(KEYS)('%s, set well', (key) => {
  test.each<[unknown, unknown]>(GOOD[key])('to %j', (raw, expected) => {
    const { settings, malformed, unknown } = parsePolicy({ [key]: raw }, {})
    expect({ malformed, unknown }).toEqual({ malformed: [], unknown: [] })
    const unchosen = expected === true && key in STARTS
    expect(settings[key]).toEqual(
      unchosen
        ? { value: false, from: 'default', limit: true }
        : { value: expected, from: 'organisation', limit: expected },
    )
  })

  test('is told in plain words', () => {
    const values = [RULES[key].default, ...GOOD[key].map(([, expected]) => expected)]
    const { title, show } = RULES[key] as { title: string; show(value: unknown): string }
    for (const shown of [title, ...values.map(show)]) expect(shown).toMatch(/\S/)
  })
})

test('a value in plain words', () => {
  expect(RULES.offlineHours.show(0)).toBe('Nothing is kept')
  expect(RULES.offlineHours.show(1)).toBe('1 hour')
  expect(RULES.idleLockMinutes.show(10)).toBe('After 10 minutes')
  expect(RULES.eraseAfterWrongTries.show(undefined)).toBe('Never')
  expect(RULES.eraseAfterWrongTries.show(20)).toBe('After 20 tries')
  expect(RULES.unlockMethods.show([])).toBe('None: nothing is kept on this computer')
  expect(RULES.exportAllowed.show(['csv', 'print'])).toBe('spreadsheets, printed pages')
  expect(RULES.badge.show(true)).toBe('Yes')
  expect(RULES.sources.show('any')).toBe('Any')
  expect(RULES.sources.show([SOURCE])).toBe('https://fhir.example.org/r4')
  expect(RULES.widgetHosts.show([])).toBe('None')
  expect(RULES.helpUrl.show(undefined)).toBe('None')
})

test.each<[Key, first: unknown, second: unknown, expected: unknown]>([
  ['idleLockMinutes', 10, 5, 5],
  ['idleLockMinutes', 5, 10, 5],
  ['eraseAfterWrongTries', undefined, 20, 20],
  ['eraseAfterWrongTries', 20, undefined, 20],
  ['eraseAfterWrongTries', undefined, undefined, undefined],
  ['onlineUnlockRequired', false, true, true],
  ['onlineUnlockRequired', true, false, true],
  ['widgetPersonal', true, false, false],
  ['widgetPersonal', false, true, false],
  ['unlockMethods', ['passkey', 'passphrase'], ['passkey'], ['passkey']],
  ['unlockMethods', ['passkey'], ['passphrase'], []],
])('of %s, %j and %j, the stricter is %j', (key, first, second, expected) => {
  const { stricter } = RULES[key] as GradedRule<unknown>
  expect(stricter(first, second)).toEqual(expected)
})

describe('a person’s own settings', () => {
  test.each<[keyof OwnSettings & Key, managed: object, own: OwnSettings, Setting<unknown>]>([
    ['idleLockMinutes', {}, { idleLockMinutes: 5 }, { value: 5, from: 'you', limit: 10 }],
    ['idleLockMinutes', {}, { idleLockMinutes: 10 }, { value: 10, from: 'default', limit: 10 }],
    ['idleLockMinutes', {}, { idleLockMinutes: 30 }, { value: 10, from: 'default', limit: 10 }],
    ['idleLockMinutes', { idleLockMinutes: 30 }, { idleLockMinutes: 20 }, { value: 20, from: 'you', limit: 30 }],
    ['idleLockMinutes', { idleLockMinutes: 2 }, { idleLockMinutes: 5 }, { value: 2, from: 'organisation', limit: 2 }],
    ['idleLockMinutes', { idleLockMinutes: 99 }, { idleLockMinutes: 5 }, { value: 5, from: 'you', limit: 10 }],
    ['offlineHours', { offlineHours: 168 }, { offlineHours: 0 }, { value: 0, from: 'you', limit: 168 }],
    ['offlineHours', { offlineHours: 0 }, { offlineHours: 72 }, { value: 0, from: 'organisation', limit: 0 }],
    ['notifications', {}, { notifications: true }, { value: true, from: 'you', limit: true }],
    ['notifications', {}, { notifications: false }, { value: false, from: 'default', limit: true }],
    ['notifications', { notifications: true }, { notifications: true }, { value: true, from: 'you', limit: true }],
    [
      'notifications',
      { notifications: false },
      { notifications: true },
      { value: false, from: 'organisation', limit: false },
    ],
    ['badge', {}, { badge: true }, { value: true, from: 'you', limit: true }],
    ['badge', { badge: 'yes' }, { badge: true }, { value: false, from: 'organisation', limit: false }],
    ['exportAllowed', {}, { exportAllowed: [] }, { value: [], from: 'you', limit: ['csv', 'ics', 'print'] }],
    [
      'exportAllowed',
      { exportAllowed: ['csv', 'ics'] },
      { exportAllowed: ['ics', 'print'] },
      { value: ['ics'], from: 'you', limit: ['csv', 'ics'] },
    ],
    [
      'exportAllowed',
      { exportAllowed: ['ics'] },
      { exportAllowed: ['ics', 'print'] },
      { value: ['ics'], from: 'organisation', limit: ['ics'] },
    ],
  ])('%s: %j and %j', (key, managed, own, expected) => {
    expect(parsePolicy(managed, own).settings[key]).toEqual(expected)
  })

  test('are judged as strictly when they are damaged', () => {
    const damaged = { idleLockMinutes: 'never', offlineHours: 999, exportAllowed: 'all', badge: 1 } as object
    const { settings, malformed } = parsePolicy({}, damaged)
    expect(settings.idleLockMinutes.value).toBe(10)
    expect(settings.offlineHours.value).toBe(72)
    expect(settings.exportAllowed.value).toEqual([])
    expect(settings.badge.value).toBe(false)
    expect(malformed).toEqual([])
  })

  test('do not reach what is the organisation’s alone', () => {
    const own = { unlockMethods: [], onlineUnlockRequired: true, sources: [], eraseAfterWrongTries: 10 } as object
    expect(parsePolicy({}, own)).toEqual(parsePolicy({}, {}))
  })
})

describe('what became of the organisation’s settings', () => {
  test('a good key counts beside bad ones', () => {
    const managed = { sources: 7, idleLockMinutes: 3, exportAllowed: null, helpText: 'Ask Jo', unlockMethods: {} }
    const { settings, malformed } = parsePolicy(managed, {})
    expect(settings.idleLockMinutes).toEqual({ value: 3, from: 'organisation', limit: 3 })
    expect(settings.helpText.value).toBe('Ask Jo')
    expect(malformed).toEqual(['sources', 'unlockMethods', 'exportAllowed'])
  })

  test('a good entry counts beside bad ones, and the key is reported', () => {
    const managed = {
      unlockMethods: ['pin', 'passphrase'],
      exportAllowed: ['csv', 'pdf'],
      allowedShlHosts: ['*', 'links.example.org', '*.example.org'],
      sources: [{ baseUrl: 'https://fhir.example.org/r4' }, { baseUrl: 'ftp://fhir.example.org' }],
    }
    const { settings, malformed } = parsePolicy(managed, {})
    expect(settings.unlockMethods.value).toEqual(['passphrase'])
    expect(settings.exportAllowed.value).toEqual(['csv'])
    expect(settings.allowedShlHosts.value).toEqual(['links.example.org'])
    expect(settings.sources.value).toEqual([SOURCE])
    expect(malformed).toEqual(['sources', 'allowedShlHosts', 'unlockMethods', 'exportAllowed'])
  })

  test('keys that nobody knows are named, and do nothing', () => {
    const managed = JSON.parse('{"idlelockminutes":1,"__proto__":{"idleLockMinutes":1},"constructor":1,"toString":2}')
    const policy = parsePolicy(managed, {})
    expect(policy.unknown).toEqual(['idlelockminutes', '__proto__', 'constructor', 'toString'])
    expect(policy.settings).toEqual(parsePolicy({}, {}).settings)
  })

  test('a long or odd name is cut and cleaned, and there are fifty at most', () => {
    const odd = Object.fromEntries([[`a\u0007b\u202e${'c'.repeat(100)}`, 1], ...numbered(100)])
    const { unknown } = parsePolicy(odd, {})
    expect(unknown).toHaveLength(50)
    expect(unknown[0]).toBe(`a b ${'c'.repeat(56)}`)
  })

  test('a value that is only inherited is not set', () => {
    expect(parsePolicy(Object.create({ idleLockMinutes: 1 }), {})).toEqual(parsePolicy({}, {}))
  })

  test('something that will not list its keys is judged by those we know', () => {
    const shy = new Proxy({ idleLockMinutes: 3, extra: 1 }, { ownKeys: () => fail() })
    expect(parsePolicy(shy, {}).settings.idleLockMinutes.value).toBe(3)
  })

  test('a value that changes when it is looked at is looked at once', () => {
    let looks = 0
    const managed = {
      get idleLockMinutes() {
        looks += 1
        return looks === 1 ? 3 : 'never'
      },
    }
    expect(parsePolicy(managed, {}).settings.idleLockMinutes.value).toBe(3)
    expect(looks).toBe(1)
  })

  test('what comes back is not the organisation’s own list', () => {
    const hosts = ['links.example.org']
    const { settings } = parsePolicy({ allowedShlHosts: hosts }, {})
    hosts.push('evil.example.org')
    expect(settings.allowedShlHosts.value).toEqual(['links.example.org'])
  })
})

function numbered(count: number): [string, number][] {
  return Array.from({ length: count }, (_, at) => [`key-${at}`, at])
}

function fail(): never {
  throw new Error('no')
}
