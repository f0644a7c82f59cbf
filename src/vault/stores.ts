import type { DBSchema } from 'idb'
import type { WrappedKey } from './keys.ts'
import type { Sealed } from './seal.ts'

/*
 * Everything that is ever written to disk. In the clear: random ids and instants, and nothing else.
 *
 * | store    | keeps                                                        | sealed | wiped                        |
 * |----------|--------------------------------------------------------------|--------|------------------------------|
 * | keyring  | the data key, wrapped by the passphrase                      | wrap   | erase all                    |
 * | sources  | where records come from, who is looking, the access code     | yes    | erase all, another source    |
 * | covers   | one a child: names, timelines, lease                         | yes    | child erased, or as sources  |
 * | boxes    | one a section that may be seen                               | yes    | with its cover               |
 * | index    | blocks of the list of children                               | yes    | entry goes with its cover    |
 * | clock    | the latest instant ever seen                                 | no     | erase all                    |
 */
export interface Stores extends DBSchema {
  keyring: { key: 'passphrase'; value: WrappedKey }
  sources: { key: string; value: Sealed & { id: string } }
  covers: { key: string; value: SealedCover }
  boxes: { key: string; value: SealedBox; indexes: { child: string } }
  index: { key: number; value: Sealed & { block: number } }
  clock: { key: 'high-water'; value: number }
}

export type SealedCover = Sealed & { child: string; leaseEndsAtMs: number }
export type SealedBox = Sealed & { id: string; child: string }

export const STORE_NAMES = ['keyring', 'sources', 'covers', 'boxes', 'index', 'clock'] as const
export type StoreName = (typeof STORE_NAMES)[number]
