import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import { practiceViewer, SIGN_INS } from '../../../src/practice/families/index.ts'
import { generateFamilies } from '../../../src/practice/generated/generate-families.ts'
import { listenOnLoopback } from '../../../src/practice/server/listen.ts'
import { indexed } from './indexed.ts'

export type Told = { baseUrl: string }
/** What can be asked of it from outside; each is answered with a number. */
export type Asked = { changeOnePercent: true }

/*
 * A FHIR server that knows the questions that Handrail asks, and answers each at once: what is measured with it is Handrail.
 * Two thousand generated children, seen by the Virtual School Head.
 */
const COUNT = 2000
const PAGE = 200
const CLOCK_MS = Date.parse('2026-11-23T08:40:00Z')
const role = SIGN_INS.find(({ audience }) => audience === 'virtual-school-head')?.practitionerRole ?? ''
const viewer = practiceViewer(role)
const bundles = generateFamilies({ count: COUNT, seed: 1, schoolYear: 2026 })
const records = indexed(bundles, viewer, '2026-11-14T15:20:00.000Z')

let baseUrl = ''
const server = createServer(async (request, response) => {
  const path = (request.url ?? '').replace(/^\/fhir\/?/, '')
  const body = request.method === 'POST' ? await text(request) : undefined
  const answer = body === undefined ? one(path) : batch(JSON.parse(body))
  const date = new Date(CLOCK_MS + performance.now()).toUTCString()
  response.writeHead(answer === undefined ? 404 : 200, { 'content-type': 'application/fhir+json', date })
  response.end(answer && JSON.stringify(answer))
})

function one(path: string): object | undefined {
  if (path === '.well-known/smart-configuration') return { userinfo_endpoint: `${baseUrl}/userinfo` }
  if (path === 'metadata') return { resourceType: 'CapabilityStatement', fhirVersion: '4.0.1' }
  if (path === 'userinfo') return { fhirUser: role }
  const [type = '', query] = path.split('?')
  return query === undefined ? records.read(type) : search(type, new URLSearchParams(query))
}

function search(type: string, query: URLSearchParams): object {
  const found = records.search(type, query)
  const bundle = { resourceType: 'Bundle', type: 'searchset', total: found.length }
  if (query.has('_summary')) return bundle
  const from = Number(query.get('from') ?? 0)
  const most = Math.min(Number(query.get('_count')), PAGE)
  query.set('from', `${from + most}`)
  const link = from + most < found.length ? [{ relation: 'next', url: `${baseUrl}/${type}?${query}` }] : []
  return { ...bundle, link, entry: found.slice(from, from + most).map((resource) => ({ resource })) }
}

type Batch = { entry: { request: { url: string; ifNoneMatch?: string } }[] }

function batch({ entry }: Batch): object {
  const parts = entry.map(({ request: { url, ifNoneMatch } }) => {
    const resource = one(url) as { meta?: { versionId?: string } } | undefined
    if (!resource) return { response: { status: '404' } }
    const isSame = ifNoneMatch !== undefined && ifNoneMatch === `W/"${resource.meta?.versionId}"`
    return isSame ? { response: { status: '304' } } : { resource, response: { status: '200' } }
  })
  return { resourceType: 'Bundle', type: 'batch-response', entry: parts }
}

baseUrl = `${await listenOnLoopback(server, 0)}/fhir`
process.send?.({ baseUrl } satisfies Told)
process.on('message', ({ changeOnePercent }: Asked) => {
  const organisation = viewer.find(({ resourceType }) => resourceType === 'Organization')
  const actor = `Organization/${organisation?.id}`
  const at = new Date(CLOCK_MS + performance.now()).toISOString()
  process.send?.(changeOnePercent ? records.changeOnePercent(actor, at) : 0)
})
process.on('disconnect', () => process.exit())
