import { addDays, type PlainDate } from '../core/time.ts'
import type { Commitment } from '../record/section-content.ts'
import type { Audience, Viewer } from '../record/viewer.ts'

/** Where a commitment stands for the person looking, worst first. */
export const STANDINGS = {
  late: 'Late',
  'reply-due': 'Reply due',
  asked: 'Asked of you',
  'due-soon': 'Due soon',
  due: 'Accepted',
  'under-way': 'Under way',
  waiting: 'Waiting on others',
  done: 'Done',
  closed: 'No longer needed',
} as const
export type Standing = keyof typeof STANDINGS

const SOON_DAYS = 14

/** Works out one commitment's standing on a day. Only what somebody has accepted can be late. */
export function standing(commitment: Commitment, viewer: Viewer, today: PlainDate): Standing {
  const { status, dueOn, kind } = commitment
  if (status === 'done') return 'done'
  if (status === 'rejected' || status === 'cancelled') return 'closed'
  const mine = isMine(commitment, viewer)
  if (status === 'requested') {
    if (!mine) return 'waiting'
    return kind === 'advice-request' ? 'reply-due' : 'asked'
  }
  if (dueOn !== undefined && dueOn < today) return 'late'
  if (!mine) return 'waiting'
  if (dueOn !== undefined && dueOn <= addDays(today, SOON_DAYS)) return 'due-soon'
  return status === 'under-way' ? 'under-way' : 'due'
}

/** In a practice or a school colleagues share the work; in a council a colleague's promise is theirs. */
const SHARES_WORK: ReadonlySet<Audience> = new Set(['gp', 'class-teacher', 'designated-teacher', 'senco'])

/** Owned by this person, their role or their whole organisation; where work is shared, by a colleague too. */
export function isMine({ ownerReference, organisationReference }: Commitment, viewer: Viewer): boolean {
  if ([viewer.person, viewer.role, viewer.organisation].includes(ownerReference)) return true
  return SHARES_WORK.has(viewer.audience) && organisationReference === viewer.organisation
}

const URGENCY = Object.keys(STANDINGS) as Standing[]

/** For sorting: what presses most comes first. */
export function byUrgency(a: Standing, b: Standing): number {
  return URGENCY.indexOf(a) - URGENCY.indexOf(b)
}

export function isOpen(status: Standing): boolean {
  return status !== 'done' && status !== 'closed'
}
