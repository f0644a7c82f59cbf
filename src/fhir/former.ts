import type { Period } from './resources.ts'

/** Whether a name or an identifier is no longer theirs, or has an end: it stays outside. */
export function isFormer({ use, period }: { use?: string | undefined; period?: Period | undefined }): boolean {
  return use === 'old' || use === 'maiden' || use === 'temp' || period?.end !== undefined
}
