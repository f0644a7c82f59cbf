import { DAY_MS, HOUR_MS } from '../../src/core/time.ts'
import type { Pack } from '../../src/guidance/card.ts'
import { openPack } from '../../src/guidance/local/open-pack.ts'
import type { PackAddress } from '../../src/guidance/local/pack-address.ts'
import { takesPlace } from '../../src/guidance/local/versions.ts'
import { putOnShelf, type Row } from './shelf.ts'

/** Why the pack that was asked for is not, or not yet, what is shown. */
const TROUBLES = ['unreachable', 'unsigned', 'broken', 'older'] as const
export type Trouble = (typeof TROUBLES)[number]

/** `pack` is the last good one; undefined until one has come. */
export type Local = { pack: Pack | undefined; trouble: Trouble | undefined }

const TIMEOUT_MS = 10_000
const MOST_CHARACTERS = 2_000_000

/**
 * A local pack: first as it was left on the shelf, then, when it is time to ask, as it is now. A good answer holds for a
 * day, a failed try for an hour. What is unsigned, broken or older leaves the last good one. Nothing goes out but the
 * address.
 *
 * @param kept what is on the shelf under its thumbprint
 */
export async function* readLocal(
  { url, thumbprint }: PackAddress,
  kept: Row | undefined,
  nowMs: number,
): AsyncGenerator<Local> {
  if (!globalThis.crypto?.subtle) {
    yield { pack: undefined, trouble: 'unsigned' }
    return
  }
  const good = kept?.text ? await packIn(kept.text, thumbprint) : undefined
  const trouble = TROUBLES.find((one) => one === kept?.trouble)
  if (kept) yield { pack: good, trouble }
  if (kept?.url === url && isFresh(kept, nowMs, trouble ? HOUR_MS : good ? DAY_MS : 0)) return

  const { row, local } = await ask(url, thumbprint, kept, good)
  await putOnShelf(thumbprint, { ...row, url, askedAtMs: nowMs, trouble: local.trouble ?? '' })
  yield local
}

type Answer = { row: Pick<Row, 'text' | 'version'>; local: Local }

async function ask(url: string, thumbprint: string, kept: Row | undefined, good: Pack | undefined): Promise<Answer> {
  const { text: jws = '', version = '' } = kept ?? {}
  const failed = (trouble: Trouble) => ({ row: { text: jws, version }, local: { pack: good, trouble } })

  const text = await fetchText(url)
  if (text === undefined) return failed('unreachable')
  const opened = await openPack(text, thumbprint)
  if (opened.kind !== 'pack') return failed(opened.kind)
  const { pack } = opened
  if (!takesPlace({ version: pack.version, jws: text }, jws ? { version, jws } : undefined, good !== undefined)) {
    return failed('older')
  }
  return { row: { text, version: pack.version }, local: { pack, trouble: undefined } }
}

function isFresh({ askedAtMs }: Row, nowMs: number, forMs: number): boolean {
  return askedAtMs <= nowMs && nowMs - askedAtMs < forMs
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
  } catch {
    // Offline, refused, too slow, not answering this page, or what a filter has put in the place of `fetch`.
    return undefined
  }
}

/** By a reader: older Safari cannot walk a stream with `for await`. */
async function readBounded(response: Response): Promise<string | undefined> {
  const reader = response.body?.getReader()
  const decoder = new TextDecoder()
  let text = ''
  for (let part = await reader?.read(); part && !part.done; part = await reader?.read()) {
    text += decoder.decode(part.value, { stream: true })
    if (text.length > MOST_CHARACTERS) {
      await reader?.cancel()
      return undefined
    }
  }
  return text + decoder.decode()
}
