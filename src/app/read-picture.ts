import { readQr } from '../sources/smart-link/read-qr.ts'

/**
 * What the code in a picture says, which may be a link.
 *
 * @param picture as a canvas gives it
 * @returns undefined where no code was found
 */
export function readPicture(picture: ImageData): string | undefined {
  return readQr(picture)
}
