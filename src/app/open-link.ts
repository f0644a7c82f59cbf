import type { ErrorCode } from '../core/errors.ts'
import { readRecipient } from '../fhir/read-recipient.ts'
import type { Viewer } from '../record/viewer.ts'
import type { Heard } from '../sources/ask.ts'
import { findLink } from '../sources/smart-link/carrier.ts'
import type { LinkRemark } from '../sources/smart-link/link.ts'
import { parseLink } from '../sources/smart-link/link.ts'
import type { SkipReason } from '../sources/smart-link/opened.ts'
import { recordPseudonym } from '../vault/ratchets.ts'
import type { RefreshSummary } from '../vault/sources.ts'
import { keepSource, newSource } from './add-source.ts'
import type { App } from './app.ts'
import { fromBundles } from './records/from-bundles.ts'
import { followLink, type LinkFrom } from './records/from-link.ts'
import type { Progress } from './refresh.ts'

/** Who somebody says they are, for whoever shared a record to see. */
export type Said = { name: string; roleAndPlace: string }

/** A record that has been opened and not kept: whoever opens it first says whether it was made for them. */
export type Offer = {
  kind: 'offer'
  viewer: Viewer
  /** The name it was made for; undefined where it was made for whoever holds the post. */
  madeForName: string | undefined
  /** How many records. */
  count: number
  /** Whose key signed all of it; undefined: nobody can say who wrote it. */
  signedBy: string | undefined
  /** What was left out, and why. */
  leftOut: LeftOut[]
  remarks: LinkRemark[]
  /** Keeps it. Not called, nothing of it stays. */
  keep(onProgress: Progress): Promise<RefreshSummary>
}

/** Why a part was left out: by the link's own reasons, or as an error of ours. */
export type LeftOut = SkipReason | ErrorCode

export type Opening =
  | Offer
  | { kind: 'needs-passcode' }
  | { kind: 'wrong-passcode'; attemptsLeft: number | undefined }
  /** The browser must be let ask there first. */
  | { kind: 'needs-origin'; origin: string }

/**
 * Where a link leads, for the browser to be let ask there: nothing is sent.
 *
 * @throws AppError link/unreadable, link/expired, link/newer
 */
export function originOf({ now, allowsLoopback = false }: App, text: string): string {
  return new URL(parseLink(text, { nowMs: now(), allowsLoopback }).url).origin
}

/**
 * Opens a link that somebody was given. What they say of themselves goes to whoever shared it; what they may see comes
 * from the record alone.
 *
 * @throws AppError `link/…`, `source/…`, `record/…`; record/for-nobody when it does not say whom it was made for
 */
export async function openLink(
  app: App,
  text: string,
  given: { said: Said; passcode: string | undefined; origins: string[]; declined?: string[] },
): Promise<Opening> {
  const { said, passcode, origins, declined = [] } = given
  const link = parseLink(text, { nowMs: app.now(), allowsLoopback: app.allowsLoopback ?? false })
  const from: LinkFrom = {
    kind: 'smart-link',
    link: `shlink:/${findLink(text)?.payload}`,
    isLongTerm: link.isLongTerm,
    passcode,
    recipient: `${said.name}, ${said.roleAndPlace}`,
    origins,
    declined,
  }
  const heard: Heard = {}
  const followed = await followLink(app, from, heard)
  if (followed.kind !== 'handed') return followed
  const { record, skipped, endsAtMs } = followed
  const { viewer, madeForName } = readRecipient(record.resources, said.name, app.now())
  // The same link again is the same source: what it brought before is remembered, and nobody is there twice.
  const id = await recordPseudonym(app.vault, 'link', from.link)
  const source = newSource({ id, name: nameFor(viewer, link.url), from, viewer })
  return {
    kind: 'offer',
    viewer,
    madeForName,
    count: 1,
    signedBy: record.signedBy,
    leftOut: skipped.map(({ reason }) => reason),
    remarks: link.remarks,
    keep: (onProgress) => keepSource(app, source, fromBundles([record], viewer, { heard, endsAtMs }), onProgress),
  }
}

/** The name of a host may be an adoption agency's, which a class teacher's pages must not say. */
function nameFor({ audience }: Viewer, url: string): string {
  return audience === 'class-teacher' ? 'A link' : new URL(url).host
}
