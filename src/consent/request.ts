import type { Actors } from './actors.ts'
import type { Code } from './concepts.ts'
import type { Item } from './item.ts'

/** Who asks, and what for. */
export type Requester = {
  /** Themself, their role, where they work: relative references. */
  references: string[]
  identifiers: Code[]
  audience: string | undefined
  purposes: Code[]
}

/** What else is known of the record: who belongs to whom, and what a resource refers to (undefined: not at hand). */
export type Known = { actors: Actors; refersTo(reference: string): string[] | undefined }

export type Request = { requester: Requester; item: Item; atMs: number; known: Known }
