import { setTimeout as wait } from 'node:timers/promises'
import type { Bundle, Consent, Resource, Task } from '@medplum/fhirtypes'
import type { Page } from 'puppeteer-core'
import type { App } from '../../src/app/app.ts'
import { listChildren } from '../../src/app/list-children.ts'
import { listCommitments } from '../../src/app/list-commitments.ts'
import { openChild } from '../../src/app/open-child.ts'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { setUpWithServer } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { codeOf } from '../../src/core/errors.ts'
import { createRandom, type Random } from '../../src/practice/generated/random.ts'
import { readEntries } from '../../src/vault/children.ts'
import { readSettings } from '../../src/vault/settings.ts'
import { readSources } from '../../src/vault/sources.ts'
import { isUnlocked, unlockMethod } from '../../src/vault/vault.ts'
import { inHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import { childrenForHead, HEAD } from './generated-children.ts'
import { type Desk, giveWords, openDesk, press } from './surfaces.ts'
import { copyVault } from './vault-copy.ts'

/**
 * Popup, side panel, board and options are open in four windows, and somebody does one thing after another in any of them,
 * or at the source. After each, all four show what the vault holds, and no two refreshes have run at once.
 */
export const fourSurfaces: Fault = {
  id: 'F18',
  promise: 'anything done in any of four windows',
  inFirefox: false,
  times: { full: 500, short: 20 },
  run: (_, times) => inHandrail((opened) => run(opened, times)),
}

const SEED = 20261124
const SOON_MS = 500

/** What has no effect by then, such as choosing the child that is shown already, will have none. */
const EFFECT_MS = 300

/** Whoever does not agree by then never will. */
const NEVER_MS = 5000

async function run(opened: OpenBrowser, times: number): Promise<Result> {
  const bundles = childrenForHead(6, SEED)
  const practice = await startPractice({ bundles })
  try {
    const requests = watchRequests(practice)
    const words = await setUpWithServer(opened, practice, HEAD.accessCode)
    const desk = await openDesk(opened, watchState, undefined)
    await desk.blank.evaluate(watchEvents)
    const day: Day = { ...desk, opened, practice, bundles, words, random: createRandom(SEED), version: 0 }
    await untilAgreed(desk)
    const lags: number[] = []
    const differ: string[] = []
    for (let time = 0; time < times; time++) {
      const act = await pick(day)
      await desk.blank.evaluate(forgetEvents)
      await act(day)
      await desk.blank.waitForFunction(hasEvent, { polling: 5, timeout: EFFECT_MS }).catch(() => {})
      const { lagMs, difference } = await untilAgreed(desk)
      lags.push(lagMs)
      if (difference) differ.push(`${act.name}: ${difference}`)
    }
    const late = lags.filter((lagMs) => lagMs > SOON_MS).length
    const { most, requests: asked } = requests.count()
    return {
      isKept: late === 0 && most === 1,
      figures: [
        `${times - late} of ${times} times the same in all within ${SOON_MS} ms, at most ${Math.max(...lags).toFixed(0)} ms`,
        ...differ.slice(0, 1),
        `${asked.toLocaleString('en-GB')} requests, ${most} at a time`,
      ].join(', '),
    }
  } finally {
    await practice.stop()
  }
}

type Day = Desk & {
  opened: OpenBrowser
  practice: Practice
  bundles: Bundle[]
  words: string
  random: Random
  /** Of the records at the source: each change is the next. */
  version: number
}

type Action = (day: Day) => Promise<unknown>

/** Any of what can be done as things are now. */
async function pick({ surfaces: { popup, panel, options }, random }: Day): Promise<Action> {
  if (await popup.$('#passphrase')) return unlock
  if (random.chance(0.02)) return eraseEverything
  const isThere = async (page: Page, selector: string, action: Action) => ((await page.$(selector)) ? [action] : [])
  return random.pick([
    lock,
    lock,
    refresh,
    changeOne,
    changeOne,
    changeOne,
    changeWhoShares,
    changeSettings,
    ...(await isThere(popup, '#find', choose)),
    ...(await isThere(popup, '#find', choose)),
    ...(await isThere(panel, '#confirm', confirm)),
    ...(await isThere(panel, '#confirm', confirm)),
    ...(await isThere(options, '.kept strong', eraseOne)),
    ...((await options.evaluate(() => document.body.textContent.includes('Fetch them again'))) ? [bringBack] : []),
  ])
}

async function lock({ surfaces, worker, random }: Day) {
  const pages = Object.values(surfaces)
  const isDone = random.chance(0.7) && (await press(random.pick(pages), 'Hide now'))
  if (!isDone) await worker.run(hide)
}

async function unlock({ surfaces, words, random }: Day) {
  const page = random.pick(Object.values(surfaces))
  await giveWords(page, words)
  await page.waitForFunction(() => !document.querySelector('#passphrase'), { polling: 10 })
}

/** In one window, or in several at once. */
async function refresh({ surfaces: { popup, board, options }, random }: Day) {
  const pages = random.some([popup, board, options], 1 + random.below(3))
  await Promise.all(pages.map((page) => press(page, 'Refresh')))
  for (const page of pages) {
    const isOver = () =>
      [...document.querySelectorAll('button')].some((button) => button.textContent === 'Refresh' && !button.disabled)
    await page.waitForFunction(isOver, { polling: 10 })
  }
}

async function changeOne(day: Day) {
  const { practice, bundles, random } = day
  day.version += 1
  for (const task of resourcesIn<Task>(random.pick(bundles), 'Task')) {
    const { description = '' } = task
    await practice.server.repository.updateResource({ ...task, description: `${description} (version ${day.version})` })
  }
  await refresh(day)
}

async function changeWhoShares(day: Day) {
  const { practice, bundles, random } = day
  for (const { id } of resourcesIn<Consent>(random.pick(bundles), 'Consent')) {
    const agreement = await practice.server.repository.readResource<Consent>('Consent', id ?? '')
    const status = agreement.status === 'active' ? 'inactive' : 'active'
    await practice.server.repository.updateResource({ ...agreement, status })
  }
  await refresh(day)
}

async function choose({ surfaces: { popup }, random }: Day) {
  await press(popup, 'Show all')
  await popup.waitForSelector('.found button')
  const names = await popup.$$eval('.found strong', (all) => all.map(({ textContent }) => textContent))
  await press(popup, random.pick(names))
}

async function confirm({ surfaces: { panel } }: Day) {
  await press(panel, 'Yes, this is')
  await panel.waitForFunction(() => !document.querySelector('#confirm'), { polling: 10 })
}

async function eraseOne({ surfaces: { options }, random }: Day) {
  const names = await options.$$eval('.kept li', (all) =>
    all.map((one) => one.querySelector('strong')?.textContent ?? '').filter(Boolean),
  )
  const name = random.pick(names)
  await options.evaluate(
    (label) => document.querySelector<HTMLElement>(`[aria-label="Remove ${label}"]`)?.click(),
    name,
  )
  await press(options, 'Yes, remove')
  const isGone = (gone: string) => {
    return [...document.querySelectorAll('.kept strong')].every(({ textContent }) => textContent !== gone)
  }
  await options.waitForFunction(isGone, { polling: 10 }, name)
}

async function bringBack(day: Day) {
  await press(day.surfaces.options, 'Fetch them again')
  await day.surfaces.options.waitForFunction(() => !document.body.textContent.includes('Fetch them again'), {
    polling: 10,
  })
  await refresh(day)
}

async function changeSettings({ surfaces: { options }, random }: Day) {
  const minutes = random.pick(['5', '10'])
  await options.evaluate((value) => {
    const select = document.querySelector<HTMLSelectElement>('#idle')
    if (!select) return
    select.value = value
    select.dispatchEvent(new Event('change', { bubbles: true }))
  }, minutes)
}

/** All of it, and everything from the beginning. */
async function eraseEverything(day: Day) {
  await press(day.surfaces.options, 'Remove everything and start again')
  await untilAgreed(day)
  day.words = await setUpWithServer(day.opened, day.practice, HEAD.accessCode)
}

type State = Record<keyof Desk['surfaces'], string>

/**
 * Waits until every window shows what the vault holds.
 *
 * @returns how long after it was so the last window followed, Infinity with the difference when one never did
 */
async function untilAgreed({ surfaces, blank }: Desk): Promise<{ lagMs: number; difference: string | undefined }> {
  const deadlineMs = performance.now() + NEVER_MS
  for (;;) {
    const expected = await readExpected(blank)
    const shown = await Promise.all(
      Object.entries(surfaces).map(async ([name, page]) => [name, await page.evaluate(readState)] as const),
    )
    const wrong = shown.filter(([name, { state }]) => state !== expected[name as keyof State])
    if (wrong.length === 0) {
      const lastMs = Math.max(...shown.map(([, { sinceMs }]) => sinceMs))
      return { lagMs: await blank.evaluate(sinceEvent, lastMs), difference: undefined }
    }
    if (performance.now() > deadlineMs) {
      const [[name, { state }] = ['', { state: '' }]] = wrong
      return {
        lagMs: Number.POSITIVE_INFINITY,
        difference: `${name} shows ${state}, not ${expected[name as keyof State]}`,
      }
    }
    await wait(10)
  }
}

/** What each of the four has to show, by what lies in the vault and in the session now. */
async function readExpected(blank: Page): Promise<State> {
  const { app } = await copyVault(blank)
  const same = (state: string) => ({ popup: state, panel: state, board: state, options: state })
  if (!(await unlockMethod(app.vault))) return same('not set up')
  if (!(await isUnlocked(app.vault))) return same('locked')
  if ((await readSources(app.vault)).length === 0) return same('no source')
  const shown = await blank.evaluate(readShownChild)
  const { rows } = await listCommitments(app)
  const kept = (await readEntries(app.vault)).map(({ name }) => name)
  const { idleLockMinutes = 10 } = await readSettings(app.vault)
  const onBoard = [...Map.groupBy(rows, ({ child }) => child.reference).values()].map((own) => {
    return `${own[0]?.child.initials} ${versionIn(own.map(({ commitment }) => commitment.what).join())}`
  })
  return {
    popup: `${(await listChildren(app)).length} children`,
    panel: shown === undefined ? 'nobody' : await expectedOf(app, shown),
    board: onBoard.sort().join(', '),
    options: `${kept.sort().join(', ')}; ${idleLockMinutes} minutes`,
  }
}

async function expectedOf(app: App, child: string): Promise<string> {
  try {
    const opened = await openChild(app, child)
    if (opened.kind === 'clock-wrong') return opened.kind
    if (opened.kind !== 'open') return `${opened.kind} ${opened.cover.name}`
    return `open ${opened.cover.name} ${versionIn(JSON.stringify(opened.contents.commitments))}`
  } catch (error) {
    return codeOf(error)
  }
}

function versionIn(text: string | undefined): string {
  return /\(version \d+\)/.exec(text ?? '')?.[0] ?? ''
}

type Extension = {
  chrome: {
    storage: {
      session: {
        get(): Promise<{ shownChild?: string }>
        onChanged: { addListener(listener: (changes: { [name: string]: object }) => void): void }
      }
    }
    commands: { onCommand: { dispatch(command: string): void } }
  }
  eventsAtMs: number[]
}

async function readShownChild(): Promise<string | undefined> {
  return (await (globalThis as unknown as Extension).chrome.storage.session.get()).shownChild
}

/** Runs in the worker: the key that hides everything. */
function hide(): void {
  ;(globalThis as unknown as Extension).chrome.commands.onCommand.dispatch('hide-now')
}

/** Runs in the blank page: notes whenever the four are told that something has changed. */
function watchEvents(): void {
  const eventsAtMs: number[] = []
  const note = () => void eventsAtMs.push(performance.timeOrigin + performance.now())
  new BroadcastChannel('handrail/changed').addEventListener('message', note)
  ;(globalThis as unknown as Extension).chrome.storage.session.onChanged.addListener((changes) => {
    if ('unlocked' in changes || 'shownChild' in changes) note()
  })
  Object.assign(globalThis, { eventsAtMs })
}

function hasEvent(): boolean {
  return (globalThis as unknown as Extension).eventsAtMs.length > 0
}

function forgetEvents(): void {
  ;(globalThis as unknown as Extension).eventsAtMs.length = 0
}

/** @returns how long after the last change before it that was, 0 where there was none */
function sinceEvent(lastMs: number): number {
  const event = (globalThis as unknown as Extension).eventsAtMs.findLast((atMs) => atMs <= lastMs)
  return event === undefined ? 0 : lastMs - event
}

type Watched = { shown: { state: string; sinceMs: number } }

function readState(): Watched['shown'] {
  return (globalThis as unknown as Watched).shown
}

/** Runs in each of the four: notes what it shows, in the words of `readExpected`, and since when. */
function watchState(): void {
  const all = (selector: string) => [...document.querySelectorAll(selector)]
  const text = (selector: string) => document.querySelector(selector)?.textContent ?? ''
  const versionIn = (within: string) => /\(version \d+\)/.exec(within)?.[0] ?? ''
  const readers: Record<string, () => string> = {
    '/popup.html': () => {
      const [, left] = /Show all (\d+)/.exec(document.body.textContent) ?? []
      return `${left ?? all('.found li').length} children`
    },
    '/sidepanel.html': () => {
      if (!document.querySelector('.banner'))
        return document.querySelector('#root > main .notice') ? 'child/not-here' : 'nobody'
      const isAsked = document.querySelector('#confirm') !== null
      return isAsked ? `to-confirm ${text('h1')}` : `open ${text('h1')} ${versionIn(text('main'))}`
    },
    '/board.html': () =>
      all('tbody')
        .map((one) => `${one.querySelector('button')?.textContent} ${versionIn(one.textContent ?? '')}`)
        .sort()
        .join(', '),
    '/options.html': () => {
      const names = all('.kept strong').map(({ textContent }) => textContent)
      return `${names.sort().join(', ')}; ${document.querySelector<HTMLSelectElement>('#idle')?.value} minutes`
    },
  }
  const read = () => {
    if (document.querySelector('#passphrase')) return 'locked'
    if (document.body?.textContent.includes('Set up Handrail')) return 'not set up'
    return readers[location.pathname]?.() ?? ''
  }
  const shown: Watched['shown'] = { state: '', sinceMs: 0 }
  const look = () => {
    const state = read()
    if (state !== shown.state) Object.assign(shown, { state, sinceMs: performance.timeOrigin + performance.now() })
  }
  new MutationObserver(look).observe(document, {
    subtree: true,
    childList: true,
    characterData: true,
    attributes: true,
  })
  document.addEventListener('change', look)
  Object.assign(globalThis, { shown })
}

/**
 * How many requests of refreshes the source has had at a time. Each is answered a little late, so that two would meet. A
 * look is told as it happens, whatever else goes on.
 */
function watchRequests({ server: { faults } }: Practice) {
  let now = 0
  let most = 0
  let requests = 0
  faults.take = (_, path) => {
    if (path.includes('/AuditEvent')) return undefined
    requests += 1
    now += 1
    most = Math.max(most, now)
    const after = wait(5).then(() => {
      now -= 1
    })
    return { after }
  }
  return { count: () => ({ most, requests }) }
}

function resourcesIn<Kind extends Resource>(bundle: Bundle, type: Kind['resourceType']): Kind[] {
  return (bundle.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? (resource as Kind) : []))
}
