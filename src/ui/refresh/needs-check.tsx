import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import { NEEDS_CHECK_NEXT } from '../reason-words.ts'

/** Children of whom nothing can be shown until somebody has looked at the agreement: how many, and never who. */
export function NeedsCheck({ page }: { page: PageState }) {
  const children = page.sources.value.reduce((sum, { lastRefresh }) => sum + (lastRefresh?.needsCheck ?? 0), 0)
  if (children === 0) return null
  return (
    <Notice>
      <p>
        An agreement about {children === 1 ? '1 child' : `${children} children`} has to be checked before anything of
        theirs can be shown. {NEEDS_CHECK_NEXT}
      </p>
    </Notice>
  )
}
