import { parseBase, parseIssuer } from './address.ts'
import { readList } from './list.ts'
import type { Shape } from './rule.ts'

/** A place that records may come from, as the organisation describes it. */
export type ManagedSource = {
  /** Without a slash at its end. */
  baseUrl: string
  /** What Handrail is called there; undefined where nobody signs in. */
  clientId: string | undefined
  /** Whose sign-in it trusts, letter for letter. */
  issuer: string | undefined
  /** The only keys that may sign its records, by RFC 7638 thumbprint, at least one; undefined: no key is asked for. */
  pinnedKeys: readonly string[] | undefined
}

export const SOURCE_SHAPE: Shape = {
  type: 'object',
  properties: {
    baseUrl: { type: 'string' },
    clientId: { type: 'string' },
    issuer: { type: 'string' },
    pinnedKeys: { type: 'array', items: { type: 'string' } },
  },
}

/**
 * Reads one source. One that is wrong in any part is none: without the key or the sign-in that was meant it would be
 * another source. So is one with a part that we do not know, which may be `pinnedKeys` misspelt.
 */
export function parseSource(raw: unknown): ManagedSource | undefined {
  if (typeof raw !== 'object' || raw === null) return undefined
  const written = raw as Record<string, unknown>
  const source = {
    baseUrl: parseBase(written.baseUrl),
    clientId: parseClientId(written.clientId),
    issuer: parseIssuer(written.issuer),
    pinnedKeys: parsePins(written.pinnedKeys),
  }
  const read = new Map<string, unknown>(Object.entries(source))
  const isWhole = Object.keys(written).every((name) => written[name] === undefined || read.get(name) !== undefined)
  return isWhole && source.baseUrl !== undefined ? { ...source, baseUrl: source.baseUrl } : undefined
}

/** As OAuth 2.0 writes it: letters, digits and signs, no spaces. */
function parseClientId(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[!-~]{1,200}$/.test(raw) ? raw : undefined
}

/** All of them, or undefined: an empty list must not read as "any key". */
function parsePins(raw: unknown): string[] | undefined {
  const { value, isMalformed } = readList(raw, parseThumbprint)
  return isMalformed || value.length === 0 ? undefined : value
}

/** A SHA-256 in base64url. */
function parseThumbprint(raw: unknown): string | undefined {
  return typeof raw === 'string' && /^[\w-]{43}$/.test(raw) ? raw : undefined
}
