import { setTimeout as wait } from 'node:timers/promises'
import type { Task } from '@medplum/fhirtypes'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { setUpWithServer, textOnScreen } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { createRandom, type Random } from '../../src/practice/generated/random.ts'
import { initials } from '../../src/record/child.ts'
import { inHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import { childrenForHead, HEAD } from './generated-children.ts'
import { type Desk, giveWords, openDesk, press, type } from './surfaces.ts'
import { copyVault, openAll } from './vault-copy.ts'

/**
 * Somebody hides everything, by a key, a button or with the computer itself, at whatever moment of whatever goes on. From
 * then on each page says when anything personal was last in it, and is watched for as long as a late answer might take.
 */
export const lockedAnywhere: Fault = {
  id: 'F15',
  promise: 'locked at any moment',
  inFirefox: false,
  times: { full: 100, short: 3 },
  run: (_, times) => inHandrail((opened) => run(opened, times)),
}

const SEED = 20261123

/** How long after the beginning of something it is hidden. */
const WITHIN_MS = 400

const SOON_MS = 1000
const LATE_MS = 2000

async function run(opened: OpenBrowser, times: number): Promise<Result> {
  const practice = await startPractice({ bundles: childrenForHead(8, SEED) })
  try {
    const words = await setUpWithServer(opened, practice, HEAD.accessCode)
    const { children, personal } = await readPersonal(opened)
    const desk = await openDesk(opened, watchFor, personal)
    await desk.blank.evaluate(watchKey)
    const day: Day = { ...desk, practice, words, children, random: createRandom(SEED) }
    const all: Measured[] = []
    for (let time = 0; time < times; time++) {
      all.push(await hideDuring(ACTIONS[time % ACTIONS.length] as Action, day))
    }
    const slowest = (of: 'keyMs' | 'textMs') => Math.max(...all.map((one) => one[of]))
    const pages = all.reduce((sum, one) => sum + one.pages, 0)
    const late = all.filter(({ keyMs, textMs }) => Math.max(keyMs, textMs) > SOON_MS)
    return {
      isKept: late.length === 0 && pages > 0,
      figures: [
        `${times - late.length} of ${times} gone within ${SOON_MS} ms and for good`,
        ...new Set(late.map(({ what }) => `not while ${what}`)),
        `the key after at most ${slowest('keyMs').toFixed(0)} ms`,
        `the last of ${pages} pages with anything personal after ${slowest('textMs').toFixed(0)} ms`,
      ].join(', '),
    }
  } finally {
    await practice.stop()
  }
}

/** How long it took in one case; Infinity where it never went, or came back. */
type Measured = { keyMs: number; textMs: number; pages: number; what: string }

type Day = Desk & { practice: Practice; words: string; children: Child[]; random: Random }

type Child = { reference: string; name: string }

/** Makes ready for something, and gives what begins it. */
type Action = (day: Day) => Promise<() => Promise<unknown>>

const ACTIONS: Action[] = [
  async function openingChild({ surfaces: { popup }, random, children }) {
    const { name } = random.pick(children)
    await type(popup, '#find', name)
    return () => press(popup, name)
  },
  async function unlocking({ surfaces: { popup }, worker, words }) {
    await worker.run(hide, 'commands.onCommand', 'hide-now')
    await popup.waitForSelector('#passphrase')
    return () => giveWords(popup, words)
  },
  async function refreshing({ surfaces: { popup, board }, random }) {
    const page = random.pick([popup, board])
    return () => press(page, 'Refresh')
  },
  async function openingBoard({ surfaces: { board } }) {
    return () => board.reload()
  },
  async function searching({ surfaces: { popup, board }, random, children }) {
    const { name } = random.pick(children)
    const [page, field] = random.chance(0.5) ? [popup, '#find'] : [board, '#search']
    return async () => {
      for (let length = 1; length <= name.length; length++) await type(page, field, name.slice(0, length))
    }
  },
  async function printing({ surfaces: { panel } }) {
    return () => panel.pdf()
  },
  async function listingWhatIsKept({ surfaces: { options } }) {
    return async () => {
      await options.reload()
      await options.waitForSelector('.kept strong', { timeout: SOON_MS })
      await press(options, 'Remove')
    }
  },
]

/** Hides it, by the button of a page, by the key, or with the computer. @returns when that was */
type Way = (day: Day) => Promise<number | undefined>

const byKey: Way = ({ worker }) => worker.run(hide, 'commands.onCommand', 'hide-now')

const WAYS: Way[] = [
  byKey,
  ({ worker }) => worker.run(hide, 'idle.onStateChanged', 'locked'),
  async (day) => {
    await day.worker.stop()
    const nowMs = performance.timeOrigin + performance.now()
    await byKey(day) // has to wake the worker for it
    return nowMs
  },
  ({ surfaces: { panel } }) => panel.evaluate(pressHide),
  ({ surfaces: { options } }) => options.evaluate(pressHide).catch(() => undefined), // it may be loading
]

/** Does something, hides everything soon after it has begun, and sees what is left when. */
async function hideDuring(makeReadyFor: Action, day: Day): Promise<Measured> {
  const { random, surfaces, blank } = day
  await makeReady(day)
  const begin = await makeReadyFor(day)
  const way = random.pick(WAYS)
  const going = begin().catch(() => {}) // it is interrupted
  await wait(random.below(WITHIN_MS))
  const hiddenAtMs = (await way(day)) ?? (await byKey(day)) ?? 0
  await wait(SOON_MS + LATE_MS)
  await going
  const seen = await Promise.all(Object.values(surfaces).map((page) => page.evaluate(whenSeen, hiddenAtMs)))
  const heldMs = await blank.evaluate(whenHeld, hiddenAtMs)
  const never = Number.POSITIVE_INFINITY
  return {
    keyMs: (heldMs ?? never) - hiddenAtMs,
    textMs: Math.max(...seen.map(({ lastMs }) => lastMs ?? never)) - hiddenAtMs,
    pages: seen.filter(({ wasSeen }) => wasSeen).length,
    what: makeReadyFor.name,
  }
}

/** Everything open, on every page something of somebody, and something new at the source. */
async function makeReady({ surfaces, blank, words, children: [first], random, practice: { server } }: Day) {
  const { popup, panel, board, options } = surfaces
  await popup.waitForSelector('#passphrase, #find')
  if (await popup.$('#passphrase')) await giveWords(popup, words)
  await blank.evaluate(show, first?.reference ?? '')
  await popup.waitForSelector('#find')
  await press(popup, 'Show all')
  await panel.waitForFunction(
    (name) => document.querySelector('h1')?.textContent === name,
    { polling: 20 },
    first?.name,
  )
  await panel.waitForSelector('main h2')
  await press(panel, 'Yes, this is')
  for (const [page, something] of [
    [panel, '.foot'],
    [board, 'table'],
    [options, '.kept strong'],
  ] as const) {
    await page.waitForSelector(something)
  }
  const { entry = [] } = await server.repository.search<Task>({ resourceType: 'Task', count: 1000 })
  const { resource: task } = random.pick(entry)
  await server.repository.updateResource({ ...(task as Task), status: random.pick(['accepted', 'in-progress']) })
}

/** Whatever is kept of anybody, but for what every page shows when it is locked. */
async function readPersonal({ browser, origin }: OpenBrowser): Promise<{ children: Child[]; personal: string }> {
  const page = await browser.newPage()
  await page.goto(`${origin}/popup.html`)
  const { records } = await openAll((await copyVault(page)).app)
  await page.locator('::-p-text(Hide now)').click()
  let always = ''
  for (const path of ['popup', 'sidepanel', 'board', 'options']) {
    await page.goto(`${origin}/${path}.html`)
    await page.waitForSelector('#passphrase')
    await page.waitForNetworkIdle({ idleTime: 100 })
    always += await textOnScreen(page)
  }
  const texts = records.flatMap(({ cover, boxes }) => [
    ...textsIn([cover.name, cover.knownAs, cover.second, cover.bornOn, cover.identifiers, cover.third?.value]),
    initials(cover.name),
    ...textsIn(boxes.map(({ content }) => content)).filter((text) => text.length >= LONG),
  ])
  const personal = [...new Set(texts)].filter((text) => !always.includes(text))
  return {
    children: records.map(({ cover: { child, name } }) => ({ reference: child, name })),
    personal: `(?<!\\p{L})(?:${personal.map(RegExp.escape).join('|')})(?!\\p{L})`,
  }
}

/** A shorter one may be a word of ours. */
const LONG = 12

function textsIn(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(textsIn) : []
}

type Seen = { sightings: { atMs: number; isSeen: boolean }[] }

/** Runs in each of the pages: whenever something personal comes into it or goes out of it, notes when that was. */
function watchFor(personal: string): void {
  const wanted = new RegExp(personal, 'u')
  const sightings: Seen['sightings'] = []
  const valuesIn = (element: Element) => {
    const { value } = element as HTMLInputElement
    return [...element.attributes].map((attribute) => attribute.value).concat(typeof value === 'string' ? value : '')
  }
  const look = () => {
    const elements = [...document.querySelectorAll('*')]
    const roots = elements.flatMap(({ shadowRoot }) => shadowRoot ?? [])
    const all = [...elements, ...roots.flatMap((root) => [...root.querySelectorAll('*')])]
    const texts = [document.documentElement, ...roots].map((root) => root?.textContent ?? '')
    const isSeen = wanted.test([...texts, ...all.flatMap(valuesIn)].join('\n'))
    if (isSeen === (sightings.at(-1)?.isSeen ?? false)) return
    sightings.push({ atMs: performance.timeOrigin + performance.now(), isSeen })
  }
  const all = { subtree: true, childList: true, characterData: true, attributes: true }
  new MutationObserver(look).observe(document, all)
  document.addEventListener('input', look)
  setInterval(look, 100)
  Object.assign(globalThis, { sightings })
}

/** @returns when anything personal was last in this page, null for "it still is", and whether it was when it was hidden */
function whenSeen(hiddenAtMs: number): { lastMs: number | null; wasSeen: boolean } {
  const { sightings } = globalThis as unknown as Seen
  const wasSeen = sightings.findLast(({ atMs }) => atMs <= hiddenAtMs)?.isSeen ?? false
  const { isSeen, atMs } = sightings.at(-1) ?? { isSeen: false, atMs: 0 }
  return { lastMs: isSeen ? null : Math.max(atMs, hiddenAtMs), wasSeen }
}

type Extension = {
  chrome: Record<string, Record<string, { dispatch(value: string): void }>> & {
    storage: {
      session: {
        get(): Promise<{ unlocked?: object }>
        set(values: object): Promise<void>
        onChanged: { addListener(listener: (changes: { unlocked?: object }) => void): void }
      }
    }
  }
  keyChangedAtMs: number
}

/** Runs in the blank page: notes when the key came or went last. */
function watchKey(): void {
  const { session } = (globalThis as unknown as Extension).chrome.storage
  session.onChanged.addListener((changes) => {
    if (changes.unlocked) Object.assign(globalThis, { keyChangedAtMs: performance.timeOrigin + performance.now() })
  })
}

/** @returns when the session last held the key, null for "it still does" */
async function whenHeld(hiddenAtMs: number): Promise<number | null> {
  const { chrome, keyChangedAtMs } = globalThis as unknown as Extension
  const { unlocked } = await chrome.storage.session.get()
  return unlocked ? null : Math.max(keyChangedAtMs ?? 0, hiddenAtMs)
}

/** Shows a child in the side panel, as the popup would. */
async function show(shownChild: string): Promise<void> {
  await (globalThis as unknown as Extension).chrome.storage.session.set({ shownChild })
}

/** Runs in the worker, which is told what the browser would tell it. @returns when that was */
function hide(event: string, value: string): number {
  const { chrome } = globalThis as unknown as Extension
  const [space = '', name = ''] = event.split('.')
  const nowMs = performance.timeOrigin + performance.now()
  chrome[space]?.[name]?.dispatch(value)
  return nowMs
}

/** Presses the button of a page. @returns when that was, undefined where there is none now */
function pressHide(): number | undefined {
  const button = [...document.querySelectorAll('button')].find(({ textContent }) => textContent === 'Hide now')
  const nowMs = performance.timeOrigin + performance.now()
  button?.click()
  return button && nowMs
}
