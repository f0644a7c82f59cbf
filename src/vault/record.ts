import { type Grant, isGrant } from '../consent/decide.ts'
import { AppError } from '../core/errors.ts'
import type { SectionContent } from '../record/section-content.ts'
import type { SectionCode } from '../record/sections.ts'
import { boxBinding, coverBinding } from './children.ts'
import type { Cover } from './cover.ts'
import { open } from './seal.ts'
import { openSource, type Source } from './sources.ts'
import type { Row } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/** One child's record as it lay at one moment, with what is needed to say what of it may be seen. Its boxes are sealed. */
export type KeptRecord = {
  cover: Cover
  source: Source | undefined
  highWaterMs: number
  /**
   * Opens one box. Without a grant that `decide` made for this very box there is no way in.
   *
   * @returns undefined when the record held nothing for the section at the last refresh
   * @throws AppError vault/cannot-open
   */
  openBox<Section extends SectionCode>(
    grant: Grant & { section: Section },
  ): Promise<SectionContent[Section] | undefined>
}

/**
 * Reads in one transaction all that opening a child takes, so that a refresh at the same moment cannot come between a
 * cover and its boxes.
 *
 * @throws AppError child/not-here, vault/locked, vault/cannot-open
 */
export async function readRecord(vault: Vault, child: string): Promise<KeptRecord> {
  const key = await dataKey(vault)
  const [covers, boxes, sources, clock] = (await vault.database.read([
    { store: 'covers', key: child },
    { store: 'boxes', child },
    { store: 'sources', all: true },
    { store: 'clock', key: 'high-water' },
  ])) as [Row<'covers'>[], Row<'boxes'>[], Row<'sources'>[], Row<'clock'>[]]
  const [sealed] = covers
  if (!sealed) throw new AppError('child/not-here', 'no cover')
  const [cover, ...opened] = await Promise.all([
    open<Cover>(key, coverBinding(sealed), sealed),
    ...sources.map((one) => openSource(key, one)),
  ])
  return {
    cover,
    source: opened.find(({ id }) => id === cover.sourceId),
    highWaterMs: clock[0]?.ms ?? 0,
    openBox: async (grant) => {
      if (!isGrant(grant) || grant.child !== child) throw new AppError('vault/cannot-open', 'no grant for this box')
      const id = cover.boxes[grant.section]?.[grant.box]
      if (id === undefined) return undefined
      const box = boxes.find((one) => one.id === id)
      if (!box) throw new AppError('vault/cannot-open', 'the cover names a box that is not there')
      return open(key, boxBinding(cover, grant.section, id), box)
    },
  }
}
