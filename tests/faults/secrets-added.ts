import { randomBytes } from 'node:crypto'
import { rm, writeFile } from 'node:fs/promises'
import type { ElementHandle, Page } from 'puppeteer-core'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { chooseHow, keepWords, press, waitForText } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { familiesIn, WRITTEN_FOR } from '../../src/practice/families/index.ts'
import { sharedWith } from '../../src/practice/families/shared-with.ts'
import { sealFile } from '../../src/practice/server/link-file.ts'
import { readSources } from '../../src/vault/sources.ts'
import type { Canary } from '../fixtures/encodings.ts'
import { scanProfile } from '../fixtures/profile-scan.ts'
import { inBuilt, openHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import { inNewProfile } from './profile.ts'
import { READER } from './sam.ts'
import { copyVault } from './vault-copy.ts'
import { type Watched, watchPages } from './watch-pages.ts'

/**
 * T24, and T23 on disk (security.md C4): a link with its key and its passcode, a sealed file with its link, and a sign-in.
 * None of it lies in the profile, while Handrail is open, locked or closed, or shows in an address, a title, the console or
 * `storage.local`, and the clipboard is left alone. With the key of the vault, all that has to be kept is there.
 */
export const secretsAdded: Fault = {
  id: 'T24',
  promise: 'links, keys, passcodes and tokens searched for',
  inFirefox: false,
  times: { full: 3, short: 1 },
  run: async (_, times) => {
    const count = { searched: 0, found: [] as string[], shown: [] as string[], kept: 0, toKeep: 0, copied: 0 }
    for (const way of WAYS.slice(0, times)) {
      const practice = await startPractice()
      try {
        const told = await inBuilt('chromium', (extension) =>
          inNewProfile((profile) => addAndSearch(way, practice, extension, profile)),
        )
        count.searched += told.secrets
        count.found.push(...told.found)
        count.shown.push(...told.shown)
        count.kept += told.kept
        count.toKeep += told.toKeep
        count.copied += told.copied
      } finally {
        await practice.stop()
      }
    }
    return resultOf(count)
  },
}

type Told = { secrets: number; found: string[]; shown: string[]; kept: number; toKeep: number; copied: number }

function resultOf(count: Omit<Told, 'secrets'> & { searched: number }): Result {
  const { searched, found, shown, kept, toKeep, copied } = count
  return {
    isKept: found.length === 0 && shown.length === 0 && kept === toKeep && copied === 0 && searched > 0,
    figures: [
      `${found.length} of ${searched} found in a profile, open, locked or closed`,
      `${shown.length} shown in an address, a title, the console or storage.local`,
      `${kept} of ${toKeep} in the vault when it is opened, and no others`,
      `${copied} copied`,
      ...[...found, ...shown].slice(0, 5),
    ].join(', '),
  }
}

/** What is added, and how: each says which of its secrets the vault has to keep. */
type Way = (page: Page, given: Given) => Promise<Added>
type Given = { opened: OpenBrowser; practice: Practice; profile: string }
type Added = { secrets: Canary[]; toKeep: string[] }

const WAYS: Way[] = [addLink, addSealedFile, addSignIn]

async function addAndSearch(way: Way, practice: Practice, extension: string, profile: string): Promise<Told> {
  const opened = await openHandrail('chromium', extension, profile)
  const watched: Watched = await watchPages(opened.browser)
  let [isOpen, told] = [
    true,
    { secrets: 0, found: [] as string[], shown: [] as string[], kept: 0, toKeep: 0, copied: 0 },
  ]
  try {
    const page = await opened.openPage('welcome.html')
    await press(page, 'Add where your records come from')
    await keepWords(page)
    const { secrets, toKeep } = await way(page, { opened, practice, profile })
    const all = [...secrets, ...toKeep]
    const search = (when: string) => {
      told.found.push(...[...scanProfile(profile, all).keys()].map((name) => `${name} when ${when}`))
    }
    search('open')
    const inVault = JSON.stringify(await readSources((await copyVault(page)).app.vault))
    const texts = secrets.filter((one) => typeof one === 'string')
    const kept = toKeep.filter((text) => inVault.includes(text)).length
    const tooMuch = texts.filter((text) => inVault.includes(text)).length
    const options = await opened.openPage('options.html')
    await press(options, 'Hide now')
    await options.waitForSelector('#passphrase')
    search('locked')
    const shown = [await watched.everythingSaid(options)].flat().join('\n')
    told.shown.push(...[...texts, ...toKeep].filter((text) => shown.includes(text)))
    told = { ...told, secrets: all.length, kept: kept - tooMuch, toKeep: toKeep.length, copied: watched.copied() }
    await opened.close()
    isOpen = false
    search('closed')
    return told
  } finally {
    if (isOpen) await opened.close()
  }
}

const RECORD = (() => {
  const [sam] = familiesIn(WRITTEN_FOR)
  return sharedWith(sam ?? { resourceType: 'Bundle', type: 'collection' }, READER)
})()

async function sayWho(page: Page): Promise<void> {
  await chooseHow(page, 'shared')
  await page.locator('#your-name').fill('Dr Shah')
  await page.locator('#your-role').fill('GP, Bridge Street Practice')
}

async function keepOffered(page: Page): Promise<void> {
  await press(page, 'Open')
  await waitForText(page, 'Was this made for you?')
  await press(page, 'Yes, it was made for me')
  await waitForText(page, 'You said you are Dr Shah')
}

/** What a link says: itself, its key in every form, and where it leads. */
function partsOf(link: string): { payload: string; key: string; bytes: Canary; place: string } {
  const payload = link.replace(/^.*shlink:\//, '')
  const { key, url } = JSON.parse(Buffer.from(payload, 'base64url').toString()) as { key: string; url: string }
  const bytes = { name: 'the key of the link', bytes: Buffer.from(key, 'base64url') }
  return { payload, key, bytes, place: url.split('/').at(-1) ?? '' }
}

async function addLink(page: Page, { practice }: Given): Promise<Added> {
  const passcode = randomBytes(18).toString('base64url')
  const files = [{ contentType: 'application/fhir+json', content: RECORD, carrier: 'location' as const }]
  const { link } = await practice.server.links.share({ files, flags: 'LP', passcode })
  await sayWho(page)
  await page.locator('#link').fill(`https://viewer.example/#${link}`)
  await press(page, 'Open')
  await page.locator('#passcode').fill(passcode)
  await keepOffered(page)
  const { payload, key, bytes, place } = partsOf(link)
  return { secrets: [bytes, key, place], toKeep: [payload, passcode] }
}

/** A file cannot be asked for again, so that its link need not be kept. */
async function addSealedFile(page: Page, { practice, profile }: Given): Promise<Added> {
  const { link } = await practice.server.links.share({ files: [], flags: 'L' })
  const { payload, key, bytes, place } = partsOf(link)
  const path = `${profile}.jwe`
  await writeFile(
    path,
    await sealFile({ contentType: 'application/fhir+json', content: RECORD }, Buffer.from(key, 'base64url')),
  )
  await sayWho(page)
  const chooser = (await page.$('#files')) as ElementHandle<HTMLInputElement>
  await chooser.uploadFile(path)
  await waitForText(page, 'ready to open')
  await page.locator('#link').fill(link)
  await keepOffered(page)
  await rm(path)
  return { secrets: [bytes, key, place, payload], toKeep: [] }
}

async function addSignIn(page: Page, { opened, practice }: Given): Promise<Added> {
  await chooseHow(page, 'sign-in')
  await page.locator('#address').fill(practice.server.url)
  const isThere = (url: string) => url.startsWith(`${practice.signIn.url}/interaction`)
  const opening = opened.browser.waitForTarget((target) => isThere(target.url()))
  await press(page, 'Sign in')
  const signInWindow = await (await opening).page()
  if (!signInWindow) throw new Error('no window to sign in on')
  await press(signInWindow, 'Sign in as Dr Shah')
  await waitForText(page, 'You are Dr Shah')
  const [source] = await readSources((await copyVault(page)).app.vault)
  const signIn = source?.from.kind === 'fhir-server' ? source.from.signIn : undefined
  return { secrets: [], toKeep: [signIn?.accessToken ?? '', signIn?.refreshToken ?? ''] }
}
