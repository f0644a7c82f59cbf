import type { AuditEvent, Bundle, Consent, OperationOutcome, Patient, PractitionerRole, Task } from '@medplum/fhirtypes'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import type { Fault } from '../../../src/practice/server/faults.ts'
import { type PracticeServer, startPracticeServer } from '../../../src/practice/server/practice-server.ts'
import { FAMILY } from './family.ts'

const OKAFOR = 'okafor-code'
let server: PracticeServer

beforeAll(async () => {
  const tokens = new Map([
    [OKAFOR, { practitionerRole: 'PractitionerRole/okafor' }],
    ['shah-code', { practitionerRole: 'PractitionerRole/shah' }],
    ...['lead-worker', 'family', 'young-person', 'class-teacher'].map(
      (audience) => [audience, { practitionerRole: `PractitionerRole/${audience}` }] as const,
    ),
  ])
  server = await startPracticeServer({ port: 0, bundles: [FAMILY], tokens })
})
afterAll(() => server.stop())
afterEach(() => server.faults.clear())

function ask(path: string, init: RequestInit = {}, token: string | undefined = OKAFOR): Promise<Response> {
  const headers = { ...(token && { authorization: `Bearer ${token}` }), ...init.headers }
  return fetch(path.startsWith('/') ? new URL(path, server.url) : `${server.url}/${path}`, { ...init, headers })
}

async function find(query: string): Promise<string[]> {
  const bundle = (await (await ask(query)).json()) as Bundle
  return (bundle.entry ?? []).map(({ resource }) => `${resource?.resourceType}/${resource?.id}`)
}

function batch(...urls: string[]): RequestInit {
  const entry = urls.map((url) => ({ request: { method: 'GET', url } }))
  return { method: 'POST', body: JSON.stringify({ resourceType: 'Bundle', type: 'batch', entry }) }
}

describe('signing in', () => {
  test.each(['/fhir', '/fhir/Patient/sam', '/fhir/Nothing', '/userinfo'])('%s asks who you are', async (path) => {
    for (const token of ['', 'wrong', 'constructor']) {
      const response = await ask(path, {}, token)
      expect(response.status).toBe(401)
      expect(response.headers.get('www-authenticate')).toBe('Bearer')
      expect(response.headers.get('content-type')).toContain('application/fhir+json')
      expect(((await response.json()) as OperationOutcome).resourceType).toBe('OperationOutcome')
    }
  })

  test('an access code says whose role it is', async () => {
    expect(await (await ask('/userinfo')).json()).toMatchObject({ fhirUser: 'PractitionerRole/okafor' })
    expect(await (await ask('/userinfo', {}, 'shah-code')).json()).toMatchObject({ fhirUser: 'PractitionerRole/shah' })
  })

  test('anybody may read where to sign in', async () => {
    const response = await ask('.well-known/smart-configuration', {}, '')
    expect(await response.json()).toMatchObject({ userinfo_endpoint: new URL('/userinfo', server.url).href })
  })

  test('a page anywhere may ask with an Authorization header', async () => {
    const response = await ask('Patient/sam', { method: 'OPTIONS' }, '')
    expect(response.status).toBe(204)
    expect(response.headers.get('access-control-allow-origin')).toBe('*')
    expect(response.headers.get('access-control-allow-headers')).toContain('authorization')
  })
})

describe('searching', () => {
  test.each([
    [
      'Consent?status=active&actor=PractitionerRole/okafor,Organization/hillside',
      ['Consent/to-teacher', 'Consent/to-school'],
    ],
    [
      'Consent?status=active&actor=PractitionerRole%2Fokafor%2COrganization%2Fhillside&_count=50',
      ['Consent/to-teacher', 'Consent/to-school'],
    ],
    ['Consent?status=active&actor=PractitionerRole/okafor', ['Consent/to-teacher']],
    ['Consent?actor=PractitionerRole/beneath', []], // R4 indexes the root provision alone
    ['Consent?patient=Patient/sam', ['Consent/to-teacher', 'Consent/to-school', 'Consent/ended']],
    ['Composition?subject=Patient/sam', ['Composition/sections']],
    ['CarePlan?subject=Patient/sam', ['CarePlan/plan']],
    ['Goal?subject=Patient/sam', ['Goal/goal']],
    ['Task?patient=Patient/sam', ['Task/task']],
    ['CareTeam?subject=Patient/sam', ['CareTeam/team']],
    ['RelatedPerson?patient=Patient/sam', ['RelatedPerson/parent']],
    ['Condition?subject=Patient/sam', ['Condition/need']],
    ['Observation?subject=Patient/sam', ['Observation/strength']],
    ['Provenance?target=Task/task', ['Provenance/origin']],
    ['Task?patient=Patient/kit', []],
  ])('%s finds %j', async (query, found) => {
    expect(await find(query)).toEqual(found)
  })

  test('gives a page at a time, and says where the next one is', async () => {
    const first = (await (await ask('Consent?patient=Patient/sam&_count=2')).json()) as Bundle
    expect(first.entry?.map(({ fullUrl }) => fullUrl)).toEqual([
      `${server.url}/Consent/to-teacher`,
      `${server.url}/Consent/to-school`,
    ])
    const second = (await (await ask(first.link?.[0]?.url.slice(server.url.length + 1) ?? '')).json()) as Bundle
    expect(second.entry?.map(({ resource }) => resource?.id)).toEqual(['ended'])
    expect(second.link).toBeUndefined()
    const whole = (await (await ask('Consent?patient=Patient/sam&_count=3')).json()) as Bundle
    expect(whole.link).toBeUndefined()
  })

  test('does not answer "none" to a question it cannot evaluate', async () => {
    expect((await ask('Consent?colour=blue')).status).toBe(400)
    expect((await ask('Banana?patient=Patient/sam')).status).toBe(404)
  })

  test('answers a batch entry by entry', async () => {
    const response = await ask('', batch('Patient/sam', 'Task?patient=Patient/sam', 'Patient/nobody'))
    const { entry } = (await response.json()) as Bundle
    expect(entry?.map(({ response: part }) => part?.status)).toEqual(['200', '200', '404'])
    expect(entry?.[0]?.resource).toMatchObject({ id: 'sam' })
    expect(entry?.[1]?.resource).toMatchObject({ entry: [{ resource: { id: 'task' } }] })
  })
})

test('does not pretend that half a transaction is one', async () => {
  const entry = [{ request: { method: 'GET', url: 'Patient/sam' } }]
  const body = JSON.stringify({ resourceType: 'Bundle', type: 'transaction', entry })
  expect((await ask('', { method: 'POST', body })).status).toBe(400)
})

describe('reading and writing', () => {
  test('keeps the version and time a resource came with', async () => {
    const response = await ask('Patient/sam')
    expect(response.headers.get('etag')).toBe('W/"7"')
    expect(response.headers.get('last-modified')).toBe('Sun, 01 Nov 2026 09:00:00 GMT')
    expect(response.headers.get('cache-control')).toBe('no-store')
  })

  test('changes a Task only for somebody who has seen its current version', async () => {
    const { meta } = await server.repository.readResource<Task>('Task', 'task')
    const body = JSON.stringify([{ op: 'replace', path: '/status', value: 'completed' }])
    const patch = (version: string | undefined) =>
      ask('Task/task', {
        method: 'PATCH',
        body,
        headers: { 'if-match': `W/"${version}"`, 'content-type': 'application/json-patch+json' },
      })
    expect((await patch(meta?.versionId)).status).toBe(200)
    expect((await patch(meta?.versionId)).status).toBe(412)
    expect((await server.repository.readResource<Task>('Task', 'task')).status).toBe('completed')
  })

  test('says where a new resource is', async () => {
    const body = JSON.stringify({ resourceType: 'Provenance', target: [{ reference: 'Task/task' }] })
    const response = await ask('Provenance', { method: 'POST', body })
    expect(response.status).toBe(201)
    const { id } = (await response.json()) as Patient
    expect(response.headers.get('location')).toBe(`${server.url}/Provenance/${id}`)
  })

  test('an agreement withdrawn is withdrawn for the next question', async () => {
    const agreement = await server.repository.readResource<Consent>('Consent', 'to-teacher')
    await server.repository.updateResource<Consent>({ ...agreement, status: 'inactive' })
    expect(await find('Consent?status=active&actor=PractitionerRole/okafor')).toEqual([])
    await server.repository.updateResource<Consent>(agreement)
  })

  test.each([
    ['not JSON', '{', 400, 'structure'],
    ['more than a mebibyte', `"${'x'.repeat(1024 * 1024)}"`, 413, 'too-long'],
    ['far more than that', `"${'x'.repeat(20 * 1024 * 1024)}"`, 413, 'too-long'],
  ])('refuses a body that is %s', async (_, body, status, code) => {
    const response = await ask('Task', { method: 'POST', body })
    expect(response.status).toBe(status)
    expect(((await response.json()) as OperationOutcome).issue[0]?.code).toBe(code)
  })
})

describe('who looked', () => {
  const DICOM = 'http://dicom.nema.org/resources/ontology/DCM'
  const event = (id: string, changes: Partial<AuditEvent> = {}): AuditEvent => ({
    resourceType: 'AuditEvent',
    id,
    type: { system: DICOM, code: '110106' },
    recorded: '2026-11-21T10:00:00Z',
    agent: [
      { who: { reference: 'Organization/hillside' }, requestor: false },
      { who: { reference: 'PractitionerRole/okafor' }, requestor: true },
    ],
    source: { observer: { display: 'A device' } },
    entity: [{ what: { reference: 'Patient/sam' } }],
    ...changes,
  })
  const put = (path: string, body: unknown, token?: string, headers: Record<string, string> = {}) =>
    ask(path, { method: 'PUT', body: JSON.stringify(body), headers }, token)
  const statusOf = async (path: string, init: RequestInit, token?: string) => (await ask(path, init, token)).status

  beforeAll(async () => {
    for (const audience of ['lead-worker', 'family', 'young-person', 'class-teacher']) {
      const code = [{ coding: [{ code: audience }] }]
      await server.repository.updateResource<PractitionerRole>({ resourceType: 'PractitionerRole', id: audience, code })
    }
  })
  afterEach(() => server.accesses.clear())

  test('is taken from whoever it was', async () => {
    const response = await put('AuditEvent/one', event('one'))
    expect([response.status, await response.json()]).toMatchObject([201, { resourceType: 'AuditEvent', id: 'one' }])
    expect(await server.accesses.readResource('AuditEvent', 'one')).toMatchObject({ recorded: '2026-11-21T10:00:00Z' })
  })

  test.each<[string, path: string, body: unknown, token: string, status: number]>([
    ['nobody who is signed in', 'AuditEvent/one', event('one'), 'wrong', 401],
    ['somebody else', 'AuditEvent/one', event('one'), 'shah-code', 403],
    ['nobody at all', 'AuditEvent/one', event('one', { agent: [{ requestor: false }] }), OKAFOR, 403],
    ['an address of another', 'AuditEvent/two', event('one'), OKAFOR, 400],
    ['a Task', 'AuditEvent/task', { resourceType: 'Task', id: 'task' }, OKAFOR, 400],
    ['nothing', 'AuditEvent/one', undefined, OKAFOR, 400],
    ['no FHIR', 'AuditEvent/one', { ...event('one'), recorded: 7 }, OKAFOR, 422],
  ])('is not taken from %s', async (_, path, body, token, status) => {
    const response = await put(path, body, token)
    expect(response.status).toBe(status)
    expect(((await response.json()) as OperationOutcome).resourceType).toBe('OperationOutcome')
    expect((await server.accesses.search({ resourceType: 'AuditEvent' })).total).toBe(0)
  })

  test('is never changed, and never removed', async () => {
    await put('AuditEvent/one', event('one'))
    expect((await put('AuditEvent/one', event('one', { outcome: '8' }))).status).toBe(412)
    expect(await statusOf('AuditEvent/one', { method: 'DELETE' })).toBe(405)
    expect(await statusOf('AuditEvent/one', { method: 'PATCH', body: '[]' })).toBe(405)
    expect(await statusOf('AuditEvent', { method: 'POST', body: JSON.stringify(event('two')) })).toBe(405)
    expect(await server.accesses.readResource('AuditEvent', 'one')).not.toHaveProperty('outcome')
  })

  const questions: [string, RequestInit][] = [
    ['AuditEvent?patient=Patient/sam', {}],
    ['AuditEvent?entity=Patient/sam', {}],
    ['AuditEvent/_search', { method: 'POST', body: JSON.stringify({ entity: 'Patient/sam' }) }],
    ['AuditEvent/_search', { method: 'POST', body: new URLSearchParams({ patient: 'Patient/sam' }) }],
  ]

  test.each(
    ['family', 'young-person', 'lead-worker'].flatMap((token) =>
      questions.map(([path, init]) => [token, path, init] as const),
    ),
  )('is told to the %s who asks %s', async (token, path, init) => {
    await put('AuditEvent/one', event('one'))
    await put('AuditEvent/two', event('two', { entity: [{ what: { reference: 'Patient/kit' } }] }))
    const { entry } = (await (await ask(path, init, token)).json()) as Bundle
    expect(entry?.map(({ resource }) => resource?.id)).toEqual(['one'])
  })

  test.each([OKAFOR, 'shah-code', 'class-teacher'])('is told to nobody else: %s', async (token) => {
    await put('AuditEvent/one', event('one'))
    for (const [path, init] of [...questions, ['AuditEvent', {}], ['AuditEvent/one', {}]] as typeof questions) {
      const response = await ask(path, init, token)
      expect([path, response.status]).toEqual([path, 403])
      expect(await response.text()).not.toContain('hillside')
    }
  })

  test.each([
    'Patient?_id=sam&_revinclude=AuditEvent:patient',
    'Patient/sam/_history',
    'Organization?_has:AuditEvent:agent:entity=Patient/sam',
  ])('is not what %s leads to', async (path) => {
    await put('AuditEvent/one', event('one'))
    expect(await (await ask(path, {}, 'class-teacher')).text()).not.toContain('"AuditEvent"')
  })

  test.each(['AuditEvent?patient=Patient/sam', 'AuditEvent/one', '/AuditEvent'])(
    'is not asked for in a batch: %s',
    async (url) => {
      for (const token of [OKAFOR, 'family']) {
        expect(await statusOf('', batch('Patient/sam', url), token)).toBe(400)
      }
    },
  )
})

describe('going wrong on purpose', () => {
  test('once, then right again', async () => {
    server.faults.answerNext({ instead: { status: 200, contentType: 'text/html', body: '<h1>Wi-Fi sign-in</h1>' } })
    server.faults.answerNext({ instead: { status: 503, headers: { 'retry-after': '2' } } })
    expect(await (await ask('Patient/sam')).text()).toBe('<h1>Wi-Fi sign-in</h1>')
    const busy = await ask('Patient/sam')
    expect([busy.status, busy.headers.get('retry-after')]).toEqual([503, '2'])
    expect((await ask('Patient/sam')).status).toBe(200)
  })

  test("slips another child's resource into the true answer, and only where told", async () => {
    const kit = await server.repository.readResource<Patient>('Patient', 'kit')
    server.faults.answerNext({
      to: 'POST /fhir',
      change: (body) => ({ ...(body as Bundle), entry: [...((body as Bundle).entry ?? []), { resource: kit }] }),
    })
    expect((await ask('Patient/sam')).status).toBe(200)
    const { entry } = (await (await ask('', batch('Patient/sam'))).json()) as Bundle
    expect(entry?.map(({ resource }) => resource?.id)).toEqual(['sam', 'kit'])
  })

  test.each<[string, Fault, Task['status']]>([
    ['turned away, nothing is done', { instead: { status: 503 } }, 'accepted'],
    ['cut off, it is done and nobody is told', { hangUp: true }, 'in-progress'],
  ])('%s', async (_, fault, status) => {
    await server.repository.updateResource<Task>({
      resourceType: 'Task',
      id: 'once',
      status: 'accepted',
      intent: 'order',
    })
    server.faults.answerNext(fault)
    const body = JSON.stringify([{ op: 'replace', path: '/status', value: 'in-progress' }])
    const answered = await ask('Task/once', { method: 'PATCH', body }).catch(() => undefined)
    expect(answered?.status).toBe('hangUp' in fault ? undefined : 503)
    expect((await server.repository.readResource<Task>('Task', 'once')).status).toBe(status)
  })
})

test('takes the next free port when the one asked for is taken', async () => {
  const taken = Number(new URL(server.url).port)
  const second = await startPracticeServer({ port: taken, bundles: [], tokens: new Map() })
  expect(Number(new URL(second.url).port)).toBeGreaterThan(taken)
  await second.stop()
  await expect(fetch(second.url)).rejects.toThrow()
})
