import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { AppError } from '../../../src/core/errors.ts'
import { IDENTIFIER_SYSTEM } from '../../../src/record/code-systems.ts'
import { arrive, family, find, NAMES, type Resource, textsIn, VIEWER } from './arrive.ts'

/*
 * Security T16, the half that is decided on the way in: an answer in which anything is about another child is refused
 * whole. The other half, names that are nearly the same, is in tests/browser/right-child.test.ts.
 */

type Pair = { mine: Resource[]; theirs: Resource[]; pick: <One>(from: One[]) => One }

/** Ways in which one child's answer comes to hold something of another's. Each changes `mine`. */
const MIXED: Record<string, (pair: Pair) => unknown> = {
  'the other child’s whole record': ({ mine, theirs }) => mine.push(...theirs),
  'two Patients': ({ mine, theirs, pick }) => mine.splice(pick([0, mine.length]), 0, find(theirs, 'Patient')),
  'the other Patient in place of this one': ({ mine, theirs }) =>
    Object.assign(find(mine, 'Patient'), find(theirs, 'Patient')),
  'a stray resource': ({ mine, theirs, pick }) => mine.push(pick(theirs.filter(isAboutSomebody))),
  'an agreement about the other': ({ mine, theirs }) => mine.push(find(theirs, 'Consent')),
  'a relative of the other': ({ mine, theirs }) => mine.push({ ...aRelative(theirs), id: 'stray' }),
  'a task for the other': ({ mine, theirs }) =>
    mine.push({ resourceType: 'Task', id: 'stray', status: 'accepted', for: { reference: referenceTo(theirs) } }),
  'the other’s record as the newest': ({ mine, theirs }) =>
    mine.push({ ...find(theirs, 'Composition'), date: '2026-11-20' }),
  'something that has changed hands': ({ mine, theirs, pick }) =>
    setSubject(pick(mine.filter(isAboutSomebody)), { reference: referenceTo(theirs) }),
  'something of which only a name says whose it is': ({ mine, theirs, pick }) =>
    setSubject(pick(mine.filter(isAboutSomebody)), { display: nameIn(theirs) }),
  'something of which only a number says whose it is': ({ mine, theirs, pick }) =>
    setSubject(pick(mine.filter(isAboutSomebody)), { identifier: pick(identifiersIn(theirs)) }),
  'something that is about a child of the same id elsewhere': ({ mine, pick }) =>
    setSubject(pick(mine.filter(isAboutSomebody)), { reference: `https://elsewhere.example/${referenceTo(mine)}` }),
  'something about nobody': ({ mine, pick }) => setSubject(pick(mine.filter(isAboutSomebody)), {}),
  'the other’s NHS number beside this one’s': ({ mine, theirs }) =>
    addIdentifier(mine, theirs, IDENTIFIER_SYSTEM.nhsNumber),
  'the other’s NHS number as an old one': ({ mine, theirs }) =>
    addIdentifier(mine, theirs, IDENTIFIER_SYSTEM.nhsNumber, { use: 'old' }),
  'the other’s UPN beside this one’s': ({ mine, theirs }) => addIdentifier(mine, theirs, IDENTIFIER_SYSTEM.upn),
}

const child = fc.constantFrom(...NAMES.filter((name) => numbers(family(name)) === 2))
const mixed = fc
  .record({ ways: fc.constantFrom(...Object.keys(MIXED)), mine: child, theirs: child, order: fc.nat(), at: fc.nat() })
  .filter(({ mine, theirs }) => mine !== theirs)

/** A hundred pairs, the same every time: each way at least once. */
const PAIRS = fc.sample(mixed, { numRuns: 100, seed: 20261121 }).map((one, index) => ({
  ...one,
  ways: Object.keys(MIXED)[index] ?? one.ways,
}))

describe('an answer that mixes two children is refused, whoever looks', () => {
  test.each(PAIRS)('$mine with $ways of $theirs ($at)', ({ mine, theirs, ways, order, at }) => {
    const raw = mix({ mine, theirs, ways, at })
    for (const viewer of Object.values(VIEWER)) {
      const answer = tried(() => arrive(rotated(raw, order), viewer))
      expect(['record/two-children', 'record/two-identities']).toContain(answer)
    }
  })

  test('as one about two identities where it is numbers that do not agree, and otherwise as one about two children', () => {
    for (const pair of PAIRS) {
      const code = /NHS|UPN/.test(pair.ways) ? 'record/two-identities' : 'record/two-children'
      expect(tried(() => arrive(mix(pair)))).toBe(code)
    }
  })

  test('and with nothing mixed in, none of them is', () => {
    for (const name of new Set(PAIRS.map(({ mine }) => mine))) {
      expect(['record', 'nothing']).toContain(tried(() => arrive(family(name))))
    }
    expect(new Set(PAIRS.map(({ mine, theirs, ways }) => `${mine} ${theirs} ${ways}`)).size).toBeGreaterThan(90)
  })
})

describe('another child who is merely mentioned is not shown', () => {
  const ELSEWHERE = { reference: 'Patient/other', display: 'Xanthippe Other' }
  test.each<[string, of: (raw: Resource[]) => object, change: object]>([
    ['as who said something', (raw) => find(raw, 'Observation', 'sam-about-me-1'), { performer: [ELSEWHERE] }],
    ['as who owns a commitment', (raw) => find(raw, 'Task'), { owner: ELSEWHERE }],
    ['as who asked for it', (raw) => find(raw, 'Task'), { requester: ELSEWHERE }],
    ['as who steps in', (raw) => find(raw, 'Task'), { restriction: { recipient: [ELSEWHERE] } }],
    ['as one of the team', (raw) => find(raw, 'CareTeam'), { participant: [{ member: ELSEWHERE }] }],
    ['as who decides', (raw) => find(raw, 'Observation', 'sam-arrangement-2'), { focus: [ELSEWHERE] }],
    ['as a link', (raw) => find(raw, 'Patient'), { link: [{ other: ELSEWHERE, type: 'seealso' }] }],
    ['as the name of this one', (raw) => find(raw, 'Goal'), { subject: { ...ELSEWHERE, reference: 'Patient/sam' } }],
    ['as a former agreement', (raw) => find(raw, 'Consent'), { sourceReference: ELSEWHERE }],
  ])('%s', (_, of, change) => {
    for (const viewer of Object.values(VIEWER)) {
      const raw = family('sam')
      Object.assign(of(raw), change)
      expect(textsIn(arrive(raw, viewer)).filter((text) => /Xanthippe|Patient\/other/.test(text))).toEqual([])
    }
  })

  test('in a kind of resource that is not read', () => {
    const raw = [...family('sam'), { resourceType: 'Encounter', id: 'e', subject: ELSEWHERE }]
    expect(arrive(raw)).toEqual(arrive(family('sam')))
  })
})

function mix({ mine, theirs, ways, at }: { mine: string; theirs: string; ways: string; at: number }): Resource[] {
  const raw = family(mine)
  MIXED[ways]?.({ mine: raw, theirs: family(theirs), pick: (from) => from[at % from.length] as (typeof from)[number] })
  return raw
}

/** What came of it: what was kept, or the code of the refusal. Any other error is thrown on. */
function tried(attempt: () => { kind: string }): string {
  try {
    return attempt().kind
  } catch (error) {
    if (error instanceof AppError) return error.code
    throw error
  }
}

function rotated(raw: Resource[], by: number): Resource[] {
  const at = by % raw.length
  return [...raw.slice(at), ...raw.slice(0, at)]
}

function referenceTo(raw: Resource[]): string {
  return `Patient/${find(raw, 'Patient').id}`
}

function nameIn(raw: Resource[]): string {
  const [name] = find(raw, 'Patient').name as { given: string[]; family: string }[]
  return `${name?.given[0]} ${name?.family}`
}

function identifiersIn(raw: Resource[]): { system: string; value: string }[] {
  return find(raw, 'Patient').identifier as { system: string; value: string }[]
}

/** How many of the numbers that tell two identities apart a child has. */
function numbers(raw: Resource[]): number {
  const { nhsNumber, upn } = IDENTIFIER_SYSTEM
  return identifiersIn(raw).filter(({ system }) => system === nhsNumber || system === upn).length
}

function addIdentifier(mine: Resource[], theirs: Resource[], wanted: string, changes: object = {}): void {
  const found = identifiersIn(theirs).find(({ system }) => system === wanted)
  if (!found) throw new Error(`no ${wanted}`)
  identifiersIn(mine).unshift({ ...found, ...changes })
}

function aRelative(raw: Resource[]): Resource {
  return (
    raw.find(({ resourceType }) => resourceType === 'RelatedPerson') ?? {
      resourceType: 'RelatedPerson',
      id: 'stray',
      patient: { reference: referenceTo(raw) },
    }
  )
}

/** Where a resource says whom it is about. */
const SUBJECT = ['subject', 'patient', 'for'] as const

function isAboutSomebody(resource: Resource): boolean {
  return resource.resourceType !== 'Patient' && SUBJECT.some((field) => resource[field] !== undefined)
}

function setSubject(resource: Resource, subject: object): void {
  const field = SUBJECT.find((one) => resource[one] !== undefined)
  if (!field) throw new Error('about nobody')
  resource[field] = subject
}
