export type Inflated = { kind: 'inflated'; text: string } | { kind: 'skipped'; reason: 'cannot-open' | 'too-large' }

/** Unpacks text out of raw DEFLATE (RFC 1951), and stops as soon as it is more than `mostBytes`. */
export async function inflate(packed: Uint8Array<ArrayBuffer>, mostBytes: number): Promise<Inflated> {
  const decoder = new TextDecoder('utf-8', { fatal: true })
  let text = ''
  let sizeBytes = 0
  try {
    for await (const chunk of new Blob([packed]).stream().pipeThrough(new DecompressionStream('deflate-raw'))) {
      sizeBytes += chunk.byteLength
      if (sizeBytes > mostBytes) return { kind: 'skipped', reason: 'too-large' }
      text += decoder.decode(chunk, { stream: true })
    }
    return { kind: 'inflated', text: text + decoder.decode() }
  } catch {
    return { kind: 'skipped', reason: 'cannot-open' }
  }
}
