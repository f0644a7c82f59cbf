import { type ReadonlySignal, useSignal } from '@preact/signals'

/** Whether what is on the screen has been copied. */
export type Copied = 'no' | 'yes' | 'failed'

/** Copies a text that is on the screen, so that where the browser or the organisation forbids it, it can be selected. */
export function useCopy(text: string, onCopied: () => void): { copied: ReadonlySignal<Copied>; copy(): Promise<void> } {
  const copied = useSignal<Copied>('no')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      copied.value = 'yes'
      onCopied()
    } catch (error) {
      if (!(error instanceof DOMException)) throw error
      copied.value = 'failed'
    }
  }
  return { copied, copy }
}
