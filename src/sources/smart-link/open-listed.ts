import { parsePublicUrl } from '../public-host.ts'
import { readContents } from './contents.ts'
import { fetchLocation } from './location.ts'
import type { ListedFile, Manifest } from './manifest.ts'
import { essenceOf, isKnownType } from './media-type.ts'
import { type Contents, skip } from './opened.ts'
import { MOST_OPENED_BYTES, openSealed } from './sealed-file.ts'
import type { Visit } from './visit.ts'

const MOST_FILES = 50

/** Characters of all that is opened of one link: what they are read into takes ten times as much room. */
const MOST_ROOM = 2 * MOST_OPENED_BYTES

/** The first origin that a file lies on which the person has not been asked about; undefined when all is allowed. */
export function findNewOrigin({ files }: Manifest, { visitor }: Visit): string | undefined {
  const { origins, declined = [], allowsLoopback } = visitor
  return files
    .slice(0, MOST_FILES)
    .map((file) => (file && lies(file) === 'elsewhere' ? file.location : undefined))
    .map((location) => location && parsePublicUrl(location, { allowsLoopback })?.origin)
    .find((origin) => origin && !origins.includes(origin) && !declined.includes(origin))
}

/** Opens the files of a manifest one after another. Whatever is wrong with one is told of that one alone. */
export async function openListed({ files }: Manifest, visit: Visit): Promise<Contents> {
  const opened: Contents = { files: [], skipped: [] }
  let room = MOST_ROOM
  for (const file of files.slice(0, MOST_FILES)) {
    if (file?.status === 'withdrawn') continue
    const isBusy = opened.skipped.some(({ reason }) => reason === 'busy')
    const one = file ? await openOne(file, visit, { isBusy, room }) : skip('nowhere')
    opened.files.push(...one.files)
    opened.skipped.push(...one.skipped)
    room -= one.files.reduce((sum, { text }) => sum + text.length, 0)
  }
  for (const _ of files.slice(MOST_FILES)) opened.skipped.push({ reason: 'too-many' })
  return opened
}

type SoFar = { isBusy: boolean; room: number }

async function openOne(file: ListedFile, visit: Visit, { isBusy, room }: SoFar): Promise<Contents> {
  const where = lies(file)
  if (where === 'unwanted') return skip(isToken(file) ? 'api-access' : 'unknown-type')
  const { origins, allowsLoopback } = visit.visitor
  if (where === 'here') return openFile(file.embedded ?? '', file.contentType, visit, room)
  const url = parsePublicUrl(file.location ?? '', { allowsLoopback })
  if (!url) return skip('nowhere')
  if (!origins.includes(url.origin)) return skip('not-permitted')
  if (isBusy) return skip('busy')
  const fetched = await fetchLocation(visit, url.href)
  return fetched.kind === 'skipped' ? skip(fetched.reason) : openFile(fetched.text, file.contentType, visit, room)
}

/**
 * Opens one sealed file with a link's key and reads what is in it.
 *
 * @param contentType as the manifest gives it
 * @param room characters that it may have
 */
export async function openFile(
  sealed: string,
  contentType: string | undefined,
  { link }: Pick<Visit, 'link'>,
  room: number = MOST_ROOM,
): Promise<Contents> {
  const unsealed = await openSealed(sealed, link.key)
  if (unsealed.kind === 'skipped') return skip(unsealed.reason)
  if (unsealed.text.length > room) return skip('too-large')
  return readContents(unsealed.text, [unsealed.contentType, contentType], Math.min(room, MOST_OPENED_BYTES))
}

function lies({ contentType, status, embedded }: ListedFile): 'unwanted' | 'here' | 'elsewhere' {
  const isUnwanted = contentType !== undefined && (!isKnownType(contentType) || isToken({ contentType }))
  if (status === 'withdrawn' || isUnwanted) return 'unwanted'
  return embedded === undefined ? 'elsewhere' : 'here'
}

function isToken({ contentType }: Pick<ListedFile, 'contentType'>): boolean {
  return contentType !== undefined && essenceOf(contentType) === 'application/smart-api-access'
}
