import { AppError } from '../../core/errors.ts'

/** Wider than any screen, narrower than a camera's: a code that fills a page is read all the same. */
const MOST_PIXELS = 2000

/**
 * The pixels of a picture that somebody chose, pasted or dropped, made smaller where it is very large.
 *
 * @throws AppError file/unreadable
 */
export async function drawPicture(picture: Blob): Promise<ImageData> {
  const bitmap = await createImageBitmap(picture).catch(() => undefined)
  const scale = bitmap ? Math.min(1, MOST_PIXELS / Math.max(bitmap.width, bitmap.height)) : 0
  const [width, height] = [Math.round((bitmap?.width ?? 0) * scale), Math.round((bitmap?.height ?? 0) * scale)]
  const context = bitmap && width > 0 && height > 0 ? new OffscreenCanvas(width, height).getContext('2d') : undefined
  if (!bitmap || !context) throw new AppError('file/unreadable', 'no picture')
  context.fillStyle = 'white' // what a picture lets show through is paper
  context.fillRect(0, 0, width, height)
  context.drawImage(bitmap, 0, 0, width, height)
  bitmap.close()
  return context.getImageData(0, 0, width, height)
}
