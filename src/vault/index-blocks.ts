import type { Cover, Entry } from './cover.ts'
import type { Step } from './database.ts'
import { open, type Sealed, seal } from './seal.ts'
import { dataKey, type Vault } from './vault.ts'

/**
 * The list of children is cut into blocks by the first digits of the child's reference, which is random: sixteen while
 * they are few, 256 from some hundreds on. So a list of thousands opens in few steps, and a change to one child seals
 * no more than a handful of lines anew.
 */
export type Block = Sealed & { block: number }

/** Blocks of the long list are numbered from here, so that a block says by itself how the list is cut. */
const LONG = 256

/** How many blocks a short list has. */
const SHORT = 16

/** A block of the short list with more lines than this makes it a long one. */
const MOST_LINES = 24

function blockOf(child: string, isLong: boolean): number {
  return isLong ? LONG + Number.parseInt(child.slice(0, 2), 16) : Number.parseInt(child.slice(0, 1), 16)
}

export function entryOf(cover: Cover): Entry {
  const { child, sourceId, name, second, bornOn, identifiers } = cover
  const { visibleUntilMs, hiddenSinceMs, checkedAtMs, leaseEndsAtMs } = cover
  const shown = { child, sourceId, name, order: orderOf(name), second, bornOn, identifiers }
  return { ...shown, visibleUntilMs, hiddenSinceMs, checkedAtMs, leaseEndsAtMs }
}

/** Lists are asked for often and names change rarely, so what they are sorted by is kept with them. */
function orderOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase()
}

export function byName(a: Entry, b: Entry): number {
  if (a.order !== b.order) return a.order < b.order ? -1 : 1
  return a.child < b.child ? -1 : 1
}

/**
 * The steps that put one child's line in the list, or take it out, as long as its block is still the one that was read.
 *
 * @param entry undefined to take it out
 * @throws AppError vault/cannot-open (the block is damaged)
 */
export async function stepsToList(vault: Vault, child: string, entry: Entry | undefined): Promise<Step[]> {
  const key = await dataKey(vault)
  const numbers = await vault.database.getKeys('index')
  const isLong = numbers.some((number) => Number(number) >= LONG)
  const block = blockOf(child, isLong)
  const was = await vault.database.get('index', block)
  const others = (was ? await openBlock(key, was) : []).filter((line) => line.child !== child)
  const lines = entry ? [...others, entry] : others
  if (!isLong && lines.length > MOST_LINES) return stepsToCutAnew(vault, child, entry)
  const now: Step =
    lines.length > 0 ? { store: 'index', put: await sealBlock(key, block, lines) } : { store: 'index', delete: block }
  return [{ store: 'index', key: block, was }, now]
}

async function stepsToCutAnew(vault: Vault, child: string, entry: Entry | undefined): Promise<Step[]> {
  const key = await dataKey(vault)
  const blocks = await vault.database.getAll('index')
  const lines = (await Promise.all(blocks.map((block) => openBlock(key, block)))).flat()
  const others = lines.filter((line) => line.child !== child)
  return [
    // Those that are not there must not have come meanwhile, either.
    ...Array.from({ length: SHORT }, (_, key): Step => ({ store: 'index', key, was: blocks.find(isNumbered(key)) })),
    ...(await stepsToCut(vault, entry ? [...others, entry] : others, true)),
  ]
}

function isNumbered(number: number): (one: Block) => boolean {
  return ({ block }) => block === number
}

/** The steps that put a whole list in the place of the one before. */
export async function stepsToCut(
  vault: Vault,
  lines: Entry[],
  isLong = lines.length > MOST_LINES * 8,
): Promise<Step[]> {
  const key = await dataKey(vault)
  const byBlock = Map.groupBy(lines, ({ child }) => blockOf(child, isLong))
  const blocks = await Promise.all([...byBlock].map(([block, own]) => sealBlock(key, block, own)))
  return [{ store: 'index', clear: true }, ...blocks.map((put): Step => ({ store: 'index', put }))]
}

async function sealBlock(key: CryptoKey, block: number, lines: Entry[]): Promise<Block> {
  return { block, ...(await seal(key, ['index', block], lines)) }
}

/** @throws AppError vault/cannot-open */
export function openBlock(key: CryptoKey, block: Block): Promise<Entry[]> {
  return open<Entry[]>(key, ['index', block.block], block)
}
