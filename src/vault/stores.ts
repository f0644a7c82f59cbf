import type { Wrap } from './keys.ts'
import type { Sealed } from './seal.ts'

/*
 * Everything that is ever kept, on disk or, where nothing may be kept, in the browser's memory. In the clear: random ids,
 * instants, counts, and what is public: a school's terms and packs of guidance, which are of use locked as well.
 *
 * | store       | keeps                                                         | sealed | wiped                          |
 * |-------------|---------------------------------------------------------------|--------|--------------------------------|
 * | keyring     | the data key, wrapped by a passphrase or a passkey            | wrap   | erase all                      |
 * | tries       | wrong passphrases in a row, and until when to wait            | no     | the right one, erase all       |
 * | settings    | what the viewer has made stricter                             | yes    | erase all                      |
 * | sources     | where records come from, who is looking, codes, links, tokens | yes    | erase all, removed, replaced   |
 * | covers      | one a child: names, timelines, lease                          | yes    | child erased, or as sources    |
 * | boxes       | one a section that may be seen                                | yes    | with its cover                 |
 * | index       | blocks of the list of children                                | yes    | entry goes with its cover      |
 * | ratchets    | one a record: versions seen, under a keyed name               | yes    | as sources; outlives the child |
 * | marks       | what is marked here of a child: guidance in use, year group   | yes    | with its cover                 |
 * | lapses      | since when a child's lease has been over, in run time         | no     | with its cover, or a new lease |
 * | directories | councils' public lists of services, under a keyed name        | yes    | erase all, no longer allowed   |
 * | school      | term dates and phases of the school somebody works in         | no     | erase all                      |
 * | packs       | signed packs of local guidance, checked at every read         | no     | erase all, removed, replaced   |
 * | log         | who looked at what: a chain                                   | yes    | erase all                      |
 * | clock       | the latest instant ever seen; how long Handrail has run       | no     | erase all                      |
 */
export type Stores = {
  keyring: Wrap & { id: 'wrap' }
  tries: { id: 'passphrase'; wrong: number; waitUntilMs: number }
  settings: Sealed & { id: 'own' }
  sources: Sealed & { id: string }
  covers: SealedCover
  boxes: SealedBox
  index: Sealed & { block: number }
  ratchets: Sealed & { id: string }
  marks: Sealed & { child: string }
  lapses: { child: string; sinceRunMs: number }
  directories: Sealed & { id: string }
  school: { id: 'own'; json: string }
  packs: PackRow
  log: SealedLogRow
  clock: { id: 'high-water' | 'run'; ms: number; tickedAtMs?: number }
}

/** A local pack by the thumbprint of its key. `jws` is empty until one that is good has come. */
export type PackRow = {
  id: string
  url: string
  jws: string
  /** Of the pack in `jws`: no older one takes its place. */
  version: string
  readAtMs: number
  /** When it was last asked for, and what came of that; empty when it was well. */
  triedAtMs: number
  trouble: string
}
export type SealedCover = Sealed & { child: string; leaseEndsAtMs: number }
export type SealedBox = Sealed & { id: string; child: string }
/** `seq` 0 is the head of the chain. */
export type SealedLogRow = Sealed & { seq: number; tag?: Uint8Array<ArrayBuffer> }

export type StoreName = keyof Stores
export type Row<Name extends StoreName> = Stores[Name]
export type Key = string | number

/** The field of a row that it is found by. */
export const KEY_OF = {
  keyring: 'id',
  tries: 'id',
  settings: 'id',
  sources: 'id',
  covers: 'child',
  boxes: 'id',
  index: 'block',
  ratchets: 'id',
  marks: 'child',
  lapses: 'child',
  directories: 'id',
  school: 'id',
  packs: 'id',
  log: 'seq',
  clock: 'id',
} as const satisfies { [Name in StoreName]: keyof Stores[Name] }

export const STORE_NAMES = Object.keys(KEY_OF) as StoreName[]

/** Losing one of these to a power cut would lose a way in, or let an old copy back. The rest can be fetched again. */
export const STRICT: ReadonlySet<StoreName> = new Set(['keyring', 'tries', 'sources', 'log'])
