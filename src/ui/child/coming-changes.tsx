import { type Change, changesFor } from '../../app/list-changes.ts'
import { DAY_MS, FIRST_MS, LAST_MS, londonDate, type PlainDate, showDate } from '../../core/time.ts'
import type { Recipient } from '../../record/sharing.ts'
import { Notice } from '../look/notice.tsx'
import type { PageState } from '../page-state.ts'
import type { Opened } from './opened.ts'

const SOON_MS = 60 * DAY_MS

/** What is about to change for this child, in time to do something about it. */
export function ComingChanges({ opened: { cover }, page }: { opened: Opened; page: PageState }) {
  const nowMs = page.app.now()
  const last = londonDate(nowMs + SOON_MS)
  const moves = schoolMove(cover.sharing.recipients, nowMs)
  const soon = changesFor(cover, nowMs)
    .filter(({ what, on }) => isBirthday(what) || on <= last)
    // A move says it better: both days, and whose they are.
    .filter(({ on }) => !moves.some((move) => move.on === on))
  const lines = [
    ...soon.flatMap(({ what, on }) => sentence(what, showDate(on), cover.knownAs) ?? []),
    ...moves.map(({ line }) => line),
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
      return undefined // not a change of who sees what: the guidance is about nothing else
  }
}

/** Both ends of an agreed move: when the school now stops seeing this, and when the next one starts. */
export function schoolMove(recipients: Recipient[], nowMs: number): { on: PlainDate; line: string }[] {
  const schools = Map.groupBy(
    recipients.filter(({ school }) => school !== undefined),
    nameOf,
  )
  const stays = [...schools].map(([name, people]) => ({
    name,
    fromMs: Math.min(...people.map(({ fromMs }) => fromMs ?? FIRST_MS)),
    untilMs: Math.max(...people.map(({ untilMs }) => untilMs ?? LAST_MS)),
  }))
  const starting = stays.filter(({ fromMs }) => fromMs > nowMs)
  const ending = stays.filter(({ fromMs, untilMs }) => fromMs <= nowMs && untilMs < LAST_MS)
  if (starting.length === 0) return []
  return [
    ...ending.map(({ name, untilMs }) => ({ name, how: 'until', on: londonDate(untilMs) })),
    ...starting.map(({ name, fromMs }) => ({ name, how: 'from', on: londonDate(fromMs) })),
  ].map(({ name, how, on }) => ({ on, line: `${name} ${how} ${showDate(on)}.` }))
}

function nameOf({ school, organisation }: Recipient): string {
  return school === 'own' ? 'Your school sees this' : `${organisation ?? 'Another school'} sees this`
}
