/** Chance that comes out the same at every run: mulberry32. */
export function seededChance(seed: number) {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
  const below = (most: number) => Math.floor(next() * most)
  const pick = <One>(all: readonly [One, ...One[]]): One => all[below(all.length)] ?? all[0]
  return { below, pick, text: (length: number) => Array.from({ length }, () => pick(LETTERS)).join('') }
}

const LETTERS = [...'abc XYZ0189"\\/\n\té߀Żÿ日本語עב\u200d\u2028😀👩🏽🧡'] as [string, ...string[]]
