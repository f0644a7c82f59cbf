import { describe, expect, test } from 'vitest'
import { practiceDirectory } from '../../../../src/practice/families/index.ts'
import { answerServices } from '../../../../src/practice/server/service-feed.ts'
import type { Asking } from '../../../../src/sources/ask.ts'
import { type Feed, fetchServices, type Listed } from '../../../../src/sources/service-directory/fetch-services.ts'
import { createFeed, type FakeFeed, FEED, hub, json, pageOf } from './feed.ts'

const NOW = Date.parse('2026-11-22T10:00:00Z')
const PAGE_1 = 'https://services.northmoor.example.org/o/v3/services?page=1&per_page=100'

function fetchFrom(feed: FakeFeed, from: Feed = FEED, heard: Asking['heard'] = {}): Promise<Listed> {
  return fetchServices({ fetch: feed.fetch, now: () => NOW, heard }, from)
}

const code = (code: string) => expect.objectContaining({ code })

describe('what is sent', () => {
  test('is an address and a page number, and nothing else', async () => {
    const feed = createFeed((page) => json(pageOf([hub(`${page}`)], page, 3)))
    await fetchFrom(feed)
    expect(feed.asked).toEqual([1, 2, 3].map((page) => PAGE_1.replace('page=1', `page=${page}`)))
    for (const { method, body, headers, credentials, referrerPolicy, cache, redirect } of feed.sent) {
      expect({ method, body, headers }).toEqual({
        method: 'GET',
        body: undefined,
        headers: { accept: 'application/json' },
      })
      expect([credentials, referrerPolicy, cache, redirect]).toEqual(['omit', 'no-referrer', 'no-store', 'error'])
    }
  })

  test('has the category that the organisation has set, where it has', async () => {
    const feed = createFeed(() => json(pageOf([], 1, 1)))
    await fetchFrom(feed, { ...FEED, category: 'esd:children/families' })
    const [asked = ''] = feed.asked
    expect(asked).toBe(PAGE_1.replace('?', '?taxonomy_term_id=esd%3Achildren%2Ffamilies&'))
    expect([...new URL(asked).searchParams.keys()]).toEqual(['taxonomy_term_id', 'page', 'per_page'])
  })

  test('goes nowhere that an answer points to, and asks for no single service', async () => {
    const elsewhere = 'https://elsewhere.example.org/services?page=2'
    const feed = createFeed((page) =>
      json(
        {
          ...pageOf([hub(`${page}`, { url: elsewhere, full: elsewhere })], page, 2),
          next: elsewhere,
          links: { next: elsewhere },
          '@odata.nextLink': elsewhere,
        },
        { link: `<${elsewhere}>; rel="next"`, location: elsewhere },
      ),
    )
    await fetchFrom(feed)
    expect(feed.asked).toEqual([PAGE_1, PAGE_1.replace('page=1', 'page=2')])
  })
})

describe('the pages of a feed', () => {
  test('are read to the last', async () => {
    const feed = createFeed((page) => json(pageOf([hub(`${page}a`), hub(`${page}b`)], page, 4)))
    const { services, isCut } = await fetchFrom(feed)
    expect(services.map(({ id }) => id)).toEqual(['1a', '1b', '2a', '2b', '3a', '3b', '4a', '4b'])
    expect(isCut).toBe(false)
  })

  test.each<[string, (page: number) => object, number]>([
    [
      'that does not count them ends with its last',
      (page) => ({ contents: [hub(`${page}`)], last_page: page === 3 }),
      3,
    ],
    ['that says neither ends with an empty one', (page) => ({ contents: page < 4 ? [hub(`${page}`)] : [] }), 4],
    [
      'that calls every one the last is read by its count',
      (page) => ({ ...pageOf([hub(`${page}`)], page, 3), last_page: true }),
      3,
    ],
    ['that gives the same one for ever is read twice', () => ({ ...pageOf([hub('1')], 1, 9999), last_page: false }), 2],
    ['that goes round is left after one round', (page) => pageOf([hub(`${page % 3}`)], page, 9999), 4],
    ['that writes its count as text', (page) => ({ ...pageOf([hub(`${page}`)], page, 2), total_pages: '2' }), 2],
    ['with nothing in it', () => pageOf([], 1, 0), 1],
    ['of no ids that goes round', () => ({ ...pageOf([{ name: 'Family Hub' }], 1, 9999) }), 2],
  ])('%s', async (_, answer, pages) => {
    const feed = createFeed((page) => json(answer(page)))
    expect((await fetchFrom(feed)).isCut).toBe(false)
    expect(feed.asked).toHaveLength(pages)
  })

  test('without an end are read to the fiftieth, and it is said that there is more', async () => {
    const feed = createFeed((page) => json(pageOf([hub(`${page}`)], page, 9999)))
    const { services, isCut } = await fetchFrom(feed)
    expect(feed.asked).toHaveLength(50)
    expect([services.length, isCut]).toEqual([50, true])
  })

  test('with ten thousand services are picked from: sixty of a kind, and none crowds out another', async () => {
    const feed = createFeed((page) => {
      const hubs = Array.from({ length: 200 }, (_, at) => hub(`${page}-${at}`))
      const others = page === 50 ? [{ id: 'last', name: 'Northmoor SENDIASS' }] : []
      return json(pageOf([...hubs, ...others], page, 50))
    })
    const { services, isCut } = await fetchFrom(feed)
    expect(services).toHaveLength(61)
    expect(services.at(-1)?.kind).toBe('sendiass')
    expect(isCut).toBe(true)
  })

  test('that name a service twice name it once', async () => {
    const feed = createFeed((page) => json(pageOf([hub('1'), hub(`${page}x`)], page, 2)))
    expect((await fetchFrom(feed)).services.map(({ id }) => id)).toEqual(['1', '1x', '2x'])
  })

  test('of which one cannot be had are none', async () => {
    const feed = createFeed((page) =>
      page === 2 ? new Response(null, { status: 503 }) : json(pageOf([hub('1')], 1, 3)),
    )
    await expect(fetchFrom(feed)).rejects.toEqual(code('source/busy'))
  })
})

describe('an answer that is no list of services', () => {
  const html = { headers: { 'content-type': 'text/html; charset=utf-8' } }
  test.each<[string, string, () => Response]>([
    ['a captive portal', 'source/not-fhir', () => new Response('<h1>Sign in</h1>', html)],
    ['a captive portal that refuses', 'source/not-fhir', () => new Response('<h1>No</h1>', { status: 403, ...html })],
    [
      'broken JSON',
      'source/not-fhir',
      () => new Response('{"contents":[', { headers: { 'content-type': 'application/json' } }),
    ],
    ['nothing', 'source/not-fhir', () => new Response('')],
    ['a list alone', 'source/not-fhir', () => json([hub('1')])],
    ['the standard before this one', 'source/not-fhir', () => json({ content: [hub('1')], totalPages: 1 })],
    ['contents that are no list', 'source/not-fhir', () => json({ contents: { 0: hub('1') } })],
    [
      'something too deep',
      'source/not-fhir',
      () => new Response(`{"contents":[${'['.repeat(5000)}${']'.repeat(5000)}]}`),
    ],
    ['more than 5 MiB', 'source/too-large', () => json({ contents: ['x'.repeat(6 * 1024 * 1024)] })],
    ['401', 'source/refused', () => new Response(null, { status: 401 })],
    ['404', 'source/gone', () => new Response(null, { status: 404 })],
    ['429', 'source/busy', () => new Response(null, { status: 429 })],
  ])('%s is %s', async (_, expected, answer) => {
    const feed = createFeed(answer)
    await expect(fetchFrom(feed)).rejects.toEqual(code(expected))
    expect(feed.asked).toHaveLength(1)
  })

  test('and no answer is unreachable', async () => {
    const feed = createFeed(() => Promise.reject(new TypeError('Failed to fetch')))
    await expect(fetchFrom(feed)).rejects.toEqual(code('source/unreachable'))
  })

  test('that says how long to wait is heard', async () => {
    const heard: Asking['heard'] = {}
    const feed = createFeed(() => new Response(null, { status: 429, headers: { 'retry-after': '120' } }))
    await expect(fetchFrom(feed, FEED, heard)).rejects.toThrow()
    expect(heard.waitMs).toBe(120_000)
  })
})

describe('the practice server’s feed', () => {
  const { services } = practiceDirectory(2026)
  const ask = (address: string) => {
    const { pathname, searchParams } = new URL(address, 'http://127.0.0.1:8787')
    return answerServices(pathname, searchParams, services)
  }

  test('is read as any council’s, over several pages', async () => {
    const asked: string[] = []
    const fetch = (async (input: string) => {
      asked.push(input)
      return json(ask(input.replace('per_page=100', 'per_page=5'))?.body)
    }) as typeof globalThis.fetch
    const listed = await fetchServices(
      { fetch, now: () => NOW, heard: {} },
      { baseUrl: 'http://127.0.0.1:8787', category: undefined },
    )
    expect(asked).toHaveLength(Math.ceil(services.length / 5))
    expect(listed.services).toHaveLength(14)
  })

  test.each([
    ['/services', { page_number: 1, total_pages: 2, size: 10, first_page: true, last_page: false, empty: false }],
    ['/services?page=2', { page_number: 2, size: 6, first_page: false, last_page: true, empty: false }],
    ['/services?page=3', { size: 0, last_page: true, empty: true }],
    ['/services?page=0&per_page=x', { page_number: 1, size: 10 }],
    ['/services?per_page=5000', { total_pages: 1, total_items: 16, size: 16 }],
  ])('at %s says of the page %j', (address, said) => {
    expect(ask(address)).toMatchObject({ status: 200, contentType: 'application/json', body: said })
  })

  test.each(['search=adoption', 'postcode=NM1', 'minimum_age=7', 'taxonomy_term_id=x'])(
    'tells whoever asks by %s that it knows no such thing',
    (query) => expect(ask(`/services?page=1&${query}`)?.status).toBe(400),
  )

  test('gives one service by its id, and answers for no other address', () => {
    const [first] = services as { id: string }[]
    expect(ask(`/services/${first?.id}`)?.body).toBe(first)
    expect(ask('/services/nobody')?.status).toBe(404)
    for (const other of ['/', '/fhir', '/servicesx', '/fhir/services']) expect(ask(other)).toBeUndefined()
  })
})
