import { DAY_MS } from '../../src/core/time.ts'
import type { Pack } from '../../src/guidance/card.ts'
import { openPack } from '../../src/guidance/local/open-pack.ts'
import type { PackAddress } from '../../src/guidance/local/pack-address.ts'
import { takesPlace } from '../../src/guidance/local/versions.ts'
import { putOnShelf, type Row, takeFromShelf } from './shelf.ts'

/** Why the pack that was asked for is not, or not yet, what is shown. */
export type Trouble = 'unreachable' | 'unsigned' | 'broken' | 'older'

/** `pack` is the last good one; undefined until one has come. */
export type Local = { pack: Pack | undefined; trouble: Trouble | undefined }

const TIMEOUT_MS = 10_000
const MOST_BYTES = 2_000_000

/**
 * A local pack: from the shelf when it was asked for in the last day, else from where it is. What is unsigned, broken or
 * older leaves the last good one. Nothing goes out but the address.
 */
export async function readLocal({ url, thumbprint }: PackAddress, nowMs: number): Promise<Local> {
  if (!globalThis.crypto?.subtle) return { pack: undefined, trouble: 'unsigned' }
  const kept = await takeFromShelf(thumbprint)
  const good = kept && (await packIn(kept.text, thumbprint))
  if (kept && good && kept.url === url && isFresh(kept, nowMs)) return { pack: good, trouble: undefined }

  const text = await fetchText(url)
  if (text === undefined) return { pack: good, trouble: 'unreachable' }
  const opened = await openPack(text, thumbprint)
  if (opened.kind !== 'pack') return { pack: good, trouble: opened.kind }
  const { pack } = opened
  const last = kept && { version: kept.version, jws: kept.text }
  if (!takesPlace({ version: pack.version, jws: text }, last, good !== undefined))
    return { pack: good, trouble: 'older' }
  await putOnShelf(thumbprint, { text, url, version: pack.version, askedAtMs: nowMs })
  return { pack, trouble: undefined }
}

function isFresh({ askedAtMs }: Row, nowMs: number): boolean {
  return askedAtMs <= nowMs && nowMs - askedAtMs < DAY_MS
}

async function packIn(text: string, thumbprint: string): Promise<Pack | undefined> {
  const opened = await openPack(text, thumbprint)
  return opened.kind === 'pack' ? opened.pack : undefined
}

async function fetchText(url: string): Promise<string | undefined> {
  try {
    const signal = AbortSignal.timeout(TIMEOUT_MS)
    const response = await fetch(url, { signal, credentials: 'omit', referrerPolicy: 'no-referrer', cache: 'no-cache' })
    return response.ok ? await readBounded(response) : undefined
  } catch (error) {
    // Offline, refused, too slow or not answering this page: browsers do not tell these apart.
    if (error instanceof TypeError || error instanceof DOMException) return undefined
    throw error
  }
}

async function readBounded(response: Response): Promise<string | undefined> {
  const decoder = new TextDecoder()
  let text = ''
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true })
    if (text.length > MOST_BYTES) return undefined
  }
  return text + decoder.decode()
}
