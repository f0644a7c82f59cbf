import { deleteDB } from 'idb'
import { addFhirServer } from '../../src/app/add-source.ts'
import { type App, openApp } from '../../src/app/app.ts'
import { confirmChild } from '../../src/app/confirm-child.ts'
import { listChildren } from '../../src/app/list-children.ts'
import { type OpenChild, openChild } from '../../src/app/open-child.ts'
import { readPolicy, termsUnder } from '../../src/app/policy.ts'
import { upkeep } from '../../src/app/upkeep.ts'
import { randomBytes, randomId } from '../../src/vault/bytes.ts'
import { openCover } from '../../src/vault/children.ts'
import type { Secret } from '../../src/vault/keys.ts'
import { createMemoryArea } from '../../src/vault/memory.ts'
import { createOwnArea } from '../../src/vault/session.ts'
import { setUpVault, unlockVault } from '../../src/vault/vault.ts'
import { BASE_URL, createFakeServer, type FakeServer } from '../fixtures/fhir-server.ts'
import { MIA, SAM } from '../fixtures/small-family.ts'

/**
 * A GP's computer with Handrail on it and two children's records, Sam's and Mia's. Time passes when it is told to; the
 * clock may be wrong and the network down. What is kept is on disk in a browser, and in memory where there is none.
 */
export type Laptop = {
  app: App
  server: FakeServer
  /** What the time really is. */
  trueMs: number
  /** How far this computer's clock is ahead of it. */
  aheadMs: number
  isOnline: boolean
  /** What the organisation has set. */
  managed: object | undefined
  /** Sam's reference here. */
  sam: string
  /** Sam, as far as may be shown now; unlocks first where it must. */
  look(): Promise<OpenChild>
  /** What the worker does every minute. */
  minute(): Promise<void>
  /** Whether anything of Sam is kept. */
  holdsSam(): Promise<boolean>
  close(): Promise<void>
}

/**
 * @param startMs the true time, which the clock shows at first; the server's clock is always right
 * @param add where records come from: the server, as a GP, unless it is something else
 */
export async function openLaptop(
  startMs: number,
  families = [SAM, MIA],
  add: (laptop: Laptop) => Promise<unknown> = ({ app }) => addFhirServer(app, BASE_URL, 'practice-gp'),
): Promise<Laptop> {
  const server = createFakeServer(families)
  const name = `laptop-${randomId()}`
  const secret: Secret = {
    method: 'passkey', // opens in no time, where four words take half a second
    output: randomBytes(32),
    credentialId: randomBytes(16),
    salt: randomBytes(32),
  }
  const app = await openApp({
    session: createOwnArea(),
    memory: createMemoryArea(),
    fetch: (input, init) => {
      return laptop.isOnline ? server.fetch(input, init) : Promise.reject(new TypeError('no network'))
    },
    now: () => laptop.trueMs + laptop.aheadMs,
    readManaged: async () => laptop.managed,
    name,
  })
  const { vault } = app
  const laptop: Laptop = {
    app,
    server,
    trueMs: startMs,
    aheadMs: 0,
    isOnline: true,
    managed: undefined,
    sam: '',
    look: async () => {
      await unlock()
      return openChild(app, laptop.sam)
    },
    minute: async () => {
      await unlock()
      await upkeep(app)
    },
    holdsSam: async () => {
      const [cover, boxes] = await Promise.all([
        vault.database.get('covers', laptop.sam),
        vault.database.getKeys('boxes', laptop.sam),
      ])
      return cover !== undefined || boxes.length > 0
    },
    close: async () => {
      vault.database.close()
      if (!vault.denied) await deleteDB(name)
    },
  }
  const unlock = async () => {
    if (!(await vault.session.read())) await unlockVault(vault, secret, termsUnder(await readPolicy(app)))
  }
  server.clock = () => laptop.trueMs
  await setUpVault(vault, secret, termsUnder(await readPolicy(app)))
  await add(laptop)
  return laptop
}

/** Says of Sam, who has been fetched, that this is the right child. */
export async function confirmSam(laptop: Laptop): Promise<void> {
  const { app } = laptop
  const sam = (await listChildren(app)).find(({ name }) => name === 'Sam Carter')
  if (!sam) throw new Error('Sam is not here')
  laptop.sam = sam.child
  await confirmChild(app, await openCover(app.vault, sam.child))
}
