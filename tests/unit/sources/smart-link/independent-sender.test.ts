import { createServer, type IncomingMessage, type Server } from 'node:http'
import { exportPKCS8, exportSPKI, generateKeyPair } from 'jose'
import { encryptSHLFile, type FHIRBundle, SHCIssuer, SHL, type SHLFlag, SHLManifestBuilder } from 'kill-the-clipboard'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listenOnLoopback, stopListening } from '../../../../src/practice/server/listen.ts'
import { parseLink } from '../../../../src/sources/smart-link/link.ts'
import { readQr } from '../../../../src/sources/smart-link/read-qr.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { readPng } from './png.ts'
import { seededChance } from './seeded.ts'

/*
 * Links, manifests, sealed files, health cards and QR codes made by somebody else's library, npm kill-the-clipboard 1.1.0,
 * and served as its own documentation does.
 */
const NOW_MS = Date.parse('2026-11-22T09:00:00Z')
const FLAGS: [SHLFlag | undefined, ...(SHLFlag | undefined)[]] = [undefined, 'L', 'P', 'LP', 'U', 'LU']

type Route = (request: IncomingMessage, body: string) => Promise<{ status: number; type: string; text: string }>

let server: Server
let origin: string
const routes = new Map<string, Route>()
beforeAll(async () => {
  server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request as AsyncIterable<Buffer>) chunks.push(chunk)
    const route = routes.get((request.url ?? '').replace(/\?.*/, ''))
    const answer = await route?.(request, Buffer.concat(chunks).toString())
    response.writeHead(answer?.status ?? 404, { 'content-type': answer?.type ?? 'text/plain' }).end(answer?.text)
  })
  origin = await listenOnLoopback(server, 0)
})
afterAll(() => stopListening(server))

const ask = (given: string, passcode: string) => {
  const link = parseLink(given, { nowMs: NOW_MS, allowsLoopback: true })
  const visitor = { recipient: 'Ms Ada Okoro & co', passcode, origins: [origin], allowsLoopback: true }
  return receive({ fetch, now: () => NOW_MS, heard: {} }, link, visitor)
}

test.each(Array.from({ length: 50 }, (_, index) => index))('link %i opens, byte for byte', async (seed) => {
  const chance = seededChance(seed)
  const flag = FLAGS[seed % FLAGS.length]
  const passcode = chance.text(1 + chance.below(20))
  const bundles = Array.from({ length: flag?.includes('U') ? 1 : 1 + chance.below(3) }, () => randomBundle(chance))
  const label = chance.text(chance.below(30))
  const shl = SHL.generate({ baseManifestURL: `${origin}/m`, label, ...(flag ? { flag } : {}) })
  await serve(shl, bundles, { passcode, zip: chance.below(2) === 1, mostEmbedded: chance.pick([0, 2_000, 100_000]) })

  const viewer = chance.pick(['', 'https://viewer.example/#', 'https://viewer.example/?a=b#'])
  const received = await ask(viewer + shl.toURI(), passcode)
  if (received.kind !== 'received') throw new Error(received.kind)
  expect(received.skipped).toEqual([])
  expect(received.files.map(({ text }) => text)).toEqual(bundles.map((bundle) => JSON.stringify(bundle)))
  expect(received.files.every(({ isMislabelled }) => !isMislabelled)).toBe(true)
  if (flag?.includes('P'))
    expect(await ask(shl.toURI(), `${passcode}x`)).toEqual({ kind: 'wrong-passcode', attemptsLeft: undefined })
})

test('health cards of another’s making open', async () => {
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true })
  const keys = { privateKey: await exportPKCS8(privateKey), publicKey: await exportSPKI(publicKey) }
  const issuer = new SHCIssuer({ issuer: 'https://issuer.example', ...keys })
  const bundle = randomBundle(seededChance(99)) as FHIRBundle
  const shl = SHL.generate({ baseManifestURL: `${origin}/m`, label: 'Cards' })
  const { files, builder } = storage(shl)
  await builder.addHealthCard({ shc: await issuer.issue(bundle) })
  routes.set(new URL(shl.url).pathname, async () => json(await builder.buildManifest({ embeddedLengthMax: 1e6 })))
  const received = await ask(shl.toURI(), '')
  expect(files.size).toBe(1)
  expect(received).toMatchObject({ files: [{ origin: 'health-card', isMislabelled: false }], skipped: [] })
  const [file] = received.kind === 'received' ? received.files : []
  // A health card leaves ids out, so that it fits into a QR code.
  const { id: _, ...patient } = bundle.entry?.[0]?.resource ?? {}
  expect(file?.resource).toMatchObject({ entry: [{ fullUrl: 'resource:0', resource: patient }] })
})

test.each([200, 256, 400, 777])('its QR code of %i pixels is read', async (width) => {
  const shl = SHL.generate({ baseManifestURL: 'https://links.example.org/m', label: 'Für Zoë', flag: 'LP' })
  const picture = readPng(await shl.asQR({ width, viewerURL: 'https://viewer.example/' }))
  expect(picture.width).toBeGreaterThanOrEqual(width - 60)
  expect(readQr(picture)).toBe(`https://viewer.example/#${shl.toURI()}`)
})

type Chance = ReturnType<typeof seededChance>

/** From a few hundred bytes to several hundred thousand. */
function randomBundle({ below, text, pick }: Chance) {
  const patient = { resourceType: 'Patient', id: `p${below(1e9)}`, name: [{ family: text(8), given: [text(6)] }] }
  const notes = Array.from({ length: below(4) }, () => ({
    resource: { resourceType: 'Basic', code: { text: text(pick([10, 1_000, 100_000])) }, weight: below(1e6) / 1000 },
  }))
  const entry = [{ fullUrl: 'https://links.example.org/p', resource: patient }, ...notes]
  return { resourceType: 'Bundle' as const, type: 'collection' as const, entry }
}

function storage(shl: SHL) {
  const files = new Map<string, string>()
  const builder = new SHLManifestBuilder({
    shl,
    uploadFile: async (content) => {
      const path = `/f/${routes.size}-${files.size}`
      files.set(path, content)
      routes.set(path, async () => ({ status: 200, type: 'application/jose', text: content }))
      return path
    },
    getFileURL: async (path) => origin + path,
    loadFile: async (path) => files.get(path) ?? '',
  })
  return { files, builder }
}

type Serving = { passcode: string; zip: boolean; mostEmbedded: number }

async function serve(shl: SHL, bundles: object[], { passcode, zip, mostEmbedded }: Serving) {
  const path = new URL(shl.url).pathname
  if (shl.isDirectFile) {
    const content = JSON.stringify(bundles[0])
    const { key } = shl
    const text = await encryptSHLFile({ content, key, contentType: 'application/fhir+json', enableCompression: zip })
    routes.set(path, async ({ method, url = '' }) =>
      method === 'GET' && url.includes('?recipient=')
        ? { status: 200, type: 'text/plain', text }
        : { status: 405, type: 'text/plain', text: '' },
    )
    return
  }
  const { builder } = storage(shl)
  for (const content of bundles) await builder.addFHIRResource({ content: content as never, enableCompression: zip })
  routes.set(path, async ({ method }, body) => {
    const asked = JSON.parse(body)
    if (method !== 'POST' || typeof asked.recipient !== 'string') return { status: 400, type: 'text/plain', text: '' }
    if (shl.requiresPasscode && asked.passcode !== passcode) return { status: 401, type: 'text/plain', text: '' }
    const embeddedLengthMax = Math.min(asked.embeddedLengthMax, mostEmbedded)
    return json(await builder.buildManifest({ embeddedLengthMax }))
  })
}

function json(body: object) {
  return { status: 200, type: 'application/json', text: JSON.stringify(body) }
}
