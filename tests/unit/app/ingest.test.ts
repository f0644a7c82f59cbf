import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { LEASE_MS } from '../../../src/consent/lease.ts'
import { AppError, type ErrorCode } from '../../../src/core/errors.ts'
import { RESOURCE_SCHEMAS } from '../../../src/fhir/resources.ts'
import { CODE_SYSTEM, IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { SECTION_CODES, type SectionCode } from '../../../src/record/sections.ts'
import { STATUS_WORDS } from '../../../src/record/status-words.ts'
import type { Viewer } from '../../../src/record/viewer.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'
import { arrive, arriveWhole, family, find, NAMES, NOW, type Resource, textsIn, VIEWER } from './arrive.ts'

const RUNS = { numRuns: 1000, seed: 20261121 }
/** They take some seconds where others are at work. */
const RUNS_TIMEOUT_MS = 60_000
const VIEWERS = { teacher: TEACHER, head: HEAD, gp: GP }
type Who = keyof typeof VIEWERS

function keptSections(raw: unknown[], viewer: Viewer, nowMs = NOW): string[] {
  const ingested = arrive(raw, viewer, nowMs)
  return ingested.kind === 'record' ? SECTION_CODES.filter((section) => section in ingested.contents) : []
}

describe('what is kept of each family, for each person', () => {
  const school: SectionCode[] = ['about-me', 'strengths', 'what-helps', 'words', 'needs', 'people']
  test.each<[family: string, who: Who, kept: SectionCode[]]>([
    ['sam', 'teacher', school],
    ['sam', 'head', ['what-helps', 'needs', 'education-context', 'people', 'plan', 'commitments', 'outcomes']],
    ['sam', 'gp', ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement']],
    ['mia', 'teacher', school],
    ['mia', 'head', ['education-context', 'people', 'plan', 'commitments']],
    ['mia', 'gp', ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement']],
    ['theo', 'teacher', []],
    ['theo', 'head', ['education-context', 'people', 'plan', 'commitments', 'outcomes']],
    ['theo', 'gp', ['health-context', 'people', 'arrangement']],
    ['ruby', 'teacher', ['about-me', 'strengths', 'what-helps', 'words', 'people']],
    ['ruby', 'head', []],
    ['ruby', 'gp', ['words', 'needs', 'health-context', 'people', 'commitments', 'arrangement']],
    ['noah', 'teacher', ['about-me', 'strengths', 'what-helps', 'needs', 'people']],
    ['noah', 'head', ['education-context', 'people', 'plan', 'commitments']],
    ['noah', 'gp', ['health-context', 'people', 'plan', 'commitments', 'arrangement']],
    ['leila', 'teacher', []], // withdrawn: nothing, for anybody
    ['leila', 'head', []],
    ['leila', 'gp', []],
  ])('%s, for the %s', (name, who, kept) => {
    expect(keptSections(family(name), VIEWERS[who])).toEqual(kept)
  })

  test('a section is kept to the last instant of its agreement, and not a moment more', () => {
    const last = Date.parse('2027-07-20T22:59:59.999Z')
    expect(keptSections(family('sam'), TEACHER, last)).toEqual(school)
    expect(keptSections(family('sam'), TEACHER, last + 1)).toEqual([])
  })

  test('a section agreed for later is kept, and sealed until then', () => {
    expect(keptSections(family('sam'), TEACHER, Date.parse('2026-08-01T10:00:00Z'))).toEqual(school)
  })

  test('what is not kept leaves no trace', () => {
    const all = JSON.stringify(arriveWhole(family('sam'), TEACHER))
    for (const withheld of ['9990000018', '2019-06-20', 'paediatrics', 'Confirmed', 'Jo Carter', 'Mum and Dad, ']) {
      expect(all).not.toContain(withheld)
    }
  })
})

describe('the cover', () => {
  test.each<[family: string, who: Who, expected: object]>([
    [
      'sam',
      'teacher',
      {
        name: 'Sam Carter',
        second: 'Year 6 · born 12 May',
        bornOn: '2016-05-12',
        third: { label: 'UPN', value: 'G801200026001' },
        agreedBy: 'Sam’s family',
      },
    ],
    [
      'sam',
      'head',
      {
        second: 'Year 6 · plan reference 7K-204',
        bornOn: '2016-05-12',
        third: { label: 'Plan reference', value: '7K-204' },
        agreedBy: 'Jo and Ali Carter (adoptive parents)',
        safeguarding: { name: 'Ms Rao', contact: '01632 960 141' },
      },
    ],
    [
      'sam',
      'gp',
      {
        heldBy: 'North RAA',
        second: 'born 12 May 2016 · plan reference 7K-204',
        bornOn: '2016-05-12',
        third: { label: 'NHS number', value: '999 000 0018' },
        safeguarding: { name: 'Dr Amin', contact: 'ext 12' },
      },
    ],
    ['ruby', 'teacher', { name: 'Ruby', agreedBy: 'Ruby’s family' }],
    ['ruby', 'gp', { agreedBy: 'Northmoor Council, Nell Ames and Dev Ames' }],
    ['theo', 'head', { safeguarding: { name: 'Ms Rao', contact: '01632 960 141' } }],
  ])('of %s, for the %s', (name, who, expected) => {
    expect(arriveWhole(family(name), VIEWERS[who]).cover).toMatchObject(expected)
  })

  test('names nobody whose agreement is over, or is with somebody else', () => {
    const agreed = (changes: object, rule: object) => ({
      ...(family('sam').find((one) => (one as { resourceType: string }).resourceType === 'Consent') as object),
      id: 'other',
      performer: [{ reference: 'RelatedPerson/sam-other' }],
      organization: [{ reference: 'Organization/northmoor' }],
      ...changes,
      provision: { type: 'deny', provision: [{ type: 'permit', ...rule }] },
    })
    const other = {
      resourceType: 'RelatedPerson',
      id: 'sam-other',
      patient: { reference: 'Patient/sam' },
      name: [{ text: 'Somebody Else' }],
    }
    const actor = (reference: string) => [{ reference: { reference } }]
    const withOthers = [
      ...family('sam'),
      other,
      agreed({}, { actor: actor('Organization/bridge-street'), period: { end: '2021-01-01' } }),
      agreed({ id: 'another' }, { actor: actor('Organization/north-raa') }),
    ]
    const { cover } = arriveWhole(withOthers, GP)
    expect(cover).toMatchObject({ agreedBy: 'Jo and Ali Carter (adoptive parents)', heldBy: 'North RAA' })
    expect(JSON.stringify(cover)).not.toContain('Somebody')
  })

  test('says when the record was written, when it was checked, and until when it may be kept', () => {
    const { cover } = arriveWhole(family('sam'), TEACHER)
    expect(cover).toMatchObject({
      asAtMs: Date.parse('2026-11-14T15:20:00Z'),
      checkedAtMs: NOW,
      leaseEndsAtMs: NOW + LEASE_MS,
      hiddenSinceMs: undefined,
    })
    expect(cover).toMatchObject({ visibleUntilMs: Date.parse('2027-07-20T22:59:59.999Z') })
  })

  test.each<[who: Who, identifiers: string[]]>([
    ['teacher', ['G801200026001']],
    ['head', ['7K204']],
    ['gp', ['9990000018', '7K204']],
  ])('the %s finds the child by identifiers of their own work alone', (who, identifiers) => {
    expect(arriveWhole(family('sam'), VIEWERS[who]).cover.identifiers).toEqual(identifiers)
  })

  test.each(['2016', '2016-05', 'in May', '2016-02-30'])('a date of birth of “%s” is not known', (birthDate) => {
    const born = (name: string) => {
      const raw = family(name)
      find(raw, 'Patient').birthDate = birthDate
      return raw
    }
    // What is disclosed under duty does not turn on the child's age.
    expect(arriveWhole(born('isla'), VIEWER.okafor).cover).toMatchObject({
      second: 'Second identifier not known',
      bornOn: undefined,
    })
    // Who may agree does: somebody has to look.
    expect(arrive(born('sam'), TEACHER)).toEqual({ kind: 'nothing', needsCheck: true })
  })

  test.each<[child: string, viewer: Viewer, third: object | undefined]>([
    ['sam', VIEWER.okafor, { label: 'UPN', value: 'G801200026001' }],
    ['sam', VIEWER.price, { label: 'Plan reference', value: '7K-204' }],
    ['poppy', VIEWER.flynn, { label: 'Plan reference', value: '6N-283' }], // no UPN before school
  ])('of %s has a third thing to know the child by', (name, viewer, third) => {
    expect(arriveWhole(family(name), viewer).cover.third).toEqual(third)
  })

  test('has no third thing where none is shared with this kind of viewer', () => {
    const raw = family('noah')
    find(raw, 'Patient').identifier = []
    expect(arriveWhole(raw, GP).cover).toMatchObject({ third: undefined, identifiers: [] })
  })

  test('of a child that has just come in is not confirmed', () => {
    for (const viewer of [TEACHER, HEAD, GP]) {
      expect(arriveWhole(family('sam'), viewer).cover).toHaveProperty('confirmedAtMs', undefined)
    }
  })

  test('the record as it stands is the latest that is finished', () => {
    const raw = family('sam')
    const record = find(raw, 'Composition')
    const written = (id: string, status: string, date: string) => ({ ...record, id, status, date })
    raw.push(written('draft', 'preliminary', '2026-11-20'), written('newer', 'amended', '2026-11-16T09:00:00Z'))
    const { cover, contents } = arriveWhole(raw, TEACHER)
    expect(cover.asAtMs).toBe(Date.parse('2026-11-16T09:00:00Z'))
    expect(contents.strengths?.map(({ strengths }) => strengths.length)).toEqual([3])
  })

  test('of two finished, one without a date, neither is known to be the latest', () => {
    const raw = family('sam')
    raw.push({ ...find(raw, 'Composition'), id: 'undated', date: 'last week' })
    expect(() => arrive(raw, TEACHER)).toThrow(expect.objectContaining({ code: 'record/unreadable' }))
  })

  test('the safeguarding lead of another place is not offered as this one’s', () => {
    const raw = family('sam').filter(({ id }) => id !== 'amin')
    expect(arriveWhole(raw, GP).cover.safeguarding).toBeUndefined()
  })
})

describe('what a class teacher keeps names no status', () => {
  const kept = NAMES.flatMap((name) =>
    [VIEWER.khan, VIEWER.tran, VIEWER.flynn].flatMap((viewer) => {
      const ingested = arrive(family(name), viewer)
      return ingested.kind === 'record' ? [{ name, who: viewer.name, ...ingested }] : []
    }),
  )

  test.each(kept)('of $name, for $who', ({ cover, contents }) => {
    const { 'about-me': aboutMe = [], ...others } = contents
    const said = aboutMe.flatMap(({ facts, quotes }) => [facts, quotes.map(({ helpedBy }) => helpedBy)])
    const texts = textsIn([cover, others, said])
    expect(texts.length).toBeGreaterThan(10)
    expect(texts.filter((text) => STATUS_WORDS.test(text))).toEqual([])
    expect(JSON.stringify([cover, others, said])).not.toMatch(STATUS_WORDS)
  })

  test('of nearly every child in a class, for some class teacher', () => {
    expect(new Set(kept.map(({ name }) => name)).size).toBeGreaterThan(11)
  })

  test('even where a name in the record does', () => {
    const raw = family('jay')
    for (const id of ['hillside', 'larkfield', 'north-raa']) find(raw, 'Organization', id).name = 'Adoption House'
    find(raw, 'Practitioner', 'lee').name = [{ text: 'The kinship lead' }]
    find(raw, 'Patient').name = [{ use: 'usual', given: ['Jay'], family: 'Guardian' }]
    for (const viewer of [VIEWER.khan, VIEWER.tran]) {
      const { cover } = arriveWhole(raw, viewer)
      expect(textsIn(cover).filter((text) => STATUS_WORDS.test(text))).toEqual([])
    }
  })

  test('while the GP’s does', () => {
    expect(JSON.stringify(arriveWhole(family('sam'), GP).contents)).toMatch(STATUS_WORDS)
    expect(JSON.stringify(arriveWhole(family('sam'), GP).cover)).toMatch(STATUS_WORDS)
  })

  test('but what the child said is theirs to say', () => {
    const raw = family('sam')
    find(raw, 'Observation', 'sam-about-me-1').valueString = 'I was adopted and I like it.'
    const [box] = arriveWhole(raw, TEACHER).contents['about-me'] ?? []
    expect(box?.quotes.map(({ text }) => text)).toEqual(['I was adopted and I like it.'])
  })
})

describe('nothing gets in but what is on the list', () => {
  const CANARY = 'Xanthippe'

  /** Something in every place where a source might keep a past name, a birth family or a stray remark. */
  function seed(raw: Resource[]): Resource[] {
    const patient = find(raw, 'Patient')
    patient.name = [
      { use: 'old', given: [CANARY], family: CANARY },
      { use: 'maiden', text: CANARY },
      { use: 'temp', text: CANARY },
      { given: [CANARY], period: { end: '2019-06-20' } },
      ...(patient.name as object[]),
      { use: 'official', text: CANARY },
    ]
    patient.identifier = [
      { use: 'old', system: IDENTIFIER_SYSTEM.planReference, value: CANARY },
      { system: IDENTIFIER_SYSTEM.planReference, value: CANARY, period: { end: '2019' } },
      { system: 'https://elsewhere.example/looked-after-number', value: CANARY },
      ...(patient.identifier as object[]),
    ]
    patient.link = [{ other: { reference: `Patient/${CANARY}`, display: CANARY }, type: 'replaces' }]
    patient.photo = [{ title: CANARY, data: CANARY }]
    patient.address = [{ line: [CANARY], use: 'old' }]
    patient.contact = [{ name: { text: CANARY }, relationship: [{ text: 'birth mother' }] }]
    patient.telecom = [{ system: 'phone', value: CANARY }]
    patient.contained = [{ resourceType: 'RelatedPerson', name: [{ text: CANARY }] }]
    patient._birthDate = { extension: [{ url: 'birthPlace', valueString: CANARY }] }
    const decides = ['Consent', 'Provenance'] // where nothing strange is passed over
    for (const one of raw.filter(({ resourceType }) => !decides.includes(resourceType))) scatter(one)
    const about = `Patient/${patient.id}`
    raw.push(
      { resourceType: 'RelatedPerson', id: 'birth-mother', patient: { reference: about }, name: [{ text: CANARY }] },
      { resourceType: 'Encounter', id: 'e1', subject: { reference: about, display: CANARY } },
      { resourceType: 'DocumentReference', id: 'd1', description: CANARY },
      {
        resourceType: 'Observation', // in no section of the record
        id: 'stray',
        status: 'final',
        subject: { reference: about },
        code: { coding: [{ system: CODE_SYSTEM.entry, code: 'strength' }], text: CANARY },
        valueString: CANARY,
      },
      {
        resourceType: 'Composition', // not finished
        id: 'draft',
        status: 'preliminary',
        subject: { reference: about },
        date: '2026-11-01',
        section: [
          {
            code: { coding: [{ system: CODE_SYSTEM.section, code: 'strengths' }] },
            entry: [{ reference: 'Observation/stray' }],
          },
        ],
      },
    )
    return raw
  }

  /** A remark on every object, however deep. */
  function scatter(value: unknown): void {
    if (typeof value !== 'object' || value === null) return
    for (const inner of Object.values(value)) scatter(inner)
    if (Array.isArray(value)) return
    const extra = { url: 'https://elsewhere.example', valueString: CANARY }
    const { extension = [] } = value as { extension?: object[] }
    Object.assign(value, {
      extension: [...extension, extra],
      text: (value as Resource).text ?? undefined,
      unheardOf: CANARY,
    })
    if ('resourceType' in value) {
      Object.assign(value, { text: { status: 'generated', div: `<div>${CANARY}</div>` }, note: [{ text: CANARY }] })
    }
  }

  test.each(NAMES)('%s, for whoever looks', (name) => {
    expect(JSON.stringify(seed(family(name))).split(CANARY).length).toBeGreaterThan(100)
    for (const viewer of Object.values(VIEWER)) {
      const seeded = arrive(seed(family(name)), viewer)
      expect(JSON.stringify(seeded)).not.toContain(CANARY)
      expect(seeded).toEqual(arrive(family(name), viewer))
    }
  })

  test('a name given with a reference to a child is not taken for the name of somebody who helps', () => {
    const raw = family('sam')
    find(raw, 'Observation', 'sam-about-me-1').performer = [{ reference: 'Patient/before', display: CANARY }]
    expect(JSON.stringify(arrive(raw, TEACHER))).not.toContain(CANARY)
  })
})

describe('what is refused', () => {
  const consent = (reference: string | undefined): Resource => ({
    ...find(family('sam'), 'Consent'),
    id: 'other',
    patient: { reference },
  })
  const task = (reference: string): Resource => ({
    resourceType: 'Task',
    id: 'other',
    status: 'accepted',
    for: { reference },
  })
  const identifiers =
    (...values: [system: string, value: string, use?: string][]) =>
    (raw: Resource[]) => {
      find(raw, 'Patient').identifier = values.map(([system, value, use]) => ({ system, value, ...(use && { use }) }))
      return raw
    }
  const { nhsNumber, upn } = IDENTIFIER_SYSTEM

  test.each<[string, ErrorCode, change: (raw: Resource[]) => unknown[]]>([
    ['two children', 'record/two-children', (raw) => [...raw, find(family('mia'), 'Patient')]],
    ['a task about another child', 'record/two-children', (raw) => [...raw, task('Patient/mia')]],
    ['a task about nobody', 'record/two-children', (raw) => [...raw, { ...task(''), for: {} }]],
    ['an agreement about another child', 'record/two-children', (raw) => [...raw, consent('Patient/mia')]],
    ['an agreement about nobody', 'record/two-children', (raw) => [...raw, consent(undefined)]],
    ['a relative of another child', 'record/two-children', (raw) => [...raw, find(family('mia'), 'RelatedPerson')]],
    ['two NHS numbers', 'record/two-identities', identifiers([nhsNumber, '9990000018'], [nhsNumber, '9990000026'])],
    [
      'an NHS number and an old one',
      'record/two-identities',
      identifiers([nhsNumber, '9990000018'], [nhsNumber, '9990000026', 'old']),
    ],
    ['two pupil numbers', 'record/two-identities', identifiers([upn, 'G801200026001'], [upn, 'W801200026002'])],
    ['no child', 'record/unreadable', (raw) => raw.filter(({ resourceType }) => resourceType !== 'Patient')],
    ['nothing', 'record/unreadable', () => []],
    ['a resource that is none', 'record/unreadable', (raw) => [...raw, null]],
    ['a broken one', 'record/unreadable', (raw) => [...raw, { resourceType: 'Goal', id: 'g' }]],
    [
      'a child with no name but old ones',
      'record/unreadable',
      (raw) => {
        find(raw, 'Patient').name = [{ use: 'old', given: ['Samuel'] }]
        return raw
      },
    ],
  ])('%s: %s', (_, code, change) => {
    expect(() => arrive(change(family('sam')))).toThrow(expect.objectContaining({ code }))
  })

  test('the same number written twice is one number', () => {
    const raw = identifiers([nhsNumber, '999 000 0018'], [nhsNumber, '9990000018'])(family('sam'))
    expect(arriveWhole(raw, GP).cover.identifiers).toEqual(['9990000018'])
  })

  test('an old number alone is left out', () => {
    const raw = identifiers([nhsNumber, '9990000018', 'old'])(family('sam'))
    expect(arriveWhole(raw, GP).cover.identifiers).toEqual([])
  })

  test('no message tells anything of the child', () => {
    try {
      arrive([...family('sam'), find(family('mia'), 'Patient')])
      expect.unreachable()
    } catch (error) {
      expect((error as Error).message).not.toMatch(/Sam|Mia|Carter|999/)
    }
  })
})

describe('whatever arrives, the answer is a record, nothing, or an error of ours', () => {
  const tryIt = (raw: unknown[]) => {
    for (const viewer of [TEACHER, HEAD, GP]) {
      try {
        JSON.stringify(arrive(raw, viewer))
      } catch (error) {
        if (!(error instanceof AppError)) throw error
      }
    }
  }
  const word = fc.constantFrom(
    'constructor',
    '__proto__',
    '',
    'Patient/sam',
    '9999-12-31',
    '0000',
    '2026-02-30',
    'accepted',
  )
  const junk = fc.oneof(word, fc.jsonValue({ maxDepth: 3 }))

  test('junk', { timeout: RUNS_TIMEOUT_MS }, () => {
    const type = fc.constantFrom(...Object.keys(RESOURCE_SCHEMAS), 'Consent', 'Encounter')
    const resource = fc
      .record({ resourceType: type, id: fc.string(), status: junk, subject: junk, patient: junk, provision: junk })
      .chain((one) => fc.dictionary(fc.string(), junk).map((more) => ({ ...more, ...one })))
    fc.assert(fc.property(fc.array(fc.oneof(junk, resource), { maxLength: 5 }), tryIt), RUNS)
  })

  test('a real record with one thing in it replaced', { timeout: RUNS_TIMEOUT_MS }, () => {
    const name = fc.constantFrom('sam', 'mia', 'ruby')
    fc.assert(
      fc.property(name, fc.array(fc.tuple(fc.nat(), junk), { minLength: 1, maxLength: 3 }), (one, changes) => {
        const raw = family(one)
        for (const [at, value] of changes) {
          const places = placesIn(raw)
          const [holder, key] = places[at % places.length] ?? []
          if (holder && key !== undefined) holder[key] = value
        }
        tryIt(raw)
      }),
      RUNS,
    )
  })

  function placesIn(value: unknown): [holder: Record<string, unknown>, key: string][] {
    if (typeof value !== 'object' || value === null) return []
    const holder = value as Record<string, unknown>
    return Object.entries(value).flatMap(([key, inner]) => [[holder, key] as const, ...placesIn(inner)]) as []
  }
})
