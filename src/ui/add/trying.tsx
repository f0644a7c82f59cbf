import type { ComponentChildren } from 'preact'
import { ErrorNotice } from '../look/notice.tsx'
import type { Adding } from './use-adding.ts'

/** The button of a form that adds records, what it is doing, and why it came to nothing. */
export function Trying({ adding: { busy, failed }, children }: { adding: Adding; children: ComponentChildren }) {
  return (
    <>
      {failed.value && <ErrorNotice code={failed.value} />}
      <div class="row">
        <button type="submit" class="button primary" disabled={busy.value !== ''}>
          {children}
        </button>
        <span role="status">{busy.value}</span>
      </div>
    </>
  )
}
