import type { Group, Patient, Resource } from '@medplum/fhirtypes'
import { afterAll, beforeEach, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { FAMILIES, SIGN_INS } from '../../../src/practice/families/index.ts'
import { type PracticeServer, startPracticeServer } from '../../../src/practice/server/practice-server.ts'
import { checkCapabilities } from '../../../src/sources/fhir-server/check-capabilities.ts'
import { fetchRecord } from '../../../src/sources/fhir-server/fetch-records.ts'
import { findChanged, type Known, knownOf } from '../../../src/sources/fhir-server/known.ts'
import { serverAt } from '../../fixtures/server-at.ts'

const code = (expected: ErrorCode) => expect.objectContaining({ name: 'AppError', code: expected })

let practice: PracticeServer | undefined
afterAll(() => practice?.stop())

/** A server of its own for each test: what one changes no other may see. */
async function start(): Promise<PracticeServer> {
  await practice?.stop()
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  practice = await startPracticeServer({ port: 0, bundles: FAMILIES.slice(0, 12), tokens })
  return practice
}

/** What is known of each of twelve, and the clock long before: what a test changes, it changes since. */
async function asKnown(): Promise<Map<string, Known>> {
  const all = CHILDREN.map(async (patient) => {
    const { resources, missing } = await fetchRecord(server(), patient)
    const known = knownOf(resources, missing, Date.now() + ALL_READ_MS)
    if (!known) throw new Error('nothing is known')
    return [patient, known] as const
  })
  return new Map(await Promise.all(all))
}

const CHILDREN = FAMILIES.slice(0, 12).map(({ entry }) => {
  return `Patient/${entry?.find(({ resource }) => resource?.resourceType === 'Patient')?.resource?.id}`
})

/** What was loaded a moment ago is to count as long ago. */
const ALL_READ_MS = 60_000

const server = (change: Parameters<typeof serverAt>[2] = {}) => serverAt(practice?.url ?? '', 'practice-gp', change)

const find = async <Kind extends Resource>(type: Kind['resourceType'], id: string): Promise<Kind> =>
  (await practice?.repository.readResource<Kind>(type, id)) as Kind

describe('what was found before', () => {
  beforeEach(start)

  test('is asked about in a few answers that hold no record', async () => {
    const known = await asKnown()
    const answers: Response[] = []
    const watched = server({
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        answers.push(response.clone())
        return response
      },
    })
    expect(await findChanged(watched, known)).toEqual(new Set())
    expect(answers.length).toBeLessThanOrEqual(3) // whatever is read by its name, fifty at a time, then all the rest
    const texts = await Promise.all(answers.map((answer) => answer.text()))
    expect(texts.join()).not.toContain('Carter')
    const whole = JSON.stringify(await fetchRecord(server(), 'Patient/sam'))
    expect(texts.join().length).toBeLessThan(whole.length)
  })

  const CHANGES: [what: string, change: () => Promise<unknown>, isAboutMany?: true][] = [
    ['the Patient', async () => change(await find<Patient>('Patient', 'sam'), { gender: 'unknown' })],
    [
      'something that is searched for',
      async () => change(await find('Goal', await firstOf('Goal')), { priority: { text: 'x' } }),
    ],
    ['somebody it names', async () => change(await find('Practitioner', 'price'), { active: true }), true],
    ['an agreement that is taken away', async () => practice?.repository.deleteResource('Consent', 'sam-agreement-1')],
    ['a new Provenance', async () => practice?.repository.createResource(PROVENANCE)],
  ]

  test.each(CHANGES)('is known to have changed when it is %s', async (_, make, isAboutMany) => {
    const known = await asKnown()
    await make()
    const changed = await findChanged(server(), known)
    expect(changed).toContain('Patient/sam')
    if (!isAboutMany) expect(changed.size).toBeLessThanOrEqual(4) // the smallest group
  })

  test('has changed when somebody was missing and is there now', async () => {
    const group: Group = { resourceType: 'Group', id: 'late', type: 'practitioner', actual: true }
    const known = await asKnown()
    for (const one of known.values()) one.versions['Group/late'] = null
    expect(await findChanged(server(), known)).toEqual(new Set())
    await practice?.repository.updateResource(group)
    expect(await findChanged(server(), known)).toEqual(new Set(CHILDREN))
  })

  test('has changed when the Patient is refused now, so that the refusal is heard in full', async () => {
    const known = await asKnown()
    practice?.repository.refused.add('Patient/sam')
    expect(await findChanged(server(), known)).toEqual(new Set(['Patient/sam']))
    await expect(fetchRecord(server(), 'Patient/sam')).rejects.toThrow(code('source/forbidden'))
  })

  test('and one that was deleted is gone for good', async () => {
    await practice?.repository.deleteResource('Patient', 'sam')
    await expect(fetchRecord(server(), 'Patient/sam')).rejects.toThrow(code('source/removed'))
  })

  test('is nothing where a resource does not say its version', () => {
    const whole = { resourceType: 'Patient', id: 'a', meta: { versionId: '1', lastUpdated: '2026-01-01T00:00:00Z' } }
    expect(knownOf([whole], [], 0)).toBeDefined()
    expect(knownOf([whole, { resourceType: 'Goal', id: 'b' }], [], 0)).toBeUndefined()
    expect(knownOf([whole], [], undefined)).toBeUndefined() // nor of a server that does not say what time it is
  })

  test('has changed as far as a server can tell that does not count', async () => {
    const known = await asKnown()
    const uncounted = server({
      fetch: async (input, init) => {
        const response = await fetch(input, init)
        return new Response((await response.text()).replaceAll('"total"', '"count"'), response)
      },
    })
    expect(await findChanged(uncounted, known)).toEqual(new Set(CHILDREN))
  })
})

describe('what a server says it is', () => {
  beforeEach(start)

  test('is asked and believed', async () => {
    await expect(checkCapabilities(server())).resolves.toBeUndefined()
  })

  const statement = { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }
  test.each<[what: string, body: object, ErrorCode]>([
    ['DSTU2', { ...statement, fhirVersion: '1.0.2' }, 'source/wrong-version'],
    ['R5', { ...statement, fhirVersion: '5.0.0' }, 'source/wrong-version'],
    [
      'without batches',
      { ...statement, rest: [{ mode: 'server', interaction: [{ code: 'search-system' }] }] },
      'source/wrong-version',
    ],
    ['something else', { resourceType: 'Patient' }, 'source/not-fhir'],
  ])('%s is said to be that', async (_, body, expected) => {
    practice?.faults.answerNext({ to: 'GET /fhir/metadata', instead: { status: 200, body } })
    await expect(checkCapabilities(server())).rejects.toThrow(code(expected))
  })

  test('and nothing is held against one that does not say what it takes', async () => {
    practice?.faults.answerNext({ to: 'GET /fhir/metadata', instead: { status: 200, body: statement } })
    await expect(checkCapabilities(server())).resolves.toBeUndefined()
  })
})

async function firstOf(type: 'Goal'): Promise<string> {
  const found = await practice?.repository.search({
    resourceType: type,
    count: 1,
    filters: [{ code: 'subject', operator: 'eq' as never, value: 'Patient/sam' }],
  })
  return found?.entry?.[0]?.resource?.id ?? ''
}

async function change(resource: Resource, what: object): Promise<void> {
  await practice?.repository.updateResource({ ...resource, ...what } as Resource)
}

const PROVENANCE = {
  resourceType: 'Provenance',
  target: [{ reference: 'Patient/sam' }],
  recorded: '2026-11-20T10:00:00Z',
  agent: [{ who: { reference: 'Practitioner/price' } }],
} as Resource
