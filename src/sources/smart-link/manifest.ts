import * as z from 'zod/mini'
import { AppError } from '../../core/errors.ts'
import { isTooDeep } from '../../core/json.ts'
import { ask, codeForStatus, isPage, readText } from '../ask.ts'
import { parseJson } from './json-text.ts'
import type { Visit } from './visit.ts'

/** What a manifest says of one file: where it is, not yet what is in it. */
export type ListedFile = {
  contentType: string | undefined
  status: 'withdrawn' | 'finalized' | 'can-change'
  /** The sealed file itself. Used where there is one, so that a location is not spent. */
  embedded: string | undefined
  location: string | undefined
}

/** Files in the server's order; undefined for one whose entry breaks the shape. None at all: nothing is shared now. */
export type Manifest = { kind: 'manifest'; files: (ListedFile | undefined)[] }

/** @param attemptsLeft for the life of the link; 0 ends it; undefined when the server does not say */
export type WrongPasscode = { kind: 'wrong-passcode'; attemptsLeft: number | undefined }

/** Fifty of them fit into the 5 MiB that an answer may have. */
const MOST_EMBEDDED_CHARACTERS = 100_000

const manifest = z.object({ files: z.array(z.unknown()), status: z.nullish(z.string()) })

const listed = z.object({
  contentType: z.nullish(z.string()),
  embedded: z.nullish(z.string()),
  location: z.nullish(z.string()),
  status: z.nullish(z.string()),
})

const refusal = z.object({ remainingAttempts: z.number() })

/**
 * Asks the sharing server which files are behind a link. Leaves this computer: who is looking, and the passcode.
 *
 * @throws AppError source/gone (404: no longer active), source/removed, source/busy, source/not-fhir, source/unreachable…
 * @source HL7 SMART Health Cards and Links guide, "SMART Health Link Manifest Request"
 */
export async function askForManifest({ asking, link, visitor }: Visit): Promise<Manifest | WrongPasscode> {
  const body = {
    recipient: visitor.recipient,
    ...(link.needsPasscode ? { passcode: visitor.passcode } : {}),
    embeddedLengthMax: MOST_EMBEDDED_CHARACTERS,
  }
  const headers = { 'content-type': 'application/json', accept: 'application/json' }
  return readManifest(await ask(asking, link.url, { method: 'POST', headers, body: JSON.stringify(body) }), link)
}

/** Reads what was answered. Throws as `askForManifest` does. */
export async function readManifest(
  response: Response,
  { needsPasscode }: { needsPasscode: boolean },
): Promise<Manifest | WrongPasscode> {
  if (isPage(response)) throw new AppError('source/not-fhir', 'a page instead of a manifest')
  if (response.status === 401 && needsPasscode) {
    const left = refusal.safeParse(parseJson(await readText(response))).data?.remainingAttempts
    return { kind: 'wrong-passcode', attemptsLeft: left === undefined ? undefined : Math.max(0, Math.floor(left)) }
  }
  if (!response.ok) throw new AppError(codeForStatus(response.status), `status ${response.status}`)
  const json = parseJson(await readText(response))
  const parsed = manifest.safeParse(isTooDeep(json) ? undefined : json)
  if (!parsed.success) throw new AppError('source/not-fhir', 'the answer is no manifest')
  return { kind: 'manifest', files: parsed.data.files.map((file) => readListed(file, parsed.data.status)) }
}

/** @param all the status of the whole, which drafts of the guide had instead, and servers still send */
function readListed(file: unknown, all: string | null | undefined): ListedFile | undefined {
  const { data: read } = listed.safeParse(file)
  if (!read) return undefined
  const { contentType, embedded, location, status } = read
  return {
    contentType: contentType ?? undefined,
    embedded: embedded ?? undefined,
    location: location ?? undefined,
    status: [status, all].includes('no-longer-valid')
      ? 'withdrawn'
      : (status ?? all) === 'finalized'
        ? 'finalized'
        : 'can-change',
  }
}
