import { randomBytes } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import type { Answer } from './answer.ts'
import { type SharedFile, sealFile } from './link-file.ts'
import { type Share, type Sharing, writeLink } from './link-share.ts'

const PATH = '/shl'
const LOCATION_MS = 60 * 60_000

export type LinkHost = {
  share(sharing: Sharing): Promise<Share>
  /**
   * @param body of a POST, parsed
   * @returns undefined for an address that is none of a link's
   */
  answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: unknown,
    headers: IncomingHttpHeaders,
  ): Answer | undefined
}

type Sealed = SharedFile & { jwe: string }
type Shared = { sharing: Sharing; sealed: Sealed[]; attemptsLeft: number; recipients: string[] }

/**
 * Hosts SMART Health Links in memory, for first steps and for tests. It sees sealed files alone once they are shared.
 *
 * @param origin where it answers, such as `http://127.0.0.1:8787`: read when a link is made, as the port may not be known yet
 * @source HL7 SMART Health Cards and Links guide, 1.0.0
 */
export function createLinkHost(origin: () => string, now: () => number = Date.now): LinkHost {
  const shares = new Map<string, Shared>()
  /** Each may be asked once, and for an hour. */
  const locations = new Map<string, { id: string; jwe: string; endsAtMs: number }>()

  async function share(sharing: Sharing): Promise<Share> {
    const id = randomBytes(32).toString('base64url')
    const key = randomBytes(32)
    const seal = (files: readonly SharedFile[]) =>
      Promise.all(files.map(async (file) => ({ ...file, jwe: await sealFile(file, key) })))
    const { attempts = 5 } = sharing
    const shared: Shared = { sharing, sealed: await seal(sharing.files), attemptsLeft: attempts, recipients: [] }
    shares.set(id, shared)
    return {
      id,
      link: writeLink(`${origin()}${PATH}/${id}`, key, sharing),
      recipients: shared.recipients,
      change: async (files) => {
        shared.sealed = await seal(files)
      },
      revoke: () => void shares.delete(id),
    }
  }

  function answerLocation(token: string): Answer {
    const location = locations.get(token)
    locations.delete(token)
    if (!location || !shares.has(location.id) || now() >= location.endsAtMs) return { status: 404 }
    return file(location.jwe)
  }

  function answerManifest(id: string, shared: Shared, body: unknown): Answer {
    const { recipient, passcode, embeddedLengthMax } = (body ?? {}) as Record<string, unknown>
    if (typeof recipient !== 'string' || recipient === '') return { status: 400 }
    const { flags = '', passcode: wanted, retryAfterSeconds } = shared.sharing
    if (flags.includes('P')) {
      const isRight = passcode === wanted && shared.attemptsLeft > 0
      if (!isRight) shared.attemptsLeft = Math.max(0, shared.attemptsLeft - 1)
      if (!isRight) return json(401, { remainingAttempts: shared.attemptsLeft })
    }
    shared.recipients.push(recipient)
    const mostEmbedded = typeof embeddedLengthMax === 'number' ? embeddedLengthMax : Number.POSITIVE_INFINITY
    const files = shared.sealed.map(({ contentType, status, lastUpdated, carrier = 'embedded', jwe }) => {
      const isEmbedded = carrier !== 'location' && jwe.length <= mostEmbedded
      return {
        contentType,
        ...(isEmbedded ? { embedded: jwe } : {}),
        ...(isEmbedded && carrier === 'embedded' ? {} : { location: newLocation(id, jwe) }),
        ...(status ? { status } : {}),
        ...(lastUpdated ? { lastUpdated } : {}),
      }
    })
    return json(200, { files }, retryAfterSeconds === undefined ? {} : { 'retry-after': `${retryAfterSeconds}` })
  }

  function newLocation(id: string, jwe: string): string {
    const token = randomBytes(32).toString('base64url')
    locations.set(token, { id, jwe, endsAtMs: now() + LOCATION_MS })
    return `${origin()}${PATH}/location/${token}`
  }

  function answer(
    method: string,
    path: string,
    query: URLSearchParams,
    body: unknown,
    headers: IncomingHttpHeaders,
  ): Answer | undefined {
    const [, id, token] = /^\/shl\/([\w-]+)(?:\/([\w-]+))?$/.exec(path) ?? []
    if (id === undefined) return path === PATH || path.startsWith(`${PATH}/`) ? { status: 404 } : undefined
    if (id === 'location' && token) return method === 'GET' ? answerLocation(token) : { status: 405 }
    const shared = token === undefined ? shares.get(id) : undefined
    if (!shared || hasExpired(shared, now())) return { status: 404 }
    const [direct] = shared.sealed
    if (!shared.sharing.flags?.includes('U')) {
      if (method !== 'POST') return { status: 405 }
      const isJson = headers['content-type']?.startsWith('application/json')
      return isJson ? answerManifest(id, shared, body) : { status: 415 }
    }
    if (method !== 'GET') return { status: 405 }
    const recipient = query.get('recipient')
    if (!recipient) return { status: 400 }
    shared.recipients.push(recipient)
    return direct ? file(direct.jwe) : { status: 404 }
  }

  return { share, answer }
}

function hasExpired({ sharing: { expiresAtMs } }: Shared, nowMs: number): boolean {
  return expiresAtMs !== undefined && expiresAtMs <= nowMs
}

function file(jwe: string): Answer {
  return { status: 200, body: jwe, contentType: 'application/jose' }
}

function json(status: number, body: object, headers: Record<string, string> = {}): Answer {
  return { status, body, contentType: 'application/json', headers }
}
