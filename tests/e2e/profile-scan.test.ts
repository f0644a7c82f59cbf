import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Browser, Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type BrowserName, launch } from '../../src/cli/browser.ts'
import { listenOnLoopback, stopListening } from '../../src/practice/server/listen.ts'
import { scanProfile } from '../fixtures/profile-scan.ts'

/** Made up for this test: what a page keeps unsealed, each in another way. */
const WRITTEN = {
  object: 'Wilhelmina Quartermaine',
  json: 'Zebedee Zoë Ålund',
  wide: 'Ærlend €uro Łukasz',
  key: 'Ottoline Kettlewell',
  bytes: 'Peregrine Thistlewood',
  base64: 'Clementine Hawkesworth',
  big: 'Barnaby Featherstonehaugh',
  removed: 'Marmaduke Oglethorpe',
}
const RAW_KEY = randomBytes(32)
const CANARIES = [...Object.values(WRITTEN), { name: 'the raw key', bytes: RAW_KEY }]
const AT_CLOSING = ['Araminta Snodgrass', 'Lysander Popplewell']
const NEVER_WRITTEN = ['Wilhelmina Quartermoon', { name: 'another key', bytes: randomBytes(32) }]

describe.each<BrowserName>(['chromium', 'firefox'])('what a page of %s keeps unsealed', (name) => {
  let server: Server
  let profile: string
  let opened: Browser

  beforeAll(async () => {
    server = createServer((_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<!doctype html><title>A page</title>')
    })
    const url = await listenOnLoopback(server, 0)
    profile = mkdtempSync(join(tmpdir(), 'profile-'))
    opened = await launch(name, { headless: true, profile })
    const page = (await opened.pages())[0] as Page
    await page.goto(url)
    await writeUnsealed(page, WRITTEN, [...RAW_KEY])
    await page.evaluate(
      (text, title) => {
        localStorage.setItem('kept', text)
        document.title = title
      },
      ...(AT_CLOSING as [string, string]),
    )
  })
  afterAll(async () => {
    await opened?.close()
    rmSync(profile, { recursive: true, force: true })
    await stopListening(server)
  })

  it('is found while it runs', () => {
    const found = scanProfile(profile, [...CANARIES, ...NEVER_WRITTEN])
    expect([...found.keys()].sort()).toEqual([...Object.values(WRITTEN), 'the raw key'].sort())
  })

  it('is found when it has been closed, with what it writes last', async () => {
    await opened.close()
    const found = scanProfile(profile, [...CANARIES, ...AT_CLOSING, ...NEVER_WRITTEN])
    expect([...found.keys()].sort()).toEqual([...Object.values(WRITTEN), 'the raw key', ...AT_CLOSING].sort())
  })
})

async function writeUnsealed(page: Page, written: typeof WRITTEN, rawKey: number[]): Promise<void> {
  await page.evaluate(
    async ({ object, json, wide, key, bytes, base64, big, removed }, raw) => {
      const request = indexedDB.open('unsealed', 1)
      request.onupgradeneeded = () => request.result.createObjectStore('rows')
      await new Promise((resolve) => {
        request.onsuccess = resolve
      })
      const change = async (use: (rows: IDBObjectStore) => void) => {
        const tx = request.result.transaction('rows', 'readwrite')
        use(tx.objectStore('rows'))
        await new Promise((resolve, reject) => {
          tx.oncomplete = resolve
          tx.onabort = () => reject(tx.error)
        })
      }
      const long = 'is in Year 6 and likes birds. '.repeat(100)
      const noise = Array.from({ length: 40 }, () =>
        Array.from(crypto.getRandomValues(new Uint8Array(32_768)), (byte) =>
          String.fromCharCode(32 + (byte % 90)),
        ).join(''),
      ).join('')
      const sealing = await crypto.subtle.importKey('raw', new Uint8Array(raw), 'AES-GCM', false, ['encrypt'])
      await change((rows) => {
        rows.put({ name: object, long }, 1)
        rows.put(JSON.stringify({ long, name: json }), 2)
        rows.put({ long, name: wide }, 3)
        rows.put({ long }, key)
        rows.put(new TextEncoder().encode(`${long}${bytes}`), 4)
        rows.put(`${long}${btoa(`${long}.${base64}.`)}`, 5)
        rows.put({ noise, name: big }, 6)
        rows.put({ sealing }, 7)
        rows.put({ name: removed }, 8)
      })
      await change((rows) => rows.delete(8))
      request.result.close()
    },
    written,
    rawKey,
  )
}
