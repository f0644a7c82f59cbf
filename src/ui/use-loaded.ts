import { useSignal, useSignalEffect } from '@preact/signals'
import { codeOf, type ErrorCode } from '../core/errors.ts'
import type { PageState } from './page-state.ts'

export type Loaded<Value> = { kind: 'loading' } | { kind: 'ready'; value: Value } | { kind: 'failed'; code: ErrorCode }

/**
 * Loads something now and again whenever a signal that `load` reads before its first `await` changes. While it loads
 * again the last value stays; an answer that a later call has overtaken is dropped.
 */
export function useLoaded<Value>(load: () => Promise<Value>): Loaded<Value> {
  const state = useSignal<Loaded<Value>>({ kind: 'loading' })
  useSignalEffect(() => {
    let overtaken = false
    load().then(
      (value) => {
        if (!overtaken) state.value = { kind: 'ready', value }
      },
      (error) => {
        if (!overtaken) state.value = { kind: 'failed', code: codeOf(error) }
      },
    )
    return () => {
      overtaken = true
    }
  })
  return state.value
}

/** Loads something out of the vault, and again whenever what is kept may have changed. */
export function useKept<Value>({ version }: PageState, load: () => Promise<Value>): Loaded<Value> {
  return useLoaded(() => {
    version.value // read, so that a change of it loads again
    return load()
  })
}
