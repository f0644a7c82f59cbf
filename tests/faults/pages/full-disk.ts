import { refresh } from '../../../src/app/refresh.ts'
import { codeOf, type ErrorCode } from '../../../src/core/errors.ts'
import { MINUTE_MS } from '../../../src/core/time.ts'
import { readEntries, writeChild } from '../../../src/vault/children.ts'
import { confirmSam, type Laptop, openLaptop } from '../laptop.ts'
import { childOf, openBoxes } from './many-boxes.ts'
import { openUnlocked } from './unlocked.ts'

/** How a browser says that there is no room: at the write itself, or when all that was written is to stay. */
export type How = 'throws' | 'aborts'

/** `at` is the store whose row found no room; `left`, which of the two versions is there afterwards, list included. */
export type Told = { at: string; said: ErrorCode | undefined; left: 'old' | 'new' | 'torn' }

const CHILD = '00'.repeat(16)

/**
 * Puts a newer version in place of a child's, on a disk that has no room for the nth row.
 *
 * @param boxes how many the child has; its cover and its line in the list are rows too
 */
export async function replaceChild(key: string, boxes: number, nth: number, how: How): Promise<Told> {
  const vault = await openUnlocked(key)
  const write = (version: number) => {
    const { cover, contents } = childOf(CHILD, version, boxes)
    return writeChild(vault, cover, contents)
  }
  await write(1)
  const { at = 'none', said } = await onFullDisk(nth, how, () => write(2))
  const { versions } = await openBoxes(vault, CHILD)
  const lines = (await readEntries(vault)).map(({ second }) => second)
  vault.database.close()
  const isAll = (version: number) => {
    return versions.length === boxes && versions.every((one) => one === version) && `${lines}` === `v${version}`
  }
  return { at, said, left: isAll(1) ? 'old' : isAll(2) ? 'new' : 'torn' }
}

/**
 * Refreshes two children's records, of which one has changed, on a disk that has no room for the nth row; then again, with
 * room.
 *
 * @returns undefined when a refresh does not write so many rows
 */
export async function refreshAll(nth: number, how: How): Promise<(Told & { isMended: boolean }) | undefined> {
  const laptop = await openLaptop(Date.parse('2026-11-21T10:00:00Z'))
  const { app, server } = laptop
  try {
    await refresh(app)
    await confirmSam(laptop)
    const before = await whatIsShown(laptop)
    laptop.trueMs += MINUTE_MS
    const strength = [...server.resources.values()].find(
      ({ valueString }) => valueString === 'Kind to younger children',
    )
    Object.assign(strength ?? {}, { valueString: NEWER, meta: { lastUpdated: new Date(laptop.trueMs).toISOString() } })
    const { at, said, value } = await onFullDisk(nth, how, () => refresh(app))
    if (at === undefined) return undefined
    const after = await whatIsShown(laptop)
    await refresh(app)
    return {
      at,
      said: said ?? value?.[0]?.failed,
      left: after === before ? 'old' : isNewer(after) ? 'new' : 'torn',
      isMended: isNewer(await whatIsShown(laptop)),
    }
  } finally {
    await laptop.close()
  }

  function isNewer(shown: string): boolean {
    return shown.includes(NEWER) && shown.includes(`"checkedAtMs":${laptop.trueMs}`)
  }
}

const NEWER = 'Something that is newer'

async function whatIsShown(laptop: Laptop): Promise<string> {
  const sam = await laptop.look()
  return JSON.stringify([sam.kind === 'open' ? sam.contents : sam.kind, await readEntries(laptop.app.vault)])
}

/** As the specification has it: it is thrown, or the transaction is aborted and says why. */
async function onFullDisk<Value>(nth: number, how: How, work: () => Promise<Value>) {
  const { put } = IDBObjectStore.prototype
  const full = new DOMException('no room', 'QuotaExceededError')
  let written = 0
  let at: string | undefined
  IDBObjectStore.prototype.put = function (...row) {
    written += 1
    if (written !== nth) return put.apply(this, row)
    at = this.name
    if (how === 'throws') throw full
    const { transaction } = this
    const request = put.apply(this, row)
    request.addEventListener('success', () => {
      Object.defineProperty(transaction, 'error', { value: full })
      transaction.abort()
    })
    return request
  }
  try {
    const value = await work()
    return { at, said: undefined, value }
  } catch (error) {
    return { at, said: codeOf(error), value: undefined }
  } finally {
    IDBObjectStore.prototype.put = put
  }
}
