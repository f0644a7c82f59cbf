import { createServer } from 'node:http'
import type { Bundle } from '@medplum/fhirtypes'
import { sam } from '../../../src/practice/families/sam.ts'
import { sharedWith } from '../../../src/practice/families/shared-with.ts'
import { send } from '../../../src/practice/server/answer.ts'
import type { SharedFile } from '../../../src/practice/server/link-file.ts'
import { createLinkHost } from '../../../src/practice/server/link-host.ts'
import type { Sharing } from '../../../src/practice/server/link-share.ts'
import { listenOnLoopback } from '../../../src/practice/server/listen.ts'
import { readBody } from '../../../src/practice/server/request-body.ts'

export type Told = { links: { what: string; link: string; sizeBytes: number }[]; origin: string }

const real = sharedWith(sam, 'PractitionerRole/shah')
const BUNDLES = { real, padded: padded(real, 260_000) }

const WAYS: Record<string, { flags: NonNullable<Sharing['flags']>; file: Partial<SharedFile> }> = {
  'in the manifest': { flags: 'L', file: { carrier: 'embedded', zip: true } },
  'at a location': { flags: 'L', file: { carrier: 'location' } },
  'direct, flag U': { flags: 'LU', file: {} },
}

/** The same record over again under other names, until it is as large as the largest that are seen. */
function padded(bundle: Bundle, sizeBytes: number): Bundle {
  const more = (bundle.entry ?? []).filter(({ resource }) => resource?.resourceType === 'Observation')
  const entry = [...(bundle.entry ?? [])]
  let size = JSON.stringify(bundle).length
  for (let at = 0; size < sizeBytes; at++) {
    const { resource } = more[at % more.length] ?? {}
    const one = { resource: { ...resource, id: `more-${at}` } }
    entry.push(one as (typeof entry)[number])
    size += JSON.stringify(one).length + 1
  }
  return { ...bundle, entry }
}

let origin = ''
const host = createLinkHost(() => origin)
const server = createServer(async (request, response) => {
  const url = new URL(request.url ?? '/', origin)
  const body = await readBody(request)
  const value = body.kind === 'read' ? body.value : undefined
  const answer = host.answer(request.method ?? '', url.pathname, url.searchParams, value, request.headers)
  send(request, response, answer ?? { status: 404 }, '*')
})
origin = await listenOnLoopback(server, 0)
const links: Told['links'] = []
for (const [size, content] of Object.entries(BUNDLES)) {
  for (const [way, { flags, file }] of Object.entries(WAYS)) {
    const files = [{ contentType: 'application/fhir+json', content, ...file }]
    const { link } = await host.share({ files, flags })
    links.push({ what: `${size}, ${way}`, link, sizeBytes: JSON.stringify(content).length })
  }
}
process.send?.({ links, origin } satisfies Told)
process.on('disconnect', () => process.exit())
