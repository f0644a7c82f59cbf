import { parseAddress, parseHost, parseHttps } from './address.ts'
import { DIRECTORY_SHAPE, parseDirectory } from './directory.ts'
import { parsePackLine } from './guidance-pack.ts'
import { address, listOf, plainText, someOf, wholeNumber, yesOrNo } from './kinds.ts'
import type { Rule } from './rule.ts'
import { parseSource, SOURCE_SHAPE } from './source.ts'

/**
 * Every key that an organisation may set, in the order the options page lists them. Reading a policy, the schema that
 * browsers publish and the words people see all come from here; what each kind does with a wrong value is in kinds.ts.
 *
 * @source security.md G and T27
 */
export const RULES = {
  sources: listOf({
    title: 'Where records may come from',
    description:
      'The only FHIR servers that records may come from, each an https baseUrl with, where it has them, the clientId ' +
      'and issuer of its sign-in and the pinnedKeys (RFC 7638 thumbprints) that must sign its records.',
    entry: SOURCE_SHAPE,
    default: 'any',
    parse: parseSource,
    show: ({ baseUrl }) => baseUrl,
  }),
  allowedShlHosts: listOf({
    title: 'Where links to records may lead',
    description: 'The only hosts that SMART Health Links may lead to, by full name: no wildcards.',
    entry: { type: 'string' },
    default: 'any',
    parse: parseHost,
    show: (host) => host,
  }),
  serviceDirectories: listOf({
    title: 'Where lists of local services come from',
    description:
      'The Open Referral UK feeds that lists of local services may come from, each the name of its council and an https ' +
      'baseUrl with, where all of a feed is too long to read, the category of it to read: the id of a taxonomy term as ' +
      'broad as children and families. The baseUrl and the category are all that a council is told.',
    entry: DIRECTORY_SHAPE,
    default: [],
    parse: parseDirectory,
    show: ({ name }) => name,
  }),
  guidancePacks: listOf({
    title: 'Where local guidance comes from',
    description:
      'The only packs of local guidance, each the https address of a signed pack that ends in # and the RFC 7638 ' +
      'thumbprint of the key that signs it.',
    entry: { type: 'string' },
    default: 'any',
    parse: parsePackLine,
    show: (line) => line.replace(/#.*/, ''),
  }),
  offlineHours: wholeNumber({
    title: 'How long records are kept without a check',
    description: 'Hours that a record may be read after its source last confirmed it; at 0 nothing is kept.',
    least: 0,
    most: 168,
    default: 72,
    show: (hours) => (hours === 0 ? 'Nothing is kept' : count(hours, 'hour')),
  }),
  idleLockMinutes: wholeNumber({
    title: 'Lock when Handrail is not used',
    description: 'Minutes without use after which Handrail locks.',
    least: 1,
    most: 30,
    default: 10,
    show: (minutes) => `After ${count(minutes, 'minute')}`,
  }),
  unlockMethods: someOf({
    title: 'Ways to unlock',
    description: 'How the records kept on a computer may be unlocked. To keep nothing is possible always.',
    names: { passkey: 'passkey', passphrase: 'four words' },
    none: 'None: nothing is kept on this computer',
  }),
  onlineUnlockRequired: yesOrNo({
    title: 'You must be online to unlock',
    description: 'Whether unlocking takes the server’s part of the key as well.',
    default: false,
    strict: true,
  }),
  eraseAfterWrongTries: wholeNumber({
    title: 'Erase everything after wrong tries to unlock',
    description: 'Wrong tries in a row after which everything kept on the computer is erased.',
    least: 10,
    most: 50,
    default: undefined,
    show: (tries) => (tries === undefined ? 'Never' : `After ${tries} tries`),
  }),
  exportAllowed: someOf({
    title: 'What you may save or print',
    description: 'What may leave Handrail as a file or on paper.',
    names: { csv: 'spreadsheets', ics: 'calendar entries', print: 'printed pages' },
    none: 'Nothing',
  }),
  notifications: yesOrNo({
    title: 'Reminders',
    description: 'Whether people may turn on reminders, which say nothing of what they are about.',
    default: true,
    strict: false,
  }),
  badge: yesOrNo({
    title: 'A dot on the icon',
    description: 'Whether people may turn on a dot on the icon, for when something needs attention.',
    default: true,
    strict: false,
  }),
  widgetPersonal: yesOrNo({
    title: 'Personal pages inside other websites',
    description: 'Whether the widgets may show anything personal.',
    default: true,
    strict: false,
  }),
  widgetHosts: listOf({
    title: 'Websites that may hold personal pages',
    description: 'The only hosts whose pages may hold personal widgets, by full name: no wildcards.',
    entry: { type: 'string' },
    default: [],
    parse: parseHost,
    show: (host) => host,
  }),
  auditEndpoint: address({
    title: 'Where the access log is sent',
    description: 'The https address that the access log is sent to.',
    parse: parseAddress,
  }),
  helpUrl: address({
    title: 'Help page',
    description: 'The https address of your own help page.',
    parse: parseHttps,
  }),
  helpText: plainText({
    title: 'Who to ask for help',
    description: 'Who to ask for help. It can be read while Handrail is locked: name no child, and not what it is for.',
    mostCharacters: 200,
  }),
} satisfies Record<string, Rule<unknown>>

export type Key = keyof typeof RULES
export type Values = { [K in Key]: (typeof RULES)[K]['default'] }

export const KEYS = Object.keys(RULES) as Key[]

function count(number: number, unit: string): string {
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
