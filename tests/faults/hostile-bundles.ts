import type { Bundle } from '@medplum/fhirtypes'
import type { Random } from '../../src/practice/generated/random.ts'

/** Words of somebody who hopes that they are read as something else: each has this in it, so that it can be found. */
export const MARK = 'hostile'

const TEXTS = [
  '<script>hostile()</script>',
  '<img src=x onerror="hostile()">',
  '"><svg/onload=hostile()>',
  '</p><iframe srcdoc="<script>hostile()</script>">',
  '<a href="javascript:hostile()">hostile</a>',
  "' onmouseover='hostile()' x='",
  '&lt;hostile&gt;&#60;hostile&#62;',
  '{{hostile}} <%= hostile %> [[hostile]](javascript:hostile())',
  '\u202ehostile\u202c \u2066hostile\u2069',
  '\u0000\u0007\u001b[31mhostile',
  'hostile \ud800 \udfff',
  'h\u0300\u0301\u0302ostile hostile\u200b\u200d\ufeff',
  '__proto__ hostile',
  'hostile '.repeat(5000),
]

/** Where nobody is to be sent. */
export const ADDRESSES = [
  'https://hostile.example/x',
  'http://hostile.example/x',
  '//hostile.example/x',
  'http://127.0.0.1:9/hostile',
  'http://169.254.169.254/latest/hostile',
  'https://10.0.0.1/hostile',
  'https://[::1]/hostile',
  'https://router.local/hostile',
  'https://links.example@hostile.example/x',
  'https://links.example:8443/hostile',
  'file:///etc/hostile',
  'data:text/html,<script>hostile()</script>',
  'javascript:hostile()',
  'blob:https://links.example/hostile',
  'chrome-extension://hostile/x',
  'https:\\\\hostile.example\\x',
]

/** Names that every object has already. */
const NAMES = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf', '__defineGetter__']

type Place = { holder: Record<string, unknown>; name: string }

/** One thing that is done to a record, somewhere in it. */
type Mutation = (place: Place, bundle: Bundle, random: Random) => void

const put = ({ holder, name }: Place, value: unknown) => {
  Object.defineProperty(holder, name, { value, enumerable: true, configurable: true, writable: true })
}

const ODD = [
  null,
  true,
  -1,
  0,
  1e308,
  Number.POSITIVE_INFINITY,
  '',
  ' ',
  [],
  {},
  [[]],
  [null],
  'x',
  '9999-99-99',
  '0001-01-01',
  '2026-02-30T25:61:61Z',
]

const MUTATIONS: Record<string, Mutation> = {
  'another type': (place, _, random) => put(place, random.pick(ODD)),
  'a list of it': (place) => put(place, [place.holder[place.name]]),
  'thousands of it': (place, _, random) => put(place, manyOf(place.holder[place.name], random)),
  'thousands of nothing': (place, _, random) =>
    put(
      place,
      Array.from({ length: random.below(200_000) }, () => ({})),
    ),
  huge: (place, _, random) => put(place, MARK.repeat(random.below(500_000))),
  deep: (place, _, random) => put(place, `${DEEP}${1 + random.below(8000)}`),
  'left out': ({ holder, name }) => void delete holder[name],
  words: (place, _, random) => put(place, random.pick(TEXTS)),
  'an address': (place, _, random) => put(place, random.pick(ADDRESSES)),
  'a name that is there': ({ holder }, _, random) =>
    put({ holder, name: random.pick(NAMES) }, { polluted: MARK, resourceType: MARK }),
  'called by one': (place, _, random) => put(place, random.pick(NAMES)),
  'refers to another': (place, bundle, random) => put(place, { reference: referenceIn(bundle, random) }),
  'refers elsewhere': (place, _, random) => put(place, { reference: `${random.pick(ADDRESSES)}/Patient/1` }),
  'somebody else’s': (_, bundle, random) =>
    void randomResource(bundle, random, (one) => Object.assign(one, { subject: SOMEBODY, patient: SOMEBODY })),
  'twice there': (_, bundle, random) => void bundle.entry?.push(structuredClone(random.pick(bundle.entry))),
  'of another kind': (_, bundle, random) =>
    void randomResource(bundle, random, (one) => Object.assign(one, { resourceType: random.pick(NAMES) })),
  'with text in it': (_, bundle, random) =>
    void randomResource(bundle, random, (one) =>
      Object.assign(one, { text: { status: 'generated', div: random.pick(TEXTS) } }),
    ),
}

const SOMEBODY = { reference: 'Patient/somebody-else' }

/** What leaves a record in its shape, so that it is opened and shown. */
const GENTLE = ['words', 'an address']

const HUGE = ['thousands of it', 'thousands of nothing', 'huge']

/**
 * One record as somebody hostile would send it.
 *
 * @param isGentle only its words are changed
 * @returns the text of it, so that what cannot be an object's own in a program is still one in JSON
 */
export function hostileBundle(bundle: Bundle, isGentle: boolean, random: Random): string {
  const changed = structuredClone(bundle)
  const times = isGentle ? 1 + random.below(12) : 1 + random.below(4)
  let kinds = isGentle ? GENTLE : Object.keys(MUTATIONS)
  for (let time = 0; time < times; time++) {
    if (!Array.isArray(changed.entry)) break // it has become something of which no part can be changed
    const kind = random.pick(kinds)
    if (HUGE.includes(kind)) kinds = kinds.filter((one) => !HUGE.includes(one)) // once is enough: they would multiply
    const places = placesIn(changed, isGentle)
    if (places.length > 0) MUTATIONS[kind]?.(random.pick(places), changed, random)
  }
  return JSON.stringify(changed).replace(DEEPS, (_, depth) => nested(Number(depth)))
}

const WORDS = /^(text|valueString|description|title|display|note|name|family|given|value|line|city|comment|label|div)$/

function placesIn(value: unknown, isGentle: boolean): Place[] {
  const places: Place[] = []
  const left = [value]
  for (let one = left.pop(); one !== undefined && places.length < MOST_PLACES; one = left.pop()) {
    if (typeof one !== 'object' || one === null) continue
    for (const [name, inner] of Object.entries(one)) {
      if (!isGentle || (typeof inner === 'string' && (WORDS.test(name) || Array.isArray(one)))) {
        places.push({ holder: one as Record<string, unknown>, name })
      }
      if (inner !== null && inner !== undefined) left.push(inner)
    }
  }
  return places
}

const MOST_LETTERS = 3_000_000

function manyOf(value: unknown, random: Random): unknown[] {
  const most = Math.floor(MOST_LETTERS / ((JSON.stringify(value) ?? '').length + 1))
  return Array.from({ length: random.below(Math.min(most, 30_000) + 1) }, () => structuredClone(value))
}

const MOST_PLACES = 20_000

/** Written as text: a program that walks into it step by step has no room left, and that is what JSON.stringify does. */
function nested(depth: number): string {
  const pairs = Math.ceil(depth / 2)
  return `${'{"a":['.repeat(pairs)}"${MARK}"${']}'.repeat(pairs)}`
}

const DEEP = 'as deep as '
const DEEPS = new RegExp(`"${DEEP}(\\d+)"`, 'g')

function randomResource(bundle: Bundle, random: Random, change: (one: object) => void): void {
  const entry = bundle.entry ?? []
  const resource = entry.length > 0 ? random.pick(entry)?.resource : undefined
  if (resource) change(resource)
}

function referenceIn(bundle: Bundle, random: Random): string {
  const { resourceType, id } = random.pick(bundle.entry ?? [{}])?.resource ?? {}
  return `${resourceType}/${id}`
}
