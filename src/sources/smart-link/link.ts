import { base64url } from 'jose'
import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { LAST_MS } from '../../core/time.ts'
import { type PublicRules, parsePublicUrl } from '../public-host.ts'
import { findLink } from './carrier.ts'

/** What a SMART Health Link says. All of it is secret: whoever has the link has what is behind it. */
export type SmartLink = {
  /** Where the manifest is asked for, or the one file itself when `isDirect`. */
  url: string
  /** 32 bytes, as base64url. */
  key: string
  /** undefined when it does not say. A hint of the sender's: the server may end it earlier. */
  expiresAtMs: number | undefined
  needsPasscode: boolean
  /** What is behind it may change, so it is worth asking again. */
  isLongTerm: boolean
  isDirect: boolean
  /** The sender's own words, checked by nobody: never shown before what is behind the link has been opened. */
  label: string | undefined
  remarks: LinkRemark[]
}

/** What is odd about a link that can still be followed. */
export type LinkRemark =
  | 'in-query' // it stood in the query or path of a web address: that server has had the key
  | 'expiry-in-milliseconds'
  | 'long-url' // over the 128 characters that a sender may use
  | 'long-label' // over 80

const LONGEST_URL = 128
const LONGEST_LABEL = 80

/** In seconds this is the year 5138, in milliseconds 1973: an `exp` above it is in milliseconds. */
const MOST_SECONDS = 1e11

const version = z.looseObject({ v: z.optional(z.int().check(z.minimum(1))) })

const payload = z.object({
  url: z.string(),
  key: z.string().check(z.regex(/^[\w-]{43}$/)),
  exp: z.optional(z.number()),
  flag: z.optional(z.string()),
  label: z.optional(z.string()),
})

/**
 * Reads a link, and refuses one that must not be followed, before anything is asked of anybody.
 *
 * @param text as it was pasted, or as a QR code held it
 * @throws AppError link/unreadable, link/expired, link/newer
 * @source HL7 SMART Health Cards and Links guide, 1.0.0: link payload and flags
 */
export function parseLink(text: string, { nowMs, ...rules }: PublicRules & { nowMs: number }): SmartLink {
  const carried = findLink(text)
  const raw = carried ? decode(carried.payload) : undefined
  const versioned = version.safeParse(raw)
  if (!carried || !versioned.success) throw new AppError('link/unreadable', 'no link')
  if ((versioned.data.v ?? 1) > 1) throw new AppError('link/newer', 'a version above 1')
  const parsed = payload.safeParse(raw)
  if (!parsed.success) throw new AppError('link/unreadable', 'the payload breaks the shape of version 1')
  const { url: written, key, exp, flag = '', label } = parsed.data
  const url = parsePublicUrl(written, rules)
  if (!url) throw new AppError('link/unreadable', 'an address that must not be asked')
  if (flag.includes('P') && flag.includes('U'))
    throw new AppError('link/unreadable', 'flags P and U exclude each other')
  const isInMs = exp !== undefined && exp > MOST_SECONDS
  const expiresAtMs = exp === undefined ? undefined : Math.min(isInMs ? exp : exp * 1000, LAST_MS)
  if (hasExpired({ expiresAtMs }, nowMs)) throw new AppError('link/expired', 'its own date is past')
  const remarks: [LinkRemark, boolean][] = [
    ['in-query', carried.wasSent],
    ['expiry-in-milliseconds', isInMs],
    ['long-url', written.length > LONGEST_URL],
    ['long-label', (label?.length ?? 0) > LONGEST_LABEL],
  ]
  return {
    url: withoutFragment(url),
    // Written anew: a sloppy last letter stands for the same bytes, and would have another thumbprint.
    key: base64url.encode(base64url.decode(key)),
    expiresAtMs,
    needsPasscode: flag.includes('P'),
    isLongTerm: flag.includes('L'),
    isDirect: flag.includes('U'),
    label,
    remarks: remarks.filter(([, holds]) => holds).map(([remark]) => remark),
  }
}

/** Whether the link's own date is past: then nothing is asked, and what is kept of it is not shown. */
export function hasExpired({ expiresAtMs }: Pick<SmartLink, 'expiresAtMs'>, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs <= nowMs
}

/** Without a cause: the message of a JSON error quotes what it could not read, and here that is the key. */
function decode(encoded: string): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(base64url.decode(encoded)))
  } catch {
    return undefined
  }
}

function withoutFragment(url: URL): string {
  url.hash = ''
  return url.href
}
