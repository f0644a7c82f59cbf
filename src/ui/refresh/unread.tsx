import type { Listed } from '../../app/list-commitments.ts'
import { ErrorNotice, Notice } from '../look/notice.tsx'

/** What a list leaves out and why, so that a short list is not taken for the whole. */
export function Unread({ unread, damaged, isClockWrong }: Omit<Listed, 'rows'>) {
  if (isClockWrong) {
    return (
      <Notice kind="warning">
        <p>Your computer’s clock looks wrong, so nothing is shown. Put it right, then refresh.</p>
      </Notice>
    )
  }
  return (
    <>
      {unread > 0 && (
        <Notice kind="warning">
          <p>
            {unread === 1 ? '1 child is' : `${unread} children are`} not shown until they have been checked. Refresh to
            check now.
          </p>
        </Notice>
      )}
      {damaged > 0 && <ErrorNotice code="vault/cannot-open" />}
    </>
  )
}
