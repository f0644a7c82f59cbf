import { useSignalEffect } from '@preact/signals'
import { lock } from '../../app/lock.ts'
import type { PageState } from '../page-state.ts'

const TWICE_MS = 600

/** Escape twice locks, from anywhere on the page: the quickest way when somebody comes to look over a shoulder. */
export function useHideOnEscape({ app }: PageState): void {
  useSignalEffect(() => {
    let lastAtMs = Number.NEGATIVE_INFINITY
    const listen = ({ key, timeStamp }: KeyboardEvent) => {
      if (key !== 'Escape') return
      if (timeStamp - lastAtMs < TWICE_MS) void lock(app)
      lastAtMs = timeStamp
    }
    document.addEventListener('keydown', listen)
    return () => document.removeEventListener('keydown', listen)
  })
}
