import type { Cover, Entry } from './cover.ts'
import { open, type Sealed, seal } from './seal.ts'

/** So that a list of thousands opens in a handful of steps. */
const ENTRIES_PER_BLOCK = 256

export type Block = Sealed & { block: number }

export function entryOf({ child, name, second, bornOn, identifiers, visibleUntilMs, hiddenSinceMs }: Cover): Entry {
  return { child, name, second, bornOn, identifiers, visibleUntilMs, hiddenSinceMs }
}

export function byName(a: Entry, b: Entry): number {
  return a.name.localeCompare(b.name) || a.child.localeCompare(b.child)
}

/** The list in order of name, cut into blocks and sealed. */
export function sealBlocks(key: CryptoKey, entries: Entry[]): Promise<Block[]> {
  const sorted = entries.toSorted(byName)
  const blocks = Array.from({ length: Math.ceil(sorted.length / ENTRIES_PER_BLOCK) }, (_, block) => block)
  return Promise.all(
    blocks.map(async (block) => {
      const lines = sorted.slice(block * ENTRIES_PER_BLOCK, (block + 1) * ENTRIES_PER_BLOCK)
      return { block, ...(await seal(key, ['index', block], lines)) }
    }),
  )
}

/** @throws AppError vault/cannot-open */
export function openBlock(key: CryptoKey, block: Block): Promise<Entry[]> {
  return open<Entry[]>(key, ['index', block.block], block)
}
