import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { findLink } from '../../../../src/sources/smart-link/carrier.ts'
import { readContents } from '../../../../src/sources/smart-link/contents.ts'
import { parseLink } from '../../../../src/sources/smart-link/link.ts'
import { readManifest } from '../../../../src/sources/smart-link/manifest.ts'
import { receive } from '../../../../src/sources/smart-link/receive.ts'
import { MOST_OPENED_BYTES, openSealed } from '../../../../src/sources/smart-link/sealed-file.ts'
import { jose, LINK, manifest, pretendServer, VISITOR } from './pretend-server.ts'
import { writeLink } from './sealing.ts'

/* HL7's guide: every case of tests/vectors/shl-hl7-ig, by its id. */
const FOLDER = new URL('../../../vectors/shl-hl7-ig/', import.meta.url)
const text = (name: string) => readFileSync(new URL(name, FOLDER), 'utf8')
const json = (name: string) => JSON.parse(text(name))
const RULES = { nowMs: Date.parse('2026-11-22T09:00:00Z'), allowsLoopback: false }

type Case = {
  id: string
  link?: string
  linkFile?: string
  jweFile?: string
  key?: string
  payloadFile?: string
  manifestFile?: string
  expect: Record<string, unknown> & { payload?: Record<string, string>; header?: object }
}
const CASES: Case[] = json('cases.json').cases

const RUN: Record<string, (one: Case) => Promise<void>> = {
  'spec-shlink-bare': readsPayload,
  'spec-shlink-viewer': readsPayload,
  'spec-jwe': async ({ key = '', jweFile = '', expect: expected }) => {
    const jwe = text(jweFile)
    const header = Buffer.from(jwe.split('.')[0] ?? '', 'base64url').toString()
    expect(JSON.parse(header)).toEqual(expected.header)
    const opened = await openSealed(jwe, key)
    if (opened.kind !== 'opened') throw new Error(opened.reason)
    expect(createHash('sha256').update(opened.text).digest('hex')).toBe(expected.plaintextSha256)
    const contents = await readContents(opened.text, [opened.contentType], MOST_OPENED_BYTES)
    expect(contents).toMatchObject({
      files: [
        { origin: 'health-card', isMislabelled: false, resource: { resourceType: 'Bundle', type: 'collection' } },
      ],
      skipped: [],
    })
  },
  'ig-ips-direct': async (one) => {
    const received = await receiveDirect(one)
    expect(received).toMatchObject({ kind: 'received', skipped: [], withdrawn: 0 })
    const [file] = received.kind === 'received' ? received.files : []
    expect(file?.resource).toEqual(json(String(one.expect.jsonEquals)))
  },
  'ig-carin-not-a-jwe': async (one) => {
    expect(await receiveDirect(one)).toMatchObject({ files: [], skipped: [{ reason: 'cannot-open' }] })
  },
  'ig-payload-1-broken': async ({ payloadFile = '' }) => {
    const payload = json(payloadFile)
    expect(() => parseLink(writeLink(payload), RULES)).toThrow(expect.objectContaining({ code: 'link/unreadable' }))
    const { exp: _, ...rest } = payload
    expect(parseLink(writeLink(rest), RULES).label).toBeUndefined()
  },
  'ig-payload-2': async ({ payloadFile = '' }) => {
    expect(parseLink(writeLink(json(payloadFile)), RULES)).toMatchObject({ isDirect: true, isLongTerm: true })
  },
  'ig-manifest-1': async ({ manifestFile = '', expect: { files } }) => {
    const published = json(manifestFile)
    const read = await readManifest(Response.json(published), LINK)
    expect(read.kind === 'manifest' && read.files).toHaveLength(Number(files))
    const jwe = text('spec-example-jwe.txt')
    const { asking } = pretendServer(({ method }) => (method === 'POST' ? manifest(...published.files) : jose(jwe)))
    const origins = [new URL(LINK.url).origin, 'https://bucket.cloud.example.org']
    const key = 'rxTgYlOaKJPFtcEd0qcceN8wEU4p94SqAwIWQe6uX7Q'
    const received = await receive(asking, { ...LINK, key }, { ...VISITOR, origins })
    expect(received).toMatchObject({ files: [{}, {}], skipped: [{ reason: 'cannot-open' }] })
  },
}

test('every published case is run', () => {
  expect(Object.keys(RUN)).toEqual(CASES.map(({ id }) => id))
})

test.each(CASES)('$id', async (one) => {
  await RUN[one.id]?.(one)
})

async function readsPayload({ link = '', expect: { payload } }: Case) {
  expect(JSON.parse(Buffer.from(findLink(link)?.payload ?? '', 'base64url').toString())).toEqual(payload)
  expect(parseLink(link, RULES)).toEqual({
    url: payload?.url,
    key: payload?.key,
    label: payload?.label,
    needsPasscode: true,
    isLongTerm: true,
    isDirect: false,
    expiresAtMs: undefined,
    remarks: [],
  })
}

async function receiveDirect({ linkFile = '', jweFile = '', key }: Case) {
  const link = parseLink(text(linkFile), RULES)
  expect(link.key).toBe(key)
  const { asking } = pretendServer(() => new Response(text(jweFile), { headers: { 'content-type': 'text/plain' } }))
  return receive(asking, link, { ...VISITOR, origins: [new URL(link.url).origin] })
}
