import type { Entry } from './cover.ts'
import { open, type Sealed, seal } from './seal.ts'
import { dataKey, type Vault } from './vault.ts'

/** So that a list of thousands opens in a handful of steps, while one child's change rewrites little. */
const ENTRIES_PER_BLOCK = 256

/** Every line of the list of children, by name. */
export async function readEntries(vault: Vault): Promise<Entry[]> {
  return openBlocks(vault, await dataKey(vault))
}

export async function entriesWith(vault: Vault, key: CryptoKey, entry: Entry): Promise<Entry[]> {
  return [...(await entriesWithout(vault, key, entry.child)), entry]
}

export async function entriesWithout(vault: Vault, key: CryptoKey, child: string): Promise<Entry[]> {
  return (await openBlocks(vault, key)).filter((entry) => entry.child !== child)
}

export async function sealBlocks(key: CryptoKey, entries: Entry[]): Promise<(Sealed & { block: number })[]> {
  const sorted = entries.toSorted((a, b) => a.name.localeCompare(b.name) || a.child.localeCompare(b.child))
  const blocks = Array.from({ length: Math.ceil(sorted.length / ENTRIES_PER_BLOCK) }, (_, block) => block)
  return Promise.all(
    blocks.map(async (block) => {
      const lines = sorted.slice(block * ENTRIES_PER_BLOCK, (block + 1) * ENTRIES_PER_BLOCK)
      return { block, ...(await seal(key, ['index', block], lines)) }
    }),
  )
}

async function openBlocks(vault: Vault, key: CryptoKey): Promise<Entry[]> {
  const sealed = await vault.database.getAll('index')
  return (await Promise.all(sealed.map((block) => open<Entry[]>(key, ['index', block.block], block)))).flat()
}
