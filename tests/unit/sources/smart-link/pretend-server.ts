import type { Asking } from '../../../../src/sources/ask.ts'
import type { SmartLink } from '../../../../src/sources/smart-link/link.ts'
import type { Received } from '../../../../src/sources/smart-link/receive.ts'
import type { Visitor } from '../../../../src/sources/smart-link/visit.ts'
import { BUNDLE, KEY, seal } from './sealing.ts'

export const HOST = 'https://links.example.org'
export const FILES = 'https://files.example.org'
export const MANIFEST_URL = `${HOST}/m/1`

export const LINK: SmartLink = {
  url: MANIFEST_URL,
  key: KEY,
  expiresAtMs: undefined,
  needsPasscode: false,
  isLongTerm: false,
  isDirect: false,
  label: undefined,
  remarks: [],
}

/** One who allows the origin of the link alone. */
export const VISITOR: Visitor = { recipient: 'Ms Ada Okoro, SENCO, Elm Park', origins: [HOST], allowsLoopback: false }

export type Asked = { method: string; url: string; init: RequestInit }

/** One who allows its files' as well. */
export const BOTH: Visitor = { ...VISITOR, origins: [HOST, FILES] }

/** Servers of a sharer's without a network: each request is answered by `answer`, and noted. */
export function pretendServer(answer: (asked: Asked, times: number) => Response | Error) {
  const asked: Asked[] = []
  const clock = { nowMs: Date.parse('2026-11-22T09:00:00Z') }
  const asking: Asking = {
    heard: {},
    now: () => clock.nowMs,
    fetch: async (input, init = {}) => {
      const one = { method: init.method ?? 'GET', url: String(input), init }
      asked.push(one)
      const times = asked.filter(({ url }) => url === one.url).length
      const answered = answer(one, times)
      if (answered instanceof Error) throw answered
      return answered
    },
  }
  return { asking, asked, clock, lines: () => asked.map(({ method, url }) => `${method} ${url}`) }
}

export function manifest(...files: unknown[]): Response {
  return Response.json({ files })
}

export function jose(jwe: string): Response {
  return new Response(jwe, { headers: { 'content-type': 'application/jose' } })
}

export function page(status: number): Response {
  return new Response('<!doctype html><p>Sign in to the wifi', { status, headers: { 'content-type': 'text/html' } })
}

export const contentType = 'application/fhir+json'

export const bundle = (id: string) => ({ ...BUNDLE, id })

/** An entry of a manifest with its file in it, or at an address. */
export const embedded = (id: string) => ({ contentType, embedded: seal(bundle(id)) })
export const location = (path: string, origin = FILES) => ({ contentType, location: `${origin}/${path}` })

/** What was received: the ids of what opened, and why the rest did not. */
export function inShort(received: Received): string {
  if (received.kind !== 'received') return received.kind
  const ids = received.files.map(({ resource }) => resource.id)
  return [...ids, ...received.skipped.map(({ reason }) => `-${reason}`)].join(' ')
}
