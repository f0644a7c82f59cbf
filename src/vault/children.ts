import { type Grant, isGrant } from '../consent/decide.ts'
import { AppError } from '../core/errors.ts'
import type { Contents, SectionContent } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import { randomId } from './bytes.ts'
import type { Cover, Entry } from './cover.ts'
import { readFrom, writeTo } from './database.ts'
import { byName, entryOf, openBlock, sealBlocks } from './index-blocks.ts'
import { open, openEach, seal } from './seal.ts'
import { dataKey, type Vault } from './vault.ts'

/**
 * Seals a child's cover and boxes and puts them in place of what was kept before, all at once or not at all.
 *
 * @param cover with `boxes` left out: fresh ids are drawn for every write
 */
export async function writeChild(vault: Vault, cover: Omit<Cover, 'boxes'>, contents: Contents): Promise<void> {
  const key = await dataKey(vault)
  const sections = Object.keys(contents) as SectionCode[]
  const boxes = Object.fromEntries(sections.map((section) => [section, randomId()])) as Record<SectionCode, string>
  const whole: Cover = { ...cover, boxes }
  const { child, leaseEndsAtMs } = whole
  const sealedCover = { child, leaseEndsAtMs, ...(await seal(key, coverBinding(whole), whole)) }
  const sealedBoxes = await Promise.all(
    sections.map(async (section) => ({
      id: boxes[section],
      child,
      ...(await seal(key, boxBinding(whole, section), contents[section])),
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
      tx.objectStore('index').clear(),
      ...blocks.map((block) => tx.objectStore('index').put(block)),
    ])
  })
}

/** Puts back a cover that was opened and changed; its boxes stay as they are. */
export async function writeCover(vault: Vault, cover: Cover): Promise<void> {
  const { child, leaseEndsAtMs } = cover
  const sealed = { child, leaseEndsAtMs, ...(await seal(await dataKey(vault), coverBinding(cover), cover)) }
  await writeTo(vault.database, ['covers'], (tx) => tx.objectStore('covers').put(sealed))
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
      tx.objectStore('index').clear(),
      ...blocks.map((block) => tx.objectStore('index').put(block)),
    ])
  })
}

/** @throws AppError child/not-here, vault/locked, vault/cannot-open */
export async function openCover(vault: Vault, child: string): Promise<Cover> {
  const key = await dataKey(vault)
  const sealed = await readFrom(vault.database, (from) => from.get('covers', child))
  if (!sealed) throw new AppError('child/not-here', 'no cover')
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
 * Opens one box. Without a grant that `decide` made for this very child there is no way in.
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
  const id = cover.boxes[grant.section]
  if (id === undefined) return undefined
  const key = await dataKey(vault)
  const sealed = await readFrom(vault.database, (from) => from.get('boxes', id))
  if (!sealed) throw new AppError('vault/cannot-open', 'the cover names a box that is not there')
  return open<SectionContent[Section]>(key, boxBinding(cover, grant.section), sealed)
}

export function coverBinding({ child, leaseEndsAtMs }: { child: string; leaseEndsAtMs: number }) {
  return ['cover', child, leaseEndsAtMs]
}

export function boxBinding({ child, sourceId, asAtMs, leaseEndsAtMs, boxes }: Cover, section: SectionCode) {
  return ['box', child, section, boxes[section] ?? '', sourceId, asAtMs, leaseEndsAtMs]
}
