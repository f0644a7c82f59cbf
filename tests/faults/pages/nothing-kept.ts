import { addPracticeFamilies } from '../../../src/app/add-source.ts'
import { type App, openApp } from '../../../src/app/app.ts'
import { listChildren } from '../../../src/app/list-children.ts'
import { refresh } from '../../../src/app/refresh.ts'
import { keepNothing, possibleWays } from '../../../src/app/set-up.ts'
import { readStage } from '../../../src/app/stage.ts'
import { codeOf, type ErrorCode } from '../../../src/core/errors.ts'
import { HOUR_MS } from '../../../src/core/time.ts'
import { randomBytes } from '../../../src/vault/bytes.ts'
import { createMemoryArea } from '../../../src/vault/memory.ts'
import { createOwnArea } from '../../../src/vault/session.ts'
import { setUpVault } from '../../../src/vault/vault.ts'

const NAME = 'handrail'
const memory = createMemoryArea()
const session = createOwnArea(memory)
const closed = Promise.withResolvers<void>()
let app: App

/** What a page of ours would begin with. */
export type Start = { code: ErrorCode } | { stage: string; isLost: boolean; onlyKeepsNothing: boolean }

export async function start(): Promise<Start> {
  try {
    app = await openApp({
      session,
      memory,
      fetch,
      now: Date.now,
      readManaged: async () => undefined,
      loadFamilies: () => import('../../../src/practice/families/index.ts'),
      onClosed: closed.resolve,
      name: NAME,
    })
    const stage = await readStage(app)
    const onlyKeepsNothing = `${await possibleWays(app)}` === 'keep-nothing'
    return { stage: stage.kind, isLost: stage.kind === 'not-set-up' && stage.lost, onlyKeepsNothing }
  } catch (error) {
    return { code: codeOf(error) }
  }
}

/** @returns how many children there are to be shown, with nothing on the disk */
export async function goOnInMemory(): Promise<number> {
  await keepNothing(app)
  return lookAround()
}

export async function goOnOnDisk(): Promise<number> {
  const secret = { output: randomBytes(32), credentialId: randomBytes(16), salt: randomBytes(32) }
  await setUpVault(app.vault, { method: 'passkey', ...secret }, { idleMs: HOUR_MS })
  return lookAround()
}

async function lookAround(): Promise<number> {
  await addPracticeFamilies(app, 'PractitionerRole/khan')
  await refresh(app)
  return (await listChildren(app)).length
}

/** As a page of somebody else's would, or a person who clears what sites have kept. */
export function removeAll(): Promise<void> {
  return new Promise((resolve) => {
    indexedDB.deleteDatabase(NAME).onsuccess = () => resolve()
  })
}

/** Until this page has been told that what it had open is gone. */
export function untilClosed(): Promise<void> {
  return closed.promise
}
