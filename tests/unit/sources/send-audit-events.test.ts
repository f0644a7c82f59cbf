import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { type Accessed, auditEvent } from '../../../src/fhir/audit-event.ts'
import { FAMILIES, SIGN_INS } from '../../../src/practice/families/index.ts'
import type { Fault } from '../../../src/practice/server/faults.ts'
import { type PracticeServer, startPracticeServer } from '../../../src/practice/server/practice-server.ts'
import { type Answer, readTaken, sendAuditEvents } from '../../../src/sources/fhir-server/send-audit-events.ts'
import { SHAH } from '../../fixtures/access-log.ts'
import { serverAt } from '../../fixtures/server-at.ts'

let practice: PracticeServer
const server = () => serverAt(practice.url, 'practice-gp')

beforeAll(async () => {
  const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
  practice = await startPracticeServer({ port: 0, bundles: FAMILIES, tokens })
})
afterAll(() => practice.stop())
afterEach(() => {
  practice.faults.clear()
  practice.accesses.clear()
})

const event = (nth: number, changes: Partial<Accessed> = {}) =>
  auditEvent(
    {
      id: `0f6b1c2d-0000-4000-8000-${String(nth).padStart(12, '0')}`,
      atMs: Date.parse('2026-11-21T10:00:00Z'),
      action: 'view',
      outcome: 'done',
      why: undefined,
      by: SHAH,
      patient: 'Patient/sam',
      log: '7b0e9a52-41f6-4d7c-9a53-0c8a5f9d2c11',
      nth,
      tag: undefined,
      missed: undefined,
      ...changes,
    },
    { system: 'http://terminology.hl7.org/CodeSystem/v3-ActReason', code: 'TREAT' },
  )

const kept = async () =>
  ((await practice.accesses.search({ resourceType: 'AuditEvent', count: 100 })).entry ?? []).map(({ resource }) =>
    Number(resource?.id?.slice(-12)),
  )

describe('what is sent', () => {
  test('is there, each as it was sent, oldest first', async () => {
    const asked: string[] = []
    const watched: typeof fetch = (input, init) => {
      asked.push(`${init?.method} ${String(input).replace(practice.url, '').slice(-3)}`)
      return fetch(input, init)
    }
    expect(await sendAuditEvents({ ...server(), fetch: watched }, [event(1), event(2), event(3)])).toEqual([
      'taken',
      'taken',
      'taken',
    ])
    expect(asked).toEqual(['PUT 001', 'PUT 002', 'PUT 003'])
    const { meta: _, ...found } = await practice.accesses.readResource('AuditEvent', event(2).id)
    expect(found).toEqual(JSON.parse(JSON.stringify(event(2))))
  })

  test('twice is there once, as it was the first time', async () => {
    expect(await sendAuditEvents(server(), [event(1)])).toEqual(['taken'])
    expect(await sendAuditEvents(server(), [event(1, { outcome: 'refused' })])).toEqual(['taken'])
    expect(await kept()).toEqual([1])
    expect(await practice.accesses.readResource('AuditEvent', event(1).id)).toMatchObject({ outcome: '0' })
  })

  test('and arrives though nobody says so is there once after the next time', async () => {
    practice.faults.answerNext({ to: 'PUT', hangUp: true })
    expect(await sendAuditEvents(server(), [event(1), event(2)])).toEqual(['later'])
    expect(await sendAuditEvents(server(), [event(1), event(2)])).toEqual(['taken', 'taken'])
    expect(await kept()).toEqual([1, 2])
  })

  test('goes with the access code, to this server alone, following nothing', async () => {
    let sent: RequestInit | undefined
    const watched: typeof fetch = (input, init) => {
      sent = init
      return fetch(input, init)
    }
    await sendAuditEvents({ ...server(), fetch: watched }, [event(1)])
    expect(sent).toMatchObject({ redirect: 'error', credentials: 'omit', cache: 'no-store' })
    const headers = Object.fromEntries(new Headers(sent?.headers))
    expect(headers).toMatchObject({ authorization: 'Bearer practice-gp', 'if-none-match': '*' })
  })

  test('is nothing where there is nothing', async () => {
    expect(await sendAuditEvents(server(), [])).toEqual([])
  })
})

describe('when it is not taken', () => {
  const html = { status: 200, body: '<html>Sign in to the wifi</html>', contentType: 'text/html' }

  test.each<[string, Fault, Answer[], number[]]>([
    ['one is refused, the others go', { instead: { status: 422 } }, ['refused', 'taken', 'taken'], [2, 3]],
    ['one is forbidden, the others go', { instead: { status: 403 } }, ['refused', 'taken', 'taken'], [2, 3]],
    ['the server takes none, nothing more is asked', { instead: { status: 405 } }, ['declined'], []],
    ['there is no such thing there, nothing more is asked', { instead: { status: 404 } }, ['declined'], []],
    ['the server is out of order, the rest waits', { instead: { status: 503 } }, ['later'], []],
    ['the access code has run out, the rest waits', { instead: { status: 401 } }, ['later'], []],
    ['a captive portal answers, the rest waits', { instead: html }, ['later'], []],
    ['the line drops, the rest waits', { hangUp: true }, ['later'], [1]],
  ])('because %s', async (_, fault, answers, there) => {
    practice.faults.answerNext({ to: 'PUT', ...fault })
    expect(await sendAuditEvents(server(), [event(1), event(2), event(3)])).toEqual(answers)
    expect(await kept()).toEqual(there)
  })

  test('because no server is there, it is for later', async () => {
    const nowhere = { ...server(), baseUrl: 'http://127.0.0.1:1' }
    expect(await sendAuditEvents(nowhere, [event(1)])).toEqual(['later'])
  })

  test('a defect of ours is not hidden', async () => {
    const broken = { ...server(), token: async () => 'a\nb' }
    const cyclic: { id: string; self?: unknown } = { id: 'x' }
    cyclic.self = cyclic
    await expect(sendAuditEvents(broken, [cyclic])).rejects.toThrow(TypeError)
  })
})

test.each<[status: number, type: string | null, Answer]>([
  [200, 'application/fhir+json', 'taken'],
  [201, 'application/json; charset=utf-8', 'taken'],
  [201, null, 'taken'],
  [200, 'text/html', 'later'],
  [200, 'text/plain', 'later'],
  [400, 'application/fhir+json', 'refused'],
  [401, null, 'later'],
  [403, null, 'refused'],
  [404, null, 'declined'],
  [405, null, 'declined'],
  [409, null, 'refused'],
  [410, null, 'taken'],
  [412, null, 'taken'],
  [413, null, 'later'],
  [422, null, 'refused'],
  [429, null, 'later'],
  [500, null, 'later'],
  [501, null, 'declined'],
  [503, null, 'later'],
])('%d of type %s means %s', (status, type, answer) => {
  const headers = new Headers(type === null ? {} : { 'content-type': type })
  expect(readTaken({ ok: status < 300, status, headers })).toBe(answer)
})
