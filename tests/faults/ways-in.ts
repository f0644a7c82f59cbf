import { addFhirServer, forgetSource } from '../../src/app/add-source.ts'
import { openFiles } from '../../src/app/open-files.ts'
import { type Offer, openLink } from '../../src/app/open-link.ts'
import { refresh } from '../../src/app/refresh.ts'
import type { Random } from '../../src/practice/generated/random.ts'
import { createLinkHost } from '../../src/practice/server/link-host.ts'
import { readSources } from '../../src/vault/sources.ts'
import { BASE_URL, createFakeServer } from '../fixtures/fhir-server.ts'
import { type Laptop, openLaptop } from './laptop.ts'
import { questionOf } from './places-asked.ts'
import { LINK_HOST, responseOf } from './sources-of-sam.ts'

/** One way for a record to get onto a laptop, and what it may ask for on the way. */
export type WayIn = {
  laptop: Laptop
  /** Brings in one record. @returns the codes of what was said of it */
  bring(text: string, random: Random): Promise<string[]>
  /** Takes out what came in, for ways that add it beside the others. */
  clear(): Promise<void>
  mayAsk(url: string): boolean
}

const SAID = { name: 'Dr Shah', roleAndPlace: 'GP, Bridge Street Practice' }

/** A server that answers every question about any child out of one Bundle, whatever that holds. */
export async function byServer(startMs: number, accessCode: string): Promise<WayIn> {
  const server = createFakeServer([])
  const held: { bundle: unknown } = { bundle: undefined }
  const laptop = await openLaptop(startMs, [], (opened) => {
    opened.server.fetch = async (input, init) => {
      const url = String(input)
      const { parts } = questionOf(url, init)
      const isOfViewer = parts[0]?.startsWith('Practitioner/') ?? !/\/(Consent|Provenance|CareTeam|Group)\?/.test(url)
      if (isOfViewer) return server.fetch(input, init)
      return json(parts.length === 0 ? search(held.bundle, url.slice(BASE_URL.length + 1)) : batch(held.bundle, parts))
    }
    return addFhirServer(opened.app, BASE_URL, accessCode)
  })
  return {
    laptop,
    bring: async (text) => {
      held.bundle = JSON.parse(text)
      const [summary] = await refresh(laptop.app)
      return [summary?.failed ?? [], ...(summary?.refused ?? []).map(({ code }) => code)].flat()
    },
    clear: async () => {},
    mayAsk: (url) => url.startsWith(`${BASE_URL}/`) || url === BASE_URL,
  }
}

/** A link that leads to it, directly or by way of places that a manifest names. */
export async function byLink(startMs: number, locations: readonly string[]): Promise<WayIn> {
  const host = createLinkHost(
    () => LINK_HOST,
    () => startMs,
  )
  const laptop = await openLaptop(startMs, [], async () => {})
  let location: string | undefined
  laptop.server.fetch = async (input, init = {}) => {
    const { pathname, searchParams } = new URL(String(input))
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
    const headers = Object.fromEntries(new Headers(init.headers))
    const answer = host.answer(init.method ?? 'GET', pathname, searchParams, body, headers) ?? { status: 404 }
    const { files } = (typeof answer.body === 'object' ? answer.body : {}) as { files?: object[] }
    const elsewhere = { contentType: 'application/fhir+json', location }
    return responseOf(files && location ? { ...answer, body: { files: [...files, elsewhere] } } : answer)
  }
  return {
    laptop,
    bring: async (content, random) => {
      location = random.chance(0.5) ? random.pick(locations) : undefined
      const isDirect = random.chance(0.3)
      const files = [{ contentType: 'application/fhir+json', content, zip: random.chance(0.5) }]
      const { link } = await host.share({ files, flags: isDirect ? 'LU' : 'L' })
      const opened = await openLink(laptop.app, link, { said: SAID, passcode: undefined, origins: [LINK_HOST] })
      if (opened.kind !== 'offer') return []
      return keep(laptop, opened)
    },
    clear: () => forgetAll(laptop),
    mayAsk: (url) => new URL(url).origin === LINK_HOST,
  }
}

export async function byFile(startMs: number): Promise<WayIn> {
  const laptop = await openLaptop(startMs, [], async () => {})
  return {
    laptop,
    bring: async (text) =>
      keep(laptop, await openFiles(laptop.app, [new Blob([text])], { said: SAID, link: undefined })),
    clear: () => forgetAll(laptop),
    mayAsk: () => false,
  }
}

async function keep(laptop: Laptop, offer: Offer): Promise<string[]> {
  const { failed, refused } = await offer.keep(() => {})
  const [again] = await refresh(laptop.app)
  return [failed ?? [], again?.failed ?? [], ...[...refused, ...(again?.refused ?? [])].map(({ code }) => code)].flat()
}

async function forgetAll({ app }: Laptop): Promise<void> {
  for (const { id } of await readSources(app.vault)) await forgetSource(app, id)
}

type Held = { entry?: { resource?: { resourceType?: unknown; id?: unknown } }[] }

function resourcesIn(bundle: unknown): NonNullable<Held['entry']> {
  const { entry } = (bundle ?? {}) as Held
  return Array.isArray(entry) ? entry.filter((one) => one?.resource) : []
}

function search(bundle: unknown, asked: string): object {
  const [type] = asked.split('?')
  const found = resourcesIn(bundle).filter(({ resource }) => resource?.resourceType === type)
  return { resourceType: 'Bundle', type: 'searchset', entry: found.map(({ resource }) => ({ resource })) }
}

function batch(bundle: unknown, parts: string[]): object {
  const entry = parts.map((asked) => {
    const [type, id] = asked.split('/')
    const found = resourcesIn(bundle).find(
      ({ resource }) => resource?.resourceType === type && `${resource?.id}` === id,
    )
    const resource = asked.includes('?') ? search(bundle, asked) : found?.resource
    return resource ? { resource, response: { status: '200' } } : { response: { status: '404' } }
  })
  return { resourceType: 'Bundle', type: 'batch-response', entry }
}

function json(body: object): Response {
  return new Response(JSON.stringify(body), { headers: { 'content-type': 'application/fhir+json' } })
}
