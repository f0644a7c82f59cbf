import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import {
  BOTH,
  bundle,
  embedded,
  FILES,
  HOST,
  inShort,
  jose,
  LINK,
  location,
  MANIFEST_URL,
  manifest,
  page,
  pretendServer,
  VISITOR,
} from './pretend-server.ts'
import { BUNDLE, seal } from './sealing.ts'

const HOUR_MS = 3_600_000
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

describe('a location', () => {
  test('is asked by GET, and nothing goes with it', async () => {
    const { asking, asked } = pretendServer(({ method }) =>
      method === 'POST' ? manifest(location('a?sas=x%20y')) : jose(seal(bundle('a'))),
    )
    expect(inShort(await receive(asking, { ...LINK, needsPasscode: true }, { ...BOTH, passcode: 'p' }))).toBe('a')
    expect(asked[1]).toMatchObject({ method: 'GET', url: `${FILES}/a?sas=x%20y` })
    expect(asked[1]?.init).toMatchObject({ credentials: 'omit', referrerPolicy: 'no-referrer', redirect: 'error' })
    expect(asked[1]?.init.headers).toBeUndefined()
    expect(asked[1]?.init.body).toBeUndefined()
  })

  test('is not spent when the file is in the manifest too', async () => {
    const { asking, lines } = pretendServer(() => manifest({ ...embedded('a'), ...location('a') }))
    expect(inShort(await receive(asking, LINK, VISITOR))).toBe('a')
    expect(lines()).toHaveLength(1)
  })

  test('on an origin nobody allowed is told of, and not asked', async () => {
    const elsewhere = location('b', 'https://elsewhere.example')
    const { asking, lines } = pretendServer(() => manifest(embedded('a'), location('x'), elsewhere))
    const origin = 'https://elsewhere.example'
    expect(await receive(asking, LINK, BOTH)).toEqual({ kind: 'needs-origin', origin })
    expect(lines()).toEqual([`POST ${MANIFEST_URL}`])
  })

  test('on an origin somebody said no to is left out', async () => {
    const { asking, lines } = pretendServer(() => manifest(embedded('a'), location('b')))
    expect(inShort(await receive(asking, LINK, { ...VISITOR, declined: [FILES] }))).toBe('a -not-permitted')
    expect(lines()).toHaveLength(1)
  })

  test.each([`${HOST}:8443`, 'https://LINKS.example.org.', 'https://sub.links.example.org'])(
    '%s is another origin than the link’s',
    async (origin) => {
      const { asking, lines } = pretendServer(() => manifest(embedded('a'), location('b', origin)))
      expect(inShort(await receive(asking, LINK, VISITOR))).not.toBe('a b')
      expect(lines()).toHaveLength(1)
    },
  )

  test.each([401, 403, 404, 410])('that ended (%i) is replaced by a fresh one, once', async (status) => {
    const { asking, lines } = pretendServer(({ method, url }, times) => {
      if (method === 'POST') return manifest(location('a'), location(`b${times}`))
      return url === `${FILES}/b1`
        ? new Response('', { status })
        : jose(seal(bundle(url.slice(-1) === 'a' ? 'a' : 'b')))
    })
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('a b')
    // The one that did not change was not asked again: it might have been good for one time.
    const expected = [MANIFEST_URL, `${FILES}/a`, `${FILES}/b1`, MANIFEST_URL, `${FILES}/b2`]
    expect(lines().map((line) => line.replace(/^\w+ /, ''))).toEqual(expected)
  })

  test('that ended with a page of the server’s own is replaced as well', async () => {
    const { asking } = pretendServer(({ method, url }, times) => {
      if (method === 'POST') return manifest(location(`a${times}`))
      return url.endsWith('a1') ? page(404) : jose(seal(bundle('a')))
    })
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('a')
  })

  test('that has ended for good is asked for twice, and loses no good one', async () => {
    const { asking, lines } = pretendServer(({ method, url }) => {
      if (method === 'POST') return manifest(location('a'), embedded('b'), location('c'))
      return url.endsWith('a') ? new Response('', { status: 404 }) : jose(seal(bundle('c')))
    })
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('b c -gone')
    expect(lines().filter((line) => line.startsWith('POST'))).toHaveLength(2)
    expect(lines().filter((line) => line.endsWith('/a'))).toHaveLength(2)
  })

  test('that ended: what the second manifest says is what holds', async () => {
    const fresh: [Response, Promise<unknown>][] = []
    for (const second of [new Response('', { status: 404 }), new Response('', { status: 401 })]) {
      const { asking } = pretendServer(({ method }, times) => {
        if (method === 'GET') return new Response('', { status: 404 })
        return times === 1 ? manifest(embedded('a'), location('b')) : second
      })
      const link = { ...LINK, needsPasscode: true }
      fresh.push([second, receive(asking, link, { ...BOTH, passcode: 'p' })])
    }
    await expect(fresh[0]?.[1]).rejects.toThrow(code('source/gone'))
    await expect(fresh[1]?.[1]).resolves.toMatchObject({ kind: 'wrong-passcode' })
  })

  test('that ended, and no second manifest: what came the first time stands', async () => {
    const serve = (...files: object[]) =>
      pretendServer(({ method }, times) => {
        if (method === 'GET') return new Response('', { status: 404 })
        return times === 1 ? manifest(...files) : new Response('', { status: 503 })
      }).asking
    expect(inShort(await receive(serve(embedded('a'), location('b')), LINK, BOTH))).toBe('a -gone')
    await expect(receive(serve(location('b')), LINK, BOTH)).rejects.toThrow(code('source/busy'))
  })

  test('is not asked when an hour has gone by since the manifest', async () => {
    const { asking, asked, clock } = pretendServer(() => {
      clock.nowMs += HOUR_MS + 1
      return manifest(embedded('a'), location('b'))
    })
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('a -unreachable')
    expect(asked).toHaveLength(1)
  })

  test('no request begins when the server has dripped for twenty seconds', async () => {
    const { asking, asked, clock } = pretendServer(({ method }) => {
      if (method === 'GET') clock.nowMs += 9_000
      const files = Array.from({ length: 50 }, (_, index) => location(`${index}`))
      return method === 'POST' ? manifest(...files) : jose(seal(BUNDLE))
    })
    const received = await receive(asking, LINK, BOTH)
    expect(received.kind === 'received' && received.files).toHaveLength(3)
    expect(asked).toHaveLength(4)
  })

  test('after one said it is busy, none is asked', async () => {
    const headers = { 'retry-after': '120' }
    const { asking, asked } = pretendServer(({ method }) =>
      method === 'POST'
        ? manifest(embedded('a'), location('b'), location('c'))
        : new Response('', { status: 429, headers }),
    )
    expect(inShort(await receive(asking, LINK, BOTH))).toBe('a -busy -busy')
    expect(asked).toHaveLength(2)
    expect(asking.heard.waitMs).toBe(120_000)
  })
})
