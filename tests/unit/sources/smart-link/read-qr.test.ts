import { encodeQR } from 'qr'
import { describe, expect, test } from 'vitest'
import { readQr } from '../../../../src/sources/smart-link/read-qr.ts'
import { KEY, writeLink } from './sealing.ts'
import { seededChance } from './seeded.ts'

const LINK = writeLink({ url: `https://links.example.org/${'x'.repeat(43)}/m`, key: KEY, flag: 'LP', label: 'Für Zoë' })

type Drawing = { scale: number; quiet: number; turns?: number; noise?: number; dark?: number; light?: number }

/** Every module a square of `scale` pixels, `quiet` modules of margin, turned by right angles, each pixel off by some noise. */
function draw(text: string, { scale, quiet, turns = 0, noise = 0, dark = 0, light = 255 }: Drawing) {
  let matrix = encodeQR(text, 'raw', { ecc: 'medium', border: quiet })
  for (let turn = 0; turn < turns; turn++) matrix = matrix.map((_, x) => matrix.map((row) => row[x] ?? false).reverse())
  const size = matrix.length * scale
  const data = new Uint8ClampedArray(size * size * 4)
  const chance = seededChance(size)
  for (let pixel = 0; pixel < size * size; pixel++) {
    const isDark = matrix[Math.floor(pixel / size / scale)]?.[Math.floor((pixel % size) / scale)]
    const grey = (isDark ? dark : light) + chance.below(2 * noise + 1) - noise
    data.set([grey, grey, grey, 255], pixel * 4)
  }
  return { width: size, height: size, data }
}

describe('a QR code in a picture', () => {
  const drawings: Drawing[] = [
    ...[2, 3, 4, 7, 12].map((scale) => ({ scale, quiet: 4 })),
    ...[1, 2, 3].map((turns) => ({ scale: 4, quiet: 4, turns })),
    ...[1, 2, 10].map((quiet) => ({ scale: 4, quiet })),
    { scale: 5, quiet: 4, noise: 40 },
    { scale: 4, quiet: 4, dark: 90, light: 180 },
    { scale: 4, quiet: 4, dark: 70, light: 200, noise: 30, turns: 1 },
  ]
  test.each(drawings)('is read: %j', (drawing) => {
    expect(readQr(draw(LINK, drawing))).toBe(LINK)
  })

  test('says what it says, link or not', () => {
    expect(readQr(draw('https://elm.example/menu', { scale: 4, quiet: 4 }))).toBe('https://elm.example/menu')
  })
})

describe('no QR code', () => {
  const plain = (width: number, height: number, grey: number) => {
    return { width, height, data: new Uint8ClampedArray(width * height * 4).fill(grey) }
  }
  const noise = plain(300, 200, 255)
  const chance = seededChance(1)
  for (let at = 0; at < noise.data.length; at++) noise.data[at] = chance.below(256)
  const whole = draw(LINK, { scale: 4, quiet: 4 })
  const half = { ...whole, height: whole.height >> 1, data: whole.data.slice(0, whole.width * (whole.height >> 1) * 4) }

  test.each([
    ['a white picture', plain(400, 300, 255)],
    ['a black one', plain(400, 300, 0)],
    ['noise', noise],
    ['half a code', half],
    ['one pixel', plain(1, 1, 255)],
    ['nothing', plain(0, 0, 0)],
    ['fewer pixels than it says', { ...plain(100, 100, 255), data: new Uint8ClampedArray(4) }],
  ])('in %s', (_, picture) => {
    expect(readQr(picture)).toBeUndefined()
  })
})
