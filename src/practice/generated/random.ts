import { addDays, daysBetween, type PlainDate } from '../../core/time.ts'

/** Choices that look random and are the same again for the same seed. Nothing secret may come from them. */
export type Random = {
  /** A whole number from 0 up to the limit, which is left out. */
  below(limit: number): number
  /** True that often: 0 is never, 1 and more always. */
  chance(share: number): boolean
  pick<One>(from: readonly One[]): One
  /** So many, each once, in another order; all of them where there are no more. */
  some<One>(from: readonly One[], count: number): One[]
  /** A day between two, both included. */
  day(first: PlainDate, last: PlainDate): PlainDate
  /** What is drawn, drawn again until it is one that was not given out before. */
  unique(draw: () => string): string
}

export function createRandom(seed: number): Random {
  const next = mulberry32(seed)
  const given = new Set<string>()
  const below = (limit: number) => Math.floor(next() * limit)
  return {
    below,
    chance: (share) => next() < share,
    pick: <One>(from: readonly One[]) => from[below(from.length)] as One,
    some: (from, count) => {
      const left = [...from]
      return Array.from({ length: Math.min(count, left.length) }, () => left.splice(below(left.length), 1)).flat()
    },
    day: (first, last) => addDays(first, below(daysBetween(first, last) + 1)),
    unique: (draw) => {
      for (;;) {
        const drawn = draw()
        if (given.has(drawn)) continue
        given.add(drawn)
        return drawn
      }
    },
  }
}

/** @source https://gist.github.com/tommyettinger/46a874533244883189143505d203312c (public domain) */
function mulberry32(seed: number): () => number {
  let state = seed | 0
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
