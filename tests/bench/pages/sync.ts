import { addFhirServer } from '../../../src/app/add-source.ts'
import { type App, openApp } from '../../../src/app/app.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { randomBytes, toBase64 } from '../../../src/vault/bytes.ts'
import { readEntries } from '../../../src/vault/children.ts'
import { createMemoryArea } from '../../../src/vault/memory.ts'
import { createOwnArea } from '../../../src/vault/session.ts'

const CLOCK_MS = Date.parse('2026-11-23T08:40:00Z')

/** What one refresh took. */
export type Took = {
  seconds: number
  /** While some request was under way, from the first byte sent to the last byte of the answer. */
  networkSeconds: number
  requests: number
  sentBytes: number
  gotBytes: number
  /** Kept afterwards. */
  children: number
  failed: string | undefined
}

let app: App
const count = { underWay: 0, sinceMs: 0, networkMs: 0, requests: 0, sentBytes: 0, gotBytes: 0 }

/** A vault on disk with a source in it, of which nothing has been fetched. */
export async function open(baseUrl: string): Promise<void> {
  const startedMs = performance.now()
  app = await openApp({
    session: createOwnArea(),
    memory: createMemoryArea(),
    fetch: counted,
    now: () => CLOCK_MS + performance.now() - startedMs,
    readManaged: async () => undefined,
    name: 'bench-sync',
  })
  await app.vault.session.unlock({ key: toBase64(randomBytes(32)), keeps: 'disk', idleMs: 3_600_000 })
  await addFhirServer(app, baseUrl, 'access-code')
}

export async function sync(): Promise<Took> {
  Object.assign(count, { networkMs: 0, requests: 0, sentBytes: 0, gotBytes: 0 })
  const startedMs = performance.now()
  const [summary] = await refresh(app)
  const seconds = (performance.now() - startedMs) / 1000
  const { networkMs, requests, sentBytes, gotBytes } = count
  const { length: children } = await readEntries(app.vault)
  const failed = summary?.failed ?? summary?.refused[0]?.code
  return { seconds, networkSeconds: networkMs / 1000, requests, sentBytes, gotBytes, children, failed }
}

export async function close(): Promise<void> {
  app.vault.database.close()
}

/** The whole answer has come before it is given on, so that waiting for it counts as network. */
async function counted(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  if (count.underWay++ === 0) count.sinceMs = performance.now()
  try {
    const response = await fetch(input, init)
    const bytes = await response.arrayBuffer()
    count.requests += 1
    count.sentBytes += String(init?.body ?? '').length
    count.gotBytes += bytes.byteLength
    return new Response(bytes, { status: response.status, headers: response.headers })
  } finally {
    if (--count.underWay === 0) count.networkMs += performance.now() - count.sinceMs
  }
}
