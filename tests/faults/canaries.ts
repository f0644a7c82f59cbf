import { randomBytes } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Bundle, Task } from '@medplum/fhirtypes'
import type { Page } from 'puppeteer-core'
import { type BrowserName, launch, type OpenBrowser } from '../../src/cli/browser.ts'
import { setUpWithServer } from '../../src/cli/drive.ts'
import { type PracticeServer, startPracticeServer } from '../../src/practice/server/practice-server.ts'
import { verifyLog } from '../../src/vault/access-log.ts'
import { readEntries } from '../../src/vault/children.ts'
import { readSettings } from '../../src/vault/settings.ts'
import { readSources } from '../../src/vault/sources.ts'
import type { Canary } from '../fixtures/encodings.ts'
import { scanProfile } from '../fixtures/profile-scan.ts'
import { inBuilt, openHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import { childrenForHead, HEAD } from './generated-children.ts'
import { kill } from './kill.ts'
import { inNewProfile } from './profile.ts'
import { calls, servePage } from './serve.ts'
import { giveWords, press, type } from './surfaces.ts'
import { copyVault, openAll, type VaultCopy } from './vault-copy.ts'

/**
 * Somebody has the disk: every file of the profile is searched for what the vault holds, in every form in which it could be
 * read without the key, while Handrail is open, when it is locked, after the browser was killed and after it was closed. The
 * same search finds all of it where it is kept unsealed. (Firefox: as a temporary add-on, which is told to keep what it
 * keeps, as an installed one does.)
 *
 * And somebody has the key as well: nothing that is kept says anything of a child who has been erased. What was deleted may
 * still lie in the files until the browser writes over it, and opens for whoever has the four words: how much is said.
 */
export const canaries: Fault = {
  id: 'T7',
  promise: 'the whole profile searched for what is sealed',
  inFirefox: true,
  times: { full: 200, short: 40 },
  run: ({ browser }, times) =>
    inBuilt(browser, (extension) => inNewProfile((profile) => run({ browser, extension, profile }, times))),
}

type Where = { browser: BrowserName; extension: string; profile: string }

const SEED = 20261125

async function run(where: Where, times: number): Promise<Result> {
  const { browser, extension, profile } = where
  const accessCode = randomBytes(24).toString('base64url')
  const bundles = childrenForHead(Math.ceil(times / 8), SEED).map(withLink)
  const server = await startPracticeServer({ port: 0, bundles, tokens: new Map([[accessCode, HEAD]]) })
  const found: Record<string, string[]> = {}
  try {
    if (browser === 'firefox') await keepStorage(profile)
    const search = (when: string, wanted: readonly Canary[]) => {
      found[when] = [...scanProfile(profile, wanted).keys()]
    }
    const first = await openHandrail(browser, extension, profile)
    const words = await setUpWithServer(first, { server }, accessCode)
    const options = await lookAtEverything(first)
    const copy = await copyVault(options)
    const { key = '' } = (await copy.app.vault.session.read()) ?? {}
    const { wanted, found: unsealed } = await findUnsealed(where, [words, key, ...(await textsIn(copy))], key, times)
    search('open', wanted)
    await press(options, 'Hide now')
    await options.waitForSelector('#passphrase')
    search('locked', wanted)
    await unlock(options, words)
    await changeAll(server, bundles)
    const midway = untilAsked(server, MIDWAY)
    await press(options, 'Refresh')
    await midway
    await kill(first.browser, profile)
    search('killed', wanted)

    const second = await openHandrail(browser, extension, profile)
    const again = await second.openPage('options.html')
    await unlock(again, words)
    const erased = await eraseFirst(again)
    await second.close()
    search('closed', wanted)
    const ofOne = scanProfile(profile, erased.rows).size

    const third = await openHandrail(browser, extension, profile)
    const last = await third.openPage('options.html')
    await unlock(last, words)
    const all = await sealedRows(await copyVault(last))
    await press(last, 'Remove everything and start again')
    await last.waitForFunction(() => document.body.textContent.includes('Set up Handrail'), { polling: 20 })
    const { rows } = await copyVault(last)
    const rowsLeft = Object.keys(await rows.read()).length
    await third.close()
    search('erased', wanted)
    const ofAll = scanProfile(profile, all).size
    const hits = Object.values(found).reduce((sum, names) => sum + names.length, 0)
    return {
      isKept: hits === 0 && wanted.length === times && unsealed === times && erased.left === 0 && rowsLeft === 0,
      figures: [
        Object.entries(found)
          .map(([when, names]) => `${names.length} of ${wanted.length} ${when}`)
          .join(', '),
        `${unsealed} unsealed`,
        `${erased.left} of ${erased.of} left of a child erased, ${rowsLeft} rows of all`,
        `known limit: ${ofOne} of ${erased.rows.length} and ${ofAll} of ${all.length} deleted rows lie there still, sealed`,
      ].join('; '),
    }
  } finally {
    await server.stop()
  }
}

const LINKS = 5

/** A record may have text in it that looks like a link that opens another. */
function withLink(bundle: Bundle, index: number): Bundle {
  const [task] = tasksIn(bundle)
  const link = `https://viewer.example/#shlink:/${randomBytes(48).toString('base64url')}`
  if (task && index < LINKS) task.description = `Read this first: ${link}`
  return bundle
}

/** A temporary add-on is taken out when Firefox closes, and what it keeps with it. */
async function keepStorage(profile: string): Promise<void> {
  await writeFile(join(profile, 'prefs.js'), 'user_pref("extensions.webextensions.keepStorageOnUninstall", true);\n')
}

/** Every page has something of somebody on it. @returns the options, which list everybody */
async function lookAtEverything({ openPage }: OpenBrowser): Promise<Page> {
  const popup = await openPage('popup.html')
  await popup.waitForSelector('#find')
  await press(popup, 'Show all')
  await popup.waitForSelector('.found button')
  const name = await popup.$eval('.found strong', ({ textContent }) => textContent)
  await type(popup, '#find', name)
  const board = await openPage('board.html')
  await board.waitForSelector('table')
  const options = await openPage('options.html')
  await options.waitForSelector('.kept strong')
  const panel = await openPage('sidepanel.html')
  await panel.waitForSelector('#find')
  await options.evaluate(showFirst)
  await panel.waitForSelector('main h2')
  await press(panel, 'Yes, this is')
  await panel.waitForSelector('.foot')
  return options
}

async function unlock(page: Page, words: string): Promise<void> {
  await giveWords(page, words)
  await page.waitForSelector('.kept strong')
}

/** What is sealed of the children and of the source, each text once, kind by kind in turn. */
async function textsIn({ app }: VaultCopy): Promise<string[]> {
  const [source] = await readSources(app.vault)
  const { accessCode = '' } = (source?.from ?? {}) as { accessCode?: string }
  const { records } = await openAll(app)
  const kinds = Map.groupBy(records.flatMap(textsOf), ({ kind }) => kind)
  const all = [...kinds.values()]
  const longest = Math.max(...all.map(({ length }) => length))
  const inTurn = Array.from({ length: longest }, (_, index) => all.flatMap((kind) => kind[index]?.text ?? []))
  return [...new Set([accessCode, ...inTurn.flat()])]
}

type Kept = Awaited<ReturnType<typeof openAll>>['records'][number]

/** What a child goes by, and what was written of one, where it is long enough to be found by chance nowhere. */
function textsOf({ cover, boxes }: Kept): { kind: string; text: string }[] {
  const { name, bornOn = '', third, identifiers, patient } = cover
  const written = boxes.flatMap(({ content }) => stringsIn(content))
  return [
    { kind: 'name', text: name },
    { kind: 'date', text: bornOn },
    { kind: 'id', text: patient.replace('Patient/', '') },
    ...[third?.value ?? '', ...identifiers].map((text) => ({ kind: 'number', text })),
    ...written.map((text) => ({ kind: text.includes('shlink:') ? 'link' : 'text', text })),
  ].filter(({ text }) => text.length >= LONG)
}

const LONG = 8

function stringsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(stringsIn) : []
}

/**
 * Picks what is found nowhere without Handrail's doing, and looks for it where it has been kept unsealed.
 *
 * @param texts as many as there are, of which some may be words of ours or of the browser's
 */
async function findUnsealed(
  { browser, extension }: Where,
  texts: string[],
  key: string,
  times: number,
): Promise<{ wanted: Canary[]; found: number }> {
  const rawKey = { name: 'the data key', bytes: Buffer.from(key, 'base64') }
  const served = await servePage('unsealed')
  try {
    return await inNewProfile(async (profile) => {
      const empty = await launch(browser, { headless: true, profile })
      try {
        const page = (await empty.pages())[0] as Page
        await page.goto(served.url)
        const ordinary = new Set([extension, profile].flatMap((folder) => [...scanProfile(folder, texts).keys()]))
        const chosen = texts.filter((text) => !ordinary.has(text)).slice(0, times - 1)
        await calls<typeof import('./pages/unsealed.ts')>(page)('keepUnsealed', chosen, [...rawKey.bytes])
        const wanted = [rawKey, ...chosen]
        return { wanted, found: scanProfile(profile, wanted).size }
      } finally {
        await empty.close()
      }
    })
  } finally {
    await served.stop()
  }
}

/** Each record at the source is another now: a refresh writes all of them. */
async function changeAll({ repository }: PracticeServer, bundles: Bundle[]): Promise<void> {
  for (const task of bundles.flatMap(tasksIn)) {
    await repository.updateResource({ ...task, status: task.status === 'accepted' ? 'in-progress' : 'accepted' })
  }
}

function tasksIn({ entry = [] }: Bundle): Task[] {
  return entry.flatMap(({ resource }) => (resource?.resourceType === 'Task' ? resource : []))
}

/** As many requests as a refresh makes before it comes to the second child, and some more. */
const MIDWAY = 13

function untilAsked({ faults }: PracticeServer, requests: number): Promise<void> {
  let left = requests
  return new Promise((resolve) => {
    faults.take = () => {
      left -= 1
      if (left === 0) resolve()
      return undefined
    }
  })
}

/** Removes one child by the button. @returns what it went by and nobody else, and how much of that is left */
async function eraseFirst(page: Page): Promise<{ of: number; left: number; rows: Canary[] }> {
  const before = await copyVault(page)
  const { records } = await openAll(before.app)
  const [first, ...others] = records.sort((a, b) => (a.cover.name < b.cover.name ? -1 : 1)) as [Kept, ...Kept[]]
  const { child, name } = first.cover
  const ofOthers = JSON.stringify([others, await readSources(before.app.vault)])
  // Who looked at whom is kept on purpose, by the name that the source has for them.
  const own = textsOf(first).filter(({ kind, text }) => kind !== 'id' && !ofOthers.includes(text))
  await page.evaluate(
    (label) => document.querySelector<HTMLElement>(`[aria-label="${label}"]`)?.click(),
    `Remove ${name}`,
  )
  await press(page, 'Yes, remove')
  await page.waitForFunction(isGone, { polling: 20 }, name)
  const after = await copyVault(page)
  const left = JSON.stringify([await openEverything(after), await after.rows.read()])
  const rows = await sealedRows(before, child)
  return { of: own.length, left: own.filter(({ text }) => left.includes(text)).length, rows }
}

function isGone(name: string): boolean {
  return [...document.querySelectorAll('.kept strong')].every(({ textContent }) => textContent !== name)
}

/** Whatever opens with the key. */
async function openEverything({ app: { vault } }: VaultCopy): Promise<unknown[]> {
  return [
    await openAll({ vault }),
    await readEntries(vault),
    await readSources(vault),
    await readSettings(vault),
    await verifyLog(vault),
  ]
}

/** The rows of one child's cover and boxes, or of everybody's, as something to search for: the first bytes of each. */
async function sealedRows({ rows }: VaultCopy, child?: string): Promise<Canary[]> {
  const all = Object.entries(await rows.read()) as [string, { child?: string; bytes?: { base64: string } }][]
  return all.flatMap(([name, row]) => {
    const isWanted = /^row (covers|boxes) /.test(name) && (child === undefined || row.child === child)
    return isWanted && row.bytes ? { name, bytes: Buffer.from(row.bytes.base64, 'base64').subarray(0, 64) } : []
  })
}

async function showFirst(): Promise<void> {
  const { chrome } = globalThis as unknown as {
    chrome: { storage: { session: { set(what: object): Promise<void> } } }
  }
  const database = await new Promise<IDBDatabase>((resolve) => {
    const opening = indexedDB.open('handrail')
    opening.onsuccess = () => resolve(opening.result)
  })
  const asked = database.transaction('covers').objectStore('covers').getAllKeys()
  const [shownChild] = await new Promise<IDBValidKey[]>((resolve) => {
    asked.onsuccess = () => resolve(asked.result)
  })
  database.close()
  await chrome.storage.session.set({ shownChild })
}
