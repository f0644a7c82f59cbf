import { createServer, type RequestListener, type Server } from 'node:http'
import { afterEach, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../src/core/errors.ts'
import { listenOnLoopback, stopListening } from '../../../src/practice/server/listen.ts'
import { nextPage, resourcesIn, resourcesInBatch } from '../../../src/sources/fhir-server/bundle.ts'
import { get, parseBaseUrl, readAnswer } from '../../../src/sources/fhir-server/request.ts'

const JSON_TYPE = { 'content-type': 'application/fhir+json' }
const MIB = 1024 * 1024
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

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
    [410, 'source/gone'],
    [418, 'source/not-fhir'],
    [429, 'source/busy'],
    [500, 'source/busy'],
    [503, 'source/busy'],
  ])('%i is %s, whatever it says', async (status, expected) => {
    const response = new Response('{"resourceType":"Bundle"}', { status, headers: JSON_TYPE })
    await expect(readAnswer(response)).rejects.toThrow(code(expected))
  })

  test.each(['application/fhir+json', 'application/json; charset=utf-8', 'application/json'])(
    '%s is read',
    async (type) => {
      const response = new Response('{"a":"é"}', { headers: { 'content-type': type } })
      expect(await readAnswer(response)).toEqual({ a: 'é' })
    },
  )

  test.each([
    ['a captive portal', '<html>Sign in to the wifi</html>', 'text/html'],
    ['JSON that calls itself a page', '{}', 'text/html'],
    ['broken JSON', '{"resourceType":', 'application/json'],
    ['nothing', '', 'application/fhir+json'],
    ['XML', '<Bundle/>', 'application/fhir+xml'],
  ])('%s is not FHIR', async (_, body, type) => {
    await expect(readAnswer(new Response(body, { headers: { 'content-type': type } }))).rejects.toThrow(
      code('source/not-fhir'),
    )
  })

  test('up to 5 MiB is read, and not a byte more is waited for', async () => {
    const body = (sizeBytes: number) => new Response(JSON.stringify('x'.repeat(sizeBytes - 2)), { headers: JSON_TYPE })
    expect(await readAnswer(body(5 * MIB))).toHaveLength(5 * MIB - 2)
    await expect(readAnswer(body(5 * MIB + 1))).rejects.toThrow(code('source/too-large'))
    let sentBytes = 0
    const endless = new ReadableStream({
      pull(controller) {
        sentBytes += MIB
        controller.enqueue(new Uint8Array(MIB))
      },
    })
    await expect(readAnswer(new Response(endless, { headers: JSON_TYPE }))).rejects.toThrow(code('source/too-large'))
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
    expect(await readAnswer(new Response(body, { headers: JSON_TYPE }))).toBe('né𝒮')
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
  const ask = (baseUrl: string) => get({ baseUrl, accessCode: 'secret', fetch }, 'Patient/sam')

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

describe('a Bundle', () => {
  const patient = { resourceType: 'Patient', id: 'sam' }

  test('gives its resources in order, and its next page', () => {
    const link = [{ relation: 'self', url: 'https://x.example/a' }]
    const next = { relation: 'next', url: 'https://x.example/b' }
    const page = { resourceType: 'Bundle', entry: [{ resource: patient }, {}, { resource: { id: 'other' } }], link }
    expect(resourcesIn(page)).toEqual([patient, { id: 'other' }])
    expect(nextPage(page)).toBeUndefined()
    expect(nextPage({ ...page, link: [...link, next] })).toBe('https://x.example/b')
    expect(resourcesIn({ resourceType: 'Bundle' })).toEqual([])
  })

  test.each([null, [], 'x', { resourceType: 'OperationOutcome' }, { resourceType: 'Bundle', entry: {} }])(
    '%j is none',
    (answer) => {
      expect(() => resourcesIn(answer)).toThrow(code('source/not-fhir'))
    },
  )

  const ok = { response: { status: '200 OK' }, resource: patient }
  const search = {
    response: { status: '200' },
    resource: { resourceType: 'Bundle', entry: [{ resource: { id: 'a' } }] },
  }
  const batch = (...entry: object[]) => ({ resourceType: 'Bundle', entry })

  test('the answer to a batch is unpacked, searches too', () => {
    expect(resourcesInBatch(batch(ok, search), 2)).toEqual([patient, { id: 'a' }])
  })

  test.each<[status: string | undefined, ErrorCode]>([
    ['401', 'source/refused'],
    ['403 Forbidden', 'source/forbidden'],
    ['404 Not Found', 'source/gone'],
    ['410', 'source/gone'],
    ['429', 'source/busy'],
    ['503', 'source/busy'],
    ['400', 'source/not-fhir'],
    ['fine', 'source/not-fhir'],
    ['', 'source/not-fhir'],
    [undefined, 'source/not-fhir'],
  ])('a part that answers %j fails the whole as %s', (status, expected) => {
    const part = { resource: patient, ...(status !== undefined && { response: { status } }) }
    expect(() => resourcesInBatch(batch(ok, part), 2)).toThrow(code(expected))
  })

  test('a part that is not there may be left out where the caller says so', () => {
    const gone = { response: { status: '404' } }
    expect(resourcesInBatch(batch(gone, ok), 2, 'left-out')).toEqual([patient])
    expect(() => resourcesInBatch(batch({ response: { status: '403' } }, ok), 2, 'left-out')).toThrow(
      code('source/forbidden'),
    )
  })

  test('an answer with fewer parts than were asked for is no answer', () => {
    expect(() => resourcesInBatch(batch(ok), 2)).toThrow(code('source/not-fhir'))
  })

  test('a search too long for one page is too large', () => {
    const link = [{ relation: 'next', url: 'https://x.example/b' }]
    const more = { response: { status: '200' }, resource: { resourceType: 'Bundle', entry: [], link } }
    expect(() => resourcesInBatch(batch(more), 1)).toThrow(code('source/too-large'))
  })
})
