import { AppError } from '../core/errors.ts'
import type { Boxed } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import { randomId } from './bytes.ts'
import type { Cover, Entry } from './cover.ts'
import type { Step } from './database.ts'
import { byName, entryOf, openBlock, stepsToCut, stepsToList } from './index-blocks.ts'
import { open, openEach, seal } from './seal.ts'
import type { SealedCover } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/**
 * Seals a child's cover and boxes and puts them in place of what was kept before, all at once or not at all.
 *
 * @param cover with `boxes` left out: fresh ids are drawn for every write
 * @param beside what must be written with it or not at all
 */
export async function writeChild(
  vault: Vault,
  cover: Omit<Cover, 'boxes'>,
  contents: Boxed,
  beside: Step[] = [],
): Promise<void> {
  const key = await dataKey(vault)
  const filled = (Object.keys(contents) as SectionCode[]).flatMap((section) =>
    (contents[section] ?? []).map((content) => ({ section, content, id: randomId() })),
  )
  const boxes: Cover['boxes'] = {}
  for (const { section, id } of filled) boxes[section] = [...(boxes[section] ?? []), id]
  const whole: Cover = { ...cover, boxes }
  const { child } = whole
  const sealedBoxes = await Promise.all(
    filled.map(async ({ section, content, id }) => ({
      id,
      child,
      ...(await seal(key, boxBinding(whole, section, id), content)),
    })),
  )
  const sealedCover = await sealCover(key, whole)
  await writeListed(vault, child, entryOf(whole), async () => [
    ...(await stepsToEmpty(vault, child)),
    { store: 'covers', put: sealedCover },
    ...sealedBoxes.map((put) => ({ store: 'boxes', put }) as const),
    ...beside,
  ])
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
    const was = await sealedCover(vault, child)
    const old = await open<Cover>(key, coverBinding(was), was)
    const cover = change(old)
    const isListedAnew = JSON.stringify(entryOf(cover)) !== JSON.stringify(entryOf(old))
    isDone = await vault.database.write([
      { store: 'covers', key: child, was },
      { store: 'covers', put: await sealCover(key, cover) },
      ...(isListedAnew ? await mendedSteps(vault, child, entryOf(cover)) : []),
    ])
  }
}

/** Removes a child's cover, boxes, marks and line in the list, all at once. A child who is not here is no error. */
export async function eraseChild(vault: Vault, child: string, beside: Step[] = []): Promise<void> {
  await writeListed(vault, child, undefined, async () => [
    ...(await stepsToEmpty(vault, child)),
    { store: 'covers', delete: child },
    { store: 'marks', delete: child },
    ...beside,
  ])
}

/** Takes out of the way one box that does not open. Its child's other boxes open; a refresh brings it anew. */
export async function quarantineBox({ database }: Vault, id: string): Promise<void> {
  await database.write([{ store: 'boxes', delete: id }])
}

/** Whether every box that the cover names is there. */
export async function hasAllBoxes({ database }: Vault, { child, boxes }: Cover): Promise<boolean> {
  const kept = new Set(await database.getKeys('boxes', child))
  return Object.values(boxes)
    .flat()
    .every((id) => kept.has(id))
}

async function stepsToEmpty({ database }: Vault, child: string): Promise<Step[]> {
  const old = await database.getKeys('boxes', child)
  return [...old.map((id) => ({ store: 'boxes', delete: id }) as const), { store: 'lapses', delete: child }]
}

/** Other pages may change other children of the same block at this moment: then it is done again on top of theirs. */
async function writeListed(
  vault: Vault,
  child: string,
  entry: Entry | undefined,
  steps: () => Promise<Step[]>,
): Promise<void> {
  for (let isDone = false; !isDone; ) {
    isDone = await vault.database.write([...(await mendedSteps(vault, child, entry)), ...(await steps())])
  }
}

/** A block that is damaged is made again from the covers before a line of it is changed. */
async function mendedSteps(vault: Vault, child: string, entry: Entry | undefined): Promise<Step[]> {
  try {
    return await stepsToList(vault, child, entry)
  } catch (error) {
    if (!(error instanceof AppError && error.code === 'vault/cannot-open')) throw error
    const { covers } = await openCovers(vault)
    await vault.database.write(await stepsToCut(vault, covers.map(entryOf)))
    return stepsToList(vault, child, entry)
  }
}

async function sealCover(key: CryptoKey, cover: Cover): Promise<SealedCover> {
  const { child, leaseEndsAtMs } = cover
  return { child, leaseEndsAtMs, ...(await seal(key, coverBinding(cover), cover)) }
}

async function sealedCover({ database }: Vault, child: string): Promise<SealedCover> {
  const sealed = await database.get('covers', child)
  if (!sealed) throw new AppError('child/not-here', 'no cover')
  return sealed
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
  const rows = await vault.database.getAll('covers')
  const { opened, damaged } = await openEach(rows, (row) => open<Cover>(key, coverBinding(row), row))
  return { covers: opened, damaged: damaged.map(({ child }) => child) }
}

/**
 * Every line of the list of children, by name. Opens blocks, not covers; where a block is damaged the covers are asked
 * instead.
 *
 * @throws AppError vault/locked
 */
export async function readEntries(vault: Vault): Promise<Entry[]> {
  const key = await dataKey(vault)
  const blocks = await openEach(await vault.database.getAll('index'), (block) => openBlock(key, block))
  const entries = blocks.damaged.length === 0 ? blocks.opened.flat() : (await openCovers(vault)).covers.map(entryOf)
  return entries.sort(byName)
}

/**
 * Makes the list anew from the covers where a block of it is damaged or has gone. Counting takes a while with thousands:
 * this is for now and then.
 *
 * @throws AppError vault/locked
 */
export async function mendList(vault: Vault): Promise<void> {
  const { database } = vault
  const key = await dataKey(vault)
  const blocks = await database.getAll('index')
  const { opened, damaged } = await openEach(blocks, (block) => openBlock(key, block))
  if (damaged.length === 0 && opened.flat().length === (await database.count('covers'))) return
  const { covers } = await openCovers(vault)
  await database.write([
    ...blocks.map((was): Step => ({ store: 'index', key: was.block, was })),
    ...(await stepsToCut(vault, covers.map(entryOf))),
  ])
}

export function coverBinding({ child, leaseEndsAtMs }: { child: string; leaseEndsAtMs: number }) {
  return ['cover', child, leaseEndsAtMs]
}

export function boxBinding({ child, sourceId, asAtMs, leaseEndsAtMs }: Cover, section: SectionCode, id: string) {
  return ['box', child, section, id, sourceId, asAtMs, leaseEndsAtMs]
}
