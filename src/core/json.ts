/** Deeper than anything that is written on purpose. Whoever sends more wants to exhaust the reader. */
const DEEPEST = 40

/** Whether JSON is nested so deep that reading it step into step would run out of room. Never throws. */
export function isTooDeep(value: unknown): boolean {
  let level: unknown[] = [value]
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > DEEPEST) return true
    level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []))
  }
  return false
}
