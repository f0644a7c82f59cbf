import { AppError, type ErrorCode } from '../../core/errors.ts'
import { readRecipient } from '../../fhir/read-recipient.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Heard } from '../../sources/ask.ts'
import { parseLink, type SmartLink } from '../../sources/smart-link/link.ts'
import type { Skipped, SkipReason } from '../../sources/smart-link/opened.ts'
import { receive } from '../../sources/smart-link/receive.ts'
import type { From } from '../../vault/sources.ts'
import type { App } from '../app.ts'
import { readPolicy } from '../policy.ts'
import { fromBundles, type Handed, recordIn } from './from-bundles.ts'
import type { RecordSource } from './record-source.ts'
import { pinsOf, trustIn } from './trust.ts'

export type LinkFrom = Extract<From, { kind: 'smart-link' }>

/** What following a link comes to. All but the last can be answered by whoever holds the link. */
export type Followed =
  | { kind: 'needs-passcode' }
  /** 0: no further try is left; undefined: the server does not say. */
  | { kind: 'wrong-passcode'; attemptsLeft: number | undefined }
  | { kind: 'needs-origin'; origin: string }
  | { kind: 'handed'; record: Handed; skipped: Skipped[]; heard: Heard; endsAtMs: number | undefined }

/**
 * Follows a link, once. What leaves this computer is in `receive`.
 *
 * @throws AppError `link/…`, `source/…`; source/removed when whoever shared it has taken back all that is behind it;
 *   record/two-children, record/unreadable
 */
export async function followLink(app: App, from: LinkFrom): Promise<Followed> {
  const { fetch, now } = app
  const heard: Heard = {}
  const allowsLoopback = app.allowsLoopback ?? false
  const link = parseLink(from.link, { nowMs: now(), allowsLoopback })
  const policy = await readPolicy(app)
  refuseOtherHost(policy, link)
  const { recipient, passcode, origins } = from
  const visitor = { recipient, origins, allowsLoopback, ...(passcode !== undefined && { passcode }) }
  const asking = { fetch, now, heard }
  const received = await receive(asking, link, visitor)
  if (received.kind !== 'received') return received
  const { files, skipped, withdrawn } = received
  if (files.length === 0 && withdrawn > 0) throw new AppError('source/removed', 'all of it was taken back')
  if (files.length === 0) throw new AppError(emptyFor(skipped), 'nothing that can be read')
  const trust = trustIn(pinsOf(policy), asking, new URL(link.url).origin)
  return {
    kind: 'handed',
    record: await recordIn(
      files.map(({ resource }) => resource),
      trust,
    ),
    skipped,
    heard,
    endsAtMs: link.expiresAtMs,
  }
}

/** Parts that may be there the next time. */
const MAY_COME: Partial<Record<SkipReason, ErrorCode>> = {
  busy: 'source/busy',
  page: 'source/not-fhir',
  unreachable: 'source/unreachable',
  gone: 'source/unreachable',
}

/** Nothing but an empty list says that nothing is shared: what could not be had, or read, may well be. */
function emptyFor(skipped: readonly Skipped[]): ErrorCode {
  if (skipped.length === 0) return 'link/empty'
  const reasons = skipped.map(({ reason }) => reason)
  const coming = reasons.flatMap((reason) => MAY_COME[reason] ?? [])
  if (coming[0]) return coming[0]
  if (reasons.includes('wrong-key')) return 'link/wrong-key'
  return reasons.includes('too-large') ? 'source/too-large' : 'link/unknown'
}

/** @throws AppError source/not-allowed when the organisation names the hosts, and this is none of them */
function refuseOtherHost({ settings }: Policy, { url }: SmartLink): void {
  const { value: hosts } = settings.allowedShlHosts
  if (hosts !== 'any' && !hosts.includes(new URL(url).host)) {
    throw new AppError('source/not-allowed', 'not one of the hosts that the organisation names')
  }
}

/**
 * A link that has been followed before, asked again at a refresh.
 *
 * @throws AppError as `followLink` does; link/passcode, source/not-permitted when it takes a person to go on
 */
export async function fromLink(app: App, from: LinkFrom, saidName: string): Promise<RecordSource> {
  const followed = await followLink(app, from)
  if (followed.kind === 'needs-origin') throw new AppError('source/not-permitted', 'a file lies somewhere else now')
  if (followed.kind !== 'handed') throw new AppError('link/passcode', 'the passcode is not good any more')
  const { record, skipped, heard, endsAtMs } = followed
  // Half a record is worse than yesterday's.
  const missing = skipped.flatMap(({ reason }) => MAY_COME[reason] ?? [])[0]
  if (missing) throw new AppError(missing, 'a part could not be had now')
  return fromBundles([record], readRecipient(record.resources, saidName).viewer, { heard, endsAtMs })
}
