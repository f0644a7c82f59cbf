import type { Step } from './database.ts'
import { isTagged, type Place, placeAfter, startAfter } from './log-chain.ts'
import { open, openEach, seal } from './seal.ts'
import type { SealedLogRow } from './stores.ts'
import { dataKey, type Vault } from './vault.ts'

/** Row 0 of the access log, sealed like any other. */
export type Head = {
  last: Place
  /** Where checking begins. No key from before exists, so that nobody can make other entries that end here. */
  anchor: Place
  keptFrom: number
  /** Where we are with each source. */
  told: Record<string, Told>
}

export type Told = {
  /** Tells one log from another to a source. No two sources are given the same. */
  log: string
  /** How many have been noted for it. */
  count: number
  /** Everything up to here has been sent … */
  sentSeq: number
  /** … but for what it would not take. */
  refused: number[]
  /** When it last said that it takes none; undefined when it did not, or has taken one since. */
  declinedAtMs: number | undefined
}

export type Change = { head: Head; steps: Step[] }

export const HEAD = 0

/** Where we are with a source, from its first entry on. */
export function toldIn({ told, last }: Head, sourceId: string): Told {
  return (
    told[sourceId] ?? { log: crypto.randomUUID(), count: 0, sentSeq: last.seq, refused: [], declinedAtMs: undefined }
  )
}

/** @returns undefined when there is none, or it is damaged */
export async function openHead(key: CryptoKey, row: SealedLogRow | undefined): Promise<Head | undefined> {
  const { opened } = await openEach(row ? [row] : [], (one) => open<Head>(key, logBinding(HEAD), one))
  return opened[0]
}

/**
 * Every change to the log is one to its head: if another page was first, it is made again on top of theirs. Where the head
 * is gone or damaged a new chain begins after what is there, and nothing is written over.
 */
export async function changeHead(vault: Vault, change: (head: Head, key: CryptoKey) => Promise<Change>): Promise<void> {
  for (let isDone = false; !isDone; ) {
    const key = await dataKey(vault) // each time: whoever removes everything locks first
    const was = await vault.database.get('log', HEAD)
    const { head, steps } = await change((await openHead(key, was)) ?? (await newHead(vault)), key)
    const put = { seq: HEAD, ...(await seal(key, logBinding(HEAD), head)) }
    isDone = await vault.database.write([{ store: 'log', key: HEAD, was }, { store: 'log', put }, ...steps])
  }
}

async function newHead({ database }: Vault): Promise<Head> {
  const seq = Math.max(HEAD, ...(await database.getKeys('log')).map(Number))
  const place = startAfter(seq)
  return { last: place, anchor: place, keptFrom: seq + 1, told: {} }
}

/** Moves the anchor on, row by row, as far as every tag is right. The tags behind it go: nobody could check them. */
export async function follow({ database }: Vault, head: Head, until: number): Promise<Change> {
  const steps: Step[] = []
  let { anchor } = head
  while (anchor.seq < until) {
    const row = await database.get('log', anchor.seq + 1)
    const after = row && (await placeAfter(anchor, row))
    if (!row || !after || !isTagged(row, after)) break
    const { seq, iv, bytes } = row
    steps.push({ store: 'log', put: { seq, iv, bytes } })
    anchor = after
  }
  return { head: { ...head, anchor }, steps }
}

export function logBinding(seq: number) {
  return ['log', seq]
}
