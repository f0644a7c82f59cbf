import type { Pack } from '../../src/guidance/card.ts'
import { loadPack, type Shipped } from '../../src/guidance/load-pack.ts'
import digests from '../../src/guidance/packs/digests.json' with { type: 'json' }
import { putOnShelf, takeFromShelf } from './shelf.ts'

/**
 * The cards for one occasion that this release of the element was built with. They are fetched once and kept; at every
 * read they must still be, to the letter, what they were when it was built.
 *
 * @throws Error when they cannot be had
 */
export async function readShipped(occasion: Shipped): Promise<Pack> {
  // A plain http page has no way to compute a digest. What comes then comes from where the element itself came from.
  if (!globalThis.crypto?.subtle) return loadPack(occasion)
  const kept = await takeFromShelf(occasion)
  if (kept && (await isAsBuilt(occasion, kept.text))) return JSON.parse(kept.text) as Pack
  const pack = await loadPack(occasion)
  // What has just come is from where the element itself is from. Old scripts change how a page writes JSON (a `toJSON` on
  // every array): then it is shown, and not kept.
  const text = JSON.stringify(pack)
  if (await isAsBuilt(occasion, text)) {
    await putOnShelf(occasion, { text, version: pack.version, url: '', askedAtMs: 0, trouble: '' })
  }
  return pack
}

async function isAsBuilt(occasion: Shipped, text: string): Promise<boolean> {
  const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text))
  const base64 = btoa(String.fromCharCode(...new Uint8Array(digest)))
  return (
    base64.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '') ===
    (digests as Record<string, string>)[occasion]
  )
}
