import { type IDBPDatabase, openDB } from 'idb'
import { listChildren } from '../../../src/app/list-children.ts'
import { openChild } from '../../../src/app/open-child.ts'
import { readStage } from '../../../src/app/stage.ts'
import { codeOf, type ErrorCode } from '../../../src/core/errors.ts'
import { DAY_MS } from '../../../src/core/time.ts'
import { randomId } from '../../../src/vault/bytes.ts'
import { changeCover, writeChild } from '../../../src/vault/children.ts'
import { readSources } from '../../../src/vault/sources.ts'
import type { SealedBox, SealedCover } from '../../../src/vault/stores.ts'
import type { Bound, Part } from '../bit-flips.ts'
import { type Laptop, openLaptop } from '../laptop.ts'
import { childOf } from './many-boxes.ts'

/**
 * What is there after a bit has flipped. `opened`: of all boxes, those whose words are shown. `isTold`: that one is damaged
 * is said, by a code or beside what is shown.
 */
export type Seen = { opened: number; isTold: boolean; isStarted: boolean }

let laptop: Laptop
/** The same disk, without the vault. */
let disk: IDBPDatabase
let kept: { boxes: SealedBox[]; covers: SealedCover[] }

/** Keeps so many children with so many boxes each. */
export async function keepBoxes(children: number, boxesEach: number): Promise<void> {
  const nowMs = Date.now()
  laptop = await openLaptop(nowMs)
  const { vault } = laptop.app
  const [source] = await readSources(vault)
  for (let child = 0; child < children; child++) {
    const { cover, contents } = childOf(randomId(), 1, boxesEach)
    const checked = { checkedAtMs: nowMs, leaseEndsAtMs: nowMs + DAY_MS, confirmedAtMs: nowMs }
    await writeChild(vault, { ...cover, ...checked, sourceId: source?.id ?? '' }, contents)
  }
  const [name] = (await indexedDB.databases()).map(({ name }) => name)
  disk = await openDB(name ?? '')
  kept = { boxes: await disk.getAll('boxes'), covers: await disk.getAll('covers') }
}

/** Flips a bit at random in one part of one row, looks at everything, and puts the row back. */
export async function flipInRow(store: 'boxes' | 'covers', at: number, part: Part): Promise<Seen> {
  const row = kept[store][at] as SealedBox | SealedCover
  const damaged = flipped(row, part)
  const [key, damagedKey] = [row, damaged].map((one) => ('id' in one ? one.id : one.child)) as [string, string]
  await disk.delete(store, key)
  await disk.put(store, damaged)
  const seen = await look(row.child)
  await disk.delete(store, damagedKey)
  await disk.put(store, row)
  return seen
}

/** The same in a field that is sealed in a cover, sealed again by somebody who has the key. */
export async function flipInCover(at: number, field: Bound): Promise<Seen> {
  const { child } = kept.covers[at] as SealedCover
  await changeCover(laptop.app.vault, child, (cover) => ({
    ...cover,
    [field]: cover[field] + 2 ** Math.floor(Math.random() * 20),
  }))
  const seen = await look(child)
  for (const row of kept.boxes) await disk.put('boxes', row) // those that were put aside are gone
  for (const row of kept.covers) await disk.put('covers', row)
  return seen
}

/** As when the browser starts: how far somebody has got, who is listed, and what of each child opens. */
async function look(damaged: string): Promise<Seen> {
  const { app } = laptop
  const stage = await readStage(app)
  const list = await listChildren(app)
  let opened = 0
  let isTold = false
  for (const { child } of list) {
    const { texts, problem } = await textsOf(child)
    opened += texts
    if (problem && child === damaged) isTold = true
  }
  return { opened, isTold, isStarted: stage.kind === 'open' && list.length === kept.covers.length }
}

async function textsOf(child: string): Promise<{ texts: number; problem: ErrorCode | 'put aside' | undefined }> {
  try {
    const opened = await openChild(laptop.app, child, 'skip')
    if (opened.kind !== 'open') return { texts: 0, problem: undefined }
    const texts = new Set(JSON.stringify(opened.contents).match(/v1 box \d+/g)).size
    return { texts, problem: opened.damaged.length > 0 ? 'put aside' : undefined }
  } catch (error) {
    return { texts: 0, problem: codeOf(error) }
  }
}

function flipped<Row extends SealedBox | SealedCover>(row: Row, part: Part): Row {
  const { iv, bytes } = row
  const tagAt = bytes.length - 16
  switch (part) {
    case 'iv':
      return { ...row, iv: flipBit(iv, 0, iv.length) }
    case 'body':
      return { ...row, bytes: flipBit(bytes, 0, tagAt) }
    case 'tag':
      return { ...row, bytes: flipBit(bytes, tagAt, bytes.length) }
    case 'id':
      return { ...row, id: flipInHex('id' in row ? row.id : '') }
    case 'child':
      return { ...row, child: flipInHex(row.child) }
    case 'lease':
      return {
        ...row,
        leaseEndsAtMs: 'leaseEndsAtMs' in row ? row.leaseEndsAtMs + 2 ** Math.floor(Math.random() * 40) : 0,
      }
  }
}

function flipBit(bytes: Uint8Array, from: number, to: number): Uint8Array<ArrayBuffer> {
  const copy = Uint8Array.from(bytes)
  const at = from + Math.floor(Math.random() * (to - from))
  copy[at] = (copy[at] ?? 0) ^ (1 << Math.floor(Math.random() * 8))
  return copy
}

function flipInHex(hex: string): string {
  const at = Math.floor(Math.random() * hex.length)
  const digit = Number.parseInt(hex[at] ?? '', 16) ^ (1 << Math.floor(Math.random() * 4))
  return hex.slice(0, at) + digit.toString(16) + hex.slice(at + 1)
}
