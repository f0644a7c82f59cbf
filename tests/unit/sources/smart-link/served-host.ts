import { createServer } from 'node:http'
import { send } from '../../../../src/practice/server/answer.ts'
import { createLinkHost } from '../../../../src/practice/server/link-host.ts'
import { listenOnLoopback, stopListening } from '../../../../src/practice/server/listen.ts'
import { readBody } from '../../../../src/practice/server/request-body.ts'
import type { Asking } from '../../../../src/sources/ask.ts'

/** The practice link host on a real socket, by a clock that only the test moves. */
export async function serveLinkHost() {
  const clock = { nowMs: Date.parse('2026-11-22T09:00:00Z') }
  const asked: string[] = []
  let origin = ''
  const host = createLinkHost(
    () => origin,
    () => clock.nowMs,
  )
  const server = createServer(async (request, response) => {
    const url = new URL(request.url ?? '/', origin)
    asked.push(`${request.method} ${url.pathname.replace(/[\w-]{43}/, '…')}${url.search}`)
    const body = await readBody(request)
    const value = body.kind === 'read' ? body.value : undefined
    const answer = host.answer(request.method ?? '', url.pathname, url.searchParams, value, request.headers)
    send(request, response, answer ?? { status: 404 }, '*')
  })
  origin = await listenOnLoopback(server, 0)
  const asking: Asking = { fetch, now: () => clock.nowMs, heard: {} }
  const visitor = { recipient: 'Ms Ada Okoro, SENCO & lead, Elm Park', origins: [origin], allowsLoopback: true }
  const rules = () => ({ nowMs: clock.nowMs, allowsLoopback: true })
  return { host, origin, clock, asked, asking, visitor, rules, stop: () => stopListening(server) }
}
