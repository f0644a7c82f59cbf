/** Reads where a local pack is: an https address that ends in `#` and the thumbprint of the key that signs it. */
export function parsePackLine(raw: unknown): string | undefined {
  if (typeof raw !== 'string' || !URL.canParse(raw)) return undefined
  const { protocol, username, password, hash } = new URL(raw)
  const isPlain = protocol === 'https:' && username === '' && password === ''
  return isPlain && /^#[\w-]{43}$/.test(hash) ? raw : undefined
}
