import fc from 'fast-check'
import { expect, test } from 'vitest'
import { ingest } from '../../../src/app/ingest/ingest.ts'
import { asAgreement } from '../../../src/consent/agreement.ts'
import { type Agreed, compile } from '../../../src/consent/compile.ts'
import { parseConsent } from '../../../src/consent/consent.ts'
import { decide } from '../../../src/consent/decide.ts'
import { parseDisclosure } from '../../../src/consent/disclosure.ts'
import { requesterFor } from '../../../src/consent/requester.ts'
import { AppError, ERROR_CODES } from '../../../src/core/errors.ts'
import { FAMILIES } from '../../../src/practice/families/index.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../../../src/record/sections.ts'
import { NOW } from '../../fixtures/agreement.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'
import { Choices } from './cases.ts'

/*
 * Whole records, damaged at random. Each record is one of the example families, made brief: of every section the first
 * entry, so that thousands of them can be read in seconds.
 */

const RUNS = { numRuns: 10_000, seed: 20261121 }
const TIMEOUT_MS = 60_000
const VIEWERS = [TEACHER, GP, HEAD] as const
const ARRANGED = {
  arrangement: 'adoption-order' as const,
  orderOn: '2020-01-01',
  bornOn: '2016-05-12',
  responsible: [],
  objections: [],
  ableToAgreeSince: undefined,
}

type Json = { [name: string]: unknown }
type Section = { code: { coding: { code: SectionCode }[] }; entry: { reference: string }[] }

const RECORDS = FAMILIES.map((family) =>
  brief(family.entry?.map(({ resource }) => resource as unknown as Json) ?? []),
).sort((a, b) => a.json.length - b.json.length)

test(
  'whatever a Consent or any other resource holds, the engine reads it and decides',
  () => {
    fc.assert(
      fc.property(damagedRecords(), ({ resources, patient, listed, viewer }) => {
        const parsed = resources.map((resource) => parseConsent(resource, patient))
        const consents = parsed
          .filter((_, at) => (resources[at] as Json | null)?.resourceType === 'Consent')
          .map((consent) => asAgreement(consent, ARRANGED, () => 'council'))
        const disclosures = resources.flatMap((resource) => parseDisclosure(resource, patient) ?? [])
        const parts = compile({ consents, disclosures, resources, listed })(requesterFor(viewer))
        const decisions = SECTION_CODES.flatMap((section) => {
          const timelines = { [section]: parts[section].map(({ timeline }) => timeline) }
          return decide({ child: 'c', timelines }, section, NOW)
        })
        expect(decisions.length).toBeGreaterThanOrEqual(SECTION_CODES.length)
      }),
      RUNS,
    )
  },
  TIMEOUT_MS,
)

test(
  'whatever a record holds, it comes in or is refused with a listed code',
  () => {
    const codes = new Map<string, number>()
    const count = (code: string) => codes.set(code, (codes.get(code) ?? 0) + 1)
    fc.assert(
      fc.property(damagedRecords(), ({ resources, viewer }) => {
        try {
          count(ingest(resources, { child: 'c', source: { id: 's', name: 'Practice', viewer }, nowMs: NOW }).kind)
        } catch (error) {
          if (!(error instanceof AppError) || error.code === 'app/unexpected') throw error
          expect(ERROR_CODES).toContain(error.code)
          count(error.code)
        }
      }),
      RUNS,
    )
    // Enough of them still come in, and enough do not, for this to mean something.
    const share = (code: string) => (codes.get(code) ?? 0) / RUNS.numRuns
    expect(share('record')).toBeGreaterThan(0.05)
    expect(share('record/unreadable')).toBeGreaterThan(0.05)
    expect([...codes.keys()]).toEqual(expect.arrayContaining(['nothing', 'record/two-children']))
  },
  TIMEOUT_MS,
)

type Damaged = { resources: unknown[]; patient: string; listed: Agreed['listed']; viewer: (typeof VIEWERS)[number] }

function damagedRecords(): fc.Arbitrary<Damaged> {
  return fc.noBias(fc.uint8Array({ minLength: 80, maxLength: 80 })).map((bytes) => {
    const choose = new Choices(bytes)
    // The shorter ones more often.
    const record = RECORDS[Math.min(choose.upTo(RECORDS.length), choose.upTo(RECORDS.length))] ?? RECORDS[0]
    const viewer = choose.from(VIEWERS)
    const resources = JSON.parse(record?.json ?? '[]') as unknown[]
    const steps = choose.some(3, () => damage(resources, choose))
    const { patient = '', listed = {} as Agreed['listed'] } = record ?? {}
    // A failing record is told by what was done to it: it may be too deep to print.
    return {
      resources,
      patient,
      listed,
      viewer,
      [fc.toStringMethod]: () => `${patient} ${viewer.audience}: ${steps.join('; ')}`,
    }
  })
}

/** Changes one place of a record, and says what it did. */
function damage(resources: unknown[], choose: Choices): string {
  const consents = resources.filter((one) => (one as Json | null)?.resourceType === 'Consent')
  const first = choose.oneIn(2)
    ? choose.upTo(resources.length)
    : resources.indexOf(consents[choose.upTo(consents.length || 1)])
  let [parent, key]: [Json, string] = [resources as unknown as Json, String(Math.max(0, first))]
  const path = [key]
  for (let deep = choose.upTo(9); deep > 0; deep--) {
    const within = parent[key]
    const keys = typeof within === 'object' && within !== null ? Object.keys(within) : []
    const next = keys[choose.upTo(keys.length || 1)]
    if (next === undefined) break
    ;[parent, key] = [within as Json, next]
    path.push(next)
  }
  const [name, change] = choose.from(DAMAGE)
  change(parent, key, choose)
  return `${name} ${path.join('.')}`
}

type Change = (parent: Json, key: string, choose: Choices) => void
const put: (value: (old: unknown, choose: Choices) => unknown) => Change = (value) => (parent, key, choose) => {
  parent[key] = value(parent[key], choose)
}

const DAMAGE: [[string, Change], ...[string, Change][]] = [
  ['delete', (parent, key) => (Array.isArray(parent) ? parent.splice(Number(key), 1) : delete parent[key])],
  ['put something else at', put((_, choose) => choose.from(STRANGE)())],
  ['put something else at', put((_, choose) => choose.from(STRANGE)())],
  ['put a word at', put((_, choose) => choose.from(WORDS))],
  ['put a word at', put((_, choose) => choose.from(WORDS))],
  ['make a list of', put((old) => [old])],
  ['double', put((old) => (Array.isArray(old) ? [...old, ...old] : [old, old]))],
  ['repeat', (parent, key) => (Array.isArray(parent) ? parent.push(parent[Number(key)]) : undefined)],
  [
    'repeat with another id and value',
    (parent, key) =>
      Array.isArray(parent) ? parent.push({ ...(parent[Number(key)] as Json), id: 'other', value: '2' }) : undefined,
  ],
  ['take out of', put((old) => (typeof old === 'object' && old !== null ? Object.values(old)[0] : old))],
  ['bury', put((old, choose) => buried(old, choose.from([3, 10, 40])))],
  ['add an element beside', (parent, _, choose) => add(parent, choose)],
  ['turn round', put((old) => (Array.isArray(old) ? old.toReversed() : old))],
]

const STRANGE: [() => unknown, ...(() => unknown)[]] = [
  () => null,
  () => undefined,
  () => ({}),
  () => [],
  () => [null],
  () => [[]],
  () => 0,
  () => -1.5,
  () => 1e308,
  () => true,
  () => '',
  () => JSON.parse('{"__proto__": {"type": "permit"}, "constructor": 1, "toString": []}'),
  () => ({ reference: null, coding: [null], start: 7, end: {} }),
  () => ({ coding: 'x', identifier: 'x', member: 'x', period: [] }),
  () => deep(DEEP, (inner) => [inner]),
  () => deep(DEEP, (inner) => ({ provision: [inner] })),
  () => deep(DEEP, (inner) => ({ extension: [inner] })),
]

/** Deeper than any reader that calls itself for each level can go. */
const DEEP = 10_000

const WORDS: [string, ...string[]] = [
  '2026-02-30',
  '9999-12-31',
  '0000-00-00',
  '+275760-09-13T00:00:00Z',
  '2026-11-21T10:00:00+14:00',
  '2026',
  'Patient/other',
  'Group/none',
  'CareTeam/sam-team',
  'https://x.example/Patient/1',
  '#here',
  'Consent',
  'Patient',
  'Provenance',
  'Group',
  'active',
  'inactive',
  'deny',
  'permit',
  '__proto__',
  'constructor',
  'toString',
  '\u0000\ud800',
  'x'.repeat(70_000),
]

function add(parent: Json, choose: Choices): void {
  const name = choose.from([
    'modifierExtension',
    'implicitRules',
    'actor',
    'data',
    'period',
    'provision',
    'identifier',
    '__proto__',
  ])
  Object.defineProperty(parent, name, {
    value: choose.from(STRANGE)(),
    enumerable: true,
    configurable: true,
    writable: true,
  })
}

function buried(value: unknown, levels: number): unknown {
  return levels === 0 ? value : { provision: [buried(value, levels - 1)], type: 'permit' }
}

function deep(levels: number, wrap: (inner: unknown) => unknown): unknown {
  let inner: unknown = 'x'
  for (let level = 0; level < levels; level++) inner = wrap(inner)
  return inner
}

/** A record with no more than the first entry of each section. */
function brief(whole: Json[]): { json: string; patient: string; listed: Agreed['listed'] } {
  const composition = structuredClone(whole.find(({ resourceType }) => resourceType === 'Composition'))
  const sections = (composition?.section ?? []) as Section[]
  const dropped = new Set(sections.flatMap(({ entry }) => entry.splice(1)).map(({ reference }) => reference))
  const resources = whole
    .map((one) => (one.resourceType === 'Composition' && composition ? composition : one))
    .filter(({ resourceType, id }) => !dropped.has(`${resourceType}/${id}`))
  const listed = Object.fromEntries(SECTION_CODES.map((section) => [section, [] as string[]])) as Agreed['listed']
  for (const { code, entry } of sections) {
    const section = code.coding[0]?.code
    if (section) listed[section] = entry.map(({ reference }) => reference)
  }
  const patient = whole.find(({ resourceType }) => resourceType === 'Patient')
  return { json: JSON.stringify(resources), patient: `Patient/${patient?.id}`, listed }
}

test('the brief records are records', () => {
  const kinds = RECORDS.map(({ json }) => {
    return ingest(JSON.parse(json), { child: 'c', source: { id: 's', name: 'Practice', viewer: GP }, nowMs: NOW }).kind
  })
  expect(kinds).toContain('record')
  expect(RECORDS.every(({ json }) => json.includes(CODE_SYSTEM.section))).toBe(true)
})
