import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { text } from 'node:stream/consumers'
import { createGzip } from 'node:zlib'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import type { SharedFile } from '../../src/practice/server/link-file.ts'
import { createLinkHost } from '../../src/practice/server/link-host.ts'
import { listenOnLoopback, stopListening } from '../../src/practice/server/listen.ts'
import { BASE_URL, createFakeServer } from '../fixtures/fhir-server.ts'
import { type BadAnswer, badAnswers, type Way } from './bad-answers.ts'
import { type Question, questionOf } from './places-asked.ts'
import { READER, samAt } from './sam.ts'

/** What becomes of one answer on its way. */
export type Misbehaviour =
  | { kind: 'drip' } // a byte a second, for ever
  | { kind: 'cut'; share: number; hangsUp: boolean } // so much of it, as if that were all or with the line gone
  | { kind: 'flood'; isSqueezed: boolean } // 500 MB, as they are or in half a megabyte
  | { kind: 'instead'; text(question: Question): string }

/** Sam's record on a real socket, by a server and by a link, where answers can be made to misbehave: see `control.ts`. */
export type HostileServer = { url: string; stop(): Promise<void> }

/** What it has seen since it was last told to begin. */
export type Heard = { misbehaved: number; floodBytes: number; requests: number }

const FLOOD_BYTES = 500 * 1024 * 1024
const CHUNK = Buffer.alloc(64 * 1024, 'a')
const CORS = {
  'access-control-allow-origin': '*',
  'access-control-allow-headers': '*',
  'access-control-allow-methods': '*',
}

/** @param cutTimes as in `badAnswers` */
export async function startHostileServer(way: Way, cutTimes: number): Promise<HostileServer> {
  const fhir = createFakeServer([samAt(1)])
  const links = createLinkHost(() => hostile.url)
  const list = badAnswers(cutTimes)
  const hostile: HostileServer = { url: '', stop: () => stopListening(server) }
  let bad: BadAnswer | undefined
  let heard: Heard = { misbehaved: 0, floodBytes: 0, requests: 0 }

  const control = async (path: string): Promise<object> => {
    if (path === '/control/link') return { link: shared.link }
    const told = heard
    heard = { misbehaved: 0, floodBytes: 0, requests: 0 }
    bad = list[Number(path.replace('/control/begin/', ''))]
    await shared.change(bad && 'files' in bad ? bad.files() : trueFiles(way))
    return told
  }
  const answer = async (request: IncomingMessage, body: string): Promise<Given> => {
    const { pathname, searchParams } = new URL(request.url ?? '/', hostile.url)
    if (pathname.startsWith('/shl/')) {
      const parsed = body === '' ? undefined : JSON.parse(body)
      const found = links.answer(request.method ?? '', pathname, searchParams, parsed, request.headers)
      const given = typeof found?.body === 'object' ? JSON.stringify(found.body) : (found?.body ?? '')
      return { status: found?.status ?? 404, type: found?.contentType ?? 'application/json', text: given }
    }
    const { authorization = '' } = request.headers
    const { method = 'GET' } = request
    const init = { method, headers: { authorization }, ...(method === 'POST' && { body }) }
    const given = await fhir.fetch(BASE_URL.replace('/fhir', '') + request.url, init)
    const whole = (await given.text()).replaceAll(BASE_URL.replace('/fhir', ''), hostile.url)
    return { status: given.status, type: 'application/fhir+json', text: whole }
  }

  const server = createServer(async (request, response) => {
    const { method = 'GET', url = '/' } = request
    if (method === 'OPTIONS') return void response.writeHead(204, CORS).end()
    if (url.startsWith('/control/')) {
      return void response.writeHead(200, { ...CORS, ...JSON_TYPE }).end(JSON.stringify(await control(url)))
    }
    heard.requests += 1
    const body = await text(request)
    const question = questionOf(hostile.url + url, { method, body })
    const given = await answer(request, body)
    const how = bad && 'how' in bad && bad.isAt(question) ? bad.how : undefined
    if (how || (bad && 'files' in bad)) heard.misbehaved += 1
    const headers = { ...CORS, 'content-type': given.type }
    if (how?.kind === 'drip') drip(response.writeHead(200, headers))
    else if (how?.kind === 'cut') cut(response, headers, given.text, how)
    else if (how?.kind === 'flood') flood(response, headers, how.isSqueezed, heard)
    else response.writeHead(given.status, headers).end(how ? how.text(question) : given.text)
  })
  hostile.url = await listenOnLoopback(server, 0)
  const shared = await links.share({ files: trueFiles(way), flags: way === 'direct' ? 'LU' : 'L' })
  return hostile
}

type Given = { status: number; type: string; text: string }

const JSON_TYPE = { 'content-type': 'application/json' }

function trueFiles(way: Way): SharedFile[] {
  const content = sharedWith(samAt(1), READER)
  return [{ contentType: 'application/fhir+json', content, carrier: way === 'location' ? 'location' : 'embedded' }]
}

function drip(response: ServerResponse): void {
  response.write('{')
  const dripping = setInterval(() => response.write(' '), 1000)
  response.on('close', () => clearInterval(dripping))
}

function cut(
  response: ServerResponse,
  headers: Record<string, string>,
  whole: string,
  { share, hangsUp }: { share: number; hangsUp: boolean },
): void {
  const bytes = Buffer.from(whole)
  const some = bytes.subarray(0, Math.floor(share * bytes.length))
  if (!hangsUp) return void response.writeHead(200, headers).end(some)
  response.writeHead(200, { ...headers, 'content-length': `${bytes.length}` })
  response.write(some, () => response.destroy())
}

/** As fast as it is taken, until there is no more or nobody takes it. */
function flood(response: ServerResponse, headers: Record<string, string>, isSqueezed: boolean, heard: Heard): void {
  response.writeHead(200, { ...headers, ...(isSqueezed && { 'content-encoding': 'gzip' }) })
  const into = isSqueezed ? createGzip({ level: 9 }) : response
  if (into !== response) into.pipe(response)
  let left = FLOOD_BYTES
  const pour = () => {
    while (left > 0 && !response.destroyed) {
      left -= CHUNK.length
      if (!isSqueezed) heard.floodBytes += CHUNK.length
      if (!into.write(CHUNK)) return void into.once('drain', pour)
    }
    into.end()
  }
  into.write('{"resourceType":"')
  pour()
}
