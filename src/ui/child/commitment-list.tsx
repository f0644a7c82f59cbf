import { byUrgency, isMine, isOpen, type Standing, standing } from '../../commitments/standing.ts'
import { type PlainDate, showDate } from '../../core/time.ts'
import type { Commitment } from '../../record/section-content.ts'
import type { Viewer } from '../../record/viewer.ts'
import { StandingTag } from '../look/standing-tag.tsx'

type Props = { commitments: Commitment[]; viewer: Viewer; today: PlainDate; only: 'mine' | 'others' }

/** What the viewer, or everybody else, took on for this child: most pressing first, finished last. */
export function CommitmentList({ commitments, viewer, today, only }: Props) {
  const rows = commitments
    .filter((commitment) => isMine(commitment, viewer) === (only === 'mine'))
    .map((commitment) => ({ commitment, standing: standing(commitment, viewer, today) }))
    .sort((a, b) => byUrgency(a.standing, b.standing))
  if (rows.length === 0) {
    return (
      <p class="soft">{only === 'mine' ? 'Nothing has been asked of you.' : 'Nothing has been asked of others.'}</p>
    )
  }
  return (
    <ul class="commitments">
      {rows.map(({ commitment, standing }) => (
        <li key={commitment.id}>
          <p>
            {commitment.kind === 'advice-request' ? `“${commitment.what}”` : commitment.what}{' '}
            <StandingTag standing={standing} />
          </p>
          <p class="small soft">{details(commitment, standing)}</p>
        </li>
      ))}
    </ul>
  )
}

function details(
  { owner, organisation, cover, requester, dueOn, finishedOn, kind }: Commitment,
  standing: Standing,
): string {
  return [
    kind === 'advice-request' && 'Advice request',
    dueOn && isOpen(standing) && `due ${showDate(dueOn)}`,
    finishedOn && `done ${showDate(finishedOn)}`,
    [owner, organisation].filter(Boolean).join(', '),
    cover && `cover: ${cover}`,
    requester && requester !== owner && `asked by ${requester}`,
  ]
    .filter(Boolean)
    .join(' · ')
}
