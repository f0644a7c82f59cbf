import { AppError, type ErrorCode } from '../../core/errors.ts'
import { type Asking, ask, codeForStatus, isPage } from '../ask.ts'
import { parsePublicUrl } from '../public-host.ts'
import { hasExpired, type SmartLink } from './link.ts'
import { askForManifest, type Manifest, type WrongPasscode } from './manifest.ts'
import { findNewOrigin, openFile, openListed } from './open-listed.ts'
import type { Contents, OpenedFile, Skipped, SkipReason } from './opened.ts'
import { readSealedText } from './sealed-text.ts'
import { isInTime, type Visit, type Visitor } from './visit.ts'

export type Received =
  | {
      kind: 'received'
      /** In the server's order. None: nothing is shared now, or `withdrawn` and `skipped` say why. */
      files: OpenedFile[]
      skipped: Skipped[]
      /** How many files the sharer has taken back: what is kept of them is to go. */
      withdrawn: number
      /** Nothing behind the link will change: every file is said to be final, or a direct link is not long-term. */
      isFinal: boolean
    }
  | { kind: 'needs-passcode' } // nothing was sent
  | WrongPasscode
  | { kind: 'needs-origin'; origin: string } // a file lies there, and the person has not been asked; nothing was sent there

/**
 * Fetches and opens all that is behind a link. What leaves this computer: who is looking, and the passcode, both to the
 * server of the link alone. One bad file never loses the good ones.
 *
 * @param visitor who is looking, and what they allow
 * @throws AppError link/expired and nothing is sent; source/gone when the link is no longer active, source/removed when it
 *   never will be; source/busy, source/unreachable, source/not-fhir (a captive portal's page too), source/too-large,
 *   link/wrong-key when nothing could be had for that cause: what is kept of the link is still the latest
 * @source HL7 SMART Health Cards and Links guide, 1.0.0
 */
export async function receive(asking: Asking, link: SmartLink, visitor: Visitor): Promise<Received> {
  const startedAtMs = asking.now()
  if (hasExpired(link, startedAtMs)) throw new AppError('link/expired', 'its own date is past')
  const origin = parsePublicUrl(link.url, visitor)?.origin
  if (!origin) throw new AppError('link/unreadable', 'an address that must not be asked')
  if (link.needsPasscode && !visitor.passcode) return { kind: 'needs-passcode' }
  if (!visitor.origins.includes(origin)) return { kind: 'needs-origin', origin }
  const visit = { asking, link, visitor, startedAtMs, fetched: new Map<string, string>() }
  return link.isDirect ? receiveFile(visit) : receiveManifest(visit)
}

async function receiveFile(visit: Visit): Promise<Received> {
  const { asking, link, visitor } = visit
  const response = await ask(asking, withRecipient(link.url, visitor.recipient), { method: 'GET' })
  if (!response.ok) throw new AppError(isPage(response) ? 'source/not-fhir' : codeForStatus(response.status), 'refused')
  const contents = await openFile(await readSealedText(response), undefined, visit)
  return conclude(contents, { withdrawn: 0, isFinal: !link.isLongTerm })
}

async function receiveManifest(visit: Visit): Promise<Received> {
  const first = await receiveListed(visit, await askForManifest(visit))
  const again =
    first.kind === 'received' && hasEnded(first) && isInTime(visit) ? await askAgain(visit, first) : undefined
  const last = again ? await receiveListed(visit, again) : first
  return last.kind === 'received' ? conclude(last, last) : last
}

/** A location may be used once, and for an hour at most. One that has ended often says so with a page. */
function hasEnded({ skipped }: Contents): boolean {
  return skipped.some(({ reason }) => reason === 'gone' || reason === 'page')
}

async function receiveListed(visit: Visit, answer: Manifest | WrongPasscode): Promise<Received> {
  if (answer.kind === 'wrong-passcode') return answer
  const origin = findNewOrigin(answer, visit)
  if (origin) return { kind: 'needs-origin', origin }
  return {
    kind: 'received',
    ...(await openListed(answer, visit)),
    withdrawn: answer.files.filter((file) => file?.status === 'withdrawn').length,
    isFinal: answer.files.length > 0 && answer.files.every((file) => file?.status === 'finalized'),
  }
}

/**
 * Asks for fresh locations: once, not in a loop.
 *
 * @returns undefined when there was no answer and the first had something: then that stands
 */
async function askAgain(visit: Visit, first: Contents): Promise<Manifest | WrongPasscode | undefined> {
  try {
    return await askForManifest(visit)
  } catch (error) {
    if (error instanceof AppError && NO_ANSWER.includes(error.code) && first.files.length > 0) return undefined
    throw error
  }
}

const NO_ANSWER: readonly ErrorCode[] = ['source/busy', 'source/unreachable', 'source/not-fhir', 'source/too-large']

/** Why all of it may fail for a reason that says nothing about what is shared. */
const SOURCE_WIDE: Partial<Record<SkipReason, ErrorCode>> = {
  busy: 'source/busy',
  page: 'source/not-fhir',
  'too-large': 'source/too-large',
  unreachable: 'source/unreachable',
  'wrong-key': 'link/wrong-key',
}

function conclude({ files, skipped }: Contents, rest: { withdrawn: number; isFinal: boolean }): Received {
  const [code, ...others] = skipped.map(({ reason }) => SOURCE_WIDE[reason])
  const isSourceWide = code !== undefined && !others.includes(undefined)
  if (files.length === 0 && rest.withdrawn === 0 && isSourceWide) throw new AppError(code, 'no file could be had')
  return { kind: 'received', files, skipped, withdrawn: rest.withdrawn, isFinal: rest.isFinal }
}

/** Written at the end: what else the query says may be signed, letter for letter. */
function withRecipient(address: string, recipient: string): string {
  const url = new URL(address)
  url.search += `${url.search ? '&' : '?'}recipient=${encodeURIComponent(recipient)}`
  return url.href
}
