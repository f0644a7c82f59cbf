import { type ReadonlySignal, useSignal } from '@preact/signals'
import { codeOf, type ErrorCode } from '../../core/errors.ts'
import type { PageState } from '../page-state.ts'

/** One attempt at adding something, records above all: what it is doing, and why it came to nothing. */
export type Adding = {
  /** What it is doing; empty when nothing is under way. */
  busy: ReadonlySignal<string>
  failed: ReadonlySignal<ErrorCode | undefined>
  /** Does something that takes a while, one at a time. What it throws is kept as `failed`. */
  attempt(what: string, work: () => Promise<void>): Promise<void>
  /** For work under way that fetches one record after another. */
  onProgress(done: number, total: number): void
}

export function useAdding(page: PageState): Adding {
  const busy = useSignal('')
  const failed = useSignal<ErrorCode | undefined>(undefined)
  return {
    busy,
    failed,
    attempt: async (what, work) => {
      if (busy.value !== '') return
      failed.value = undefined
      busy.value = what
      try {
        await work()
      } catch (error) {
        failed.value = codeOf(error)
      } finally {
        busy.value = ''
        await page.look()
      }
    },
    onProgress: (done, total) => {
      busy.value = `Fetching ${Math.min(done + 1, total)} of ${total}…`
    },
  }
}
