import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Page } from 'puppeteer-core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ingest } from '../../src/app/ingest/ingest.ts'
import { openChild, setUpWithServer } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { readViewer } from '../../src/fhir/read-viewer.ts'
import { FAMILIES, practiceViewer, SIGN_INS } from '../../src/practice/families/index.ts'
import { readBundle } from '../../src/sources/read-bundle.ts'
import { scanProfile } from '../fixtures/profile-scan.ts'
import { openBuiltExtension } from './extension.ts'

/** The children a GP is shown: every name and identifier of theirs that is kept. */
const CANARIES = [
  'Sam Carter',
  'Mia Doyle',
  'Theo Marsh',
  'Noah Bright',
  '"Ruby"',
  '7K-204',
  '3F-118',
  '9C-561',
  '5B-930',
  '2D-077',
  '9990000018',
  '9990000026',
  '9990000034',
  '9990000042',
  'Jo and Ali Carter',
  'Refer to community paediatrics',
]

describe('what lies in the profile of a closed browser', () => {
  let practice: Practice
  let profile: string

  beforeAll(async () => {
    practice = await startPractice()
    profile = mkdtempSync(join(tmpdir(), 'profile-'))
  })
  afterAll(async () => {
    await practice?.stop()
    rmSync(profile, { recursive: true, force: true })
  })

  it('holds no name, identifier, access code, passphrase or key of what was sealed', async () => {
    const opened = await openBuiltExtension({ profile })
    const words = await setUpWithServer(opened, practice, 'practice-gp')
    const page = await openChild(opened, 'Sam Carter')
    const key = await page.evaluate(async () => {
      const { chrome } = globalThis as unknown as {
        chrome: { storage: { session: { get(): Promise<{ unlocked: { key: string } }> } } }
      }
      return (await chrome.storage.session.get()).unlocked.key
    })
    await fillTables(page, 'filler')
    await opened.close()

    const dataKey = { name: 'the data key', bytes: Buffer.from(key, 'base64') }
    const found = scanProfile(profile, [...CANARIES, 'practice-gp', words, dataKey])
    // The practice access codes are in Handrail's own scripts, which Chromium may keep compiled.
    const kept = [...found].filter(([, files]) => files.some((file) => !/Code Cache|ScriptCache/.test(file)))
    expect(kept).toEqual([])
  })

  it('holds all of them, by the same scan, where they are written unsealed', async () => {
    const unsealedProfile = mkdtempSync(join(tmpdir(), 'profile-'))
    try {
      const opened = await openBuiltExtension({ profile: unsealedProfile })
      const page = await opened.openPage('welcome.html')
      await writeUnsealed(page, recordsForGp())
      await fillTables(page, 'unsealed')
      await opened.close()
      const found = scanProfile(unsealedProfile, CANARIES)
      expect([...found.keys()].sort()).toEqual([...CANARIES].sort())
      const files = [...found.values()].flat()
      expect(files.some((file) => file.endsWith('.ldb'))).toBe(true)
    } finally {
      rmSync(unsealedProfile, { recursive: true, force: true })
    }
  })
})

/** What the GP's vault holds, as it is before it is sealed: each as JSON, then once more as an object. */
function recordsForGp(): unknown[] {
  const role = SIGN_INS.find(({ audience }) => audience === 'gp')?.practitionerRole ?? ''
  const viewer = readViewer(practiceViewer(role))
  const source = { id: 'source', name: 'source', viewer }
  return FAMILIES.map((bundle) => ingest(readBundle(bundle), { child: 'x', source, nowMs: Date.now() }))
    .filter((ingested) => ingested.kind === 'record')
    .flatMap((record) => [JSON.stringify(record), record])
}

async function writeUnsealed(page: Page, records: unknown[]): Promise<void> {
  await page.evaluate(async (values) => {
    const request = indexedDB.open('unsealed', 1)
    request.onupgradeneeded = () => request.result.createObjectStore('rows')
    await new Promise((resolve) => {
      request.onsuccess = resolve
    })
    const tx = request.result.transaction('rows', 'readwrite')
    for (const [key, value] of values.entries()) tx.objectStore('rows').put(value, key)
    await new Promise((resolve) => {
      tx.oncomplete = resolve
    })
    request.result.close()
  }, records)
}

/** Writes enough that what was written before leaves the log for a compressed table. */
async function fillTables(page: Page, name: string): Promise<void> {
  await page.evaluate(async (database) => {
    const request = indexedDB.open(`${database}-filler`, 1)
    request.onupgradeneeded = () => request.result.createObjectStore('rows')
    await new Promise((resolve) => {
      request.onsuccess = resolve
    })
    for (let row = 0; row < 160; row++) {
      const tx = request.result.transaction('rows', 'readwrite')
      tx.objectStore('rows').put(crypto.getRandomValues(new Uint8Array(60_000)), row)
      await new Promise((resolve) => {
        tx.oncomplete = resolve
      })
    }
    request.result.close()
  }, name)
}
