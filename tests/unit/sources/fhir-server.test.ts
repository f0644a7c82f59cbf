import type { Bundle, CareTeam, Consent, Group, Provenance } from '@medplum/fhirtypes'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ingest } from '../../../src/app/ingest/ingest.ts'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { readViewer } from '../../../src/fhir/read-viewer.ts'
import { FAMILIES, practiceViewer, SIGN_INS } from '../../../src/practice/families/index.ts'
import type { Fault } from '../../../src/practice/server/faults.ts'
import { type PracticeServer, startPracticeServer } from '../../../src/practice/server/practice-server.ts'
import { CODE_SYSTEM } from '../../../src/record/code-systems.ts'
import { fetchAgreedChildren, fetchRecord } from '../../../src/sources/fhir-server/fetch-records.ts'
import { fetchViewer } from '../../../src/sources/fhir-server/fetch-viewer.ts'
import type { FhirServer } from '../../../src/sources/fhir-server/request.ts'
import { readBundle } from '../../../src/sources/read-bundle.ts'
import { serverAt } from '../../fixtures/server-at.ts'
import { GP, HEAD, TEACHER } from '../../fixtures/viewers.ts'

const CODES = { teacher: 'practice-class-teacher', head: 'practice-virtual-school-head', gp: 'practice-gp' }
const VIEWERS = { teacher: TEACHER, head: HEAD, gp: GP }
type Who = keyof typeof CODES

const NOW = Date.parse('2026-11-21T10:00:00Z')

let practice: PracticeServer
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })
const fetchResources = async (server: FhirServer, patient: string) => (await fetchRecord(server, patient)).resources

const server = (who: Who) => serverAt(practice.url, CODES[who])

beforeAll(async () => {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  practice = await startPracticeServer({ port: 0, bundles: FAMILIES, tokens })
})
afterAll(() => practice.stop())
afterEach(() => practice.faults.clear())

describe.each<Who>(['teacher', 'head', 'gp'])('signed in as the %s', (who) => {
  test('the server says who that is', async () => {
    expect(readViewer(await fetchViewer(server(who)))).toEqual(VIEWERS[who])
  })

  test('a record comes with everybody it names, and reads as the shipped one does', async () => {
    const arrival = { child: 'c', source: { id: 's', name: 'Practice', viewer: VIEWERS[who] }, nowMs: NOW }
    const fetched = ingest(await fetchResources(server(who), 'Patient/sam'), arrival)
    const shipped = ingest(readBundle(FAMILIES.find(({ id }) => id === 'sam-bundle')), arrival)
    expect(fetched).toEqual(shipped)
  })
})

test.each(FAMILIES.map(({ id }) => id?.replace('-bundle', '') ?? ''))(
  'the record of %s reads as the shipped one does, whatever it is shared by',
  async (name) => {
    const viewer = readViewer(practiceViewer('PractitionerRole/okafor'))
    const arrival = { child: 'c', source: { id: 's', name: 'Practice', viewer }, nowMs: NOW }
    const fetched = await fetchResources(serverAt(practice.url, 'practice-designated-teacher'), `Patient/${name}`)
    expect(ingest(fetched, arrival)).toEqual(
      ingest(readBundle(FAMILIES.find(({ id }) => id === `${name}-bundle`)), arrival),
    )
  },
)

describe('asks for consent first', () => {
  test.each(SIGN_INS)('$name is told of the children who are shared with them and no others', async (signIn) => {
    const viewer = readViewer(practiceViewer(signIn.practitionerRole))
    const own = [viewer.role, viewer.person, viewer.organisation].map((one) => `"reference":"${one}"`)
    const isNamedIn = (part: unknown) => own.some((one) => JSON.stringify(part ?? {}).includes(one))
    const children = FAMILIES.filter(({ entry = [] }) =>
      entry.some(
        ({ resource }) =>
          (resource?.resourceType === 'Consent' &&
            resource.status === 'active' &&
            isNamedIn(resource.provision?.actor)) ||
          (resource?.resourceType === 'Provenance' && isNamedIn(resource.agent)),
      ),
    ).map(({ id }) => `Patient/${id?.replace('-bundle', '')}`)
    expect(children.length).toBeGreaterThan(0)
    expect(children.length).toBeLessThan(FAMILIES.length)
    const found = await fetchAgreedChildren(serverAt(practice.url, signIn.token), viewer)
    expect(found.toSorted()).toEqual(children.toSorted())
  })

  test.each<[Who, sees: string[], not: string[]]>([
    ['teacher', ['mia', 'noah', 'ruby', 'sam'], ['theo', 'leila', 'callum', 'hannah', 'willow']],
    ['head', ['mia', 'noah', 'sam', 'theo'], ['ruby', 'leila', 'hannah', 'dina']],
    ['gp', ['mia', 'noah', 'ruby', 'sam', 'theo', 'hannah'], ['leila', 'sam-carver']],
  ])('the %s is told of these children, and not of those', async (who, sees, not) => {
    const found = await fetchAgreedChildren(server(who), VIEWERS[who])
    expect(found).toEqual(expect.arrayContaining(sees.map((id) => `Patient/${id}`)))
    for (const id of not) expect(found).not.toContain(`Patient/${id}`)
  })

  describe('by the teams and groups that the viewer is in', () => {
    const together = async (team: CareTeam | Group) => {
      const agreement = await practice.repository.readResource<Consent>('Consent', 'hannah-agreement-1')
      const reference = { reference: `${team.resourceType}/${team.id}` }
      const role = { coding: [{ code: 'IRCP' }] }
      const withTeam = { ...agreement, id: 'team-agreement', provision: { actor: [{ role, reference }] } }
      await practice.repository.updateResource(team)
      await practice.repository.updateResource(withTeam as Consent)
      const found = await fetchAgreedChildren(server('teacher'), TEACHER)
      await practice.repository.deleteResource('Consent', 'team-agreement')
      await practice.repository.deleteResource(team.resourceType, team.id ?? '')
      return found
    }

    test.each<[string, CareTeam | Group, isFound: boolean]>([
      [
        'a care team',
        {
          resourceType: 'CareTeam',
          id: 'a-team',
          status: 'active',
          participant: [{ member: { reference: 'PractitionerRole/khan' } }],
        },
        true,
      ],
      [
        'a group',
        {
          resourceType: 'Group',
          id: 'a-group',
          type: 'practitioner',
          actual: true,
          member: [{ entity: { reference: 'Practitioner/khan' } }],
        },
        true,
      ],
      [
        'somebody else’s team',
        {
          resourceType: 'CareTeam',
          id: 'b-team',
          status: 'active',
          participant: [{ member: { reference: 'PractitionerRole/tran' } }],
        },
        false,
      ],
    ])('%s', async (_, team, isFound) => {
      expect((await together(team)).includes('Patient/hannah')).toBe(isFound)
    })
  })

  describe('and for what is disclosed under duty', () => {
    const disclosed = async (changes: object) => {
      const duty = await practice.repository.readResource<Provenance>('Provenance', 'isla-duty-1')
      const entry = [{ resource: { ...duty, target: [{ reference: 'Patient/theo' }], ...changes } }]
      practice.faults.answerNext({
        to: 'GET /fhir/Provenance',
        change: () => ({ resourceType: 'Bundle', type: 'searchset', entry }),
      })
      return (await fetchAgreedChildren(server('teacher'), TEACHER)).some((child) => child.includes('theo'))
    }

    test('lists the child it is about', async () => expect(await disclosed({})).toBe(true))

    test.each<[string, object]>([
      ['other activity', { activity: { coding: [{ system: CODE_SYSTEM.basis, code: 'agreement' }] } }],
      ['activity in another code', { activity: { coding: [{ system: 'urn:x', code: 'disclosure-under-duty' }] } }],
      ['activity that is not said', { activity: undefined }],
      ['reference that would lead elsewhere', { target: [{ reference: 'Patient/../theo' }] }],
      ['child on another server', { target: [{ reference: 'https://elsewhere.example/Patient/theo' }] }],
    ])('lists nobody for an %s', async (_, changes) => expect(await disclosed(changes)).toBe(false))
  })

  test('a child whose agreement is withdrawn is not asked about again', async () => {
    const agreement = await practice.repository.readResource<Consent>('Consent', 'noah-agreement-1')
    await practice.repository.updateResource<Consent>({ ...agreement, status: 'inactive' })
    expect(await fetchAgreedChildren(server('teacher'), TEACHER)).not.toContain('Patient/noah')
    await practice.repository.updateResource<Consent>({ ...agreement, status: 'active' })
  })

  test('a child named twice is listed once', async () => {
    const agreement = await practice.repository.readResource<Consent>('Consent', 'sam-agreement-1')
    await practice.repository.updateResource<Consent>({ ...agreement, id: 'again' })
    const found = await fetchAgreedChildren(server('teacher'), TEACHER)
    expect(found.filter((one) => one === 'Patient/sam')).toHaveLength(1)
    await practice.repository.deleteResource('Consent', 'again')
  })

  const findOnly = async (changes: object) => {
    const agreement = await practice.repository.readResource<Consent>('Consent', 'sam-agreement-1')
    const entry = [{ resource: { ...agreement, ...changes } }]
    practice.faults.answerNext({
      to: 'GET /fhir/Consent',
      change: () => ({ resourceType: 'Bundle', type: 'searchset', entry }),
    })
    return fetchAgreedChildren(server('teacher'), TEACHER)
  }

  test('leaves out an agreement that is not active, even if the server finds it', async () => {
    expect(await findOnly({ status: 'inactive' })).toEqual([])
  })

  test.each<[string, object]>([
    ['a reference that would lead elsewhere', { patient: { reference: 'Patient/../../admin' } }],
    ['an absolute reference to elsewhere', { patient: { reference: 'https://elsewhere.example/Patient/sam' } }],
    ['nobody', { patient: {} }],
  ])('an agreement about %s is not understood, which is no sign that anybody may go', async (_, changes) => {
    await expect(findOnly(changes)).rejects.toThrow(code('source/not-fhir'))
  })
})

describe('a list in pages', () => {
  const page = (next: string | undefined, id: string) => {
    const consent = { resourceType: 'Consent', status: 'active', patient: { reference: `Patient/${id}` } }
    const link = next && { link: [{ relation: 'next', url: next }] }
    return { status: 200, body: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: consent }], ...link } }
  }

  test('is followed to its end', async () => {
    practice.faults.answerNext({ to: 'GET /fhir/Consent', instead: page(`${practice.url}/Consent?page=2`, 'one') })
    practice.faults.answerNext({ to: 'GET /fhir/Consent', instead: page(undefined, 'two') })
    expect(await fetchAgreedChildren(server('teacher'), TEACHER)).toEqual(['Patient/one', 'Patient/two'])
  })

  test.each([
    'https://elsewhere.example/fhir/Consent?page=2',
    'http://127.0.0.1:1/fhir/Consent?page=2',
    '//elsewhere.example/Consent',
    'Consent?page=2',
    `http://127.0.0.1/fhir/../stolen`,
  ])('is not followed to %s, and the access code stays here', async (next) => {
    practice.faults.answerNext({ to: 'GET /fhir/Consent', instead: page(next, 'one') })
    const asked: string[] = []
    const watched: typeof fetch = (input, init) => {
      asked.push(String(input))
      return fetch(input, init)
    }
    const watching = { ...server('teacher'), fetch: watched }
    await expect(fetchAgreedChildren(watching, TEACHER)).rejects.toThrow(code('source/not-fhir'))
    expect(asked.filter((url) => !url.startsWith(`${practice.url}/`))).toEqual([])
    expect(asked.at(-1)).toContain('/Consent?')
  })

  test('a base address that another merely starts with is another place', async () => {
    practice.faults.answerNext({ to: 'GET /fhir/Consent', instead: page(`${practice.url}-evil/Consent`, 'one') })
    await expect(fetchAgreedChildren(server('teacher'), TEACHER)).rejects.toThrow(code('source/not-fhir'))
  })

  test('without end is given up', async () => {
    for (let at = 0; at < 101; at++) {
      practice.faults.answerNext({
        to: 'GET /fhir/Consent',
        instead: page(`${practice.url}/Consent?page=${at}`, 'one'),
      })
    }
    await expect(fetchAgreedChildren(server('teacher'), TEACHER)).rejects.toThrow(code('source/too-large'))
  })
})

describe('when the server does not answer as it should', () => {
  const html = { status: 200, body: '<html>Sign in to the wifi</html>', contentType: 'text/html' }
  test.each<[string, Fault, ErrorCode]>([
    ['a captive portal', { instead: html }, 'source/not-fhir'],
    ['out of order', { instead: { status: 503 } }, 'source/busy'],
    ['no longer allowed', { instead: { status: 403 } }, 'source/forbidden'],
    ['nothing at the base address', { instead: { status: 410 } }, 'source/not-fhir'],
    ['half the JSON', { change: (body) => JSON.stringify(body).slice(0, 200) }, 'source/not-fhir'],
    ['the line drops', { hangUp: true }, 'source/unreachable'],
    ['a resource in place of a Bundle', { change: () => ({ resourceType: 'Patient' }) }, 'source/not-fhir'],
    [
      'parts left out of a batch',
      { to: 'POST', change: (body) => ({ ...(body as Bundle), entry: (body as Bundle).entry?.slice(1) }) },
      'source/not-fhir',
    ],
    ['one part of a batch refused', { to: 'POST', change: (body) => refuseLast(body as Bundle) }, 'source/forbidden'],
  ])('%s', async (_, fault, expected) => {
    practice.faults.answerNext(fault)
    await expect(fetchResources(server('gp'), 'Patient/sam')).rejects.toThrow(code(expected))
  })

  test('an access code that is not known is refused, everywhere', async () => {
    const stranger = serverAt(practice.url, 'wrong')
    await expect(fetchViewer(stranger)).rejects.toThrow(code('source/refused'))
    await expect(fetchAgreedChildren(stranger, GP)).rejects.toThrow(code('source/refused'))
    await expect(fetchResources(stranger, 'Patient/sam')).rejects.toThrow(code('source/refused'))
  })

  test('a child who is not there is gone', async () => {
    await expect(fetchResources(server('gp'), 'Patient/nobody')).rejects.toThrow(code('source/gone'))
  })

  test('a practitioner who is not there costs nobody the record', async () => {
    await practice.repository.deleteResource('PractitionerRole', 'novak')
    const record = (await fetchResources(server('gp'), 'Patient/sam')) as { id: string }[]
    expect(record.map(({ id }) => id)).toContain('sam-commitments-1')
  })

  test.each<[string, object, ErrorCode]>([
    ['names no user-info address', {}, 'source/not-fhir'],
    ['keeps user info elsewhere', { userinfo_endpoint: 'https://elsewhere.example/userinfo' }, 'source/not-fhir'],
    ['gives an address that is none', { userinfo_endpoint: 'userinfo' }, 'source/not-fhir'],
  ])('a SMART configuration that %s', async (_, answer, expected) => {
    practice.faults.answerNext({ to: 'GET /fhir/.well-known', change: () => answer })
    await expect(fetchViewer(server('gp'))).rejects.toThrow(code(expected))
  })

  test.each([
    { fhirUser: 'Patient/sam' },
    { fhirUser: 'PractitionerRole/a/b' },
    { sub: 'x' },
    { sub: 'x', fhirUser: 7 },
  ])('user info that says %j names no role', async (answer) => {
    practice.faults.answerNext({ to: 'GET /userinfo', change: () => answer })
    await expect(fetchViewer(server('gp'))).rejects.toThrow(code('source/no-role'))
  })

  test.each([{}, { message: 'Hello' }, { fhirUser: 7 }])('%j is no user info, and not “no role”', async (answer) => {
    practice.faults.answerNext({ to: 'GET /userinfo', change: () => answer })
    await expect(fetchViewer(server('gp'))).rejects.toThrow(code('source/not-fhir'))
  })

  test('something other than a role is no role read, and not “no role”', async () => {
    practice.faults.answerNext({
      to: 'GET /fhir/PractitionerRole',
      change: () => ({ resourceType: 'Patient', id: 'x' }),
    })
    await expect(fetchViewer(server('gp'))).rejects.toThrow(code('source/not-fhir'))
  })
})

function refuseLast(batch: Bundle): Bundle {
  const entry = batch.entry ?? []
  return { ...batch, entry: [...entry.slice(0, -1), { response: { status: '403' } }] }
}
