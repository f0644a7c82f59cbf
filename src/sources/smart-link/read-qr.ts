import { decodeQR } from 'qr/decode.js'

/** For a picture that somebody chose, once; the library's own budget is that of one frame of a film. */
const MOST_MS = 1000

/**
 * What the QR code in a picture says. Pure: the caller has drawn the picture.
 *
 * @param picture RGBA, as a canvas gives it
 * @returns the text, which may be anything; undefined where no QR code was found
 */
export function readQr(picture: { width: number; height: number; data: Uint8ClampedArray }): string | undefined {
  try {
    return decodeQR(picture, { format: 'RGBA', effort: 8, timeLimit: MOST_MS })
  } catch {
    // The library throws alike for no code, a damaged one and a picture too small to hold one.
    return undefined
  }
}
