import { type Grant, isGrant } from '../consent/decide.ts'
import { AppError } from '../core/errors.ts'
import type { Boxed, SectionContent } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import { randomId } from './bytes.ts'
import type { Cover, Entry } from './cover.ts'
import { readFrom, writeTo } from './database.ts'
import { type Block, byName, entryOf, openBlock, sealBlocks } from './index-blocks.ts'
import { isSameSeal, open, openEach, seal } from './seal.ts'
import type { SealedCover } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/**
 * Seals a child's cover and boxes and puts them in place of what was kept before, all at once or not at all.
 *
 * @param cover with `boxes` left out: fresh ids are drawn for every write
 */
export async function writeChild(vault: Vault, cover: Omit<Cover, 'boxes'>, contents: Boxed): Promise<void> {
  const key = await dataKey(vault)
  const filled = (Object.keys(contents) as SectionCode[]).flatMap((section) =>
    (contents[section] ?? []).map((content) => ({ section, content, id: randomId() })),
  )
  const boxes: Cover['boxes'] = {}
  for (const { section, id } of filled) boxes[section] = [...(boxes[section] ?? []), id]
  const whole: Cover = { ...cover, boxes }
  const { child, leaseEndsAtMs } = whole
  const sealedCover = { child, leaseEndsAtMs, ...(await seal(key, coverBinding(whole), whole)) }
  const sealedBoxes = await Promise.all(
    filled.map(async ({ section, content, id }) => ({
      id,
      child,
      ...(await seal(key, boxBinding(whole, section, id), content)),
    })),
  )
  const others = (await readEntries(vault)).filter((entry) => entry.child !== child)
  const blocks = await sealBlocks(key, [...others, entryOf(whole)])

  await writeTo(vault.database, ['covers', 'boxes', 'index'], async (tx) => {
    const oldBoxes = await tx.objectStore('boxes').index('child').getAllKeys(child)
    await Promise.all([
      ...oldBoxes.map((id) => tx.objectStore('boxes').delete(id)),
      tx.objectStore('covers').put(sealedCover),
      ...sealedBoxes.map((box) => tx.objectStore('boxes').put(box)),
      putBlocks(tx.objectStore('index'), blocks),
    ])
  })
}

/**
 * Changes a cover, and its line in the list with it, and leaves its boxes as they are. If it has been replaced meanwhile,
 * the change is made again to the new one: an older cover must not come back.
 *
 * @throws AppError child/not-here, vault/locked, vault/cannot-open, and what `change` throws
 */
export async function changeCover(vault: Vault, child: string, change: (cover: Cover) => Cover): Promise<void> {
  const key = await dataKey(vault)
  for (let isDone = false; !isDone; ) {
    const before = await sealedCover(vault, child)
    const old = await open<Cover>(key, coverBinding(before), before)
    const cover = change(old)
    const sealed = { child, leaseEndsAtMs: cover.leaseEndsAtMs, ...(await seal(key, coverBinding(cover), cover)) }
    const isListedAnew = JSON.stringify(entryOf(cover)) !== JSON.stringify(entryOf(old))
    const entries = isListedAnew ? await readEntries(vault) : []
    const blocks = await sealBlocks(
      key,
      entries.map((entry) => (entry.child === child ? entryOf(cover) : entry)),
    )
    await writeTo(vault.database, ['covers', 'index'], async (tx) => {
      const store = tx.objectStore('covers')
      const now = await store.get(child)
      isDone = now !== undefined && isSameSeal(now, before)
      if (!isDone) return
      await store.put(sealed)
      if (isListedAnew) await putBlocks(tx.objectStore('index'), blocks)
    })
  }
}

async function sealedCover({ database }: Vault, child: string): Promise<SealedCover> {
  const sealed = await readFrom(database, (from) => from.get('covers', child))
  if (!sealed) throw new AppError('child/not-here', 'no cover')
  return sealed
}

/** Removes a child's cover, boxes and line in the list, all at once. A child who is not here is no error. */
export async function eraseChild(vault: Vault, child: string): Promise<void> {
  const key = await dataKey(vault)
  const others = (await readEntries(vault)).filter((entry) => entry.child !== child)
  const blocks = await sealBlocks(key, others)

  await writeTo(vault.database, ['covers', 'boxes', 'index'], async (tx) => {
    const boxes = await tx.objectStore('boxes').index('child').getAllKeys(child)
    await Promise.all([
      ...boxes.map((id) => tx.objectStore('boxes').delete(id)),
      tx.objectStore('covers').delete(child),
      putBlocks(tx.objectStore('index'), blocks),
    ])
  })
}

/** @throws AppError child/not-here, vault/locked, vault/cannot-open */
export async function openCover(vault: Vault, child: string): Promise<Cover> {
  const key = await dataKey(vault)
  const sealed = await sealedCover(vault, child)
  return open<Cover>(key, coverBinding(sealed), sealed)
}

/**
 * Every cover that opens, and the children whose cover does not: one damaged cover hides one child, not all of them.
 *
 * @throws AppError vault/locked
 */
export async function openCovers(vault: Vault): Promise<{ covers: Cover[]; damaged: string[] }> {
  const key = await dataKey(vault)
  const rows = await readFrom(vault.database, (from) => from.getAll('covers'))
  const { opened, damaged } = await openEach(rows, (row) => open<Cover>(key, coverBinding(row), row))
  return { covers: opened, damaged: damaged.map(({ child }) => child) }
}

/**
 * Every line of the list of children, by name. Opens blocks, not covers; a list that is damaged is made again from the
 * covers.
 *
 * @throws AppError vault/locked
 */
export async function readEntries(vault: Vault): Promise<Entry[]> {
  const key = await dataKey(vault)
  const blocks = await openEach(await readFrom(vault.database, (from) => from.getAll('index')), (block) =>
    openBlock(key, block),
  )
  return blocks.damaged.length === 0 ? blocks.opened.flat() : (await openCovers(vault)).covers.map(entryOf).sort(byName)
}

/**
 * Opens one box. Without a grant that `decide` made for this very box there is no way in.
 *
 * @returns undefined when the record held nothing for the section at the last refresh
 * @throws AppError vault/locked, vault/cannot-open
 */
export async function openSection<Section extends SectionCode>(
  vault: Vault,
  cover: Cover,
  grant: Grant & { section: Section },
): Promise<SectionContent[Section] | undefined> {
  if (!isGrant(grant) || grant.child !== cover.child) throw new AppError('vault/cannot-open', 'no grant for this box')
  const id = cover.boxes[grant.section]?.[grant.box]
  if (id === undefined) return undefined
  const key = await dataKey(vault)
  const sealed = await readFrom(vault.database, (from) => from.get('boxes', id))
  if (!sealed) throw new AppError('vault/cannot-open', 'the cover names a box that is not there')
  return open<SectionContent[Section]>(key, boxBinding(cover, grant.section, id), sealed)
}

/** The whole list of children in place of the one before. */
function putBlocks(
  index: { clear(): Promise<void>; put(block: Block): Promise<unknown> },
  blocks: Block[],
): Promise<unknown> {
  return Promise.all([index.clear(), ...blocks.map((block) => index.put(block))])
}

export function coverBinding({ child, leaseEndsAtMs }: { child: string; leaseEndsAtMs: number }) {
  return ['cover', child, leaseEndsAtMs]
}

export function boxBinding({ child, sourceId, asAtMs, leaseEndsAtMs }: Cover, section: SectionCode, id: string) {
  return ['box', child, section, id, sourceId, asAtMs, leaseEndsAtMs]
}
