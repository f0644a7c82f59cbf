import { inflateSync } from 'node:zlib'

/** Draws a PNG of eight bits a channel, not interlaced: RGB or RGBA, as programs that make QR codes write them. */
export function readPng(dataUrl: string): { width: number; height: number; data: Uint8ClampedArray } {
  const file = Buffer.from(dataUrl.slice(dataUrl.indexOf(',') + 1), 'base64')
  const packed: Buffer[] = []
  let [width, height, channels] = [0, 0, 0]
  for (let at = 8; at < file.length; at += file.readUInt32BE(at) + 12) {
    const body = file.subarray(at + 8, at + 8 + file.readUInt32BE(at))
    const type = file.toString('latin1', at + 4, at + 8)
    if (type === 'IDAT') packed.push(body)
    if (type !== 'IHDR') continue
    width = body.readUInt32BE(0)
    height = body.readUInt32BE(4)
    channels = { 2: 3, 6: 4 }[body[9] ?? 0] ?? 0
    if (body[8] !== 8 || channels === 0 || body[12] !== 0) throw new Error('another kind of PNG')
  }
  const lines = unfilter(inflateSync(Buffer.concat(packed)), width * channels, height, channels)
  const data = new Uint8ClampedArray(width * height * 4).fill(255)
  for (let pixel = 0; pixel < width * height; pixel++) {
    data.set(lines.subarray(pixel * channels, (pixel + 1) * channels), pixel * 4)
  }
  return { width, height, data }
}

/** @source PNG specification, "Filtering" */
function unfilter(raw: Buffer, lineBytes: number, height: number, step: number): Uint8Array {
  const out = new Uint8Array(lineBytes * height)
  for (let y = 0; y < height; y++) {
    const filter = raw[y * (lineBytes + 1)]
    for (let x = 0; x < lineBytes; x++) {
      const at = y * lineBytes + x
      const left = x < step ? 0 : (out[at - step] ?? 0)
      const up = y === 0 ? 0 : (out[at - lineBytes] ?? 0)
      const corner = x < step || y === 0 ? 0 : (out[at - lineBytes - step] ?? 0)
      const guess = [0, left, up, (left + up) >> 1, paeth(left, up, corner)][filter ?? 0] ?? 0
      out[at] = (raw[y * (lineBytes + 1) + 1 + x] ?? 0) + guess
    }
  }
  return out
}

function paeth(left: number, up: number, corner: number): number {
  const guess = left + up - corner
  const [byLeft, byUp, byCorner] = [Math.abs(guess - left), Math.abs(guess - up), Math.abs(guess - corner)]
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
