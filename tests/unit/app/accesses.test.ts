import type { AuditEvent, Bundle } from '@medplum/fhirtypes'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { exportAccesses } from '../../../src/app/export-accesses.ts'
import { listAccesses } from '../../../src/app/list-accesses.ts'
import { type Noting, noteAccess, noteView } from '../../../src/app/note-access.ts'
import type { OpenChild } from '../../../src/app/open-child.ts'
import { sendAccesses } from '../../../src/app/send-accesses.ts'
import { AppError } from '../../../src/core/errors.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../../src/core/time.ts'
import { findBreaks } from '../../../src/fhir/audit-event.ts'
import { FAMILIES, SIGN_INS } from '../../../src/practice/families/index.ts'
import type { Fault } from '../../../src/practice/server/faults.ts'
import { type PracticeServer, startPracticeServer } from '../../../src/practice/server/practice-server.ts'
import { randomBytes, toBase64 } from '../../../src/vault/bytes.ts'
import { eraseChild, writeChild } from '../../../src/vault/children.ts'
import type { Cover } from '../../../src/vault/cover.ts'
import { type Source, writeSource } from '../../../src/vault/sources.ts'
import type { Vault } from '../../../src/vault/vault.ts'
import { NOW, openInMemory, putRows, rowsOf, TAMPERINGS } from '../../fixtures/access-log.ts'
import { GP, TEACHER } from '../../fixtures/viewers.ts'

let nowMs: number
let vault: Vault
let app: { vault: Vault; now: () => number; fetch: typeof fetch }

beforeEach(async () => {
  nowMs = NOW
  vault = await openInMemory(() => nowMs)
  app = { vault, now: () => nowMs, fetch }
})

const sourceOf = (changes: Partial<Source> = {}): Source => ({
  id: 's1',
  name: 'Practice',
  viewer: GP,
  from: { kind: 'practice-families', role: GP.role },
  lastRefresh: undefined,
  confirmed: undefined,
  removedHere: undefined,
  refreshing: undefined,
  triedAtMs: undefined,
  retry: undefined,
  waitUntilMs: undefined,
  ...changes,
})

const LOOK: Noting = { action: 'view', outcome: 'done', sourceId: 's1', child: 'c1', patient: 'Patient/sam' }
const noted = async () => (await listAccesses(app)).accesses.toReversed()
const unlockAnew = async () => {
  await vault.session.lock()
  await vault.session.unlock({ key: toBase64(randomBytes(32)), keeps: 'memory', idleMs: DAY_MS })
}

describe('an access is noted', () => {
  beforeEach(() => writeSource(vault, sourceOf()))

  test('with who looked, in references, and when', async () => {
    await noteAccess(app, LOOK)
    expect(await noted()).toMatchObject([
      {
        atMs: NOW,
        action: 'view',
        outcome: 'done',
        sourceId: 's1',
        by: { audience: 'gp', role: GP.role, person: GP.person, organisation: GP.organisation },
        child: 'c1',
        patient: 'Patient/sam',
      },
    ])
  })

  test('with what is kept of a child, where only the child is said', async () => {
    await writeSource(vault, sourceOf({ id: 's2' }))
    const kept = { child: 'c1', sourceId: 's2', patient: 'Patient/sam', name: 'Sam Carter', leaseEndsAtMs: NOW }
    await writeChild(vault, kept as Cover, {})
    await noteAccess(app, { action: 'print', outcome: 'done', child: 'c1' })
    await noteView(app, 'c1', { kind: 'clock-wrong' })
    await eraseChild(vault, 'c1')
    await noteAccess(app, { action: 'print', outcome: 'done', child: 'c1' })
    expect((await noted()).map(({ sourceId, patient }) => [sourceId, patient])).toEqual([
      ['s2', 'Patient/sam'],
      ['s2', 'Patient/sam'],
      ['s1', undefined],
      ['s2', undefined],
    ])
  })

  test('with no name of anybody, and nothing that was typed', async () => {
    await noteAccess(app, { ...LOOK, name: 'Sam Carter', typed: 'carter' } as Noting)
    const text = JSON.stringify(await noted())
    for (const word of [
      'Sam Carter',
      'carter',
      GP.name,
      GP.organisationName,
      ...GP.identifiers.map(({ value }) => value),
    ]) {
      expect(text).not.toContain(word)
    }
  })

  test('for the viewer as they were at the time', async () => {
    await noteAccess(app, LOOK)
    await writeSource(vault, sourceOf({ viewer: TEACHER }))
    await noteAccess(app, { ...LOOK, child: 'c2' })
    expect((await noted()).map(({ by }) => by.audience)).toEqual(['gp', 'class-teacher'])
  })

  test('once for every source, when it is about all of them', async () => {
    await writeSource(vault, sourceOf({ id: 's2', viewer: TEACHER }))
    await noteAccess(app, { action: 'search', outcome: 'done' })
    expect((await noted()).map(({ sourceId, by }) => [sourceId, by.audience])).toEqual([
      ['s1', 'gp'],
      ['s2', 'class-teacher'],
    ])
  })

  test('newest first in the list', async () => {
    for (const child of ['c1', 'c2', 'c3']) await noteAccess(app, { ...LOOK, child })
    expect((await listAccesses(app)).accesses.map(({ child }) => child)).toEqual(['c3', 'c2', 'c1'])
  })

  test('and the list says when something was done to it', async () => {
    for (const child of ['c1', 'c2', 'c3']) await noteAccess(app, { ...LOOK, child })
    expect((await listAccesses(app)).isBroken).toBe(false)
    await putRows(vault, TAMPERINGS['one is deleted']?.(await rowsOf(vault), 2, 1) ?? [])
    const { isBroken, accesses } = await listAccesses(app)
    expect([isBroken, accesses.map(({ child }) => child)]).toEqual([true, ['c3', 'c1']])
  })
})

describe('one sitting', () => {
  beforeEach(() => writeSource(vault, sourceOf()))
  const lookAfter = async (...minutes: number[]) => {
    for (const minute of minutes) {
      nowMs = NOW + minute * MINUTE_MS
      await noteAccess(app, LOOK)
    }
    return (await noted()).map(({ atMs }) => (atMs - NOW) / MINUTE_MS)
  }

  test.each<[string, minutes: number[], noted: number[]]>([
    ['is noted once, however often the page draws itself', [0, 0, 1, 2, 3, 4, 5], [0]],
    ['goes on while looks are five minutes apart', [0, 5, 10, 15], [0]],
    ['has ended when nobody looked for longer', [0, 5.1], [0, 5.1]],
    ['is noted again each hour', [...Array(130).keys()], [0, 60, 120]],
    ['is another when the clock has been set back', [0, 3, 2], [0, 2]],
  ])('%s', async (_, minutes, expected) => {
    expect(await lookAfter(...minutes)).toEqual(expected)
  })

  test.each<[string, Noting]>([
    ['another child', { ...LOOK, child: 'c2' }],
    ['another outcome', { ...LOOK, outcome: 'refused' }],
    ['another reason', { ...LOOK, why: 'ended' }],
    ['another action', { ...LOOK, action: 'search' }],
    ['another source', { action: 'view', outcome: 'done', child: 'c1' }],
  ])('is not one of %s', async (_, other) => {
    for (const one of [LOOK, other, LOOK, other]) await noteAccess(app, one)
    expect(await noted()).toHaveLength(2)
  })

  test.each<Noting['action']>(['print', 'export', 'erase'])('is nothing to %s: each is noted', async (action) => {
    for (const _ of [1, 2, 3]) await noteAccess(app, { ...LOOK, action })
    expect(await noted()).toHaveLength(3)
  })

  test('does not go on after a lock: somebody else may have opened it', async () => {
    const { key = '' } = (await vault.session.read()) ?? {}
    await noteAccess(app, LOOK)
    await vault.session.lock()
    await vault.session.unlock({ key, keeps: 'memory', idleMs: DAY_MS })
    await noteAccess(app, LOOK)
    expect(await noted()).toHaveLength(2)
  })

  test('is one though two parts of the page note it at once', async () => {
    await Promise.all([noteAccess(app, LOOK), noteAccess(app, LOOK), noteAccess(app, LOOK)])
    expect(await noted()).toHaveLength(1)
  })
})

describe('what opening a child came to', () => {
  beforeEach(() => writeSource(vault, sourceOf()))
  const cover = { sourceId: 's1', patient: 'Patient/sam' }

  test.each<[OpenChild['kind'], outcome: string, why: string | undefined, patient: string | undefined]>([
    ['open', 'done', undefined, 'Patient/sam'],
    ['to-confirm', 'done', 'to-confirm', 'Patient/sam'],
    ['ended', 'refused', 'ended', 'Patient/sam'],
    ['not-yet', 'refused', 'not-yet', 'Patient/sam'],
    ['stopped', 'refused', 'stopped', 'Patient/sam'],
    ['withheld', 'refused', 'withheld', 'Patient/sam'],
    ['needs-check', 'refused', 'needs-check', 'Patient/sam'],
    ['not-checked', 'refused', 'not-checked', 'Patient/sam'],
    ['hidden', 'refused', 'hidden', 'Patient/sam'],
    ['clock-wrong', 'refused', 'clock-wrong', undefined],
  ])('%s is noted as %s', async (kind, outcome, why, patient) => {
    const opened = (kind === 'clock-wrong' ? { kind } : { kind, cover }) as OpenChild
    await noteView(app, 'c1', opened)
    const [access, ...others] = await noted()
    expect([access?.action, access?.outcome, access?.why, access?.child, access?.patient]).toEqual([
      'view',
      outcome,
      why,
      'c1',
      patient,
    ])
    expect(others).toEqual([])
  })
})

describe('what cannot be noted', () => {
  beforeEach(() => writeSource(vault, sourceOf()))

  /** From the next write on, the disk is full, so many times. */
  const fill = (times: number) => {
    const { write } = vault.database
    vault.database.write = async (steps) => {
      if (times-- > 0) throw new AppError('vault/full', 'no room')
      return write(steps)
    }
  }

  test('is in nobody’s way, and counted in what is noted next, once', async () => {
    fill(2)
    for (const child of ['c1', 'c2', 'c3', 'c4']) await noteAccess(app, { ...LOOK, child })
    expect((await noted()).map(({ child, missed }) => [child, missed])).toEqual([
      ['c3', 2],
      ['c4', undefined],
    ])
  })

  test('is counted once though several are noted at once after it', async () => {
    fill(3)
    for (const child of ['c1', 'c2', 'c3']) await noteAccess(app, { ...LOOK, child })
    await Promise.all(['c4', 'c5', 'c6'].map((child) => noteAccess(app, { ...LOOK, child })))
    const told = (await noted()).map(({ missed = 0 }) => missed)
    expect([told.length, told.reduce((sum, one) => sum + one, 0)]).toEqual([3, 3])
  })

  test('because it has been locked is counted as well', async () => {
    await vault.session.lock()
    await noteAccess(app, LOOK)
    await unlockAnew()
    await writeSource(vault, sourceOf())
    await noteAccess(app, LOOK)
    expect((await noted()).map(({ missed }) => missed)).toEqual([1])
  })

  test('is nothing where there is no source', async () => {
    await noteAccess(app, { ...LOOK, sourceId: 's9' })
    await noteAccess(app, { ...LOOK, child: 'c2' })
    expect((await noted()).map(({ sourceId, missed }) => [sourceId, missed])).toEqual([['s1', undefined]])
  })
})

describe('to save', () => {
  test('is a Bundle of AuditEvents, oldest first, under a name that says nothing', async () => {
    await writeSource(vault, sourceOf())
    await writeSource(
      vault,
      sourceOf({
        id: 's2',
        from: { kind: 'fhir-server', baseUrl: 'https://raa.example/fhir', accessCode: 'secret-code' },
      }),
    )
    await noteAccess(app, LOOK)
    await noteAccess(app, { ...LOOK, action: 'print', sourceId: 's2' })
    const { name, text } = await exportAccesses(app)
    expect(name).toBe('access-log-2026-11-21.json')
    const { entry = [], ...bundle } = JSON.parse(text) as Bundle<AuditEvent>
    expect(bundle).toEqual({ resourceType: 'Bundle', type: 'collection', timestamp: '2026-11-21T10:00:00.000Z' })
    const [first, second] = await noted()
    expect(entry.map(({ fullUrl }) => fullUrl)).toEqual([
      `urn:uuid:${first?.id}`,
      `https://raa.example/fhir/AuditEvent/${second?.id}`,
    ])
    expect(entry.map(({ resource }) => [resource?.id, resource?.action])).toEqual([
      [first?.id, 'R'],
      [second?.id, 'R'],
    ])
    expect(text).toContain('"code": "TREAT"')
    for (const word of ['secret-code', GP.name, GP.organisationName]) expect(text).not.toContain(word)
  })

  test('is an empty Bundle where nobody has looked', async () => {
    expect(JSON.parse((await exportAccesses(app)).text)).toMatchObject({ type: 'collection', entry: [] })
  })
})

describe('telling the source', () => {
  let practice: PracticeServer
  let source: Source

  beforeAll(async () => {
    const tokens = new Map(SIGN_INS.map((signIn) => [signIn.token, signIn]))
    practice = await startPracticeServer({ port: 0, bundles: FAMILIES, tokens })
  })
  afterAll(() => practice.stop())
  beforeEach(async () => {
    source = sourceOf({ from: { kind: 'fhir-server', baseUrl: practice.url, accessCode: 'practice-gp' } })
    await writeSource(vault, source)
  })
  afterEach(() => {
    practice.faults.clear()
    practice.accesses.clear()
  })

  const look = async (...children: number[]) => {
    for (const child of children) await noteAccess(app, { ...LOOK, child: `c${child}` })
  }
  const told = async () => {
    const { entry = [] } = await practice.accesses.search<AuditEvent>({ resourceType: 'AuditEvent', count: 1000 })
    return entry.flatMap(({ resource }) => resource ?? [])
  }
  const numbersTold = async () =>
    (await told())
      .map(({ extension }) => extension?.[0]?.extension?.[0]?.valuePositiveInt)
      .sort((a = 0, b = 0) => a - b)
  const sent = async () => (await noted()).map(({ isSent }) => isSent)

  test('sends what has not been sent, and says of each that it was', async () => {
    await look(1, 2)
    expect(await sent()).toEqual([false, false])
    await sendAccesses(app, source)
    await look(3)
    expect(await sent()).toEqual([true, true, false])
    expect(await numbersTold()).toEqual([1, 2])
    await sendAccesses(app, source)
    expect([await sent(), await numbersTold()]).toEqual([
      [true, true, true],
      [1, 2, 3],
    ])
    expect(findBreaks(await told())).toEqual([])
    expect((await listAccesses(app)).isBroken).toBe(false)
  })

  test('sends nothing twice, and asks nothing when there is nothing', async () => {
    await look(1)
    let asked = 0
    const counted = {
      ...app,
      fetch: (...args: Parameters<typeof fetch>) => {
        asked += 1
        return fetch(...args)
      },
    }
    for (const _ of [1, 2, 3]) await sendAccesses(counted, source)
    expect(asked).toBe(1)
  })

  test('sends fifty at most, oldest first, and the rest the next time', async () => {
    await look(...Array(70).keys())
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual(Array.from({ length: 50 }, (_, at) => at + 1))
    await sendAccesses(app, source)
    expect(await numbersTold()).toHaveLength(70)
  })

  test('sends nothing that was looked at elsewhere', async () => {
    await writeSource(vault, sourceOf({ id: 's2' }))
    await noteAccess(app, { ...LOOK, sourceId: 's2', patient: 'Patient/elsewhere' })
    await look(1)
    await sendAccesses(app, sourceOf({ id: 's2' }))
    await sendAccesses(app, source)
    expect(JSON.stringify(await told())).not.toContain('elsewhere')
    expect([await numbersTold(), await sent()]).toEqual([[1], [false, true]])
  })

  test.each<[string, Fault]>([
    ['the line drops', { to: 'PUT', hangUp: true }],
    ['the server is out of order', { to: 'PUT', instead: { status: 503 } }],
    ['the access code is not accepted', { to: 'PUT', instead: { status: 401 } }],
    ['a captive portal answers', { to: 'PUT', instead: { status: 200, body: '<html>', contentType: 'text/html' } }],
  ])('when %s, sends it the next time', async (_, fault) => {
    await look(1, 2)
    practice.faults.answerNext(fault)
    await sendAccesses(app, source)
    expect(await sent()).toEqual([false, false])
    await sendAccesses(app, source)
    expect([await sent(), await numbersTold()]).toEqual([
      [true, true],
      [1, 2],
    ])
  })

  test('when it breaks off in the middle, goes on from there', async () => {
    await look(1, 2, 3)
    const second = (await noted())[1]?.id
    practice.faults.answerNext({ to: `PUT /fhir/AuditEvent/${second}`, instead: { status: 503 } })
    await sendAccesses(app, source)
    expect(await sent()).toEqual([true, false, false])
    await sendAccesses(app, source)
    expect(await sent()).toEqual([true, true, true])
  })

  test.each([404, 405, 501])('a source that takes none (%d) is asked again after a day', async (status) => {
    await look(1, 2)
    practice.faults.answerNext({ to: 'PUT', instead: { status } })
    await sendAccesses(app, source)
    nowMs = NOW + DAY_MS - 1
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual([])
    nowMs = NOW + DAY_MS
    await sendAccesses(app, source)
    expect([await numbersTold(), await sent()]).toEqual([
      [1, 2],
      [true, true],
    ])
  })

  test('a clock that was ahead does not make that day longer', async () => {
    await look(1)
    nowMs = NOW + HOUR_MS
    practice.faults.answerNext({ to: 'PUT', instead: { status: 404 } })
    await sendAccesses(app, source)
    nowMs = NOW + HOUR_MS - MINUTE_MS
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual([1])
  })

  test.each([400, 403, 422])('a source that refuses each one (%d) is asked again after a day', async (status) => {
    await look(1, 2)
    for (const _ of [1, 2]) practice.faults.answerNext({ to: 'PUT', instead: { status } })
    await sendAccesses(app, source)
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual([])
    nowMs = NOW + DAY_MS
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual([1, 2])
  })

  test('one that is refused does not hold up the others, is not said to be sent, and is missed there', async () => {
    await look(1, 2, 3)
    practice.faults.answerNext({ to: `PUT /fhir/AuditEvent/${(await noted())[1]?.id}`, instead: { status: 422 } })
    await sendAccesses(app, source)
    expect([await sent(), await numbersTold()]).toEqual([
      [true, false, true],
      [1, 3],
    ])
    await sendAccesses(app, source)
    expect(await numbersTold()).toEqual([1, 3])
    expect(findBreaks(await told())).toMatchObject([{ kind: 'missing', from: 2, until: 2 }])
  })

  test('that there is no room to remember what was sent stops nothing', async () => {
    await look(1)
    const { write } = vault.database
    vault.database.write = async () => {
      throw new AppError('vault/full', 'no room')
    }
    await sendAccesses(app, source)
    vault.database.write = write
    expect([await sent(), await numbersTold()]).toEqual([[false], [1]])
    await sendAccesses(app, source)
    expect([await sent(), await numbersTold()]).toEqual([[true], [1]])
  })

  test('needs the key', async () => {
    await look(1)
    await vault.session.lock()
    await expect(sendAccesses(app, source)).rejects.toThrow(expect.objectContaining({ code: 'vault/locked' }))
  })

  test('an entry that was removed before it was sent is missed there', async () => {
    await look(1, 2, 3)
    await putRows(vault, TAMPERINGS['one is deleted']?.(await rowsOf(vault), 2, 1) ?? [])
    await sendAccesses(app, source)
    expect(findBreaks(await told())).toMatchObject([{ kind: 'missing', from: 2, until: 2 }])
  })

  test('an old copy of the log that is put back is found out as soon as it goes on', async () => {
    await look(1, 2)
    await sendAccesses(app, source)
    const copy = await rowsOf(vault)
    await look(3, 4)
    await sendAccesses(app, source)
    await putRows(vault, copy)
    expect((await listAccesses(app)).isBroken).toBe(false)
    expect(findBreaks(await told())).toEqual([])
    await look(5)
    await sendAccesses(app, source)
    expect(findBreaks(await told())).toMatchObject([{ kind: 'twice', from: 3, until: 3 }])
  })
})
