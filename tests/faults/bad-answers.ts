import type { ErrorCode } from '../../src/core/errors.ts'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import type { SharedFile } from '../../src/practice/server/link-file.ts'
import type { Misbehaviour } from './hostile-server.ts'
import type { Question } from './places-asked.ts'
import { READER, samAt } from './sam.ts'

/** How a record comes that is already here, and is asked for again. */
export type Way = 'server' | 'embedded' | 'direct' | 'location'

export const WAYS: readonly Way[] = ['server', 'embedded', 'direct', 'location']

/** Takes as long as anybody waits: not one after another. */
export function isSlow(bad: BadAnswer): boolean {
  return 'how' in bad && bad.how.kind === 'drip'
}

/** One thing that is done to an answer, and what may be said of it: in no case anything else, and the copy stays. */
export type BadAnswer = {
  name: string
  way: Way
  codes: readonly ErrorCode[]
  /** More tries than this are somebody kept busy. */
  mostRequests?: number
} & ({ isAt(question: Question): boolean; how: Misbehaviour } | { files: () => SharedFile[] })

const BROKEN = ['source/not-fhir', 'source/unreachable'] as const
const TOO_LARGE = ['source/too-large'] as const
const UNREADABLE = ['source/not-fhir', 'source/too-large', 'record/unreadable'] as const

const MIB = 1024 * 1024
const DEPTHS = [41, 1000, 3000, 5000, 7000, 10_000]

const batch = ({ parts }: Question) => parts[0] === 'Patient/sam'
const agreements = ({ url }: Question) => url.includes('/Consent?')
const manifest = ({ method, url }: Question) => method === 'POST' && url.includes('/shl/')
const direct = ({ url }: Question) => url.includes('/shl/')
const location = ({ url }: Question) => url.includes('/shl/location/')

const PLACES: { way: Way; isAt: (question: Question) => boolean; broken: readonly ErrorCode[] }[] = [
  { way: 'server', isAt: batch, broken: BROKEN },
  { way: 'embedded', isAt: manifest, broken: BROKEN },
  { way: 'direct', isAt: direct, broken: [...BROKEN, 'record/unreadable'] }, // what is not whole does not open
  { way: 'location', isAt: location, broken: [...BROKEN, 'record/unreadable'] },
]

const file = (content: object | string, more: Partial<SharedFile> = {}): SharedFile => ({
  contentType: 'application/fhir+json',
  content,
  ...more,
})

const deep = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`
const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`

/** A record of Sam's in which one extension goes down so far. */
function deepInside(depth: number): string {
  const text = JSON.stringify(sharedWith(samAt(2), READER))
  return text.replace('"resourceType":"Observation"', `"resourceType":"Observation","extension":${nested(depth)}`)
}

const page = (entries: string, next: string) =>
  `{"resourceType":"Bundle","type":"searchset","link":[{"relation":"next","url":"${next}"}],"entry":[${entries}]}`

const fatAgreement = () =>
  `{"resource":{"resourceType":"Consent","status":"active","patient":{"reference":"Patient/sam"},"policy":"${'x'.repeat(4 * MIB)}"}}`
const slimAgreements = () =>
  Array.from(
    { length: 45_000 },
    (_, at) => `{"resource":{"resourceType":"Consent","status":"active","patient":{"reference":"Patient/c${at}"}}}`,
  ).join()

const endless = (name: string, entries: () => string): BadAnswer => ({
  name,
  way: 'server',
  isAt: agreements,
  how: { kind: 'instead', text: ({ url }) => page(entries(), `${url.replace(/&page=.*/, '')}&page=${Math.random()}`) },
  codes: TOO_LARGE,
  mostRequests: 120,
})

/** Those that end by themselves, or are over at once. */
const QUICK: readonly BadAnswer[] = [
  ...PLACES.flatMap(({ way, isAt }): BadAnswer[] => [
    { name: '500 MB', way, isAt, how: { kind: 'flood', isSqueezed: false }, codes: TOO_LARGE },
    { name: '500 MB in half a megabyte', way, isAt, how: { kind: 'flood', isSqueezed: true }, codes: TOO_LARGE },
  ]),
  ...DEPTHS.map((depth): BadAnswer => {
    return {
      name: `${depth} deep`,
      way: 'server',
      isAt: batch,
      how: { kind: 'instead', text: () => deep(depth) },
      codes: UNREADABLE,
    }
  }),
  ...DEPTHS.map((depth): BadAnswer => {
    return {
      name: `${depth} deep in a part`,
      way: 'server',
      isAt: batch,
      how: { kind: 'instead', text: deepPart(depth) },
      codes: UNREADABLE,
    }
  }),
  ...DEPTHS.map((depth): BadAnswer => {
    return {
      name: `${depth} deep`,
      way: 'embedded',
      isAt: manifest,
      how: { kind: 'instead', text: () => deep(depth) },
      codes: UNREADABLE,
    }
  }),
  ...DEPTHS.map((depth): BadAnswer => {
    return {
      name: `${depth} deep`,
      way: 'direct',
      files: () => [file(deepInside(depth))],
      codes: ['record/unreadable'],
    }
  }),
  {
    name: 'a bomb of 20 MiB',
    way: 'direct',
    files: () => [file(' '.repeat(20 * MIB), { zip: true })],
    codes: TOO_LARGE,
  },
  {
    name: 'a bomb of 20 MiB',
    way: 'embedded',
    files: () => [file(' '.repeat(20 * MIB), { zip: true })],
    codes: TOO_LARGE,
  },
  {
    name: '5 MiB of nothing',
    way: 'server',
    isAt: batch,
    how: { kind: 'instead', text: () => nothing('batch-response') },
    codes: TOO_LARGE,
  },
  {
    name: '5 MiB of nothing',
    way: 'server',
    isAt: agreements,
    how: { kind: 'instead', text: () => nothing('searchset') },
    codes: TOO_LARGE,
  },
  {
    name: '5 MiB of nothing',
    way: 'direct',
    files: () => [file(nothing('collection'), { zip: true })],
    codes: ['record/unreadable'],
  },
  {
    name: '5 MiB of nothing',
    way: 'embedded',
    isAt: manifest,
    how: { kind: 'instead', text: () => `{"files":[${'{},'.repeat(1.6 * MIB)}{}]}` },
    codes: ['record/unreadable', 'source/not-fhir'],
  },
  {
    name: '5 MiB of resources',
    way: 'direct',
    files: () => [file(manyResources(), { zip: true })],
    codes: ['record/unreadable', 'record/unreadable', 'source/too-large', 'record/for-nobody'],
  },
  {
    name: '20,000 people',
    way: 'server',
    isAt: batch,
    how: { kind: 'instead', text: namesPeople(20_000) },
    codes: TOO_LARGE,
  },
  endless('next for ever', () => ''),
  endless('next for ever, 4 MiB each', fatAgreement),
  endless('next for ever, 45,000 each', slimAgreements),
  {
    name: '10,000 files',
    way: 'embedded',
    isAt: manifest,
    how: { kind: 'instead', text: () => tenThousand(() => ({ embedded: 'x' })) },
    codes: ['record/unreadable'],
  },
  {
    name: '10,000 locations',
    way: 'location',
    isAt: manifest,
    how: {
      kind: 'instead',
      text: ({ url }) => tenThousand((at) => ({ location: `${new URL(url).origin}/shl/location/x${at}` })),
    },
    codes: ['source/unreachable', 'record/unreadable'],
    mostRequests: 110, // fifty locations, the manifest, and once more as they had ended
  },
]

/** Those that take as long as anybody waits. */
const SLOW: readonly BadAnswer[] = PLACES.map(({ way, isAt }) => ({
  name: 'a byte a second',
  way,
  isAt,
  how: { kind: 'drip' },
  codes: ['source/unreachable'],
}))

/** All of them, in the same order wherever it is asked. @param cutTimes at how many places each true answer is broken off */
export function badAnswers(cutTimes: number): BadAnswer[] {
  return [...QUICK, ...cutAt(cutTimes), ...SLOW]
}

/** A true answer, broken off at so many places, half of the times with the line gone. */
function cutAt(times: number): BadAnswer[] {
  return PLACES.filter(({ way }) => way !== 'location').flatMap(({ way, isAt, broken }) =>
    Array.from({ length: times }, (_, at): BadAnswer => {
      const share = at / times
      return {
        name: `cut at ${share.toFixed(2)}`,
        way,
        isAt,
        how: { kind: 'cut', share, hangsUp: at % 2 === 1 },
        codes: broken,
      }
    }),
  )
}

/** The child's batch in its right shape, with one observation that goes down so far. */
function deepPart(depth: number): (question: Question) => string {
  return withObservations(() => `{"resource":{"resourceType":"Observation","id":"x","extension":${nested(depth)}}}`)
}

/** The same with one that was made by so many people, each of whom would have to be asked for. */
function namesPeople(count: number): (question: Question) => string {
  const people = () => Array.from({ length: count }, (_, at) => `{"reference":"Practitioner/p${at}"}`)
  return withObservations(() => `{"resource":{"resourceType":"Observation","id":"x","performer":[${people()}]}}`)
}

function withObservations(observations: () => string): (question: Question) => string {
  return ({ parts }) => {
    const entry = parts.map((url) => {
      const found = url.startsWith('Observation?') ? observations() : ''
      const resource = url.includes('?')
        ? `{"resourceType":"Bundle","type":"searchset","entry":[${found}]}`
        : '{"resourceType":"Patient","id":"sam"}'
      return `{"resource":${resource},"response":{"status":"200"}}`
    })
    return `{"resourceType":"Bundle","type":"batch-response","entry":[${entry.join()}]}`
  }
}

function nothing(type: string): string {
  return `{"resourceType":"Bundle","type":"${type}","entry":[${'{},'.repeat(1.6 * MIB)}{}]}`
}

function manyResources(): string {
  const { entry = [] } = sharedWith(samAt(2), READER)
  const many = Array.from({ length: 90_000 }, (_, at) => `{"resource":{"resourceType":"Task","id":"t${at}"}}`)
  return `{"resourceType":"Bundle","type":"collection","entry":[${[...entry.map((one) => JSON.stringify(one)), ...many].join()}]}`
}

function tenThousand(where: (at: number) => object): string {
  const contentType = 'application/fhir+json'
  return JSON.stringify({ files: Array.from({ length: 10_000 }, (_, at) => ({ contentType, ...where(at) })) })
}
