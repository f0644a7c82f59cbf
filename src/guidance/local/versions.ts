/** A signed pack and its version. */
type Issue = { version: string; jws: string }

/**
 * Whether a pack that has come may take the place of the one before: only a newer one may, or the same again. What has
 * been given out under a number never changes.
 *
 * @param kept undefined when there was none before
 * @param isKeptGood whether the one before can still be read: a damaged one may be replaced by its own version
 */
export function takesPlace(coming: Issue, kept: Issue | undefined, isKeptGood: boolean): boolean {
  if (!kept) return true
  const order = compareVersions(coming.version, kept.version)
  return order > 0 || (order === 0 && (!isKeptGood || payloadOf(coming.jws) === payloadOf(kept.jws)))
}

/** Compares `1.10.0` with `1.9.2` number by number: below 0 when `a` is older, 0 when they are the same. */
export function compareVersions(a: string, b: string): number {
  const second = b.split('.').map(Number)
  for (const [index, number] of a.split('.').map(Number).entries()) {
    const difference = number - (second[index] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}

/** What was signed: the signature over it may be made anew. */
function payloadOf(jws: string): string | undefined {
  return jws.split('.')[1]
}
