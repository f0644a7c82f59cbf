import { describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { bundle, inShort, jose, LINK, page, pretendServer, VISITOR } from './pretend-server.ts'
import { BUNDLE, seal } from './sealing.ts'

const MIB = 1024 * 1024
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })

describe('a link to one file', () => {
  const direct = { ...LINK, isDirect: true }

  test.each([
    ['https://links.example.org/f', '?recipient='],
    ['https://links.example.org/f?', '?recipient='],
    ['https://links.example.org/f?sig=a%20b+c~d/e', '&recipient='],
  ])('%s is asked by GET with who is looking, never for a manifest', async (url, joint) => {
    const { asking, asked } = pretendServer(() => jose(seal(bundle('a'))))
    await receive(asking, { ...direct, url }, VISITOR)
    expect(asked.map(({ method }) => method)).toEqual(['GET'])
    expect(asked[0]?.url).toBe(`${url.replace(/\?$/, '')}${joint}${encodeURIComponent(VISITOR.recipient)}`)
    expect(asked[0]?.init.body).toBeUndefined()
  })

  test.each(['application/jose', 'text/plain; charset=utf-8', 'application/octet-stream', 'text/html', undefined])(
    'opens, whatever its host calls it: %s',
    async (type) => {
      const headers: HeadersInit = type ? { 'content-type': type } : {}
      const { asking } = pretendServer(() => new Response(`${seal(bundle('a'))}\n`, { headers }))
      expect(inShort(await receive(asking, direct, VISITOR))).toBe('a')
    },
  )

  test('is final unless the link is long-term', async () => {
    const { asking } = pretendServer(() => jose(seal(bundle('a'))))
    expect(await receive(asking, direct, VISITOR)).toMatchObject({ isFinal: true, withdrawn: 0 })
    expect(await receive(asking, { ...direct, isLongTerm: true }, VISITOR)).toMatchObject({ isFinal: false })
  })

  test.each<[name: string, answer: () => Response | Error, expected: ErrorCode]>([
    ['404', () => new Response('', { status: 404 }), 'source/gone'],
    ['410', () => new Response('', { status: 410 }), 'source/removed'],
    ['403', () => new Response('', { status: 403 }), 'source/forbidden'],
    ['429', () => new Response('', { status: 429 }), 'source/busy'],
    ['a page instead of a refusal', () => page(404), 'source/not-fhir'],
    ['a page', () => page(200), 'source/not-fhir'],
    ['a page that does not say so', () => new Response('\n<html><body>Sign in'), 'source/not-fhir'],
    ['over 5 MiB', () => new Response('x'.repeat(5 * MIB + 1)), 'source/too-large'],
    ['another key', () => jose(seal(BUNDLE, { header: { kid: 'B'.repeat(43) } })), 'link/wrong-key'],
    ['a bomb', () => jose(seal('x'.repeat(20 * MIB), { header: { zip: 'DEF' } })), 'source/too-large'],
    ['nobody there', () => new TypeError('fetch failed'), 'source/unreachable'],
  ])('%s', async (_, answer, expected) => {
    const { asking } = pretendServer(answer)
    await expect(receive(asking, direct, VISITOR)).rejects.toThrow(code(expected))
  })

  test('that does not open says so, and throws nothing', async () => {
    const { asking } = pretendServer(() => jose('a.b.c'))
    expect(inShort(await receive(asking, direct, VISITOR))).toBe('-cannot-open')
  })
})
