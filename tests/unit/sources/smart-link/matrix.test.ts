import { afterAll, beforeAll, expect, test } from 'vitest'
import type { SharedFile } from '../../../../src/practice/server/link-file.ts'
import { parseLink } from '../../../../src/sources/smart-link/link.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { BUNDLE, healthCards } from './sealing.ts'
import { serveLinkHost } from './served-host.ts'

let served: Awaited<ReturnType<typeof serveLinkHost>>
beforeAll(async () => {
  served = await serveLinkHost()
})
afterAll(() => served.stop())

type Outcome = 'opened' | 'api-access' | 'unknown-type' | 'not-json'

/** Type, content, and what becomes of it: by a manifest, which names the type, and directly, where only content tells. */
const CONTENTS: [contentType: string, content: object | string, byManifest: Outcome, direct: Outcome][] = [
  ['application/fhir+json', BUNDLE, 'opened', 'opened'],
  ['application/fhir+json;fhirVersion=4.0.1', { resourceType: 'Patient', id: 'sam' }, 'opened', 'opened'],
  ['application/smart-health-card', healthCards(BUNDLE), 'opened', 'opened'],
  ['application/smart-api-access', { access_token: 'x', aud: 'https://ehr.example' }, 'api-access', 'api-access'],
  ['application/pdf', '%PDF-1.7', 'unknown-type', 'not-json'],
]
const STATUSES = [undefined, 'finalized', 'can-change', 'no-longer-valid'] as const
const CARRIERS = ['embedded', 'location', 'both'] as const

const BY_MANIFEST = (['', 'L', 'P', 'LP'] as const).flatMap((flags) =>
  CARRIERS.flatMap((carrier) =>
    STATUSES.flatMap((status) =>
      CONTENTS.map(([contentType, content, outcome], index) => {
        const isWithdrawn = status === 'no-longer-valid'
        const isFetched = carrier === 'location' && outcome === 'opened' && !isWithdrawn
        // Packing and naming the type make no difference, and are given to a part of all cases each.
        const file = {
          contentType,
          content,
          carrier,
          zip: index % 2 === 0,
          withCty: flags.length !== 1,
          withKid: index > 2,
        }
        return {
          flags,
          carrier,
          status: status ?? 'no status',
          contentType,
          file: (status ? { ...file, status } : file) as SharedFile,
          outcome: isWithdrawn ? 'withdrawn' : outcome,
          asked: isFetched ? ['POST /shl/…', 'GET /shl/location/…'] : ['POST /shl/…'],
          isFinal: status === 'finalized',
        }
      }),
    ),
  ),
)

test.each(BY_MANIFEST)('flags "$flags", $carrier, $status, $contentType: $outcome', async (given) => {
  const { flags, file, outcome, asked, isFinal } = given
  const share = await served.host.share({ files: [file], flags, passcode: 'otter 42', label: 'Sam’s plan' })
  served.asked.length = 0
  const link = parseLink(share.link, served.rules())
  expect(link).toMatchObject({
    needsPasscode: flags.includes('P'),
    isLongTerm: flags.includes('L'),
    isDirect: false,
    label: 'Sam’s plan',
  })
  const received = await receive(served.asking, link, { ...served.visitor, passcode: 'otter 42' })
  if (received.kind !== 'received') throw new Error(received.kind)
  const { files, skipped, withdrawn } = received
  expect([
    ...files.map(() => 'opened'),
    ...skipped.map(({ reason }) => reason),
    ...Array(withdrawn).fill('withdrawn'),
  ]).toEqual([outcome])
  expect(files.map(({ isMislabelled }) => isMislabelled)).toEqual(files.map(() => false))
  expect(received.isFinal).toBe(isFinal)
  expect(served.asked).toEqual(asked)
  expect(share.recipients).toEqual([served.visitor.recipient])
})

const DIRECT = (['U', 'LU'] as const).flatMap((flags) =>
  CONTENTS.map(([contentType, content, , outcome]) => ({ flags, contentType, content, outcome })),
)

test.each(DIRECT)('flags "$flags", $contentType: $outcome', async ({ flags, contentType, content, outcome }) => {
  const share = await served.host.share({ files: [{ contentType, content, withCty: flags === 'U' }], flags })
  served.asked.length = 0
  const received = await receive(served.asking, parseLink(share.link, served.rules()), served.visitor)
  if (received.kind !== 'received') throw new Error(received.kind)
  expect([...received.files.map(() => 'opened'), ...received.skipped.map(({ reason }) => reason)]).toEqual([outcome])
  expect(received.isFinal).toBe(flags === 'U')
  expect(served.asked).toEqual([`GET /shl/…?recipient=${encodeURIComponent(served.visitor.recipient)}`])
  expect(share.recipients).toEqual([served.visitor.recipient])
})
