import type { Bundle } from '@medplum/fhirtypes'
import { addFhirServer } from '../../src/app/add-source.ts'
import { openLink } from '../../src/app/open-link.ts'
import { refresh } from '../../src/app/refresh.ts'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import type { Answer } from '../../src/practice/server/answer.ts'
import type { SharedFile } from '../../src/practice/server/link-file.ts'
import { createLinkHost } from '../../src/practice/server/link-host.ts'
import type { Sharing } from '../../src/practice/server/link-share.ts'
import { BASE_URL, createFakeServer } from '../fixtures/fhir-server.ts'
import { createSigner } from '../fixtures/sign-bundle.ts'
import { smallFamily } from '../fixtures/small-family.ts'
import { confirmSam, type Laptop, openLaptop } from './laptop.ts'
import { READER, samAt } from './sam.ts'

/** Where Sam's record comes from, without a network. */
export type SourceOfSam = {
  fetch: typeof fetch
  /** Puts a version of the record there. */
  publish(version: number): Promise<void>
  add(laptop: Laptop): Promise<unknown>
}

/**
 * A FHIR server, which also takes what it is told of who looked.
 *
 * @param others so many more children, of whom nothing ever changes
 */
export async function serverOfSam(others = 0): Promise<SourceOfSam> {
  const server = createFakeServer([samAt(1), ...Array.from({ length: others }, (_, at) => otherChild(at))])
  const publish = async (version: number) => {
    for (const { resource } of samAt(version).entry ?? []) {
      if (resource) server.resources.set(`${resource.resourceType}/${resource.id}`, structuredClone(resource) as never)
    }
  }
  await publish(1)
  return {
    fetch: async (input, init) => {
      return init?.method === 'PUT' ? new Response(null, { status: 201 }) : server.fetch(input, init)
    },
    publish,
    add: async ({ app }) => {
      await addFhirServer(app, BASE_URL, 'practice-gp')
      await refresh(app)
    },
  }
}

function otherChild(at: number): Bundle {
  const bundle = smallFamily({
    id: `child-${at}`,
    knownAs: `Robin ${at}`,
    familyName: `Hale ${at}`,
    bornOn: '2015-04-01',
    nhsNumber: `${9990001000 + at}`,
  })
  const meta = { versionId: '1', lastUpdated: '2026-11-14T15:20:00Z' }
  const entry = (bundle.entry ?? []).map(({ resource }) => ({ resource: { ...resource, meta } }))
  return { ...bundle, entry: entry as NonNullable<Bundle['entry']> }
}

export const LINK_HOST = 'https://links.example'

export type Way = 'embedded' | 'location' | 'direct' | 'signed'

/** A link, by which the record comes in the manifest, beside it, directly, or signed by whoever keeps the host. */
export async function linkToSam(way: Way): Promise<SourceOfSam> {
  const signer = way === 'signed' ? await createSigner() : undefined
  const host = createLinkHost(() => LINK_HOST)
  const filesAt = async (version: number): Promise<SharedFile[]> => {
    const bundle = sharedWith(samAt(version), READER)
    const content = signer ? await signer.sign(bundle) : bundle
    return [{ contentType: 'application/fhir+json', content, carrier: way === 'location' ? 'location' : 'embedded' }]
  }
  const flags: Sharing['flags'] = way === 'direct' ? 'LU' : 'L'
  const shared = await host.share({ files: await filesAt(1), flags })
  return {
    fetch: async (input, init = {}) => {
      const { pathname, searchParams } = new URL(String(input))
      if (pathname === '/.well-known/jwks.json') return Response.json({ keys: signer ? [signer.publicKey] : [] })
      const body = typeof init.body === 'string' ? JSON.parse(init.body) : undefined
      const headers = Object.fromEntries(new Headers(init.headers))
      return responseOf(host.answer(init.method ?? 'GET', pathname, searchParams, body, headers) ?? { status: 404 })
    },
    publish: async (version) => shared.change(await filesAt(version)),
    add: async ({ app }) => {
      const said = { name: 'Dr Shah', roleAndPlace: 'GP, Bridge Street Practice' }
      const opened = await openLink(app, shared.link, { said, passcode: undefined, origins: [LINK_HOST] })
      if (opened.kind !== 'offer') throw new Error(opened.kind)
      await opened.keep(() => {})
    },
  }
}

/** What the practice host answers, as `fetch` gives it. */
export function responseOf({ status, body, contentType = 'application/fhir+json', headers = {} }: Answer): Response {
  const text = typeof body === 'object' ? JSON.stringify(body) : body
  return new Response(text ?? null, { status, headers: { 'content-type': contentType, ...headers } })
}

/** An answer as a server gives it: it says by its own clock, which is right, when that was. */
export async function withTime(laptop: Laptop, answer: Promise<Response>): Promise<Response> {
  const response = await answer
  response.headers.set('date', new Date(laptop.trueMs).toUTCString())
  return response
}

/** A laptop on which the first version has been fetched, and somebody has said that it is the right child. */
export async function withSam(source: SourceOfSam, startMs: number): Promise<Laptop> {
  const laptop = await openLaptop(startMs, [], async (opened) => {
    opened.server.fetch = (input, init) => withTime(opened, source.fetch(input, init))
    await source.add(opened)
  })
  await confirmSam(laptop)
  return laptop
}
