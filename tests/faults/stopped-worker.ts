import { setTimeout as wait } from 'node:timers/promises'
import type { AuditEvent, Bundle, Consent, Resource, Task } from '@medplum/fhirtypes'
import { addFhirServer } from '../../src/app/add-source.ts'
import { type App, openApp } from '../../src/app/app.ts'
import { noteAccess } from '../../src/app/note-access.ts'
import { refresh } from '../../src/app/refresh.ts'
import type { OpenBrowser } from '../../src/cli/browser.ts'
import { setUpWithServer } from '../../src/cli/drive.ts'
import { type Practice, startPractice } from '../../src/cli/practice.ts'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '../../src/core/time.ts'
import { findBreaks } from '../../src/fhir/audit-event.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { createOwnArea } from '../../src/vault/session.ts'
import { readSources } from '../../src/vault/sources.ts'
import { openKeepingNothing } from '../../src/vault/vault.ts'
import { inHandrail } from './built.ts'
import type { Fault, Result } from './fault.ts'
import { childrenForHead, HEAD } from './generated-children.ts'
import { copyVault, openAll, putBack } from './vault-copy.ts'
import { watchWorker } from './worker.ts'

/**
 * The browser stops the worker in the middle of a refresh: while it waits for one of the answers, before one of its writes
 * is done, or when it is done and the worker does not know yet; whichever it is. The refresh is one that finds a record
 * changed, one shared no more, one shared anew and one as it was, and has to tell the source who looked.
 */
export const stoppedWorker: Fault = {
  id: 'F2',
  promise: 'the worker stopped at each step of a refresh',
  inFirefox: false,
  times: { full: 400, short: 12 },
  run: (_, times) => inHandrail((opened) => run(opened, times)),
}

type Step = { at: 'answer' | 'write' | 'end of a write'; nth: number }

async function run(opened: OpenBrowser, times: number): Promise<Result> {
  const children = childrenForHead(4, SEED)
  const practice = await startPractice({ bundles: children })
  try {
    await setUpWithServer(opened, practice, HEAD.accessCode)
    const laptop = await openLaptop(opened, practice)
    const requests = watchRequests(practice)
    const change = createChanges(practice.server, children)
    const steps = await rehearse(laptop, requests, change)
    const count = { stopped: 0, finished: 0, same: 0 }
    for (let time = 0; time < times; time++) {
      await laptop.beginAnew(change)
      if (await stopAt(stepFor(time, times, steps), laptop, requests)) count.stopped += 1
      await laptop.wake()
      const { isFinished, isSame } = await laptop.compare()
      if (isFinished) count.finished += 1
      if (isSame) count.same += 1
    }
    await laptop.beginAnew(change)
    await laptop.wake()
    const { sent, wrong } = await countAccesses(practice)
    const { stopped, finished, same } = count
    const others = requests.changes()
    return {
      isKept: [stopped, finished, same].every((done) => done === times) && sent > 0 && wrong + others === 0,
      figures: [
        `${finished} of ${stopped} finished at the next wake (${steps.length} steps)`,
        `${same} the same as undisturbed`,
        `${wrong} of ${sent} AuditEvents twice or missing`,
        `${others} other writes to the source`,
      ].join(', '),
    }
  } finally {
    await practice.stop()
  }
}

const SEED = 20261122

/** How many answers a whole refresh waits for, and how many writes it makes. */
async function rehearse(laptop: Laptop, requests: Requests, change: () => Promise<void>): Promise<Step[]> {
  await laptop.beginAnew(change)
  await laptop.wake()
  await laptop.beginAnew(change)
  requests.countAnew()
  const { writes } = await laptop.wake()
  return [...upTo('answer', requests.count()), ...upTo('write', writes), ...upTo('end of a write', writes)]
}

function upTo(at: Step['at'], count: number): Step[] {
  return Array.from({ length: count }, (_, index) => ({ at, nth: index + 1 }))
}

/** Each as often as any other; where there are not enough times for all of them, some from everywhere. */
function stepFor(time: number, times: number, steps: Step[]): Step {
  const apart = Math.max(steps.length / times, 1)
  return steps[Math.floor(time * apart) % steps.length] as Step
}

/** @returns whether it came to that step before it was stopped */
async function stopAt({ at, nth }: Step, laptop: Laptop, requests: Requests): Promise<boolean> {
  requests.countAnew()
  if (at !== 'answer') {
    const { isHeld } = await laptop.wake(nth, at === 'write' ? 'undone' : 'done')
    await laptop.worker.stop()
    return isHeld
  }
  const held = requests.hold(nth)
  await laptop.beginToWake()
  const isHeld = await Promise.race([held.isAsked, wait(NEVER_MS, false)])
  await laptop.worker.stop()
  held.letGo()
  return isHeld
}

/** A request that has not been made after that never will. */
const NEVER_MS = 10_000

type Laptop = Awaited<ReturnType<typeof openLaptop>>

/**
 * Handrail in a browser, unlocked, with no page open; and one that keeps nothing, on the same server, whose refreshes
 * nobody disturbs. Each new beginning is hours later for both.
 */
async function openLaptop(opened: OpenBrowser, { server }: Practice) {
  const page = await opened.browser.newPage()
  await page.goto(`${opened.origin}/manifest.json`) // may do whatever our pages may, and does nothing by itself
  for (const other of await opened.browser.pages()) if (other !== page) await other.close()
  const worker = await watchWorker(opened, page)
  await worker.run(stopAlarms)
  let aheadMs = 0
  const now = () => Date.now() + aheadMs
  const undisturbed = await openUndisturbed(server.url, now)
  return {
    worker,
    /** It is later, something has changed at the source, and somebody has looked here. */
    beginAnew: async (change: () => Promise<void>) => {
      aheadMs += LATER_MS
      server.clock.aheadMs = aheadMs
      await worker.stop()
      await page.evaluate(useNow, now())
      await change()
      const copy = await copyVault(page, { now })
      await noteAccess(copy.app, { action: 'view', outcome: 'done', why: 'list' })
      await noteAccess(copy.app, { action: 'print', outcome: 'done', why: 'list' })
      await putBack(page, copy, 'log')
    },
    /** Lets it do all that it has to, or go on until that write. */
    wake: async (nth = 0, how: 'undone' | 'done' = 'done') => {
      await worker.run(wakeUp, aheadMs, nth, how)
      return worker.run(howItWent)
    },
    beginToWake: () => worker.run(wakeUp, aheadMs, 0, 'done'),
    compare: async () => {
      await refresh(undisturbed)
      const { app } = await copyVault(page, { now })
      const [source] = await readSources(app.vault)
      const isFinished = source?.refreshing === undefined && source?.lastRefresh?.failed === undefined
      return { isFinished, isSame: (await tell(app)) === (await tell(undisturbed)) }
    },
  }
}

/** Older than an answer gets before the worker asks again by itself. */
const LATER_MS = 4 * HOUR_MS + MINUTE_MS

async function openUndisturbed(url: string, now: () => number): Promise<App> {
  const app = await openApp({
    session: createOwnArea(),
    memory: createMemoryArea(),
    fetch,
    now,
    readManaged: async () => undefined,
  })
  await openKeepingNothing(app.vault, { idleMs: 365 * DAY_MS })
  await addFhirServer(app, url, HEAD.accessCode)
  return app
}

/** Everything that is kept of everybody, but for what is drawn anew in each vault and at each refresh. */
async function tell({ vault }: App): Promise<string> {
  const { records, ...rest } = await openAll({ vault })
  const told = records.map(({ cover, boxes }) => {
    const here = { child: '', sourceId: '', checkedAtMs: 0, leaseEndsAtMs: 0, digest: '', boxes: {} }
    return JSON.stringify([cover.patient, { ...cover, ...here }, boxes])
  })
  return JSON.stringify([told.sort(), rest])
}

/** @returns what changes one record and goes on to the next two children: it stops sharing one, and shares the other again */
function createChanges({ repository }: Practice['server'], [first, ...others]: Bundle[]): () => Promise<void> {
  const [task] = resourcesIn<Task>(first, 'Task')
  let turn = 0
  return async () => {
    turn += 1
    await repository.updateResource({ ...(task as Task), description: `Ring the family, for the ${turn}. time` })
    for (const [index, child] of others.slice(0, 2).entries()) {
      const status = index === turn % 2 ? 'inactive' : 'active'
      for (const agreement of resourcesIn<Consent>(child, 'Consent')) {
        await repository.updateResource({ ...agreement, status })
      }
    }
  }
}

function resourcesIn<Kind extends Resource>(bundle: Bundle | undefined, type: Kind['resourceType']): Kind[] {
  return (bundle?.entry ?? []).flatMap(({ resource }) => (resource?.resourceType === type ? (resource as Kind) : []))
}

type Requests = ReturnType<typeof watchRequests>

/** Sees every request to the source, and can keep the answer to one. */
function watchRequests({ server: { faults } }: Practice) {
  let count = 0
  let changes = 0
  let held: { nth: number; asked(): void; until: Promise<void> } | undefined
  faults.take = (method, path) => {
    count += 1
    const isQuestion = method === 'GET' || (method === 'POST' && path === '/fhir') // a batch, of reads and searches
    if (!isQuestion && !path.startsWith('/fhir/AuditEvent/')) changes += 1
    if (count !== held?.nth) return undefined
    held.asked()
    return { after: held.until }
  }
  return {
    count: () => count,
    changes: () => changes,
    countAnew: () => {
      count = 0
    },
    hold: (nth: number) => {
      const asked = Promise.withResolvers<void>()
      const until = Promise.withResolvers<void>()
      held = { nth, asked: asked.resolve, until: until.promise }
      return {
        isAsked: asked.promise.then(() => true),
        letGo: () => {
          held = undefined
          until.resolve()
        },
      }
    },
  }
}

/** How many AuditEvents the source has, and how many it was given twice or not at all. */
async function countAccesses({ server: { accesses } }: Practice): Promise<{ sent: number; wrong: number }> {
  const { entry = [] } = await accesses.search<AuditEvent>({ resourceType: 'AuditEvent', count: 1000 })
  const events = entry.flatMap(({ resource }) => resource ?? [])
  const versions = await Promise.all(events.map(({ id }) => accesses.readHistory<AuditEvent>('AuditEvent', id)))
  const again = versions.filter((history) => history.entry?.length !== 1).length
  return { sent: events.length, wrong: findBreaks(events).length + again }
}

type Extension = {
  chrome: {
    alarms: { clearAll(): Promise<boolean>; onAlarm: { dispatch(alarm: { name: string }): void } }
    storage: {
      managed: { get(): Promise<object> }
      session: { get(): Promise<{ use: object }>; set(values: object): Promise<void> }
    }
  }
}

/** The browser wakes the worker when this test says so. What the organisation has set takes seconds to come at first. */
async function stopAlarms(): Promise<void> {
  const { alarms, storage } = (globalThis as unknown as Extension).chrome
  await alarms.clearAll()
  await storage.managed.get()
}

/** Somebody has done something on one of the pages at that moment. */
async function useNow(nowMs: number): Promise<void> {
  const { session } = (globalThis as unknown as Extension).chrome.storage
  const { use } = await session.get()
  await session.set({ use: { ...use, usedAtMs: nowMs } })
}

/** In the worker: how many writes there were, once it is held at one or has nothing more to do. */
type Woken = Promise<{ writes: number; isHeld: boolean }>

function howItWent(): Woken {
  return (globalThis as unknown as { woken: Woken }).woken
}

/**
 * Runs in the worker, as the alarm would wake it.
 *
 * @param nth the write to be held at, from 1: it is asked for and never done, or done and never heard of. 0 for none
 */
function wakeUp(aheadMs: number, nth: number, how: 'undone' | 'done'): void {
  const QUIET_MS = 1000
  const { now } = Date
  Date.now = () => now() + aheadMs
  const { transaction } = IDBDatabase.prototype
  const { request } = LockManager.prototype
  const woken: Woken = new Promise((resolve) => {
    let writes = 0
    let usedAtMs = performance.now()
    IDBDatabase.prototype.transaction = function (...asked) {
      usedAtMs = performance.now()
      const tx = transaction.apply(this, asked)
      if (asked[1] !== 'readwrite') return tx
      writes += 1
      if (writes !== nth) return tx
      const store = tx.objectStore(tx.objectStoreNames[0] as string)
      let questions = 0
      const ask = () => {
        store.count().onsuccess = ask // as long as something is asked, nothing is committed
        questions += 1
        if (questions === 10) resolve({ writes, isHeld: true })
      }
      const stay = (event: Event) => {
        event.stopImmediatePropagation()
        resolve({ writes, isHeld: true })
      }
      if (how === 'undone') ask()
      else tx.addEventListener('complete', stay) // before anybody else listens
      return tx
    }
    let turns = 0
    LockManager.prototype.request = async function (...asked: unknown[]) {
      try {
        return await (request as (...asked: unknown[]) => Promise<unknown>).apply(this, asked)
      } finally {
        turns += 1
        if (turns === 2) resolve({ writes, isHeld: false }) // upkeep has had its turn, and a refresh
      }
    }
    const look = async () => {
      const { held = [] } = await navigator.locks.query()
      const isAtWork = held.length > 0 || performance.now() - usedAtMs < QUIET_MS
      if (isAtWork) setTimeout(look, 50)
      else resolve({ writes, isHeld: false })
    }
    void look()
  })
  Object.assign(globalThis, { woken })
  ;(globalThis as unknown as Extension).chrome.alarms.onAlarm.dispatch({ name: 'minute' })
}
