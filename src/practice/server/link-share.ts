import { base64url } from 'jose'
import type { SharedFile } from './link-file.ts'

/** What is to be shared, and how. */
export type Sharing = {
  files: readonly SharedFile[]
  /** `L`, `P`, `U` in this order: long-term, takes a passcode, one file without a manifest. None, unless given. */
  flags?: '' | 'L' | 'P' | 'LP' | 'U' | 'LU'
  /** With the flag P. */
  passcode?: string
  /** Wrong passcodes in the life of the link; five, unless given. */
  attempts?: number
  expiresAtMs?: number
  label?: string
  /** How long whoever has the manifest is asked to wait for the next. */
  retryAfterSeconds?: number
}

export type Share = {
  id: string
  /** `shlink:/…`, to paste, or to write into a QR code. */
  link: string
  /** Who has asked, as they said, latest last. */
  recipients: readonly string[]
  /** Shares something else from now on. */
  change(files: readonly SharedFile[]): Promise<void>
  /** Ends the link: from now on it answers 404. */
  revoke(): void
}

/** The link itself: whoever has it has what is shared, but for the passcode. */
export function writeLink(url: string, key: Uint8Array, { flags, expiresAtMs, label }: Sharing): string {
  const payload = {
    url,
    key: base64url.encode(key),
    ...(flags ? { flag: flags } : {}),
    ...(expiresAtMs === undefined ? {} : { exp: Math.floor(expiresAtMs / 1000) }),
    ...(label === undefined ? {} : { label }),
  }
  return `shlink:/${base64url.encode(JSON.stringify(payload))}`
}
