/** Longer than any address that is written on purpose. */
const MOST_CHARACTERS = 2000

const LOOPBACK = ['localhost', '127.0.0.1', '[::1]']

/**
 * An https address, or a plain http one of this very computer, without user name, password or fragment.
 *
 * @returns as browsers write it; undefined for anything else
 */
export function parseAddress(raw: unknown): string | undefined {
  const text = written(raw)
  // In full: a browser forgives backslashes, missing slashes and line breaks, and then goes somewhere else.
  const url = /^https?:\/\/[^\s\\#]+$/i.test(text) ? URL.parse(text) : null
  if (!url || url.username || url.password) return undefined
  return url.protocol === 'https:' || LOOPBACK.includes(url.hostname) ? url.href : undefined
}

/** An https address, of another computer or this one. */
export function parseHttps(raw: unknown): string | undefined {
  const address = parseAddress(raw)
  return address?.startsWith('https:') ? address : undefined
}

/** The address below which a server answers: no query, and no slash at its end. */
export function parseBase(raw: unknown): string | undefined {
  const address = parseAddress(raw)
  return address?.includes('?') ? undefined : address?.replace(/\/+$/, '')
}

/** The address by which a sign-in names itself, letter for letter: it is compared with what the sign-in sends. */
export function parseIssuer(raw: unknown): string | undefined {
  return parseBase(raw) === undefined ? undefined : written(raw)
}

/**
 * One host, with its port if that is not the usual one: `links.example.org`, `localhost:8080`.
 *
 * @returns undefined for a wildcard, a whole address, or a number that a browser reads as another one
 */
export function parseHost(raw: unknown): string | undefined {
  const text = written(raw).toLowerCase()
  if (!/^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d+)?$/.test(text)) return undefined
  return URL.parse(`https://${text}`)?.host === text ? text : undefined
}

function written(raw: unknown): string {
  return typeof raw === 'string' && raw.length <= MOST_CHARACTERS ? raw.trim() : ''
}
