import { type Change, changesFor } from '../../app/list-changes.ts'
import { DAY_MS, londonDate, showDate } from '../../core/time.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import type { Opened } from './opened.ts'

const SOON_MS = 60 * DAY_MS

/** What is about to change for this child, in time to do something about it. */
export function ComingChanges({ opened: { cover }, page }: { opened: Opened; page: PageState }) {
  const nowMs = page.app.now()
  const last = londonDate(nowMs + SOON_MS)
  const soon = changesFor(cover, nowMs).filter(({ what, on }) => isBirthday(what) || on <= last)
  const lines = [
    ...soon.flatMap(({ what, on }) => sentence(what, showDate(on), cover.knownAs) ?? []),
    ...schoolMove(cover.sharing.recipients, nowMs),
  ]
  if (lines.length === 0) return null
  return (
    <Notice>
      <ul class="stack tight" aria-label="What changes next">
        {lines.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    </Notice>
  )
}

function isBirthday(what: Change['what']): boolean {
  return what === 'turns-16' || what === 'turns-18'
}

function sentence(what: Change['what'], on: string, knownAs: string): string | undefined {
  switch (what) {
    case 'sharing-ends':
      return `Sharing ends on ${on}. If it still helps, ask for a new agreement before then.`
    case 'some-sharing-ends':
      return `Some sharing ends on ${on}.`
    case 'more-shared':
      return `More is shared from ${on}.`
    case 'turns-16':
      return `${knownAs} is 16 on ${on}, and from then decides about health information. Ask ${knownAs} in good time.`
    case 'turns-18':
      return `${knownAs} is 18 on ${on}. From then only ${knownAs} can agree to sharing.`
    case 'moves-school':
      return undefined // the guidance is about nothing else
  }
}

/** Both ends of an agreed move: when the school now stops seeing this, and when the next one starts. */
function schoolMove(recipients: Opened['cover']['sharing']['recipients'], nowMs: number): string[] {
  const next = recipients.filter(({ isOtherSchool, fromMs }) => isOtherSchool && fromMs !== undefined && fromMs > nowMs)
  const starts = [
    ...new Set(
      next.map(
        ({ organisation, fromMs }) =>
          `${organisation ?? 'The next school'} sees this from ${showDate(londonDate(fromMs ?? nowMs))}.`,
      ),
    ),
  ]
  const ends = recipients.flatMap(({ isViewer, untilMs }) => (isViewer && untilMs !== undefined ? untilMs : []))
  if (starts.length === 0 || ends.length === 0) return starts
  return [`You see this until ${showDate(londonDate(Math.max(...ends)))}.`, ...starts]
}
