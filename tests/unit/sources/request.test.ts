import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { listenOnLoopback, stopListening } from '../../../src/practice/server/listen.ts'
import { readParts, resourcesIn } from '../../../src/sources/fhir-server/batch.ts'
import { get, parseBaseUrl, readAnswer } from '../../../src/sources/fhir-server/request.ts'
import { readSearch } from '../../../src/sources/fhir-server/searchset.ts'
import { serverAt } from '../../fixtures/server-at.ts'

const JSON_TYPE = { 'content-type': 'application/fhir+json' }
const MIB = 1024 * 1024
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

const read = (response: Response) => readAnswer(response, 'https://x.example/fhir')

describe('an address that somebody typed', () => {
  test.each([
    ['https://fhir.example/r4', 'https://fhir.example/r4'],
    ['  https://fhir.example/r4/ ', 'https://fhir.example/r4'],
    ['https://fhir.example', 'https://fhir.example'],
    ['https://fhir.example:8443/a/b//', 'https://fhir.example:8443/a/b'],
    ['https://somebody:secret@fhir.example/r4?x=1#y', 'https://fhir.example/r4'],
    ['http://127.0.0.1:8787/fhir', 'http://127.0.0.1:8787/fhir'],
    ['http://localhost:8787/fhir', 'http://localhost:8787/fhir'],
  ])('%s is %s', (typed, url) => {
    expect(parseBaseUrl(typed)).toBe(url)
  })

  test.each([
    '',
    'fhir.example/r4',
    'http://fhir.example/r4',
    'http://127.0.0.1.evil.example/',
    'http://localhost.evil.example/',
    'ftp://fhir.example',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'blob:https://fhir.example/x',
  ])('%j is refused', (typed) => {
    expect(() => parseBaseUrl(typed)).toThrow(code('source/bad-address'))
  })
})

describe('an answer', () => {
  test.each<[status: number, ErrorCode]>([
    [400, 'source/not-fhir'],
    [401, 'source/refused'],
    [403, 'source/forbidden'],
    [404, 'source/gone'],
    [410, 'source/removed'],
    [418, 'source/not-fhir'],
    [429, 'source/busy'],
    [500, 'source/busy'],
    [503, 'source/busy'],
  ])('%i is %s, whatever it says', async (status, expected) => {
    const response = new Response('{"resourceType":"Bundle"}', { status, headers: JSON_TYPE })
    await expect(read(response)).rejects.toThrow(code(expected))
  })

  test.each(['application/fhir+json', 'application/json; charset=utf-8', 'application/json'])(
    '%s is read',
    async (type) => {
      const response = new Response('{"a":"é"}', { headers: { 'content-type': type } })
      expect(await read(response)).toEqual({ a: 'é' })
    },
  )

  test.each([
    ['a captive portal', '<html>Sign in to the wifi</html>', 'text/html'],
    ['JSON that calls itself a page', '{}', 'text/html'],
    ['broken JSON', '{"resourceType":', 'application/json'],
    ['nothing', '', 'application/fhir+json'],
    ['XML', '<Bundle/>', 'application/fhir+xml'],
  ])('%s is not FHIR', async (_, body, type) => {
    await expect(read(new Response(body, { headers: { 'content-type': type } }))).rejects.toThrow(
      code('source/not-fhir'),
    )
  })

  test('up to 5 MiB is read, and not a byte more is waited for', async () => {
    const body = (sizeBytes: number) => new Response(JSON.stringify('x'.repeat(sizeBytes - 2)), { headers: JSON_TYPE })
    expect(await read(body(5 * MIB))).toHaveLength(5 * MIB - 2)
    await expect(read(body(5 * MIB + 1))).rejects.toThrow(code('source/too-large'))
    let sentBytes = 0
    const endless = new ReadableStream({
      pull(controller) {
        sentBytes += MIB
        controller.enqueue(new Uint8Array(MIB))
      },
    })
    await expect(read(new Response(endless, { headers: JSON_TYPE }))).rejects.toThrow(code('source/too-large'))
    expect(sentBytes).toBeLessThan(8 * MIB)
  })

  test('letters cut in two by the network are put together', async () => {
    const bytes = new TextEncoder().encode('"né𝒮"')
    const body = new ReadableStream({
      start(controller) {
        for (const byte of bytes) controller.enqueue(Uint8Array.of(byte))
        controller.close()
      },
    })
    expect(await read(new Response(body, { headers: JSON_TYPE }))).toBe('né𝒮')
  })
})

describe('over a real socket', () => {
  let server: Server | undefined
  afterEach(async () => {
    if (server) await stopListening(server)
    server = undefined
  })

  async function serve(answer: RequestListener): Promise<string> {
    server = createServer(answer)
    return listenOnLoopback(server, 0)
  }
  const ask = (baseUrl: string) => get(serverAt(baseUrl, 'secret'), 'Patient/sam')

  test('the access code goes in the header, and no cookie with it', async () => {
    const baseUrl = await serve((request, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'set-cookie': 'a=b' }).end(JSON.stringify([request.url, request.headers]))
    })
    await ask(baseUrl)
    expect(await ask(baseUrl)).toMatchObject([
      '/Patient/sam',
      { authorization: 'Bearer secret', accept: 'application/fhir+json' },
    ])
    expect(JSON.stringify(await ask(baseUrl))).not.toContain('cookie')
  })

  test.each([301, 302, 307, 308])('a %i to another place is not followed', async (status) => {
    const asked: (string | undefined)[] = []
    const baseUrl = await serve((request, response) => {
      asked.push(request.url)
      response.writeHead(status, { location: '/elsewhere' }).end()
    })
    await expect(ask(baseUrl)).rejects.toThrow(code('source/unreachable'))
    expect(asked).toEqual(['/Patient/sam'])
  })

  test('nobody there', async () => {
    const baseUrl = await serve(() => {})
    if (server) await stopListening(server)
    server = undefined
    await expect(ask(baseUrl)).rejects.toThrow(code('source/unreachable'))
  })

  test('an answer that breaks off half-way', async () => {
    const baseUrl = await serve((_, response) => {
      response.writeHead(200, { ...JSON_TYPE, 'content-length': '1000' })
      response.write('{"resourceType":"Bundle"', () => response.destroy())
    })
    await expect(ask(baseUrl)).rejects.toThrow(code('source/unreachable'))
  })
})

describe('a search', () => {
  const patient = { resourceType: 'Patient', id: 'sam' }
  const page = { resourceType: 'Bundle', type: 'searchset' }
  const remark = (severity: string) => ({ resource: { resourceType: 'OperationOutcome', issue: [{ severity }] } })

  test('gives what was found in order, and its next page', () => {
    const link = [{ relation: 'self', url: 'https://x.example/a' }]
    const next = { relation: 'next', url: 'https://x.example/b' }
    const entry = [{ resource: patient }, remark('warning'), { resource: { resourceType: 'Task', id: 't' } }]
    expect(readSearch({ ...page, entry, link }).resources).toEqual([patient, { resourceType: 'Task', id: 't' }])
    expect(readSearch({ ...page, entry, link }).next).toBeUndefined()
    expect(readSearch({ ...page, link: [...link, next] }).next).toBe('https://x.example/b')
    expect(readSearch(page).resources).toEqual([])
  })

  test.each([
    null,
    [],
    'x',
    { resourceType: 'OperationOutcome' },
    { resourceType: 'Bundle' },
    { resourceType: 'Bundle', type: 'collection' },
    { ...page, entry: {} },
    { ...page, entry: [{}] },
    { ...page, entry: [{ resource: null }] },
    { ...page, entry: [remark('error')] },
    { ...page, entry: [{ resource: { resourceType: 'OperationOutcome' } }] },
  ])('%j is no answer, and not “nothing found”', (answer) => {
    expect(() => readSearch(answer)).toThrow(code('source/not-fhir'))
  })
})

describe('a batch', () => {
  const patient = { resourceType: 'Patient', id: 'sam' }
  const goal = { resourceType: 'Goal', id: 'a' }
  const asked = ['Patient/sam', 'Goal?subject=Patient/sam']
  const ok = { response: { status: '200 OK' }, resource: patient }
  const found = {
    response: { status: '200' },
    resource: { resourceType: 'Bundle', type: 'searchset', entry: [{ resource: goal }] },
  }
  const batch = (...entry: object[]) => ({ resourceType: 'Bundle', type: 'batch-response', entry })
  const readBatch = (answer: unknown, of: string[], missing?: 'left-out') =>
    resourcesIn(readParts(answer, of.length), of, missing)

  test('is unpacked, searches too', () => {
    expect(readBatch(batch(ok, found), asked)).toEqual([patient, goal])
  })

  test.each<[status: string, ErrorCode]>([
    ['401', 'source/refused'],
    ['403 Forbidden', 'source/forbidden'],
    ['404 Not Found', 'source/gone'],
    ['410', 'source/removed'],
    ['429', 'source/busy'],
    ['503', 'source/busy'],
    ['400', 'source/not-fhir'],
    ['fine', 'source/not-fhir'],
    ['', 'source/not-fhir'],
  ])('a part that answers %j fails the whole as %s', (status, expected) => {
    expect(() => readBatch(batch({ ...ok, response: { status } }, found), asked)).toThrow(code(expected))
  })

  test.each(['404', '410 Gone'])('a search that answers %j says nothing of whom it is for', (status) => {
    expect(() => readBatch(batch(ok, { ...found, response: { status } }), asked)).toThrow(code('source/not-fhir'))
  })

  test.each<[string, object[]]>([
    ['fewer parts than were asked for', [ok]],
    ['more parts than were asked for', [ok, found, found]],
    ['a part with no status', [ok, { resource: found.resource }]],
    ['a search that gives no resource', [ok, { response: { status: '200' } }]],
    ['a search that gives a remark', [ok, { ...found, resource: { resourceType: 'OperationOutcome' } }]],
    ['a read that gives nothing', [{ response: { status: '200' } }, found]],
    ['a read that gives something else', [{ ...ok, resource: { resourceType: 'Task', id: 'sam' } }, found]],
  ])('%s: no answer', (_, parts) => {
    expect(() => readBatch(batch(...parts), asked)).toThrow(code('source/not-fhir'))
  })

  test('a part that is not there may be left out where the caller says so', () => {
    const gone = { response: { status: '404' } }
    expect(readBatch(batch(ok, gone), ['Patient/sam', 'Practitioner/x'], 'left-out')).toEqual([patient])
    const forbidden = { response: { status: '403' } }
    expect(() => readBatch(batch(ok, forbidden), ['Patient/sam', 'Practitioner/x'], 'left-out')).toThrow(
      code('source/forbidden'),
    )
  })

  test('a search too long for one page is too large', () => {
    const link = [{ relation: 'next', url: 'https://x.example/b' }]
    const more = { ...found, resource: { ...found.resource, link } }
    expect(() => readBatch(batch(ok, more), asked)).toThrow(code('source/too-large'))
  })
})

test('a reference to the same server comes back relative, and one to another as it is', async () => {
  const references = ['https://x.example/fhir/Patient/sam', 'https://y.example/fhir/Patient/sam', 'Patient/sam']
  const body = JSON.stringify(references.map((reference) => ({ subject: { reference } })))
  const subjects = (await read(new Response(body, { headers: JSON_TYPE }))) as { subject: { reference: string } }[]
  expect(subjects.map(({ subject }) => subject.reference)).toEqual(['Patient/sam', references[1], 'Patient/sam'])
})
