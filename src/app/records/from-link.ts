import { AppError, type ErrorCode } from '../../core/errors.ts'
import { readRecipient } from '../../fhir/read-recipient.ts'
import type { Policy } from '../../policy/policy.ts'
import type { Viewer } from '../../record/viewer.ts'
import type { Heard } from '../../sources/ask.ts'
import { parseLink } from '../../sources/smart-link/link.ts'
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
  | { kind: 'handed'; record: Handed; skipped: Skipped[]; endsAtMs: number | undefined }

/**
 * Follows a link, once. What leaves this computer is in `receive`.
 *
 * @param heard filled in with what the answers say about time
 * @throws AppError `link/…`, `source/…`; source/removed when whoever shared it has taken back all that is behind it;
 *   record/two-children, record/unreadable
 */
export async function followLink(app: App, from: LinkFrom, heard: Heard): Promise<Followed> {
  const { fetch, now } = app
  const allowsLoopback = app.allowsLoopback ?? false
  const link = parseLink(from.link, { nowMs: now(), allowsLoopback })
  const policy = await readPolicy(app)
  refuseOtherHost(policy, link.url)
  const { recipient, passcode, origins, declined = [] } = from
  const visitor = { recipient, origins, declined, allowsLoopback, ...(passcode !== undefined && { passcode }) }
  const asking = { fetch, now, heard }
  const received = await receive(asking, link, visitor)
  if (received.kind === 'needs-origin') refuseOtherHost(policy, received.origin)
  if (received.kind !== 'received') return received
  const { files, skipped, withdrawn } = received
  if (files.length === 0) throw new AppError(emptyFor(skipped, withdrawn), 'nothing that can be read')
  const pins = pinsOf(policy)
  const trust = trustIn(pins, asking, new URL(link.url).origin)
  const record = await recordIn(
    files.map(({ resource }) => resource),
    trust,
  )
  return { kind: 'handed', record: asTold(record, [...pins.values()], now()), skipped, endsAtMs: link.expiresAtMs }
}

/**
 * A class teacher is not told whose key it is, as its name may tell what theirs must not, and so cannot judge: for them a
 * key that the host of the link publishes itself is as good as none.
 */
function asTold(record: Handed, pinned: readonly string[], nowMs: number): Handed {
  const { audience } = readRecipient(record.resources, '', nowMs).viewer
  const isTold = audience !== 'class-teacher' || (record.signedBy !== undefined && pinned.includes(record.signedBy))
  return isTold ? record : { ...record, signedBy: undefined }
}

/** What a part that was left out means for all of it: nothing for what Handrail reads from nobody. */
const LEFT_OUT: Record<SkipReason, ErrorCode | undefined> = {
  'unknown-type': undefined,
  'api-access': undefined,
  'not-permitted': undefined,
  busy: 'source/busy',
  page: 'source/not-fhir',
  unreachable: 'source/unreachable',
  gone: 'source/unreachable',
  'wrong-key': 'link/wrong-key',
  'too-large': 'source/too-large',
  'too-many': 'source/too-large',
  'cannot-open': 'record/unreadable',
  'not-json': 'record/unreadable',
  'not-fhir': 'record/unreadable',
  nowhere: 'record/unreadable',
}

/** Nothing but the manifest says that nothing is shared: what could not be had, or read, may well be. */
function emptyFor(skipped: readonly Skipped[], withdrawn: number): ErrorCode {
  const broken = skipped.flatMap(({ reason }) => LEFT_OUT[reason] ?? [])[0]
  if (broken) return broken
  if (skipped.length > 0) return 'link/unknown'
  return withdrawn > 0 ? 'source/removed' : 'link/empty'
}

/** @throws AppError source/not-allowed when the organisation names the hosts, and this is none of them */
function refuseOtherHost({ settings }: Policy, url: string): void {
  const { value: hosts } = settings.allowedShlHosts
  if (hosts !== 'any' && !hosts.includes(new URL(url).host)) {
    throw new AppError('source/not-allowed', 'not one of the hosts that the organisation names')
  }
}

/**
 * A link that has been followed before, asked again at a refresh: by the same reader, and whole or not at all.
 *
 * @throws AppError as `followLink` does; link/passcode, source/not-permitted when it takes a person to go on;
 *   record/for-nobody when it is made for somebody else now
 */
export async function fromLink(
  app: App,
  from: LinkFrom,
  before: Viewer | undefined,
  heard: Heard,
): Promise<RecordSource> {
  const followed = await followLink(app, from, heard)
  if (followed.kind === 'needs-origin') throw new AppError('source/not-permitted', 'a file lies somewhere else now')
  if (followed.kind !== 'handed') throw new AppError('link/passcode', 'the passcode is not good any more')
  const { record, skipped, endsAtMs } = followed
  // Half a record is worse than yesterday's.
  const missing = skipped.flatMap(({ reason }) => LEFT_OUT[reason] ?? [])[0]
  if (missing) throw new AppError(missing, 'a part could not be had, or read, now')
  const { viewer } = readRecipient(record.resources, before?.name ?? '', app.now())
  if (before && viewer.role !== before.role) throw new AppError('record/for-nobody', 'it is made for somebody else now')
  return fromBundles([record], viewer, { heard, endsAtMs })
}
