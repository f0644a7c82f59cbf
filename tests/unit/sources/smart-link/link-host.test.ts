import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { ErrorCode } from '../../../../src/core/errors.ts'
import { parseLink } from '../../../../src/sources/smart-link/link.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { BUNDLE } from './sealing.ts'
import { serveLinkHost } from './served-host.ts'

let served: Awaited<ReturnType<typeof serveLinkHost>>
beforeAll(async () => {
  served = await serveLinkHost()
})
afterAll(() => served.stop())

const FILE = { contentType: 'application/fhir+json', content: BUNDLE }
const RECIPIENT = { recipient: 'Ms Ada Okoro' }
const JSON_TYPE = { 'content-type': 'application/json' }
const code = (code: ErrorCode) => expect.objectContaining({ name: 'AppError', code })
const open = (link: string, passcode?: string) =>
  receive(served.asking, parseLink(link, served.rules()), { ...served.visitor, ...(passcode ? { passcode } : {}) })
const ids = async (link: string) => {
  const received = await open(link)
  return received.kind === 'received' ? received.files.map(({ resource }) => resource.id) : received.kind
}
const answer = (method: string, path: string, query = '', body: unknown = undefined, headers = {}) =>
  served.host.answer(method, path, new URLSearchParams(query), body, headers)

describe('the practice link host', () => {
  test('answers for its own addresses alone', () => {
    expect(answer('GET', '/fhir/metadata')).toBeUndefined()
    expect(answer('GET', '/shlx')).toBeUndefined()
    for (const path of ['/shl', '/shl/', '/shl/nobody', '/shl/location/none', '/shl/a/b', '/shl/../x']) {
      expect({ path, answer: answer('GET', path) }).toEqual({ path, answer: { status: 404 } })
    }
  })

  test('counts wrong passcodes for the life of a link, and then takes no right one', async () => {
    const { link, recipients } = await served.host.share({ files: [FILE], flags: 'P', passcode: 'otter', attempts: 2 })
    expect(await open(link)).toEqual({ kind: 'needs-passcode' })
    expect(await open(link, 'badger')).toEqual({ kind: 'wrong-passcode', attemptsLeft: 1 })
    expect(await open(link, 'otter')).toMatchObject({ kind: 'received', files: [{}] })
    expect(await open(link, 'Otter')).toEqual({ kind: 'wrong-passcode', attemptsLeft: 0 })
    expect(await open(link, 'otter')).toEqual({ kind: 'wrong-passcode', attemptsLeft: 0 })
    expect(recipients).toEqual([served.visitor.recipient])
  })

  test('ends a link when it is revoked, its locations too', async () => {
    const { id, link, revoke } = await served.host.share({ files: [{ ...FILE, carrier: 'location' }] })
    const listed = answer('POST', `/shl/${id}`, '', RECIPIENT, JSON_TYPE)?.body as { files: { location: string }[] }
    revoke()
    await expect(open(link)).rejects.toThrow(code('source/gone'))
    expect(answer('GET', new URL(listed.files[0]?.location ?? '').pathname)).toEqual({ status: 404 })
  })

  test('ends a link by its own date', async () => {
    const share = await served.host.share({ files: [FILE], expiresAtMs: served.clock.nowMs + 60_000 })
    const link = parseLink(share.link, served.rules())
    expect(link.expiresAtMs).toBe(served.clock.nowMs + 60_000)
    served.clock.nowMs += 60_000
    expect(answer('POST', `/shl/${share.id}`, '', RECIPIENT, JSON_TYPE)).toEqual({ status: 404 })
    await expect(receive(served.asking, link, served.visitor)).rejects.toThrow(code('link/expired'))
  })

  test('shares something else under the same link', async () => {
    const { link, change } = await served.host.share({ files: [FILE], flags: 'L' })
    expect(await ids(link)).toEqual([undefined])
    await change(['a', 'b'].map((id) => ({ ...FILE, content: { ...BUNDLE, id } })))
    expect(await ids(link)).toEqual(['a', 'b'])
    await change([])
    expect(await ids(link)).toEqual([])
  })

  test('gives a location once, and for an hour', async () => {
    const { id } = await served.host.share({ files: [{ ...FILE, carrier: 'location' }] })
    const locate = () => {
      const listed = answer('POST', `/shl/${id}`, '', RECIPIENT, JSON_TYPE)?.body as { files: { location: string }[] }
      return new URL(listed.files[0]?.location ?? '').pathname
    }
    const [once, late] = [locate(), locate()]
    expect(answer('POST', once)).toEqual({ status: 405 })
    expect(answer('GET', once)).toMatchObject({ status: 200, contentType: 'application/jose' })
    expect(answer('GET', once)).toEqual({ status: 404 })
    served.clock.nowMs += 3_600_000
    expect(answer('GET', late)).toEqual({ status: 404 })
  })

  test('embeds nothing longer than it is asked to', async () => {
    const { id } = await served.host.share({ files: [FILE] })
    const list = (embeddedLengthMax: number) =>
      answer('POST', `/shl/${id}`, '', { ...RECIPIENT, embeddedLengthMax }, JSON_TYPE)?.body
    expect(list(10_000)).toEqual({ files: [{ contentType: FILE.contentType, embedded: expect.any(String) }] })
    expect(list(10)).toEqual({ files: [{ contentType: FILE.contentType, location: expect.any(String) }] })
  })

  test('says how long to wait before asking again', async () => {
    const { link } = await served.host.share({ files: [FILE], retryAfterSeconds: 30 })
    await open(link)
    expect(served.asking.heard.waitMs).toBe(30_000)
  })

  test.each<[flags: '' | 'U', method: string, query: string, body: unknown, headers: object, status: number]>([
    ['', 'GET', 'recipient=x', undefined, {}, 405],
    ['', 'POST', '', undefined, JSON_TYPE, 400],
    ['', 'POST', '', null, JSON_TYPE, 400],
    ['', 'POST', '', {}, JSON_TYPE, 400],
    ['', 'POST', '', RECIPIENT, { 'content-type': 'text/plain' }, 415],
    ['', 'POST', '', RECIPIENT, JSON_TYPE, 200],
    ['U', 'POST', '', RECIPIENT, JSON_TYPE, 405],
    ['U', 'GET', '', undefined, {}, 400],
    ['U', 'GET', 'recipient=x', undefined, {}, 200],
  ])('flags "%s": %s ?%s %j %j is %i', async (flags, method, query, body, headers, status) => {
    const { id } = await served.host.share({ files: [FILE], flags })
    expect(answer(method, `/shl/${id}`, query, body, headers)?.status).toBe(status)
  })

  test('makes addresses nobody can guess, and short enough for the guide', async () => {
    const shares = await Promise.all([1, 2].map(() => served.host.share({ files: [FILE] })))
    const [first, second] = shares.map(({ link }) => parseLink(link, served.rules()))
    expect(first?.url).not.toBe(second?.url)
    expect(first?.key).not.toBe(second?.key)
    expect(first?.remarks).toEqual([])
    expect(shares[0]?.id).toHaveLength(43)
  })
})
